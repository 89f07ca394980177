import Foundation
import Testing

@Suite("rounds forecast and rounds backtest")
struct ForecastCommandTests {
  private static let spec = """
    title: Scripts of physicians
    time: month
    unit: id
    outcome: scripts
    drivers: [calls]
    method: ownHistory
    baselines: [naive]
    draws: 200

    """

  /// Forty HCPs over twelve numbered months.
  private static let panel =
    "id,month,scripts,calls\n"
    + (1...40).flatMap { hcp in
      (1...12).map { "H\(hcp),\($0),\(hcp % 5 + $0 * 7 * hcp % 4),\($0 * hcp % 3)" }
    }.joined(separator: "\n") + "\n"

  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(Self.panel, to: "panel.csv")
    try folder.write(Self.spec, to: "scripts.yaml")
    return folder
  }

  private func runFolder(_ answer: Tool.Answer) throws -> String {
    let mark = "Tables: "
    let line = try #require(answer.output.split(separator: "\n").last { $0.hasPrefix(mark) })
    return String(line.dropFirst(mark.count))
  }

  @Test("forecasts units and their total, and keeps the run")
  func forecast() async throws {
    let folder = try folder()
    let arguments = ["forecast", "panel.csv", "--spec", "scripts.yaml", "--horizon", "3"]
    let answer = try await Tool.run(arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.hasPrefix("Scripts of physicians: forecast of scripts\n─"))
    #expect(answer.output.contains("by own history from 12\nperiods of 40 units.\n"))
    #expect(answer.output.contains("\ncalls: not used by own history.\n"))
    #expect(answer.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let place = try runFolder(answer)
    #expect(place.wholeMatch(of: /notebooks-output\/scripts\/panel-forecast-[0-9a-f]{8}/) != nil)
    let table = try folder.text("\(place)/tables/forecast.csv")
    #expect(
      table.hasPrefix(
        "period,unit,metric,mean,sd,p05,p25,p50,p75,p95,low_50,high_50,low_90,high_90\n13,all,scripts,"
      ))
    #expect(table.split(separator: "\n").count == 1 + 41 * 4)
    #expect(try folder.text("\(place)/forecast.yaml") == Self.spec)
    let again = try await Tool.run(arguments, in: folder)
    #expect(again.output.contains("This run was made before; --again repeats it.\n"))
  }

  @Test("forecasts a plan, whose content is part of the run")
  func plan() async throws {
    let folder = try folder()
    let plan =
      "id,month,calls\n"
      + (1...40).map { "H\($0),13,2\nH\($0),14,1" }.joined(separator: "\n") + "\n"
    try folder.write(plan, to: "plan.csv")
    try folder.write(
      Self.spec.replacing("ownHistory", with: "regression") + "reconcile: bottomUp\n",
      to: "scripts.yaml")
    func run(_ more: [String]) async throws -> Tool.Answer {
      try await Tool.run(
        ["forecast", "panel.csv", "--spec", "scripts.yaml", "--horizon", "2"] + more, in: folder)
    }
    let planned = try await run(["--plan", "plan.csv"])
    expect(planned, status: 0, complaint: "")
    #expect(planned.output.contains("calls: as planned.\n"))
    #expect(try runFolder(planned) != (try runFolder(try await run([]))))
    try folder.write(plan.replacing("H7,", with: "H77,"), to: "plan.csv")
    expect(
      try await run(["--plan", "plan.csv"]), status: 2, output: "",
      complaint: """
        plan.csv: id: "H7" has no rows; plan every unit of panel.csv
        plan.csv:14: id: "H77" is no unit of panel.csv; did you mean H7?

        """)
  }

  @Test("scores forecasts from the past")
  func backtest() async throws {
    let folder = try folder()
    let answer = try await Tool.run(
      ["backtest", "panel.csv", "--spec", "scripts.yaml", "--origins", "4", "--horizon", "2"],
      in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(
      answer.output.contains(
        "320 forecasts of scripts by own history: 40 units, 4 origins with 7 to 10 periods known, 2"
      ))
    #expect(answer.output.contains("last value"))
    #expect(answer.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let place = try runFolder(answer)
    #expect(place.wholeMatch(of: /notebooks-output\/scripts\/backtest-[0-9a-f]{8}/) != nil)
    for name in ["scores", "skill", "coverage", "pit", "origins", "series"] {
      #expect(folder.exists("\(place)/tables/\(name).csv"))
    }
  }

  @Test("writes JSON", arguments: ["forecast", "backtest"])
  func json(_ command: String) async throws {
    let folder = try folder()
    let arguments = ["panel.csv", "--spec", "scripts.yaml", "--horizon", "2", "--json"]
    let answer = try await Tool.run([command] + arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    let json = try object(answer.output)
    #expect(json["ok"] as? Bool == true)
    #expect(json[command == "forecast" ? "forecast" : "scores"] != nil)
  }

  @Test("says all that is wrong in a panel", arguments: ["forecast", "backtest"])
  func wrongPanel(_ command: String) async throws {
    let folder = try folder()
    let wrong = Self.panel.replacing("H3,5,", with: "H3,4,").replacing("H9,2,", with: "H9,2,-")
    try folder.write(wrong, to: "panel.csv")
    let answer = try await Tool.run(
      [command, "panel.csv", "--spec", "scripts.yaml", "--horizon", "1"], in: folder)
    #expect(answer.status == 2 && answer.output.isEmpty)
    let lines = answer.complaint.split(separator: "\n").map(String.init)
    #expect(
      lines.first
        == "panel.csv:30: month: \"H3\" has a row for 4 in line 29 already; keep one of them")
    #expect(
      lines.dropFirst().first
        == "panel.csv:31: month: \"H3\" has no row for 5 before this one; add a row per period, with "
        + "0 where nothing was done")
    #expect(lines.last?.hasSuffix("is not a count; write a whole number of at least 0") == true)
  }

  @Test("says that a history is too short")
  func short() async throws {
    expect(
      try await Tool.run(
        ["backtest", "panel.csv", "--spec", "scripts.yaml", "--origins", "5", "--horizon", "8"],
        in: try folder()), status: 2, output: "",
      complaint:
        "panel.csv: 12 periods cannot hold 5 origins of horizon 8, which need 15 (3 to learn "
        + "from); use at most --origins 2 or --horizon 5\n")
  }

  @Test(
    "refuses numbers that are none",
    arguments: [
      (["forecast", "--horizon", "0"], "--horizon 0: write a number of periods from 1 to 10000"),
      (["backtest", "--horizon", "0"], "--horizon 0: write a number of periods from 1 to 10000"),
      (
        ["backtest", "--horizon", "1", "--origins", "0"],
        "--origins 0: write a number from 1 to 10000"
      ),
    ])
  func numbers(arguments: [String], words: String) async throws {
    let answer = try await Tool.run(
      arguments + ["panel.csv", "--spec", "scripts.yaml"], in: try folder())
    #expect(answer.status == 64)
    #expect(answer.complaint.hasPrefix("Error: \(words)\n"))
  }
}
