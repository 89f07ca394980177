import Foundation
import Testing

@Suite("rounds run")
struct RunCommandTests {
  static let tables = [
    "channels", "forecast", "funnel", "journey", "kpi", "parameters", "paths", "replicates",
    "summary",
  ]

  /// The folder that a run says it wrote.
  static func runFolder(_ answer: Tool.Answer) throws -> String {
    let mark = "Tables and notebook: "
    let line = try #require(
      answer.output.split(separator: "\n").last { $0.hasPrefix(mark) }, "\(answer.complaint)")
    return String(line.dropFirst(mark.count))
  }

  private func run(_ arguments: [String], _ folder: TestFolder) async throws -> Tool.Answer {
    let answer = try await Tool.run(["run", "tiny.yaml"] + arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    return answer
  }

  @Test("writes the folder that is documented, and nothing beside it")
  func layout() async throws {
    let folder = try TestFolder()
    let answer = try await run([], folder)
    let place = try Self.runFolder(answer)
    #expect(place.wholeMatch(of: /notebooks-output\/tiny\/forecast-[0-9a-f]{8}/) != nil)
    let files =
      ["notebook.ipynb", "run.json", "scenario.yaml", "summary.txt", "tables"]
      + Self.tables.flatMap { ["tables/\($0).csv", "tables/\($0).json"] }
    #expect(try folder.contents(place) == files.sorted())
    #expect(try folder.contents("notebooks-output/tiny").filter { !$0.contains("/") }.count == 1)
    #expect(
      try folder.contents("").filter { !$0.contains("/") } == ["notebooks-output", "tiny.yaml"])
    #expect(try folder.bytes("\(place)/scenario.yaml") == folder.bytes("tiny.yaml"))
    #expect(answer.output.hasPrefix(try folder.text("\(place)/summary.txt")))
    _ = try object(try folder.text("\(place)/notebook.ipynb"))
  }

  @Test("keeps the scenario byte for byte, with its line ends and comments")
  func bytes() async throws {
    let folder = try TestFolder()
    let text = try folder.text("tiny.yaml").replacing("\n", with: "\r\n") + "# ende — fin\r\n"
    try folder.write(text, to: "windows.yaml")
    let answer = try await Tool.run(["run", "windows.yaml", "--replicates", "1"], in: folder)
    expect(answer, status: 0, complaint: "")
    let place = try Self.runFolder(answer)
    #expect(try folder.bytes("\(place)/scenario.yaml") == folder.bytes("windows.yaml"))
  }

  @Test("records what is needed to make the run again")
  func provenance() async throws {
    let folder = try TestFolder()
    let place = try Self.runFolder(
      try await run(
        [
          "--replicates", "2", "--seed", "18446744073709551615", "--threads", "2", "--arms",
          "email",
          "--set", "channels.rep.cost.perTouch=1",
        ], folder))
    let record = try object(try folder.text("\(place)/run.json"))
    #expect(record["tool"] as? String == "rounds")
    #expect(record["study"] as? String == "forecast")
    #expect(record["scenario"] as? String == "tiny")
    #expect(record["seed"] as? String == "18446744073709551615")
    #expect(record["replicates"] as? Int == 2)
    #expect(record["threads"] as? Int == 2)
    #expect((record["scenarioHash"] as? String)?.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    let day = /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/
    #expect((record["recorded"] as? String)?.wholeMatch(of: day) != nil)
    let options = try #require(record["options"] as? [String: String])
    #expect(
      options == [
        "arms": "zero,email", "contributions": "no", "parameters": "drawn", "setting": "",
        "set 1": "channels.rep.cost.perTouch=1",
      ])
  }

  @Test("finds a run that was made before, and repeats it only when asked to")
  func found() async throws {
    let folder = try TestFolder()
    let first = try await run([], folder)
    let place = try Self.runFolder(first)
    try folder.write("1", to: "\(place)/mark")
    let second = try await run([], folder)
    #expect(second.output.contains("This run was made before; --again repeats it.\n"))
    #expect(try Self.runFolder(second) == place)
    #expect(folder.exists("\(place)/mark"))
    let tables = try Self.tables.map { try folder.bytes("\(place)/tables/\($0).csv") }
    let third = try await run(["--again"], folder)
    #expect(third.output == first.output)
    #expect(!folder.exists("\(place)/mark"))
    #expect(try Self.tables.map { try folder.bytes("\(place)/tables/\($0).csv") } == tables)
    #expect(try folder.contents("notebooks-output/tiny").filter { !$0.contains("/") }.count == 1)
  }

  @Test(
    "takes anything that can change a number for another run",
    arguments: [
      ["--seed", "2"], ["--replicates", "4"], ["--arms", "email"], ["--fixed-parameters"],
      ["--contributions"], ["--set", "channels.email.consent=0.7"],
    ])
  func identity(change: [String]) async throws {
    let folder = try TestFolder()
    let place = try Self.runFolder(try await run([], folder))
    let other = try await run(change, folder)
    #expect(try Self.runFolder(other) != place)
    #expect(!other.output.contains("made before"))
  }

  @Test("runs an arm that is named twice once")
  func repeatedArm() async throws {
    let folder = try TestFolder()
    // A crash would otherwise take its time to write a trace of the stack.
    let line = "SWIFT_BACKTRACE=enable=no \"$ROUNDS\" run tiny.yaml --arms email,email"
    let answer = try await Tool.shell(line, in: folder)
    #expect(answer.status == 0)
  }

  @Test("does not find a run whose folder is not complete")
  func incomplete() async throws {
    let folder = try TestFolder()
    let place = try Self.runFolder(try await run([], folder))
    try FileManager.default.removeItem(atPath: folder.place("\(place)/run.json"))
    let again = try await run([], folder)
    #expect(!again.output.contains("made before"))
    #expect(folder.exists("\(place)/run.json"))
  }

  @Test("gives the same bytes on 1, 2 and 5 threads")
  func threads() async throws {
    let folder = try TestFolder()
    var seen: [[Data]] = []
    for threads in ["1", "2", "5"] {
      let place = try Self.runFolder(
        try await run(["--threads", threads, "--out", "on-\(threads)", "--contributions"], folder))
      seen.append(
        try Self.tables.flatMap { table in
          try ["csv", "json"].map { try folder.bytes("\(place)/tables/\(table).\($0)") }
        })
    }
    #expect(seen[0] == seen[1])
    #expect(seen[0] == seen[2])
  }

  @Test("writes the same cells as CSV and as JSON")
  func formats() async throws {
    let folder = try TestFolder()
    let place = try Self.runFolder(try await run(["--contributions"], folder))
    for name in Self.tables {
      let lines = try folder.text("\(place)/tables/\(name).csv").split(separator: "\n")
      // Not by JSONSerialization, which rounds some numbers to a neighbor.
      let table = try JSONDecoder().decode(
        TableText.self, from: try folder.bytes("\(place)/tables/\(name).json"))
      #expect(table.name == name)
      let (columns, rows) = (table.columns, table.rows)
      #expect(lines.count == rows.count + 1, "\(name)")
      #expect(columns.compactMap { $0["name"] }.joined(separator: ",") == lines[0], "\(name)")
      #expect(columns.allSatisfy { $0["meaning"]?.isEmpty == false }, "\(name)")
      for (line, row) in zip(lines.dropFirst(), rows) {
        let cells = cells(of: line)
        #expect(cells.count == columns.count, "\(name): \(line)")
        for (cell, value) in zip(cells, row) {
          #expect(value.isSame(as: cell), "\(name): \(cell) and \(value) in \(line)")
        }
      }
    }
  }

  /// The cells of a line, quoted or not.
  private func cells(of line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}

/// A table as its JSON file holds it.
private struct TableText: Decodable {
  let name: String
  let columns: [[String: String]]
  let rows: [[Cell]]

  enum Cell: Decodable {
    case text(String)
    case number(Double)
    case missing

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .missing
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    func isSame(as cell: String) -> Bool {
      switch self {
      case .text(let text): text == cell
      case .number(let number): number == Double(cell)
      case .missing: cell.isEmpty
      }
    }
  }
}
