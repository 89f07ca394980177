import Foundation
import Testing

@Suite("rounds attribute")
struct AttributeCommandTests {
  static let tables = ["attribution", "dropoff", "engagement", "exposure", "models", "pathways"]

  /// A folder with the starter scenario.
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(try Shipped.text("starter.yaml"), to: "starter.yaml")
    return folder
  }

  private func attribute(_ arguments: [String], in folder: TestFolder) async throws -> Tool.Answer {
    let answer = try await Tool.run(
      ["attribute", "starter.yaml", "--replicates", "1", "--agents", "400"] + arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    return answer
  }

  private func runFolder(_ answer: Tool.Answer) throws -> String {
    let mark = "Tables: "
    let line = try #require(answer.output.split(separator: "\n").last { $0.hasPrefix(mark) })
    return String(line.dropFirst(mark.count))
  }

  @Test("says what it found, and keeps it in a folder of its own")
  func layout() async throws {
    let folder = try folder()
    let answer = try await attribute([], in: folder)
    let place = try runFolder(answer)
    #expect(place.wholeMatch(of: /notebooks-output\/starter\/attribution-[0-9a-f]{8}/) != nil)
    let files =
      ["run.json", "scenario.yaml", "summary.txt", "tables"]
      + Self.tables.flatMap { ["tables/\($0).csv", "tables/\($0).json"] }
    #expect(try folder.contents(place) == files.sorted())
    #expect(answer.output.hasPrefix(try folder.text("\(place)/summary.txt")))
    #expect(answer.output.contains("Nearest to the truth is "))
    #expect(answer.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let record = try object(try folder.text("\(place)/run.json"))
    #expect(record["study"] as? String == "attribution" && record["replicates"] as? Int == 1)
    let options = try #require(record["options"] as? [String: String])
    #expect(options["arm"] == "everything" && options["event"] == "prescription")
    #expect(options["agents"] == "400" && options["lookbackDays"] == "90")
    #expect(options["milestone"] == "trialist" && options["shapley"] == "no")
  }

  @Test("finds a run that was made before, and takes every option for another run")
  func identity() async throws {
    let folder = try folder()
    let first = try await attribute([], in: folder)
    let again = try await attribute(["--threads", "1"], in: folder)
    #expect(try runFolder(again) == runFolder(first))
    #expect(again.output.contains("This run was made before; --again repeats it."))
    var places = [try runFolder(first)]
    for options in [
      ["--arm", "email-and-rep"], ["--seed", "9"], ["--agents", "300"], ["--shapley"],
      ["--lookback-days", "30"], ["--half-life-days", "7"], ["--milestone", "aware"],
      ["--custom", "30,40,30"], ["--set", "channels.rep.cost.perTouch=1"],
    ] {
      places.append(try runFolder(try await attribute(options, in: folder)))
    }
    #expect(Set(places).count == places.count)
  }

  @Test("writes its tables as JSON")
  func json() async throws {
    let folder = try folder()
    let fields = try object(try await attribute(["--json", "--shapley"], in: folder).output)
    #expect(fields["ok"] as? Bool == true && fields["found"] as? Bool == false)
    let place = try #require(fields["folder"] as? String)
    #expect(fields["text"] as? String == (try folder.text("\(place)/summary.txt")))
    let table = try #require(fields["attribution"] as? [String: Any])
    #expect((table["rows"] as? [[Any]])?.count == 9 * 3)
    for name in ["models", "exposure", "engagement"] {
      #expect((fields[name] as? [String: Any])?["name"] as? String == name)
    }
  }

  @Test("says which event it could attribute instead")
  func untouched() async throws {
    let folder = try TestFolder()
    expect(
      try await Tool.run(["attribute", "tiny.yaml"], in: folder), status: 2, output: "",
      complaint: "tiny.yaml: fill is an event of patients, whom no channel touches, so their paths "
        + "hold nothing to credit; name an event of hcps\n")
    #expect(try folder.contents("") == ["tiny.yaml"])
  }

  @Test(
    "ends with 64 and the reason when an option is wrong",
    arguments: [
      (["--agents", "0"], "--agents 0: write a number from 1 to 100000000"),
      (["--replicates", "0"], "--replicates 0: write a number from 1 to 1000000"),
      (["--threads", "0"], "--threads 0: write a number from 1 to 1024"),
      (["--lookback-days", "200000"], "--lookback-days 200000: write a number from 0 to 100000"),
      (["--half-life-days", "0"], "--half-life-days 0.0: write a positive number"),
      (
        ["--custom", "1,2"],
        "--custom 1,2: write three weights from 0 to 1000000, not all 0, such as 30,40,30"
      ),
      (
        ["--custom", "0,0,0"],
        "--custom 0,0,0: write three weights from 0 to 1000000, not all 0, such as 30,40,30"
      ),
    ])
  func usage(options: [String], message: String) async throws {
    let answer = try await Tool.run(["attribute", "tiny.yaml"] + options, in: try TestFolder())
    expect(answer, status: 64, output: "")
    #expect(answer.complaint.hasPrefix("Error: \(message)\n"), "\(answer.complaint)")
  }
}
