import Foundation
import Interchange
import Testing

@Suite("Specification shape")
struct SpecShapeTests {
  static let channel = SpecShape(
    "channel", "One way of reaching people.", exactlyOne: [["share", "count"]],
    atMostOne: [["cost", "budget"]],
    [
      .optional("share", .number(.share), "the share reached"),
      .optional("count", .integer(atLeast: 1), "the people reached"),
      .optional("cost", .number(.notNegative), "USD per contact"),
      .optional("budget", .number(.positive), "USD per year"),
      .optional("halfLife", .number(.positive), "weeks"),
    ])

  static let root = SpecShape(
    "scenario", "A scenario.",
    [
      .required("start", .date, "The first day."),
      .optional("title", .text, "the title"),
      .optional("step", .choice(["day", "week"]), "the step"),
      .optional("on", .flag, "whether"),
      .optional("free", .anything, "free"),
      .optional("weights", .list(.number(.any), count: 3), "weights"),
      .optional("names", .oneOrMore(.text), "names"),
      .optional("channels", .map(.fields(channel), of: "channel"), "channels"),
      .optional("ages", .map(.number(.share), of: "level"), "ages"),
      .optional("factor", .number(.ratio), "factor"),
      .optional(
        "seats", .either([.choice(["all"]), .integer(atLeast: 1), .list(.text, count: nil)]),
        "seats"),
    ])

  func check(_ yaml: String) throws -> String {
    let problems = Self.root.problems(in: try specRoot(yaml), document: "t.yaml")
    return problems.map(\.description).joined(separator: "\n")
  }

  @Test("accepts a document that obeys")
  func accepts() throws {
    let yaml = """
      start: 2026-01-05
      title: 2026
      step: week
      on: true
      free: [{x: 1}]
      weights: [1, -2, $w]
      names: a
      channels: {rep_visit: {share: 0.5 * $x, cost: 0}, e-mail: {count: 9_000}}
      ages: {18-49: 1, "< 20 USD": 0}
      factor: exp(1.2)
      seats: all
      """
    #expect(try check(yaml) == "")
    #expect(try check("start: 2026-01-05\nseats: 4\nnames: [a, b]\n") == "")
    #expect(try check("start: 2026-01-05\nseats: [a]\n") == "")
  }

  @Test(
    "says what is wrong and the remedy",
    arguments: [
      ("titel: x", "titel: unknown key; did you mean title?"),
      (
        "qqqqq: x",
        "qqqqq: unknown key; accepted are start, title, step, on, free, weights, names, channels, "
          + "ages, factor, seats"
      ),
      ("title: [a]", "title: a list stands where a text is expected"),
      ("title:", "title: nothing stands here; write a text, or remove the key"),
      ("step: weak", "step: \"weak\" is not one of day, week; did you mean week?"),
      ("step: year", "step: \"year\" is not one of day, week"),
      ("on: yes", "on: \"yes\" is not true or false"),
      ("weights: [1, 2]", "weights: the list has 2 elements; write 3"),
      ("weights: 1", "weights: 1 stands where a list of 3 is expected"),
      ("weights: [1, abc, 2]", "weights[1]: \"abc\" is not a number"),
      ("weights: [1, .nan, 2]", "weights[1]: .nan is not a number"),
      ("weights: [1, \"12,5\", 2]", "weights[1]: 12,5 is not a number; write 12.5"),
      ("names: []", "names: the list is empty; write a text, or a list of them"),
      ("names: {a: b}", "names: a mapping stands where a text, or a list of them is expected"),
      ("channels: [a]", "channels: a list stands where a mapping by channel is expected"),
      (
        "channels: {a b: {share: 1}}",
        "channels: \"a b\" is not a name for a channel; use letters, digits, - and _"
      ),
      ("channels: {\"\": {share: 1}}", "channels: the name of the channel is empty; write one"),
      ("ages: {\"\": 1}", "ages: the name of the level is empty; write one"),
      ("channels: {a: 1}", "channels.a: 1 stands where a mapping is expected"),
      ("channels: {a: {share: 1.4}}", "channels.a.share: 1.4 is not a share from 0 to 1"),
      ("channels: {a: {share: 40%}}", "channels.a.share: 40% is not a number; write 0.4"),
      (
        "channels: {a: {share: abc}}",
        "channels.a.share: \"abc\" is not a number; write a share from 0 to 1"
      ),
      (
        "channels: {a: {share: '$x'}}",
        "channels.a.share: \"$x\" is not a number; write a share from 0 to 1"
      ),
      ("channels: {a: {count: 0}}", "channels.a.count: 0 is not a whole number of at least 1"),
      ("channels: {a: {count: 2.5}}", "channels.a.count: 2.5 is not a whole number of at least 1"),
      (
        "channels: {a: {count: x}}",
        "channels.a.count: \"x\" is not a number; write a whole number of at least 1"
      ),
      ("channels: {a: {}}", "channels.a: nothing says which; write exactly one of share, count"),
      (
        "channels: {a: {share: 1, count: 1}}",
        "channels.a: share and count exclude each other; write exactly one of share, count"
      ),
      (
        "channels: {a: {share: 1, cost: 1, budget: 1}}",
        "channels.a: cost and budget exclude each other; write at most one of cost, budget"
      ),
      ("channels: {a: {share: 1, budget: 0}}", "channels.a.budget: 0 is not a positive number"),
      ("channels: {a: {share: 1, cost: -1}}", "channels.a.cost: -1 is not a number of at least 0"),
      ("factor: 0", "factor: 0 is not a positive ratio"),
      ("seats: none", "seats: \"none\" is not all or a whole number of at least 1"),
      (
        "seats: {a: 1}",
        "seats: a mapping stands where all or a whole number of at least 1 or a list is expected"
      ),
    ])
  func messages(_ yaml: String, _ message: String) throws {
    #expect(try check("start: 2026-01-05\n" + yaml) == "t.yaml:2: " + message)
  }

  @Test("reports unknown keys before missing ones and reads sections independently")
  func order() throws {
    #expect(
      try check("satrt: 1\nstep: x\n") == """
        t.yaml:1: satrt: unknown key; did you mean start?
        t.yaml:1: start: is missing; write a date as YYYY-MM-DD (The first day)
        t.yaml:2: step: "x" is not one of day, week
        """)
    #expect(
      try check("start: 2026-02-30")
        == "t.yaml:1: start: 2026-02-30 is not a date; write a day that exists as YYYY-MM-DD")
  }

  @Test("accepts keys that may stand alone, and any name of a column")
  func bare() throws {
    let shape = SpecShape(
      "bare", "A table.",
      [.optional("columns", .map(.orNothing(.fields(Self.channel)), of: "column"), "Columns.")])
    let node = try specRoot(
      "columns:\n  price index:\n  b: { share: 1 }\n  c: { share: 2 }\n  d: 3\n  \"\":")
    let problems = shape.problems(in: node, document: "t.yaml")
    #expect(
      problems.map(\.description) == [
        "t.yaml:6: columns: the name of the column is empty; write one",
        "t.yaml:4: columns.c.share: 2 is not a share from 0 to 1",
        "t.yaml:5: columns.d: 3 stands where a mapping is expected",
      ])
    #expect(shape.jsonSchema(title: "t", id: "i").contains("\"type\": \"null\""))
  }

  @Test("accepts numbers by the rule and never NaN")
  func rules() {
    #expect(NumberRule.share.accepts(0) && NumberRule.share.accepts(1))
    #expect(!NumberRule.share.accepts(1.0.nextUp) && !NumberRule.share.accepts(-0.1))
    #expect(!NumberRule.positive.accepts(0) && NumberRule.positive.accepts(.leastNonzeroMagnitude))
    #expect(NumberRule.notNegative.accepts(0) && !NumberRule.ratio.accepts(0))
    for rule in [NumberRule.any, .positive, .notNegative, .share, .ratio] {
      #expect(!rule.accepts(.nan) && !rule.accepts(.infinity))
    }
  }

  @Test("becomes a valid JSON Schema that defines each shape once")
  func schema() throws {
    let text = Self.root.jsonSchema(title: "Scenario", id: "https://example.org/s.json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["$ref"] as? String == "#/$defs/scenario")
    let definitions = try #require(object["$defs"] as? [String: Any])
    #expect(definitions.keys.sorted() == ["channel", "expression", "scenario"])
    let scenario = try #require(definitions["scenario"] as? [String: Any])
    #expect(scenario["additionalProperties"] as? Bool == false)
    #expect(scenario["required"] as? [String] == ["start"])
    let channel = try #require(definitions["channel"] as? [String: Any])
    #expect((channel["allOf"] as? [Any])?.count == 2)
    let share = try #require(
      (channel["properties"] as? [String: Any])?["share"] as? [String: Any])
    #expect(share["description"] as? String == "the share reached")
    #expect(text == Self.root.jsonSchema(title: "Scenario", id: "https://example.org/s.json"))
  }
}
