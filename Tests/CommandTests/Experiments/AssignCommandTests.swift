import Foundation
import Testing

@Suite("rounds assign")
struct AssignCommandTests {
  /// Forty HCPs in four strata and eight territories.
  private static let list =
    "hcp_id,decile,specialty,territory,pre_rx\n"
    + (1...40).map {
      "\($0),\($0 % 2 + 9),\($0 % 4 < 2 ? "GP" : "ON"),T\($0 % 8),\($0 * 7 % 23)"
    }.joined(separator: "\n") + "\n"

  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(Self.list, to: "hcps.csv")
    return folder
  }

  private func complaint(_ arguments: [String], in folder: TestFolder) async throws -> String {
    let answer = try await Tool.run(["assign"] + arguments, in: folder)
    #expect(answer.status == 64)
    return answer.complaint.split(separator: "\n").first.map(String.init) ?? ""
  }

  @Test("writes a list and a design, says what it did, and gives the same for rows in any order")
  func stratified() async throws {
    let folder = try folder()
    let arguments = [
      "--design", "stratified", "--by", "decile,specialty", "--arms", "2", "--seed", "1",
    ]
    let answer = try await Tool.run(["assign", "hcps.csv"] + arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(
      answer.output.hasPrefix(
        """
        40 units to 2 arms, within 4 strata of decile × specialty: control 20, treatment 20. Design:
        stratified, seed 1.

        stratum  units  control  treatment
        """))
    #expect(answer.output.hasSuffix("List: assignment.csv. Design: design.json.\n"))
    let list = try folder.text("assignment.csv")
    #expect(list.hasPrefix("hcp_id,decile,specialty,arm\n1,10,GP,"))
    let rows = Self.list.split(separator: "\n")
    let reversed = [rows[0]] + rows.dropFirst().reversed()
    try folder.write(reversed.joined(separator: "\n"), to: "reversed.csv")
    let again = try await Tool.run(
      ["assign", "reversed.csv", "--out", "again"] + arguments, in: folder)
    expect(again, status: 0, complaint: "")
    #expect(try folder.text("again/assignment.csv") == list)
    let design = try object(try folder.text("design.json"))
    #expect(design["kind"] as? String == "stratified")
    #expect(design["seed"] as? String == "1")
    #expect((design["assignment"] as? [String: Any])?["name"] as? String == "assignment.csv")
  }

  @Test("replaces nothing unless it is forced")
  func force() async throws {
    let folder = try folder()
    try folder.write("mine", to: "design.json")
    expect(
      try await Tool.run(["assign", "hcps.csv"], in: folder), status: 1, output: "",
      complaint:
        "design.json: is not written: the file exists; choose another folder with --out, or replace "
        + "it with --force\n")
    #expect(!folder.exists("assignment.csv"))
    expect(try await Tool.run(["assign", "hcps.csv", "--force"], in: folder), status: 0)
    #expect(try folder.text("design.json").hasPrefix("{\n  \"format\": \"rounds design\""))
  }

  @Test(
    "knows every design",
    arguments: [
      ["hcps.csv"], ["hcps.csv", "--design", "blocked", "--block-size", "4"],
      ["hcps.csv", "--design", "pairs", "--balance", "pre_rx"],
      ["hcps.csv", "--cluster", "territory", "--balance", "log1p(pre_rx)", "--acceptance", "0.5"],
      ["hcps.csv", "--factor", "email=off,on", "--factor", "rep=none,low,high"],
      ["hcps.csv", "--design", "steppedWedge", "--cluster", "territory", "--block-length", "2"],
      ["--design", "switchback", "--periods", "28", "--block-length", "7"],
      ["hcps.csv", "--design", "geo", "--balance", "pre_rx"],
      ["hcps.csv", "--design", "holdout", "--shares", "0.1,0.9"],
      ["hcps.csv", "--arms", "3", "--shares", "0.5,0.3,0.2", "--names", "control,email,rep"],
    ])
  func designs(_ arguments: [String]) async throws {
    let folder = try folder()
    let answer = try await Tool.run(["assign"] + arguments + ["--json"], in: folder)
    expect(answer, status: 0, complaint: "")
    let json = try object(answer.output)
    #expect(json["ok"] as? Bool == true)
    #expect(json["counts"] != nil && json["balance"] != nil)
    #expect(try folder.text("assignment.csv").split(separator: "\n").count > 28)
  }

  @Test("refuses command lines that do not go together")
  func commandLines() async throws {
    let folder = try folder()
    #expect(
      try await complaint([], in: folder)
        == "Error: name the list of units (CSV), such as hcps.csv")
    #expect(
      try await complaint(["hcps.csv", "--arms", "3", "--shares", "0.5,0.3,0.3"], in: folder)
        == "Error: --shares 0.5,0.3,0.3: they sum to 1.1; write shares that sum to 1")
    #expect(
      try await complaint(["hcps.csv", "--arms", "3", "--shares", "0.5,0.5"], in: folder)
        == "Error: --shares 0.5,0.5: 2 shares for 3 arms; write one for each")
    #expect(
      try await complaint(["hcps.csv", "--design", "holdout", "--shares", "0.5"], in: folder)
        == "Error: --shares 0.5: write two shares, such as 0.05,0.95")
    #expect(
      try await complaint(["hcps.csv", "--smallest-lift=-3"], in: folder)
        == "Error: --smallest-lift -3: is no lift; write a share from above -1 to 10 other than 0, "
        + "such as 0.05")
    #expect(
      try await complaint(["hcps.csv", "--outcome", ""], in: folder)
        == "Error: --outcome: is empty; write the name of a column, or leave it out")
    #expect(
      try await complaint(["hcps.csv", "--names", "a,b,a"], in: folder)
        == "Error: --names: two arms are named a; give each its own name")
    #expect(
      try await complaint(["hcps.csv", "--design", "clustr"], in: folder)
        == "Error: --design clustr: no such design; did you mean cluster?")
    #expect(
      try await complaint(["hcps.csv", "--design", "factorial"], in: folder)
        == "Error: a factorial design has factors; write --factor email=off,on for each")
    #expect(
      try await complaint(["hcps.csv", "--periods", "4"], in: folder)
        == "Error: --periods belongs to --design switchback; leave it out, or name that design")
    #expect(
      try await complaint(["hcps.csv", "--design", "holdout", "--balance", "pre_rx"], in: folder)
        == "Error: membership of a holdout follows from each name alone; leave out --balance and "
        + "--cluster")
  }

  @Test("says what would make a list feasible, with status 2 and nothing written")
  func infeasible() async throws {
    let folder = try folder()
    expect(
      try await Tool.run(
        ["assign", "hcps.csv", "--by", "decile,specialty", "--arms", "11"], in: folder),
      status: 2, output: "",
      complaint: """
        hcps.csv: stratum 9 / GP: 10 units for 11 arms; leave out a column of --by, merge its levels, or let \
        chance decide there with --allow-small-strata
        hcps.csv: stratum 9 / ON: 10 units for 11 arms; leave out a column of --by, merge its levels, or let \
        chance decide there with --allow-small-strata
        hcps.csv: stratum 10 / GP: 10 units for 11 arms; leave out a column of --by, merge its levels, or let \
        chance decide there with --allow-small-strata
        hcps.csv: stratum 10 / ON: 10 units for 11 arms; leave out a column of --by, merge its levels, or let \
        chance decide there with --allow-small-strata

        """)
    expect(
      try await Tool.run(["assign", "hcps.csv", "--by", "desile"], in: folder), status: 2,
      output: "",
      complaint: "hcps.csv: desile: the file has no such column; did you mean decile?\n")
    expect(
      try await Tool.run(
        ["assign", "hcps.csv", "--design", "holdout", "--shares", "0.0001,0.9999"], in: folder),
      status: 2, output: "",
      complaint:
        "hcps.csv: holdout: nobody of 40 units is held out at a share of 0.0001; use at least "
        + "0.125, or more units\n")
    try folder.write("hcp_id,arm\n1,a\n2,b\n", to: "again.csv")
    expect(
      try await Tool.run(["assign", "again.csv"], in: folder), status: 2, output: "",
      complaint:
        "again.csv: arm: the assignment adds a column of this name; rename or remove the one "
        + "of the list\n")
    try folder.write("hcp_id,pre\n1,2\n2,1e300\n", to: "huge.csv")
    expect(
      try await Tool.run(["assign", "huge.csv", "--balance", "pre"], in: folder), status: 2,
      output: "",
      complaint:
        "huge.csv:3: pre: 1e+300 is beyond 1,000,000,000,000; correct it, or count in larger "
        + "units\n")
    #expect(
      try folder.contents("") == ["again.csv", "hcps.csv", "huge.csv", "tiny.yaml"])
  }

  @Test("says that a category is in one arm only, and shows the row of all strata")
  func words() async throws {
    let folder = try folder()
    try folder.write("hcp_id,g\n1,a\n2,b\n3,a\n4,b\n", to: "four.csv")
    let few = try await Tool.run(
      ["assign", "four.csv", "--seed", "1", "--out", "four"], in: folder)
    #expect(
      few.output.contains(
        "By chance g=a is in one arm only, so that no readout can tell it from the arms: draw again "
          + "with\nanother --seed, or use more units.\n"))
    let rows = (1...80).map { "\($0),s\($0 / 2)\n" }.joined()
    try folder.write("hcp_id,s\n" + rows, to: "strata.csv")
    let many = try await Tool.run(
      ["assign", "strata.csv", "--by", "s", "--allow-small-strata", "--out", "many"], in: folder)
    expect(many, status: 0, complaint: "")
    #expect(many.output.contains("\nall         80"), "\(many.output)")
    #expect(many.output.contains("\n… and 11 more strata\n"))
  }
}
