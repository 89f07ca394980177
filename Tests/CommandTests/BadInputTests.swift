import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
  static let documents: [(part: String, replacement: String, complaint: String)] = [
    (
      "consent: 0.8", "consnet: 0.8",
      "wrong.yaml:54: channels.email.consnet: unknown key; did you mean consent?"
    ),
    (
      "physician: 0.7, np_pa: 0.3", "physician: 0.7, np_pa: 0.4",
      "wrong.yaml:20: populations.hcps.attributes.role.shares: shares sum to 1.1, not to 1"
    ),
    (
      "stages: [unaware, aware, writer]", "stages: [unaware, aware, writer, guru]",
      "wrong.yaml:27: populations.hcps.journey.stages: nobody can reach \"guru\"; add a transition to it, or a start share"
    ),
    (
      "perTouch: 375", "perTouch: -375",
      "wrong.yaml:68: channels.rep.cost.perTouch: -375 is not a number of at least 0"
    ),
    (
      "ratePerWeek: 0.02", "ratePerWeek: .nan",
      "wrong.yaml:32: populations.hcps.journey.transitions.pause.ratePerWeek: .nan is not a number; write a number of at least 0"
    ),
    (
      "start: 2027-01-04", "start: 2027-02-30",
      "wrong.yaml:7: time.start: 2027-02-30 is not a date; write a day that exists as YYYY-MM-DD"
    ),
    (
      "rounds: 1\n", "rounds: [1\n",
      "wrong.yaml:2: this is not YAML (did not find expected ',' or ']'); check the indentation, quotes and brackets here"
    ),
  ]

  @Test("in a document is named with line, path and remedy", arguments: documents.indices)
  func single(index: Int) async throws {
    let folder = try TestFolder()
    let (part, replacement, complaint) = Self.documents[index]
    try folder.writeTiny([(part, replacement)], to: "wrong.yaml")
    expect(
      try await Tool.run(["run", "wrong.yaml"], in: folder), status: 2, output: "",
      complaint: complaint + "\n")
    #expect(!folder.exists("notebooks-output"))
  }

  @Test("is reported all at once, by line")
  func several() async throws {
    let folder = try TestFolder()
    try folder.writeTiny(
      [("perTouch: 375", "perTouch: -375"), ("consent: 0.8", "consnet: 0.8")], to: "wrong.yaml")
    expect(
      try await Tool.run(["validate", "wrong.yaml"], in: folder), status: 2, output: "",
      complaint: """
        \(Self.documents[0].complaint)
        \(Self.documents[3].complaint)
        2 problems; nothing was run

        """)
  }

  @Test("of missing stages and a cycle of parents is among the problems")
  func structure() async throws {
    let folder = try TestFolder()
    try folder.writeTiny([("      stages: [untreated, treated, stopped]\n", "")], to: "a.yaml")
    let missing = try await Tool.run(["validate", "a.yaml"], in: folder)
    #expect(missing.status == 2)
    #expect(
      missing.complaint.contains(
        "a.yaml:42: populations.patients.journey.stages: is missing; write a list (Stages in the order of the journey)\n"
      ))
    try folder.writeTiny([("    size: 30\n", "    size: 30\n    parent: patients\n")], to: "b.yaml")
    let cycle = try await Tool.run(["validate", "b.yaml"], in: folder)
    #expect(cycle.status == 2)
    #expect(
      cycle.complaint.contains(
        "b.yaml:17: populations.hcps.parent: parents run in a cycle: hcps → patients → hcps; remove one of them\n"
      ))
  }

  static let arguments: [(arguments: [String], complaint: String)] = [
    (["--arms", "emial"], "tiny.yaml:86: arms: no arm \"emial\"; did you mean email?"),
    (["--setting", "seed"], "tiny.yaml: settings: no setting \"seed\"; none is declared"),
    (
      ["--set", "chanels.email.cost.perTouch=1"],
      "--set: chanels: the scenario has none of this name; did you mean channels?"
    ),
    (
      ["--set", "channels.email.consent=2"],
      "tiny.yaml: channels.email.consent: 2 is not a share from 0 to 1"
    ),
  ]

  @Test("on the command line is named with what is near", arguments: arguments.indices)
  func names(index: Int) async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(
      ["run", "tiny.yaml"] + Self.arguments[index].arguments, in: folder)
    expect(answer, status: 2, output: "")
    #expect(answer.complaint.hasPrefix(Self.arguments[index].complaint), "\(answer.complaint)")
    #expect(!folder.exists("notebooks-output"))
  }

  @Test("in a table of agents is named with file and line")
  func wrongCell() async throws {
    let folder = try TestFolder()
    try folder.writeTiny(
      [
        ("    size: 30\n", "    agents: people.csv\n"),
        (
          "{ shares: { physician: 0.7, np_pa: 0.3 } }",
          "{ column: role, levels: [physician, np_pa] }"
        ),
      ], to: "people.yaml")
    let rows = (0..<10).map { $0 == 4 ? "physican" : "physician" }.joined(separator: "\n")
    try folder.write("role\n\(rows)\n", to: "people.csv")
    expect(
      try await Tool.run(["validate", "people.yaml"], in: folder), status: 2, output: "",
      complaint:
        "people.yaml:20: populations.hcps.attributes.role: people.csv:6: \"physican\" is not a level; did you mean physician?\n"
    )
    try folder.write("role\n" + rows.replacing("physican", with: "np_pa") + "\n", to: "people.csv")
    expect(try await Tool.run(["validate", "people.yaml"], in: folder), status: 0, complaint: "")
  }

  @Test("that is no file of text is refused with the reason")
  func files() async throws {
    let folder = try TestFolder()
    try folder.write("", to: "empty.yaml")
    try Data([0x61, 0x3A, 0x0A, 0xFF, 0xFE]).write(to: URL(filePath: folder.place("bytes.yaml")))
    let cases = [
      ("empty.yaml", "the document is empty; write a mapping such as \"title: My scenario\""),
      (".", "cannot be read: it is a folder; name a file in it"),
      ("tinny.yaml", "cannot be read: there is no such file; did you mean tiny.yaml?"),
      ("none/x.yaml", "cannot be read: there is no such file; check the name of the folder"),
      ("bytes.yaml", "cannot be read: line 2 is not UTF-8 text; save the file as UTF-8"),
      (
        "/dev/null",
        "cannot be read: it is not a regular file; save the text in a file and name that"
      ),
    ]
    for (name, reason) in cases {
      expect(
        try await Tool.run(["run", name], in: folder), status: 2, output: "",
        complaint: "\(name): \(reason)\n")
    }
    #expect(!folder.exists("notebooks-output"))
  }

  @Test("of 200 MB is refused within a second")
  func hugeFile() async throws {
    let folder = try TestFolder()
    try folder.write("", to: "huge.yaml")
    let file = try FileHandle(forWritingTo: URL(filePath: folder.place("huge.yaml")))
    try file.truncate(atOffset: 200 << 20)
    try file.close()
    try await expectSwift(
      "huge.yaml: cannot be read: it is 209,715,200 bytes long; a scenario is at most 8 MiB",
      "huge.yaml", in: folder)
  }

  @Test("of 8 MB of random bytes is refused within a second")
  func randomBytes() async throws {
    let folder = try TestFolder()
    var state: UInt64 = 1
    let noise = (0..<8_000_000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    try Data(noise).write(to: URL(filePath: folder.place("noise.yaml")))
    try await expectSwift(
      "noise.yaml: cannot be read: line 1 is not UTF-8 text; save the file as UTF-8",
      "noise.yaml", in: folder)
  }

  /// Expects a refusal that costs less than a second of computing, however busy the machine is.
  private func expectSwift(_ complaint: String, _ name: String, in folder: TestFolder) async throws
  {
    let line = "TIMEFORMAT='%U+%S'; time \"$ROUNDS\" run \(name)"
    let answer = try await Tool.shell(line, in: folder)
    expect(answer, status: 2, output: "")
    let lines = answer.complaint.split(separator: "\n")
    #expect(lines.first.map { String($0) } == complaint)
    let seconds = lines.last?.split(separator: "+").compactMap { Double($0) } ?? []
    #expect(seconds.count == 2 && seconds.reduce(0, +) < 1, "\(answer.complaint)")
  }

  @Test("of text that is no scenario ends in words, never in a crash")
  func otherTexts() async throws {
    let folder = try TestFolder()
    let texts = [
      "just a line", "- a\n- b\n", "{}", "rounds: 1", "rounds: 2\nname: x", "&a [*a, *a]",
      "a: &x [1]\nb: *y", String(repeating: "[", count: 5_000), "a: \"\u{0}\"", "%YAML 9",
      "? [complex]\n: key", "name: x\nname: y", "---\na: 1\n---\nb: 2\n",
    ]
    for (index, text) in texts.enumerated() {
      try folder.write(text, to: "text.yaml")
      let answer = try await Tool.run(["validate", "text.yaml"], in: folder)
      #expect(answer.status == 2, "text \(index): \(answer.status) \(answer.complaint)")
      #expect(answer.complaint.hasPrefix("text.yaml"), "text \(index): \(answer.complaint)")
      #expect(answer.output.isEmpty)
    }
  }
}
