import Interchange
import Testing

@Suite("Specification document")
struct SpecDocumentTests {
  @Test("keeps order, lines, quotes and comments")
  func reads() throws {
    let yaml = """
      # the launch
      title: "10" # quoted
      size: 9_000
      text: |
        # not a comment
        more
      folded: >-
          # nor this
      list: [a, 'it''s # no', b#c] # yes
      empty:
      plain: one
        two # three
      url: http://x#y
      """
    let document = try SpecDocument(yaml: yaml, name: "t.yaml")
    #expect(document.root.entries.map(\.key).prefix(3) == ["title", "size", "text"])
    #expect(document.root["title"]?.isQuoted == true)
    #expect(document.root["size"]?.line == 3)
    #expect(document.root["size"]?.integer == 9000)
    #expect(document.root["list"]?.items.map(\.text) == ["a", "it's # no", "b#c"])
    #expect(document.root["empty"]?.isNull == true)
    #expect(document.root["plain"]?.text == "one two")
    #expect(document.comments == [1: "the launch", 2: "quoted", 9: "yes", 12: "three"])
  }

  @Test("reads a byte order mark, CRLF and a merge key as plain text")
  func tolerates() throws {
    #expect(outline(try specRoot("\u{FEFF}a: 1\r\nb: 2\r\n<<: c\r\n")) == "{a:1,b:2,<<:c}")
  }

  @Test("takes only unquoted null, tilde and emptiness for nothing")
  func nothing() throws {
    let root = try specRoot("a: null\nb: ~\nc:\nd: 'null'\ne: ''\n")
    #expect(root.entries.map(\.value.isNull) == [true, true, true, false, false])
  }

  @Test(
    "refuses with a place and a remedy",
    arguments: [
      ("", "t.yaml: the document is empty; write a mapping such as \"title: My scenario\""),
      ("# only\n", "t.yaml: the document is empty; write a mapping such as \"title: My scenario\""),
      ("a: 1\n---\nb: 2\n", "t.yaml:2: a second document begins here; write one document per file"),
      (
        "- a\n",
        "t.yaml:1: the document is not a mapping; write keys and values such as \"title: Launch\""
      ),
      ("a: 1\na: 2\n", "t.yaml:1: the key \"a\" stands twice in this mapping; keep one of them"),
      (
        "a: 1\n\"a\": 2\n",
        "t.yaml:1: the key \"a\" stands twice in this mapping; keep one of them"
      ),
      (
        "b:\n  ? [a]\n  : 1\n",
        "t.yaml:2: a key must be a plain word, not a list, a mapping or an alias; write a word"
      ),
      (
        "b: {[a]: 1}\n",
        "t.yaml:1: a key must be a plain word, not a list, a mapping or an alias; write a word"
      ),
      (
        "a: &x 1\n*x : 1\n",
        "t.yaml:2: a key must be a plain word, not a list, a mapping or an alias; write a word"
      ),
      ("a: 1\n~: 2\n", "t.yaml:2: a key must be a word; write one"),
      ("a: *x\n", "t.yaml:1: the alias here names no anchor above it; write the anchor first"),
      ("a: \u{1}\n", "t.yaml:1: the control character U+0001 stands here; remove it"),
      ("a: 1\nb: \0\n", "t.yaml:2: the control character U+0000 stands here; remove it"),
      ("a: x\u{2028}y\n", "t.yaml:1: the control character U+2028 stands here; remove it"),
      ("a: \"\\e\"\n", "t.yaml:1: a: the text holds a control character; remove its escape"),
      (
        "a: 1\nb: [1, 2\n",
        "t.yaml:2: this is not YAML (did not find expected ',' or ']'); "
          + "check the indentation, quotes and brackets here"
      ),
      (
        "a:\n\tb: 1\n",
        "t.yaml:2: this is not YAML (found character that cannot start any token); "
          + "check the indentation, quotes and brackets here; indent with blanks, "
          + "and quote a text that begins so"
      ),
    ])
  func refuses(_ yaml: String, _ message: String) {
    #expect(refusal(of: yaml) == message)
  }

  @Test("refuses a text above 8 MiB before it is parsed")
  func refusesLongText() {
    let yaml = "a: " + String(repeating: "x", count: 8 * 1024 * 1024)
    #expect(refusal(of: yaml) == "t.yaml: the text is too long; a scenario is at most 8 MiB")
  }

  @Test("refuses deep nesting of every kind before the parser recurses")
  func refusesDeepNesting() {
    let deep = [
      "brackets": "a: " + String(repeating: "[", count: 100_000),
      "braces": "a: " + String(repeating: "{a: ", count: 100_000),
      "dashes": String(repeating: "- ", count: 100_000) + "a",
      "colons": String(repeating: ": ", count: 100_000) + "a",
      "keys": (0..<200).map { String(repeating: " ", count: $0) + "k:" }.joined(separator: "\n"),
    ]
    for (kind, yaml) in deep {
      let message = refusal(of: yaml)
      #expect(
        message.hasSuffix("the nesting is deeper than 64 levels; write it flatter"), "\(kind)")
    }
  }

  @Test("refuses runs of explicit keys")
  func refusesExplicitKeys() {
    #expect(refusal(of: String(repeating: "? ", count: 100_000)).hasPrefix("t.yaml:1: a key must"))
  }

  @Test("counts nesting that hides behind aliases")
  func refusesNestedAliases() {
    let chain = (1..<200).map { "a\($0): &a\($0) [*a\($0 - 1)]" }.joined(separator: "\n")
    let message = refusal(of: "a0: &a0 [x]\n" + chain + "\n")
    #expect(message.hasSuffix("the nesting is deeper than 64 levels; write it flatter"))
  }

  @Test("stops at the limit of a billion laughs", .timeLimit(.minutes(10)))
  func refusesBillionLaughs() {
    var lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    for level in 1...20 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
      lines.append("a\(level): &a\(level) [\(aliases)]")
    }
    let message = refusal(of: lines.joined(separator: "\n"))
    #expect(
      message.hasSuffix(
        "the document has more than 500000 values with its aliases; use fewer of them"))
  }

  @Test("refuses keys whose comparison would expand aliases", .timeLimit(.minutes(10)))
  func refusesLaughingKeys() {
    var lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
      lines.append("a\(level): &a\(level) [\(aliases)]")
    }
    for key in ["{*a30}", "{*a30: 1}", "{b, *a30}", "[*a30 : 1]", "{&x [*a30]}", "{b: 1, [*a30]}"] {
      let message = refusal(of: (lines + ["k: \(key)"]).joined(separator: "\n"))
      #expect(message.hasSuffix("not a list, a mapping or an alias; write a word"), "\(key)")
    }
  }

  @Test("refuses more than 1000 aliases")
  func refusesManyAliases() {
    let aliases = Array(repeating: "*a", count: 1001).joined(separator: ", ")
    #expect(
      refusal(of: "a: &a 1\nb: [\(aliases)]\n")
        == "t.yaml:2: more than 1000 aliases; write the repeated values out")
  }
}
