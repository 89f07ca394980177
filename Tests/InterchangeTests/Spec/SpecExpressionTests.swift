import Interchange
import Testing

@Suite("Specification expression")
struct SpecExpressionTests {
  /// The square of Euler's number, and the inverse of the number itself.
  static let e2 = 7.389_056_098_930_650
  static let e1 = 0.367_879_441_171_442_32

  @Test(
    "follows the rules of arithmetic",
    arguments: [
      ("$x", 4.0), ("0.5 * $x", 2), ("1 / $x", 0.25), ("$x/$y*2", 4), ("-2*$y", -4),
      ("exp(0)*3", 3), ("exp($y)", Self.e2), ("exp( - $y )", 1 / Self.e2), ("exp(-1)", Self.e1),
      ("1_000 * $x", 4000), ("2 * (1 - $y) / 4", -0.5), ("-$x + 10", 6),
      ("600_000 / 104", 75_000.0 / 13),
      ("exp(0.5 * $y - 1)", 1), ("1 - 2 - 3 * ($x)", -13), ("1e-1*$x", 0.4), ("$x-2", 2),
      ("$y-z", 7), ("exp(1.2 * 0)", 1),
    ] as [(String, Double)])
  func value(_ text: String, _ expected: Double) throws {
    let value = try #require(SpecExpression(text)?.value(["x": 4, "y": 2, "y-z": 7]))
    #expect(abs(value - expected) <= 1e-15 * abs(expected) * 4)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "3", "$", "$x *", "* $x", "$x $y", "exp()", "exp(--1)", "exp(-+1)", "2027-01-04",
      "log($x)", "exp(1", "$a.b", "costs $5 a day", "a/b.csv", "10-20", "(1", "1 + 2",
    ])
  func malformed(_ text: String) {
    #expect(SpecExpression(text) == nil)
  }

  @Test("names its parameters once, and has no value without them")
  func names() {
    let expression = SpecExpression("$b * exp(-$a) / $b")
    #expect(expression?.names == ["b", "a"])
    #expect(expression?.value(["b": 1]) == nil)
  }

  @Test("replaces scalars in a document and leaves prose and quotes alone")
  func resolving() throws {
    let yaml = """
      a: 0.1 * $x
      b: [$x, '$x', plain, 3]
      note: $5
      description: {c: $zzz}
      d: {e: 1 / $x}
      """
    var problems: [SpecProblem] = []
    let resolved = try specRoot(yaml).resolving(["x": 4], document: "t", problems: &problems)
    #expect(problems.isEmpty)
    #expect(
      outline(resolved) == "{a:0.4,b:[4,$x,plain,3],note:$5,description:{c:$zzz},d:{e:0.25}}")
    #expect(resolved.node(at: ["d", "e"])?.line == 5)
  }

  @Test(
    "says what does not resolve",
    arguments: [
      ("$uplfit", "$uplfit is not a parameter; did you mean $uplift?"),
      ("$qqqqqq", "$qqqqqq is not a parameter; known are $uplift, $zero"),
      (
        "$5 co-pay",
        "$5 co-pay is not an expression; write arithmetic such as 0.5 * $name, "
          + "or put a text in quotes"
      ),
      (
        "1 / $zero",
        "1 / $zero is not a finite number; check its parameters for a zero or a large exponent"
      ),
      (
        "exp(1000)",
        "exp(1000) is not a finite number; check its parameters for a zero or a large exponent"
      ),
    ])
  func unresolved(_ text: String, _ problem: String) throws {
    var problems: [SpecProblem] = []
    let root = try specRoot("a:\n  - 1\n  - \(text)\n")
    let resolved = root.resolving(
      ["uplift": 2, "zero": 0], document: "t.yaml", problems: &problems)
    #expect(problems.map(\.description) == ["t.yaml:3: a[1]: \(problem)"])
    #expect(resolved == root)
  }

  @Test("says when a document declares no parameters")
  func noParameters() {
    var problems: [SpecProblem] = []
    _ = SpecNode(.scalar("$a")).resolving([:], document: "t", problems: &problems)
    #expect(
      problems.map(\.description) == ["t: $a is not a parameter; the document declares none"])
  }

  /// Texts and their derivatives by a and b, where a is 2 and b is 3.
  static let derivatives: [(text: String, byA: Double, byB: Double)] = [
    ("$a", 1, 0), ("-$a * $b", -3, -2), ("$a / $b", 1.0 / 3, -2.0 / 9), ("$a * $a - $b", 4, -1),
    ("exp($a - 2) * (1 + $b)", 4, 1), ("2 * 3", 0, 0), ("1 / ($a + $b)", -0.04, -0.04),
  ]

  @Test("has the derivatives of calculus", arguments: derivatives)
  func slopes(text: String, byA: Double, byB: Double) throws {
    let expression = try #require(SpecExpression(text))
    let values = ["a": 2.0, "b": 3.0]
    #expect((expression.slope(by: "a", values) - byA).magnitude < 1e-15)
    #expect((expression.slope(by: "b", values) - byB).magnitude < 1e-15)
  }

  @Test("knows whether it is one parameter")
  func soleName() {
    #expect(SpecExpression("$trial_rate")?.soleName == "trial_rate")
    #expect(SpecExpression("2 * $trial_rate")?.soleName == nil)
  }
}
