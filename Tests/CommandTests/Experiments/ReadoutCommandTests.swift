import Foundation
import Testing

@Suite("rounds readout")
struct ReadoutCommandTests {
  /// A design of two arms and whatever else is given as members.
  static func design(
    _ kind: String = "individual", arms: [String] = ["control", "email"], unit: String = "hcp_id",
    _ more: String = ""
  ) -> String {
    let share = 1 / Double(arms.count)
    let list = arms.map { "{\"name\": \"\($0)\", \"share\": \(share), \"units\": 8}" }
    return """
      {"format": "rounds design", "version": 1, "kind": "\(kind)", "unit": "\(unit)",
       "arms": [\(list.joined(separator: ", "))], "control": "control", "seed": "1"\(more)}
      """
  }

  /// A table with numbered units whose outcomes follow from their numbers.
  static func results(
    _ count: Int = 16, lift: Double = 2, outcome: ((Int) -> Double)? = nil
  ) -> String {
    let rows = (0..<count).map { unit in
      let pre = Double(unit * 7 % 11)
      let value = outcome?(unit) ?? pre + Double(unit * 5 % 4) + (unit % 2 == 1 ? lift : 0)
      return "H\(unit),\(unit % 2 == 1 ? "email" : "control"),\(pre),\(value)"
    }
    return (["hcp_id,arm,pre_nrx,nrx"] + rows).joined(separator: "\n") + "\n"
  }

  private func readout(
    _ results: String, _ design: String = design(), list: String? = nil, options: [String] = []
  ) async throws -> Tool.Answer {
    let folder = try TestFolder()
    try folder.write(design, to: "design.json")
    try folder.write(results, to: "results.csv")
    if let list { try folder.write(list, to: "list.csv") }
    return try await Tool.run(
      ["readout", "results.csv", "--design", "design.json", "--outcome", "nrx"]
        + (list == nil ? [] : ["--list", "list.csv"]) + options, in: folder)
  }

  private func expectProblems(_ answer: Tool.Answer, _ problems: [String]) {
    expect(answer, status: 2, output: "", complaint: problems.map { $0 + "\n" }.joined())
  }

  @Test("says in a paragraph what came out, and shows effects and checks")
  func paragraph() async throws {
    let answer = try await readout(Self.results(40), options: ["--pre", "pre_nrx"])
    #expect(answer.status == 0, "\(answer.complaint)")
    #expect(answer.output.hasPrefix("email against control: "))
    for part in [
      "more nrx per unit", "95 % interval", "ANCOVA, HC2", "Welch t", "ok    sample ratio",
      "ok    attrition     every assigned unit has a result", "four times in",
    ] { #expect(answer.output.contains(part), "\(part)\n\(answer.output)") }
    #expect(answer.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(
    "takes the only column that means nothing else for the outcome, and asks where there are several"
  )
  func onlyOutcome() async throws {
    let folder = try TestFolder()
    try folder.write(Self.design(), to: "design.json")
    try folder.write(Self.results(40), to: "results.csv")
    let words = ["readout", "results.csv", "--design", "design.json"]
    let found = try await Tool.run(words + ["--pre", "pre_nrx"], in: folder)
    #expect(found.status == 0 && found.output.contains("more nrx per unit"), "\(found.complaint)")
    expectProblems(
      try await Tool.run(words, in: folder),
      [
        "design.json: says no outcome, and results.csv has several columns that could be it: pre_nrx, nrx; "
          + "name one with --outcome"
      ])
  }

  @Test("writes the same as JSON")
  func json() async throws {
    let answer = try await readout(Self.results(40), options: ["--pre", "pre_nrx", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
    let members = try #require(object as? [String: Any])
    #expect(members["ok"] as? Bool == true)
    #expect((members["text"] as? String)?.hasPrefix("email against control: ") == true)
    #expect(members["effects"] != nil && members["checks"] != nil)
  }

  @Test("says all that is wrong in results at once")
  func problems() async throws {
    let list = """
      hcp_id,arm
      H1,control
      H2,control
      H3,email
      H4,email
      """
    let results = """
      hcp_id,pre,nrx
      H1,1,2
      H2,,3
      H3,3,many
      H9,1,1
      H3,2,2
      """
    expectProblems(
      try await readout(results, list: list, options: ["--pre", "pre"]),
      [
        "results.csv:3: pre: H2 has no history; give its value before the experiment, or read out "
          + "without --pre",
        "results.csv:4: nrx: \"many\" is not a number; write a decimal number such as 12.5",
        "results.csv:5: hcp_id: H9 was not assigned; leave its row out, or add it to list.csv if it "
          + "was drawn",
        "results.csv:6: hcp_id: H3 stands here a second time; write one row per unit, or name the "
          + "column of periods with --period",
      ])
  }

  @Test("says which units are in two arms, and which arm the design does not know")
  func arms() async throws {
    let list = """
      hcp_id,arm
      H1,control
      H2,emial
      H1,email
      H3,email
      H3,email
      """
    expectProblems(
      try await readout("hcp_id,nrx\nH1,2\n", list: list),
      [
        "list.csv:3: arm: \"emial\" is no arm of the design; did you mean email?",
        "list.csv:4: hcp_id: H1 is in arm email here and in arm control on line 2; keep the arm that "
          + "was drawn",
        "list.csv:6: hcp_id: H3 stands here a second time, after line 5; keep one row per unit",
      ])
  }

  @Test("says which columns are missing")
  func columns() async throws {
    expectProblems(
      try await readout(
        "hcp_id,arm,nrxs\nH1,email,2\n", options: ["--pre", "pre_nrx", "--by", "segment"]),
      [
        "results.csv: nrx: the file has no such column; did you mean nrxs?",
        "results.csv: pre_nrx: the file has no such column; the columns are hcp_id, arm, nrxs",
        "results.csv: segment: the file has no such column; the columns are hcp_id, arm, nrxs",
      ])
    expectProblems(
      try await readout("hcp_id,nrx\nH1,2\n"),
      [
        "results.csv: has no column arm, and the list of assigned units is not beside the design; "
          + "name it with --list"
      ])
  }

  @Test("says which arms are too small and that an outcome does not vary")
  func variation() async throws {
    expectProblems(
      try await readout("hcp_id,arm,nrx\nH1,email,2\nH2,control,3\nH3,control,4\n"),
      ["results.csv: arm: email has 1 unit with a result; its spread needs at least 2"])
    expectProblems(
      try await readout(Self.results(outcome: { _ in 3 })),
      [
        "results.csv: nrx has the same value for every unit; a readout needs an outcome that varies"
      ])
  }

  @Test("says which dates are out of order, and what a start is compared with")
  func dates() async throws {
    let results = """
      hcp_id,arm,week,nrx
      H1,email,2027-01-11,2
      H1,email,2027-01-04,3
      H2,control,2027-01-04,3
      H2,control,2027-01-04,4
      """
    expectProblems(
      try await readout(results, options: ["--period", "week", "--start", "2027-01-11"]),
      [
        "results.csv:3: week: 2027-01-04 of H1 comes after 2027-01-11; sort the rows of a unit by "
          + "time",
        "results.csv:5: week: H2 has a row of 2027-01-04 already; keep one row per unit and period",
      ])
    expectProblems(
      try await readout(results, options: ["--period", "week", "--start", "2027-02-01"]),
      [
        "results.csv: week: no period is 2027-02-01, where --start says the test begins; the periods "
          + "are 2027-01-04 to 2027-01-11"
      ])
    expectProblems(
      try await readout(
        "hcp_id,arm,week,nrx\nH1,email,first,2\n", options: ["--period", "week"]),
      [
        "results.csv:2: week: \"first\" is not a period; write a day as YYYY-MM-DD or a whole number"
      ])
  }

  @Test("says which units have no row before the start")
  func history() async throws {
    let rows = (0..<8).flatMap { unit in
      [1, 2, 3].compactMap { month in
        unit == 5 && month < 3
          ? nil : "H\(unit),\(unit % 2 == 1 ? "email" : "control"),\(month),\(unit * month % 5)"
      }
    }
    let text = "hcp_id,arm,month,nrx\n" + rows.joined(separator: "\n") + "\n"
    let answer = try await readout(text, options: ["--period", "month", "--start", "3"])
    expectProblems(
      answer,
      [
        "results.csv:17: hcp_id: H5 has no history: no row before 3; add one, or leave the unit out of "
          + "every arm alike"
      ])
    expectProblems(
      try await readout(text, options: ["--period", "month"]),
      [
        "results.csv: the table has 3 periods; say with --start which one the test began in, and keep "
          + "at least one before it"
      ])
  }

  @Test("sees when arms lose units differently")
  func attrition() async throws {
    let list =
      (["hcp_id,arm"] + (0..<80).map { "H\($0),\($0 % 2 == 1 ? "email" : "control")" })
      .joined(separator: "\n")
    let kept = Self.results(80).split(separator: "\n").enumerated().filter { line, _ in
      // Half of the treated ones are lost.
      line == 0 || line % 4 != 0
    }.map(\.element).joined(separator: "\n")
    let answer = try await readout(kept, list: list)
    #expect(answer.status == 0, "\(answer.complaint)")
    #expect(answer.output.contains("Do not use this yet: attrition failed."))
    #expect(
      answer.output.contains("0 of 40 in control and 20 of 40 in email"), "\(answer.output)")
  }

  @Test("compares several arms with the control and counts them")
  func severalArms() async throws {
    let rows = (0..<60).map { unit in
      let arm = ["control", "email", "rep"][unit % 3]
      return "H\(unit),\(arm),\(Double(unit * 7 % 11) + (arm == "rep" ? 4 : 0))"
    }
    let answer = try await readout(
      "hcp_id,arm,nrx\n" + rows.joined(separator: "\n"),
      Self.design(arms: ["control", "email", "rep"]))
    #expect(answer.status == 0, "\(answer.complaint)")
    #expect(answer.output.contains("email against control: "))
    #expect(answer.output.contains("rep against control: "))
    #expect(answer.output.contains("after Holm"))
  }

  @Test("refuses methods and options that do not exist")
  func options() async throws {
    let answer = try await readout(Self.results(), options: ["--method", "welsh"])
    #expect(answer.status == 64)
    #expect(
      answer.complaint.contains("--method welsh: there is no such method; did you mean welch?"))
    let start = try await readout(Self.results(), options: ["--start", "3"])
    #expect(start.complaint.contains("--start needs --period, the column of periods"))
  }

  @Test("refuses options that a design would not listen to")
  func unheard() async throws {
    let waves = """
      {"format": "rounds design", "version": 1, "kind": "steppedWedge", "unit": "hcp_id", "seed": "1",
       "arms": [{"name": "control", "share": 0.5, "units": 8, "start": 2},
                {"name": "email", "share": 0.5, "units": 8, "start": 3}],
       "timing": {"periods": 3, "blockLength": 1}}
      """
    let wedge = try await readout(
      Self.results(), waves, options: ["--kind", "count", "--by", "arm", "--method", "welch"])
    #expect(wedge.status == 64)
    #expect(
      wedge.complaint.contains(
        "--method, --kind, --by: a stepped wedge is read out by levels of its clusters and periods; "
          + "leave them out"), "\(wedge.complaint)")
    let factors = try await readout(
      Self.results(),
      Self.design(
        "factorial",
        ", \"factors\": [{\"name\": \"email\", \"levels\": [\"off\", \"on\"]}]"
      ).replacing("\"control\", \"share\"", with: "\"control\", \"levels\": [\"off\"], \"share\"")
        .replacing("\"email\", \"share\"", with: "\"email\", \"levels\": [\"on\"], \"share\""),
      options: ["--per", "pre_nrx"])
    #expect(factors.status == 64)
    #expect(
      factors.complaint.contains(
        "--per: factors are read out by the means of their cells; leave it out"),
      "\(factors.complaint)")
    let ratio = try await readout(
      Self.results(), options: ["--per", "pre_nrx", "--method", "welch"])
    #expect(ratio.status == 64)
    #expect(
      ratio.complaint.contains(
        "--method: --per asks for a ratio of sums, which is a method; leave it out"),
      "\(ratio.complaint)")
  }
}
