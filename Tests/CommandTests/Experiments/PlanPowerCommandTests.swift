import Foundation
import Testing

@Suite("rounds plan power")
struct PlanPowerCommandTests {
  private func answer(_ line: String, in folder: TestFolder? = nil) async throws -> Tool.Answer {
    try await Tool.run(
      ["plan", "power"] + line.split(separator: " ").map(String.init),
      in: try folder ?? TestFolder())
  }

  private func first(_ answer: Tool.Answer, lines count: Int = 2) -> String {
    answer.output.split(separator: "\n").prefix(count).joined(separator: " ")
  }

  @Test("answers in a sentence, with the power around it and what it assumes")
  func whole() async throws {
    let answer = try await answer(
      "--metric nrx --baseline 5.06 --dispersion 1.55 --lift 0.05 --power 0.8")
    expect(answer, status: 0, complaint: "")
    #expect(
      answer.output == """
        You need 11,494 units in each arm (22,988 units in all) to find a lift of 5 % in nrx (5.06 to 5.31)
        with a power of 80 %.

        Power by lift and units in each arm:
        lift    2,874  5,747  11,494  22,988  45,976
        2.5 %   11 %   17 %   29 %    52 %    81 %
        3.75 %  18 %   32 %   56 %    85 %    99 %
        5 %     29 %   51 %   80 %    98 %    > 99 %
        6.25 %  41 %   69 %   94 %    > 99 %  > 99 %
        7.5 %   55 %   84 %   99 %    > 99 %  > 99 %
        10 %    78 %   97 %   > 99 %  > 99 %  > 99 %

        nrx: counts per unit over a period with mean 5.06, negative binomial with dispersion 1.55: the
        variance is mean + dispersion x mean², 44.7. Rates are compared by the logarithm of their ratio.
        The test is two-sided at 5 %.
        Units are randomized one by one and do not affect each other.
        Kind: rate, because of --dispersion.

        """)
  }

  @Test(
    "solves for whatever is left out, in every design",
    arguments: [
      (
        "--metric nrx --baseline 5.06 --dispersion 1.55 --units 3000 --power 0.8",
        "With 3,000 units in each arm (6,000 units in all) you can find a lift of 10 % in nrx (5.06 to "
          + "5.57) with a power of 80 %; smaller ones will often be missed."
      ),
      (
        "--metric nrx --baseline 5.06 --dispersion 1.55 --units 3000 --lift 0.05",
        "With 3,000 units in each arm (6,000 units in all) you find a lift of 5 % in nrx (5.06 to 5.31) "
          + "with a power of 29.9 %."
      ),
      (
        "--baseline 12 --sd 10 --lift 0.05 --power 0.8 --share-control 0.1",
        "You need 2,423 units in the control arm and 21,807 in the treated arm (24,230 units in all) to "
          + "find a lift of 5 % in outcome (12 to 12.6) with a power of 80 %."
      ),
      (
        "--baseline 12 --sd 10 --lift 0.05 --power 0.8 --icc 0.03 --cluster-size 20 --cv 0.4",
        "You need 365 clusters in each arm (14,600 units in all) to find a lift of 5 % in outcome (12 to "
          + "12.6) with a power of 80.1 %."
      ),
      (
        "--baseline 5 --dispersion 1 --lift 0.05 --power 0.8 --icc 0.02 --cluster-size 30 --periods 6 "
          + "--cac 0.8 --decay exponential",
        "You need 280 clusters (50,400 units in all over all periods) to find a lift of 5 % in outcome "
          + "(5 to 5.25) with a power of 80 %."
      ),
      (
        "--baseline 12 --sd 10 --lift 0.05 --power 0.8 --factors 2 --order 2",
        "You need 8,722 units in each of the combinations (34,888 units in all) to find a lift of 5 % in "
          + "outcome (12 to 12.6) with a power of 80 %."
      ),
      (
        "--baseline 12 --sd 10 --margin 0.5 --power 0.8",
        "You need 6,281 units in each arm (12,562 units in all) to show that no more than 0.5 is lost "
          + "with a power of 80 %."
      ),
      (
        "--baseline 12 --sd 10 --design paired --correlation 0.5 --units 500 --power 0.8",
        "With 500 pairs (1,000 units in all) you can find a lift of 10.5 % in outcome (12 to 13.3) with a "
          + "power of 80 %; smaller ones will often be missed."
      ),
      (
        "--baseline 0.3 --power 0.8 --units 400 --decrease",
        "With 400 units in each arm (800 units in all) you can find a lift of -28.8 % in outcome (0.3 to "
          + "0.214) with a power of 80 %; smaller ones will often be missed."
      ),
    ])
  func designs(line: String, sentence: String) async throws {
    let answer = try await answer(line)
    expect(answer, status: 0, complaint: "")
    #expect(first(answer).hasPrefix(sentence), "\(first(answer))")
  }

  @Test("says what the control arm costs, and what a larger one saves where several arms share it")
  func costs() async throws {
    let holdout = try await answer(
      "--metric fills --baseline 12 --sd 10 --lift 0.05 --power 0.8 --share-control 0.1 "
        + "--value-per-unit 90")
    #expect(
      holdout.output.contains(
        "Leaving 2,423 units untreated forgoes 1,454 in fills, worth 130,842, if the lift is real.\n"
      ))
    let arms = try await answer("--baseline 12 --sd 10 --lift 0.05 --power 0.8 --arms 4")
    #expect(
      arms.output.contains(
        "The test is two-sided at 5 % over 3 treated arms against one control arm (Bonferroni): 1.67 % each.\n"
          + "With 7,947 units in the control arm and 4,589 in each treated arm, 21,714 in all do as well (--ratio\n"
          + "0.577).\n"))
  }

  /// Forty units in eight territories, with counts that follow their own levels.
  private var history: String {
    var rows = "hcp,month,nrx,territory\n"
    for unit in 0..<40 {
      for month in 1...6 {
        let count = (unit * 7) % 11 + (unit / 5) % 3 + (unit * month) % 3
        rows += "h\(unit),\(month),\(unit == 0 ? 0 : count),t\(unit / 5)\n"
      }
    }
    return rows
  }

  @Test("takes spread, correlation and clusters from a history, and says them")
  func pasts() async throws {
    let folder = try TestFolder()
    try folder.write(history, to: "past.csv")
    let line =
      "--history past.csv --outcome nrx --unit hcp --period month --cluster territory "
      + "--pre-periods 3 --post-periods 2 --lift 0.2 --power 0.8"
    let answer = try await answer(line, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.contains("Kind: rate, because the history holds counts."))
    let words = answer.output.replacing("\n", with: " ")
    #expect(
      words.contains("History of 40 units, last 2 periods: mean "), "\(answer.output)")
    #expect(words.contains("intracluster correlation after adjustment "))
    #expect(words.contains("in 8 clusters of 5 units."))
    let few = try await self.answer(
      "--history past.csv --outcome nrx --unit hcp --period month --post-periods 9 --lift 0.2 "
        + "--power 0.8", in: folder)
    expect(
      few, status: 2,
      complaint:
        "past.csv: has 6 periods, and windows of 0 before and 9 after the start need 9; ask for "
        + "shorter ones or bring a longer history\n")
    let misnamed = try await self.answer(
      "--history past.csv --outcome nrxx --unit hcp --period month --lift 0.2 --power 0.8",
      in: folder)
    expect(
      misnamed, status: 2,
      complaint: "past.csv: nrxx: the file has no such column; did you mean nrx?\n")
  }

  @Test("writes JSON with the answer, the words and the curve")
  func json() async throws {
    let answer = try await answer("--baseline 12 --sd 10 --lift 0.05 --power 0.8 --json")
    expect(answer, status: 0, complaint: "")
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    #expect(fields["ok"] as? Bool == true && fields["asked"] as? String == "size")
    #expect(fields["size"] as? Double == 4_362 && fields["units_all"] as? Double == 8_724)
    let curve = try #require(fields["curve"] as? [String: Any])
    #expect((curve["rows"] as? [[Any]])?.count == 30)
  }

  @Test(
    "says everything that is wrong with a question at once",
    arguments: [
      (
        "",
        "--sd: a mean needs the standard deviation between units; write it, or --dispersion for a rate, "
          + "--kind proportion for a share, or a --history\n"
          + "--units, --lift, --power: two of the three are needed; leave out only what is asked for\n"
      ),
      (
        "--baseline 12 --sd 10 --lift 0.1 --power 0.8 --units 30",
        "--units, --lift and --power: all are given; leave out the one that is asked for\n"
      ),
      (
        "--baseline 12 --sd -10 --lift 0.1 --power 1.8 --icc 3 --cluster-size 0 --alpha 2",
        "--alpha: 2 is not from 1e-6 to 0.5; it is the chance of a false finding, such as 0.05\n"
          + "--power: 1.8 is not between 0 and 1; write a share such as 0.05\n"
          + "--sd: -10 is not a positive number; write one\n"
          + "--cluster-size: 0 is not at least 1; write units per cluster\n"
          + "--icc: 3 is not from 0 to 1; territories have about 0.01 to 0.1\n"
      ),
      (
        "--baseline 0.9 --lift 0.2 --power 0.8",
        "--lift: it brings 0.9 to 1.08, which is not between 0 and 1; write a smaller one\n"
      ),
      (
        "--baseline 12 --sd 10 --lift 0 --power 0.8",
        "--lift: an effect of 0 is found by no size; write another number\n"
      ),
      (
        "--baseline 12 --sd 10 --dispersion 1 --lift 0.1 --difference 2 --ratio 2 --share-control 0.1 "
          + "--order 1 --power 0.8 --value-per-unit -1",
        "--sd: is of means, and this is a rate, whose variance follows from its baseline and "
          + "--dispersion; leave it out or write --kind mean\n"
          + "--ratio: belongs to designs with arms of their own, and the design is factorial; leave it "
          + "out or change --design\n"
          + "--share-control: belongs to designs with arms of their own, and the design is factorial; "
          + "leave it out or change --design\n"
          + "--ratio and --share-control: say the same thing twice; write one of them\n"
          + "--lift and --difference: say the same thing twice; write one of them\n"
          + "--value-per-unit: -1 is not a positive number of at most 1,000,000,000,000; write money\n"
      ),
      (
        "--baseline 5 --sd 1e155 --lift 0.05 --power 0.8",
        "--sd: 1e155 is not from 1e-12 to 1,000,000,000,000; correct it, or count in other units\n"
          + "Usage: rounds plan power <options>\n  See 'rounds plan power --help' for more "
          + "information.\n"
      ),
      (
        "--baseline 5 --dispersion 1.5 --lift 0.05 --power 0.8 --ratio 1e-300 --margin 0.999999",
        "--ratio: 1e-300 is not from 1e-12 to 1,000,000,000,000; correct it, or count in other units\n"
      ),
      (
        "--baseline 5 --sd nan --lift 0.05 --power 0.8",
        "--sd: – is not a positive number; write one\nUsage: "
      ),
      (
        "--kind count --baseline 0 --lift 0.1 --power 0.8",
        "--lift: is relative to a --baseline, and that is 0; write another one, or --difference\n"
      ),
    ])
  func problems(line: String, problems: String) async throws {
    let answer = try await answer(line)
    #expect(answer.status == 64 && answer.output.isEmpty)
    #expect(answer.complaint.hasPrefix("Error: \(problems)"), "\(answer.complaint)")
  }

  @Test("says what would make an infeasible question feasible")
  func infeasible() async throws {
    let answer = try await answer(
      "--baseline 12 --sd 10 --lift 0.05 --power 0.8 --icc 0.1 --clusters 10")
    expect(
      answer, status: 2,
      complaint:
        "no number of units in each cluster reaches a power of 80 %: with 10 clusters in each arm "
        + "it stays below 6.87 % because clusters differ; use at least 438 clusters in each arm, or look "
        + "for an effect of 4.19\n")
  }
}
