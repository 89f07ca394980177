import Estimation
import Interchange
import Studies
import Testing

@testable import Workbench

@Suite("Results of experiments")
struct ResultsFileTests {
  /// A design of some kind with two arms, and of a stepped wedge with two waves over four periods.
  private func design(_ kind: ExperimentDesign.Kind) -> ExperimentDesign {
    let isWedge = kind == .steppedWedge
    var design = ExperimentDesign(
      kind: kind, columns: .init(unit: "hcp"),
      arms: [
        .init(name: "a", share: 0.5, units: 2, start: isWedge ? 2 : nil),
        .init(name: "b", share: 0.5, units: 2, start: isWedge ? 4 : nil),
      ], control: isWedge ? nil : "a", seed: 1)
    if isWedge { design.timing = .init(periods: 4, blockLength: 1) }
    return design
  }

  /// Two units an arm with a row for each period.
  private func table(_ periods: [String]) -> String {
    let rows = (0..<4).flatMap { unit in
      periods.enumerated().map { "H\(unit),\(unit % 2 == 0 ? "a" : "b"),\($1),\(unit + $0)" }
    }
    return (["hcp,arm,period,nrx"] + rows).joined(separator: "\n")
  }

  private func results(
    _ text: String, _ design: ExperimentDesign, start: String? = nil,
    _ change: (inout ResultsColumns) -> Void = { _ in }
  ) throws -> ExperimentResults {
    var columns = ResultsColumns(outcome: "nrx")
    columns.period = "period"
    columns.start = start
    change(&columns)
    let file = try CSVFile(text: text, name: "results.csv")
    return try ResultsFile.results(
      file, AssignmentList(file, design: design, repeats: true), design, columns)
  }

  private func problem(_ body: () throws -> ExperimentResults) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "of a stepped wedge have the periods of its design, whichever of them the table lacks",
    arguments: [
      (["1", "2", "4"], nil, [1, 2, 4]), (["3", "4"], nil, [3, 4]), (["7", "9"], "6", [2, 4]),
      (["2027-01-01", "2027-02-01", "2027-04-01"], nil, [1, 2, 4]),
      (["2027-01-11", "2027-01-18"], "2027-01-04", [2, 3]),
      (["2027-01-31", "2027-02-28"], "2026-12-31", [2, 3]),
    ])
  func wedgePeriods(periods: [String], start: String?, expected: [Int]) throws {
    let found = try results(table(periods), design(.steppedWedge), start: start)
    #expect(try #require(found.panel).periods == (0..<4).flatMap { _ in expected })
  }

  @Test("of a stepped wedge are refused outside its periods")
  func outside() {
    #expect(
      problem { try results(table(["0", "1", "5"]), design(.steppedWedge)) } == """
        results.csv:2: period: 0 is period 0 of a design with periods 1 to 4; leave its rows out, or say \
        with --start which period was the first
        results.csv:4: period: 5 is period 5 of a design with periods 1 to 4; leave its rows out, or say \
        with --start which period was the first
        """)
    #expect(
      problem {
        try results(
          table(["2027-01-04", "2027-01-11", "2027-01-18", "2027-01-26"]), design(.steppedWedge))
      }
        == "results.csv:5: period: no period begins on 2027-01-26, as on the other days; correct the date"
    )
    #expect(
      problem { try results(table(["1", "2"]), design(.steppedWedge), start: "first") }
        == "results.csv: period: first is no period, where --start says the first one of the design began; "
        + "write it as the table writes periods")
  }

  @Test("add counts up over the periods of the test, and take means of amounts")
  func totals() throws {
    let text = table(["1", "2", "3", "4", "5"])
    let counts = try results(text, design(.individual), start: "3") { $0.kind = .count }
    #expect(counts.outcome == [9, 12, 15, 18])
    #expect(counts.covariates.map(\.name) == ["nrx before"])
    #expect(counts.covariates[0].values == [1, 3, 5, 7])
    let means = try results(text, design(.individual), start: "3")
    #expect(means.outcome == [3, 4, 5, 6])
    #expect(means.covariates[0].values == [0.5, 1.5, 2.5, 3.5])
  }

  @Test("have the history of a column in place of that of rows where one is named")
  func oneHistory() throws {
    let text = table(["1", "2", "3"]).split(separator: "\n").enumerated().map { line, row in
      line == 0 ? "\(row),pre" : "\(row),\((line - 1) / 3 * 2)"
    }.joined(separator: "\n")
    let found = try results(text, design(.individual), start: "2") { $0.before = "pre" }
    #expect(found.covariates.map(\.name) == ["pre"])
    #expect(found.covariates[0].values == [0, 2, 4, 6])
  }

  @Test("are no counts where periods lack, and no proportions over periods")
  func kinds() {
    let rows = table(["1", "2", "3"]).split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(
      problem { try results(rows, design(.individual), start: "2") { $0.kind = .count } } == """
        results.csv:12: hcp: H3 has rows of 1 of the 2 periods of the test, and counts are added up over \
        all; write 0 where there was nothing, or leave out --kind for means
        """)
    #expect(
      problem { try results(rows, design(.individual), start: "2") { $0.kind = .proportion } }
        == """
        results.csv: a proportion has one row per unit, 1 for a success or 0, and the table has a row per \
        period; keep one row per unit without --period, or leave out --kind for means over periods
        """)
  }

  @Test("of markets may have one treated market but not one control")
  func singleMarkets() throws {
    func without(_ units: [String]) -> String {
      table(["1", "2", "3", "4"]).split(separator: "\n").filter { row in
        !units.contains { row.hasPrefix($0) }
      }.joined(separator: "\n")
    }
    let found = try results(without(["H1"]), design(.geo), start: "4")
    #expect(found.observed == [2, 1])
    #expect(
      problem { try results(without(["H0"]), design(.geo), start: "4") }
        == "results.csv: arm: a has 1 unit with a result; a synthetic control is made up of at least 2"
    )
  }
}
