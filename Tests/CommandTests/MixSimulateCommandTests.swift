import Foundation
import Testing

@Suite("rounds mmm simulate")
struct MixSimulateCommandTests {
  static let specification = """
    time: date
    outcome: fill
    channels:
      rep: { exposure: rep_touches, spend: rep_spend }
    method: ridge
    search: { trials: 50 }

    """

  private func runFolder(_ answer: Tool.Answer, mark: String = "Tables: ") throws -> String {
    let line = try #require(answer.output.split(separator: "\n").last { $0.hasPrefix(mark) })
    return String(line.dropFirst(mark.count))
  }

  private func columns(_ text: String) -> [String] {
    (text.split(separator: "\n").first ?? "").split(separator: ",").map(String.init)
  }

  @Test("writes what an analyst sees, the truth, and what experiments found")
  func tables() async throws {
    let folder = try TestFolder()
    try folder.write(try Shipped.text("demand-capture.yaml"), to: "market.yaml")
    try folder.write(try Shipped.text("evidence.csv"), to: "evidence.csv")
    let answer = try await Tool.run(
      [
        "mmm", "simulate", "market.yaml", "--arm", "both", "--by", "region", "--holdout",
        "search,video", "--holdout-steps", "27-52", "--holdout-share", "0.25", "--set",
        "populations.adults.size=800",
      ], in: folder)
    expect(answer, status: 0, complaint: "")
    let place = try runFolder(answer)
    #expect(
      place.wholeMatch(of: /notebooks-output\/demand-capture\/mix-simulation-[0-9a-f]{8}/) != nil)
    let panel = try folder.text("\(place)/tables/panel.csv")
    #expect(
      columns(panel) == [
        "date", "unit", "rx", "search_touches", "search_spend", "video_touches", "video_spend",
        "size",
      ])
    #expect(panel.split(separator: "\n").count == 1 + 4 * 104)
    let tests = try folder.text("\(place)/tables/lift_tests.csv").split(separator: "\n")
    #expect(tests.count == 3)
    #expect(tests[1].hasPrefix("search,2027-07-05,2027-12-27,"))
    // The truths of units and of periods are those of the whole, counted twice.
    let whole = try sums(folder.text("\(place)/tables/truth.csv"), by: 0, of: 3)
    let units = try sums(folder.text("\(place)/tables/truth_units.csv"), by: 1, of: 3)
    let periods = try sums(folder.text("\(place)/tables/truth_periods.csv"), by: 1, of: 2)
    #expect(whole.keys.sorted() == ["search", "video"] && whole == units && whole == periods)
  }

  private func sums(_ text: String, by name: Int, of number: Int) throws -> [String: Double] {
    try text.split(separator: "\n").dropFirst().reduce(into: [:]) { sums, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      sums[String(cells[name]), default: 0] += try #require(Double(cells[number]))
    }
  }

  @Test("makes data that a fit reads, as the folder of a forecast is")
  func fits() async throws {
    let folder = try TestFolder()
    try folder.write(Self.specification, to: "mix.yaml")
    let run = try await Tool.run(["run", "tiny.yaml", "--replicates", "1"], in: folder)
    let forecast = try runFolder(run, mark: "Tables and notebook: ")
    let unnamed = try await Tool.run(["mmm", "fit", forecast, "--spec", "mix.yaml"], in: folder)
    expect(
      unnamed, status: 2, output: "",
      complaint: "\(forecast)/tables/forecast.csv: arm: the run has several arms; name one of them "
        + "with --arm: zero, email, email-and-rep\n")
    let fit = try await Tool.run(
      ["mmm", "fit", forecast, "--arm", "email-and-rep", "--spec", "mix.yaml"], in: folder)
    #expect(fit.status == 0, "\(fit.complaint)")
    #expect(try folder.exists("\(runFolder(fit, mark: "Fit: "))/tables/draws.csv"))
    let table = try await Tool.run(
      ["mmm", "fit", "tiny.yaml", "--arm", "zero", "--spec", "mix.yaml"], in: folder)
    #expect(table.status == 64)
    #expect(
      table.complaint.hasPrefix(
        "Error: --arm and --by choose from the folder of a forecast, and tiny.yaml is none; leave "
          + "them out"), "\(table.complaint)")
  }

  static let wrong: [(arguments: [String], message: String)] = [
    (["--world", "1000000"], "Error: --world 1000000: write a number from 0 to 999999"),
    (["--places", "1"], "Error: --places 1: write a number from 2 to 128"),
    (
      ["--places", "3", "--by", "role"],
      "Error: --places draws units and --by names them; write one of them"
    ),
    (["--by", "role,"], "Error: --by role,: write names separated by commas"),
    (["--steps", "0"], "Error: --steps 0: write a number from 1"),
    (["--holdout", ","], "Error: --holdout ,: write names separated by commas"),
    (["--holdout-share", "1"], "Error: --holdout-share 1.0: write a share between 0 and 1"),
    (
      ["--holdout-steps", "9-3"],
      "Error: --holdout-steps 9-3: write the first and the last step, such as 27-52"
    ),
    (
      ["--holdout", "rep", "--holdout-steps", "9-30"],
      "Error: --holdout-steps 9-30: write the first and the last step of 1 to 12, such as 27-52"
    ),
    (["--completeness", "2"], "Error: --completeness 2.0: write a share from 0 to 1"),
    (
      ["--delay", "0.5"], "Error: --delay 0.5: write shares that sum to 1, such as 0.7,0.2,0.1"
    ),
  ]

  @Test("ends with 64 and the reason when an option is wrong", arguments: wrong.indices)
  func usage(index: Int) async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(
      ["mmm", "simulate", "tiny.yaml"] + Self.wrong[index].arguments, in: folder)
    expect(answer, status: 64, output: "")
    #expect(answer.complaint.hasPrefix(Self.wrong[index].message), "\(answer.complaint)")
  }
}
