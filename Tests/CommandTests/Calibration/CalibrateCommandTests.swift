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

  @Test("refuses draws that are not as they were written, and tells of another scenario")
  func changed() async throws {
    let folder = try folder()
    try folder.write(
      try folder.text("c.yaml").replacing("simulations: 2000", with: "simulations: 600"),
      to: "c.yaml")
    let answer = try await Tool.run(["calibrate", "market.yaml", "--spec", "c.yaml"], in: folder)
    let calibration = try place(answer, after: "Calibration: ")
    let words = ["--posterior", calibration, "--replicates", "4"]
    try folder.write(
      try folder.text("market.yaml").replacing("replicates: 20", with: "replicates: 21"),
      to: "other.yaml")
    let remark =
      "The scenario is not the one that was calibrated: its document differs from scenario.yaml"
    let other = try await Tool.run(["run", "other.yaml"] + words, in: folder)
    expect(other, status: 0, complaint: "")
    #expect(other.output.contains(remark))
    let compared = try await Tool.run(["compare", "other.yaml"] + words, in: folder)
    #expect(compared.status == 0 && compared.complaint.hasPrefix(remark))
    let same = try await Tool.run(["run", "market.yaml"] + words, in: folder)
    expect(same, status: 0, complaint: "")
    #expect(!same.output.contains("The scenario is not"))

    let table = "\(calibration)/tables/posterior.csv"
    let whole = try folder.text(table)
    let complaints = [
      (
        String(whole.prefix(whole.count / 2)),
        " whole rows of the 1,000 draws that the calibration wrote; restore it, or calibrate again with "
          + "--again\n"
      ),
      (
        whole.replacing("\n1,", with: "\n1,9"),
        "its draws were changed after the calibration; restore it, or calibrate again with --again\n"
      ),
    ]
    for (text, complaint) in complaints {
      try folder.write(text, to: table)
      let refused = try await Tool.run(["run", "market.yaml"] + words, in: folder)
      #expect(refused.status == 2)
      #expect(refused.complaint.hasPrefix("\(table): cannot be read: "), "\(refused.complaint)")
      #expect(refused.complaint.hasSuffix(complaint), "\(refused.complaint)")
    }
  }

  @Test("refuses a target out of reach at its place, and leaves no journal")
  func unreachable() async throws {
    let folder = try folder()
    try folder.write(
      try folder.text("c.yaml").replacing("is: 9_850", with: "is: 1_000_000"), to: "c.yaml")
    let words = ["calibrate", "market.yaml", "--spec", "c.yaml"]
    let answer = try await Tool.run(words, in: folder)
    #expect(answer.status == 2)
    #expect(
      answer.complaint.hasPrefix(
        "c.yaml:6: targets.prescriptions: the model cannot reach 1,000,000 within the priors; simulated "
          + "worlds give "), "\(answer.complaint)")
    #expect(answer.complaint.contains(" at base = "))
    #expect(try folder.contents("notebooks-output").allSatisfy { !$0.hasSuffix(".journal") })
    let json = try object(try await Tool.run(words + ["--json"], in: folder).output)
    let problem = try #require((json["problems"] as? [[String: Any]])?.first)
    #expect(problem["line"] as? Int == 6 && problem["path"] as? String == "targets.prescriptions")
  }

  @Test("says when it is interrupted that the same command goes on")
  func interrupted() async throws {
    let folder = try folder()
    try folder.write(
      try folder.text("c.yaml").replacing("simulations: 2000", with: "simulations: 9000000"),
      to: "c.yaml")
    let answer = try await Tool.shell(
      """
      "$ROUNDS" calibrate market.yaml --spec c.yaml &
      for i in $(seq 300); do
        cat notebooks-output/three-parameters/.*.journal 2>/dev/null | grep -q . && break
        sleep 0.1
      done
      kill -INT $!
      wait $!
      echo "status $?"
      """, in: folder)
    #expect(answer.output == "status 130\n")
    #expect(answer.complaint == "stopped; the same command goes on where this one ended\n")
    #expect(try folder.contents("notebooks-output").contains { $0.hasSuffix(".journal") })
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
