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
}
