import Foundation
import Testing

@Suite("rounds calibrate")
struct CalibrateCommandTests {
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(try Shipped.text("three-parameters.yaml"), to: "market.yaml")
    try folder.write(try Shipped.text("evidence.csv"), to: "evidence.csv")
    try folder.write(try Shipped.text("calibration/three-parameters.yaml"), to: "c.yaml")
    return folder
  }

  private func place(_ answer: Tool.Answer, after mark: String) throws -> String {
    let line = try #require(answer.output.split(separator: "\n").last { $0.hasPrefix(mark) })
    return String(line.dropFirst(mark.count))
  }

  @Test("keeps draws that rounds run takes in place of priors")
  func draws() async throws {
    let folder = try folder()
    try folder.write(
      try folder.text("c.yaml").replacing("simulations: 2000", with: "simulations: 600"),
      to: "c.yaml")
    let answer = try await Tool.run(["calibrate", "market.yaml", "--spec", "c.yaml"], in: folder)
    expect(answer, status: 0, complaint: "")
    let calibration = try place(answer, after: "Calibration: ")
    let posterior = try folder.text("\(calibration)/tables/posterior.csv").split(separator: "\n")
    #expect(posterior[0] == "draw,base,call_ratio,dispersion" && posterior.count == 1_001)
    #expect(try folder.text("\(calibration)/calibration.yaml") == folder.text("c.yaml"))
    #expect(try folder.text("\(calibration)/run.json").contains("c.yaml"))
    #expect(try folder.contents("notebooks-output").allSatisfy { !$0.hasSuffix(".journal") })

    let run = try await Tool.run(
      ["run", "market.yaml", "--posterior", calibration, "--replicates", "4"], in: folder)
    expect(run, status: 0, complaint: "")
    #expect(run.output.contains("4 replicates on 2 parameter draws of a calibration"))
    let tables = try place(run, after: "Tables and notebook: ")
    let used = try folder.text("\(tables)/tables/parameters.csv").split(separator: "\n")
      .filter { $0.hasPrefix("plan,") }
    let first = posterior[1].split(separator: ",").map(String.init)
    #expect(
      used.prefix(3).map(String.init) == [
        "plan,0,base,\(first[1])", "plan,0,call_ratio,\(first[2])", "plan,0,dispersion,\(first[3])",
      ])
    // Other draws are another run.
    let prior = try await Tool.run(["run", "market.yaml", "--replicates", "4"], in: folder)
    #expect(try place(prior, after: "Tables and notebook: ") != tables)
  }

  @Test("says what is wrong with data, folders and options")
  func wrong() async throws {
    let folder = try folder()
    let cases: [([String], Int32, String)] = [
      (
        ["calibrate", "market.yaml", "--spec", "c.yaml", "--data", "evidence.csv"], 64,
        "--data: no target of c.yaml needs data; leave it out"
      ),
      (
        ["calibrate", "market.yaml", "--spec", "none.yaml"], 2,
        "none.yaml: cannot be read"
      ),
      (
        ["calibrate", "market.yaml", "--spec", "c.yaml", "--self-test", "--repeats", "3"], 64,
        "--repeats 3: write a number from 20 to 100000"
      ),
      (
        ["run", "market.yaml", "--posterior", "nowhere"], 2,
        "nowhere: cannot be read: there is no such folder; name the folder that rounds calibrate wrote"
      ),
      (
        ["run", "market.yaml", "--posterior", "x", "--fixed-parameters"], 64,
        "--fixed-parameters and --posterior exclude each other; leave one out"
      ),
    ]
    for (words, status, complaint) in cases {
      let answer = try await Tool.run(words, in: folder)
      #expect(answer.status == status)
      #expect(answer.complaint.contains(complaint), "\(answer.complaint)")
    }
  }
}
