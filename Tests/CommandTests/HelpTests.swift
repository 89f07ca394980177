import Foundation
import Interchange
import Journeys
import Testing
import Workbench

@Suite("Command line")
struct HelpTests {
  static let commands = [
    "run", "compare", "verify", "ladder", "audit", "forecast",
    "backtest", "trace", "attribute", "mmm", "plan", "assign",
    "readout", "validate", "schema", "init",
  ]

  @Test("explains every command", arguments: commands)
  func help(command: String) async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run([command, "--help"], in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.hasPrefix("OVERVIEW: "))
    #expect(answer.output.contains("\nUSAGE: rounds \(command)"))
    #expect(answer.output.contains("--help"))
    #expect(try folder.contents("") == ["tiny.yaml"])
  }

  @Test("lists its commands and the exit status")
  func overview() async throws {
    let answer = try await Tool.run(["--help"], in: try TestFolder())
    expect(answer, status: 0, complaint: "")
    for command in Self.commands { #expect(answer.output.contains("\n  \(command) ")) }
    #expect(answer.output.contains("Exit status: 0 done;"))
  }

  @Test("says its version")
  func version() async throws {
    let answer = try await Tool.run(["--version"], in: try TestFolder())
    expect(answer, status: 0, output: ToolVersion.current + "\n", complaint: "")
  }

  static let wrong: [(arguments: [String], message: String)] = [
    (["bogus"], "Error: Unexpected argument 'bogus'"),
    (["run"], "Error: Missing expected argument '<scenario>'"),
    (["run", "tiny.yaml", "--replicats", "2"], "Error: Unknown option '--replicats'"),
    (
      ["run", "tiny.yaml", "--replicates", "0"],
      "Error: --replicates 0: write a number from 1 to 1000000"
    ),
    (["run", "tiny.yaml", "--replicates", "many"], "Error: The value 'many' is invalid"),
    (["run", "tiny.yaml", "--threads", "0"], "Error: --threads 0: write a number from 1 to 1024"),
    (["run", "tiny.yaml", "--seed", "-1"], "Error: "),
    (["run", "tiny.yaml", "--set", "seed"], "Error: --set seed: write path=value"),
    (["run", "tiny.yaml", "--set", "=3"], "Error: --set =3: write path=value"),
  ]

  @Test("ends with 64 and the reason when it is wrong", arguments: wrong.indices)
  func usage(index: Int) async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(Self.wrong[index].arguments, in: folder)
    expect(answer, status: 64, output: "")
    #expect(answer.complaint.hasPrefix(Self.wrong[index].message), "\(answer.complaint)")
    #expect(answer.complaint.contains("\nUsage: rounds"))
    #expect(try folder.contents("") == ["tiny.yaml"])
  }

  @Test("ends quietly when its reader has seen enough")
  func brokenPipe() async throws {
    let folder = try TestFolder()
    let early = try await Tool.shell("\"$ROUNDS\" schema | head -1", in: folder)
    expect(early, status: 0, output: "{\n", complaint: "")
    let gone = try await Tool.shell("\"$ROUNDS\" schema > >(exec true); wait", in: folder)
    expect(gone, status: 0, output: "", complaint: "")
  }

  @Test("prints a schema of the whole language")
  func schema() async throws {
    let answer = try await Tool.run(["schema"], in: try TestFolder())
    expect(answer, status: 0, complaint: "")
    let schema = try object(answer.output)
    #expect(schema["$id"] as? String == "urn:rounds:scenario:1")
    #expect(schema["title"] as? String == "Rounds scenario")
    #expect(schema["$ref"] as? String == "#/$defs/scenario")
    let shapes = try #require(schema["$defs"] as? [String: [String: Any]])
    let scenario = try #require(shapes["scenario"])
    let properties = try #require(scenario["properties"] as? [String: Any])
    let keys = [
      "rounds", "name", "title", "description", "currency", "evidence", "source", "time", "seed",
      "replicates", "outcome", "parameters", "populations", "channels", "channelsInUse", "content",
      "synergies", "policy", "handoffs", "triggers", "services", "experiences", "events",
      "environment", "baseline", "settings", "switches", "arms", "ladder", "targets",
    ]
    #expect(Set(properties.keys).isSuperset(of: keys))
    let required = try #require(scenario["required"] as? [String])
    #expect(
      Set(required) == ["rounds", "name", "time", "outcome", "populations", "events"])
    // Every key of every shipped scenario is known to it.
    for name in Shipped.names {
      let document = try SpecDocument(yaml: try Shipped.text(name), name: name)
      #expect(document.root.entries.allSatisfy { properties[$0.key] != nil }, "\(name)")
    }
    try expectSound(schema, shapes: Set(shapes.keys), at: "#")
  }

  @Test(
    "prints schemas of the other documents",
    arguments: [
      ("mix", "mmm/national.yaml"), ("calibration", "calibration/physicians.yaml"),
      ("forecast", "forecast/physicians.yaml"), ("transitions", nil), ("design", nil),
    ])
  func otherSchemas(language: String, example: String?) async throws {
    let answer = try await Tool.run(["schema", language], in: try TestFolder())
    expect(answer, status: 0, complaint: "")
    let schema = try object(answer.output)
    #expect(schema["$id"] as? String == "urn:rounds:\(language):1")
    let shapes = try #require(schema["$defs"] as? [String: [String: Any]])
    try expectSound(schema, shapes: Set(shapes.keys), at: "#")
    let reference = try #require(schema["$ref"] as? String)
    let root = try #require(reference.split(separator: "/").last?.removingPercentEncoding)
    let properties = try #require(shapes[root]?["properties"] as? [String: Any])
    guard let example else { return }
    let document = try SpecDocument(yaml: try Shipped.text(example), name: example)
    #expect(document.root.entries.allSatisfy { properties[$0.key] != nil }, "\(example)")
  }

  @Test("says which languages it knows")
  func unknownLanguage() async throws {
    let answer = try await Tool.run(["schema", "poem"], in: try TestFolder())
    #expect(answer.status == 64)
    #expect(
      answer.complaint.hasPrefix(
        "Error: The value 'poem' is invalid for '<language>'. Please provide one of the following:\n"
          + "  - scenario\n  - mix\n  - design\n  - calibration\n  - transitions\n  - forecast\n"))
  }

  /// Expects that required keys are declared and references lead somewhere.
  private func expectSound(_ node: Any, shapes: Set<String>, at place: String) throws {
    if let list = node as? [Any] {
      for (index, item) in list.enumerated() {
        try expectSound(item, shapes: shapes, at: "\(place)/\(index)")
      }
      return
    }
    guard let fields = node as? [String: Any] else { return }
    if let properties = fields["properties"] as? [String: Any] {
      for key in fields["required"] as? [String] ?? [] {
        #expect(properties[key] != nil, "\(place) requires \(key) and does not declare it")
      }
    }
    if let reference = fields["$ref"] as? String {
      let name = reference.replacing("#/$defs/", with: "").removingPercentEncoding ?? ""
      #expect(shapes.contains(name), "\(place) refers to \(reference)")
    }
    for (key, value) in fields {
      try expectSound(value, shapes: shapes, at: "\(place)/\(key)")
    }
  }
}
