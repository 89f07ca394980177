import Interchange
import Testing

@Suite("Specification node")
struct SpecNodeTests {
  @Test(
    "reads decimal numbers",
    arguments: [
      ("1", 1), ("-2.5", -2.5), ("+3", 3), (".5", 0.5), ("5.", 5), ("9_000", 9000),
      ("1e3", 1000), ("1.5E-2", 0.015), ("1_0.2_5", 10.25),
    ])
  func number(_ text: String, _ expected: Double) {
    #expect(SpecNode(.scalar(text)).number == expected)
    #expect(SpecNode(.scalar(text), isQuoted: true).number == expected)
  }

  @Test(
    "takes nothing else for a number",
    arguments: [
      "", "nan", ".nan", "inf", ".inf", "1e999", "0x10", "1,5", "1__0", "_1", "1_", "1_.5", "1._5",
      "e5", "1e", "1e+", "--1", "1-2", ".", "-", " 1", "1e1.5", "1e1_0", "5%",
    ])
  func noNumber(_ text: String) {
    #expect(SpecNode(.scalar(text)).number == nil)
  }

  @Test("reads whole numbers up to 2 to the 53rd")
  func integer() {
    #expect(SpecNode(.scalar("3.0")).integer == 3)
    #expect(SpecNode(.scalar("1e3")).integer == 1000)
    #expect(SpecNode(.scalar("9007199254740992")).integer == 9_007_199_254_740_992)
    #expect(SpecNode(.scalar("9007199254740994")).integer == nil)
    #expect(SpecNode(.scalar("2.5")).integer == nil)
  }

  @Test("reads only true and false as flags")
  func flag() {
    #expect(SpecNode(.scalar("true")).flag == true)
    #expect(SpecNode(.scalar("false")).flag == false)
    #expect(SpecNode(.scalar("yes")).flag == nil)
    #expect(SpecNode(.scalar("true"), isQuoted: true).flag == nil)
  }

  @Test("counts a scalar and a mapping as a list of one and nothing as none")
  func items() {
    let scalar = SpecNode(.scalar("a"))
    #expect(scalar.items == [scalar])
    #expect(SpecNode(.mapping([])).items.count == 1)
    #expect(SpecNode(.null).items.isEmpty)
    #expect(SpecNode(.list([scalar, scalar])).items.count == 2)
    #expect(scalar["a"] == nil)
    #expect(scalar.entries.isEmpty)
  }

  @Test(
    "merges as the examples of RFC 7396 show",
    arguments: [
      ("{a: b}", "{a: c}", "{a:c}"), ("{a: b}", "{b: c}", "{a:b,b:c}"), ("{a: b}", "{a: ~}", "{}"),
      ("{a: b, b: c}", "{a: ~}", "{b:c}"), ("{a: [b]}", "{a: c}", "{a:c}"),
      ("{a: c}", "{a: [b]}", "{a:[b]}"), ("{a: {b: c}}", "{a: {b: d, c: ~}}", "{a:{b:d}}"),
      ("{a: [{b: c}]}", "{a: [1]}", "{a:[1]}"), ("[a, b]", "[c, d]", "[c,d]"),
      ("{a: b}", "[c]", "[c]"), ("{a: foo}", "~", "null"), ("{a: foo}", "bar", "bar"),
      ("{e: ~}", "{a: 1}", "{e:null,a:1}"), ("[1, 2]", "{a: b, c: ~}", "{a:b}"),
      ("{}", "{a: {bb: {ccc: ~}}}", "{a:{bb:{}}}"),
    ])
  func merges(_ target: String, _ patch: String, _ expected: String) throws {
    let target = try #require(try specRoot("x: \(target)")["x"])
    let patch = try #require(try specRoot("x: \(patch)")["x"])
    #expect(outline(target.merging(patch)) == expected)
  }

  @Test("keeps the lines of the patch for what it patches")
  func mergedLines() throws {
    let merged = try specRoot("a: 1\nb:\n  c: 1\n  d: 2\n").merging(
      try specRoot("\n\n\n\n\nb: {d: 3}\n"))
    #expect(merged["a"]?.line == 1)
    #expect(merged["b"]?.line == 3)
    #expect(merged.entries.map(\.line) == [1, 2])
    #expect(merged.node(at: ["b", "c"])?.line == 3)
    #expect(merged.node(at: ["b", "d"])?.line == 6)
  }

  @Test("sets a place and makes mappings on the way")
  func setting() throws {
    let root = try specRoot("a: {b: 1}\nc: 2\n")
    let one = SpecNode(.scalar("9"))
    #expect(outline(root.setting(["a", "b"], to: one)) == "{a:{b:9},c:2}")
    #expect(outline(root.setting(["a", "x", "y"], to: one)) == "{a:{b:1,x:{y:9}},c:2}")
    #expect(outline(root.setting(["c", "d"], to: one)) == "{a:{b:1},c:{d:9}}")
    #expect(root.setting([], to: one) == one)
    #expect(root.node(at: ["a", "z", "b"]) == nil)
    #expect(root.node(at: []) == root)
  }
}
