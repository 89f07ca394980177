import Estimation
import Foundation
import Interchange
import Statistics
import Testing

@Suite("History of units")
struct PowerHistoryTests {
  /// The columns of `sim_hcp_experiment.csv`, whose figures are in `estimators.json`.
  private func table() throws -> CSVFile {
    try CSVFile(
      text: String(decoding: oracle("sim_hcp_experiment.csv"), as: UTF8.self),
      name: "sim_hcp_experiment.csv")
  }

  private func clusters(_ table: CSVFile) throws -> [Int] {
    try table.numbers(in: "territory").map { Int($0) - 1 }
  }

  /// `estimators.json`, `territory_icc`: SciPy 1.17.1 and pandas 3.1.1.
  @Test("has the intracluster correlations of the analysis of variance")
  func correlations() throws {
    let table = try table()
    let clusters = try clusters(table)
    let outcome = try table.numbers(in: "post_rx_3m_territory_design")
    let treated = try table.numbers(in: "treat_territory")
    let before = try table.numbers(in: "pre_rx_6m")
    func residual(_ columns: [[Double]]) throws -> [Double] {
      let design = Matrix(
        rows: outcome.count, columns: columns.count + 1,
        elements: Array(repeating: 1, count: outcome.count) + columns.flatMap(\.self))
      return try LeastSquares(outcome, on: design).residuals
    }
    let cases:
      [(values: [Double], value: Double, between: Double, within: Double, effect: Double)] = [
        (
          before, 0.014209198051032506, 309.94083333333333, 240.58495614035087, 1.2699747629696176
        ),
        (
          try residual([treated]), 0.03261858913571302, 141.48658192090392, 84.50144736842105,
          1.6197531935785474
        ),
        (
          try residual([treated, before]), 0.013907057088103964, 36.70688866335724,
          28.631093170157406, 1.2642340846739752
        ),
      ]
    for (values, value, between, within, effect) in cases {
      let found = try #require(IntraclassCorrelation(values, clusters: clusters))
      expectNear(found.value, value, relative: 1e-8)
      expectNear(found.betweenMeanSquare, between, relative: 1e-8)
      expectNear(found.withinMeanSquare, within, relative: 1e-8)
      #expect(found.averageSize == 20 && found.meanSize == 20 && found.sizeVariation == 0)
      #expect(found.clusters == 60)
      let sample = ClusterSample(.size(20), correlation: found.value)
      expectNear(sample.designEffect(size: 20), effect, relative: 1e-8)
    }
  }

  /// By hand: groups of 1, 2 and 3 values.
  @Test("weighs clusters of unequal sizes")
  func unequalClusters() throws {
    let found = try #require(
      IntraclassCorrelation([4, 1, 3, 7, 8, 9], clusters: [0, 1, 1, 2, 2, 2]))
    // Means 4, 2 and 8 around 32 / 6; squares within 0 + 2 + 2.
    let mean = 32.0 / 6
    let outside =
      (4 - mean) * (4 - mean) + 2 * (2 - mean) * (2 - mean) + 3 * (8 - mean) * (8 - mean)
    expectNear(found.betweenMeanSquare, outside / 2, relative: 1e-12)
    expectNear(found.withinMeanSquare, 4.0 / 3, relative: 1e-12)
    expectNear(found.averageSize, (6 - 14.0 / 6) / 2, relative: 1e-12)
    expectNear(found.sizeVariation, 0.5, relative: 1e-12)
    #expect(IntraclassCorrelation([1, 2], clusters: [0, 1]) == nil)
    #expect(IntraclassCorrelation([1, 2], clusters: [0, 0]) == nil)
    #expect(IntraclassCorrelation([2, 2, 2, 2], clusters: [0, 0, 1, 1]) == nil)
  }

  private func panel(_ values: [[Double]], groups: [String] = []) -> Panel {
    var panel = Panel(
      name: "history.csv", units: values.indices.map { "\($0)" }, groups: groups,
      periods: PeriodAxis(first: 1, step: .number, count: values[0].count))
    panel.add("rx", values.flatMap(\.self))
    return panel
  }

  @Test("estimates mean, spread, dispersion and correlation from two windows")
  func windows() throws {
    // Sums before 3, 1, 8 and after 5, 2, 11; the first period is before both windows.
    let history = try PowerHistory(
      panel([[9, 1, 2, 2, 3], [9, 1, 0, 1, 1], [9, 4, 4, 5, 6]], groups: ["a", "a", "b"]),
      variable: "rx", before: 2, after: 2)
    #expect(history.units == 3 && history.mean == 3)
    expectNear(history.standardDeviation, 21.0.squareRoot() / 2, relative: 1e-12)
    // Variance 21 of sums with mean 6.
    expectNear(try #require(history.dispersion), 15.0 / 36, relative: 1e-12)
    let product = -1.0 * -1 + -3 * -4 + 4 * 5
    expectNear(
      try #require(history.correlation), product / (26.0 * 42).squareRoot(), relative: 1e-12)
    // Groups with 5 − 3 b, 2 − b and 11 − 8 b for the slope b of sums after by sums before.
    let slope = product / 26
    let residuals = [5 - 3 * slope, 2 - slope, 11 - 8 * slope]
    let within = (residuals[0] - residuals[1]) * (residuals[0] - residuals[1]) / 2
    expectNear(try #require(history.clusters).withinMeanSquare, within, relative: 1e-12)
    let alone = try PowerHistory(
      panel([[5], [2], [11]], groups: ["a", "a", "b"]), variable: "rx", before: 0, after: 1)
    // Means 3.5 and 11 around 6.
    expectNear(try #require(alone.clusters).betweenMeanSquare, 2 * 2.5 * 2.5 + 25, relative: 1e-12)
    expectNear(try #require(alone.clusters).withinMeanSquare, 4.5, relative: 1e-12)
    #expect(
      try PowerHistory(panel([[1.5], [2]]), variable: "rx", before: 0, after: 1).dispersion == nil)
    #expect(
      try PowerHistory(panel([[5], [6]]), variable: "rx", before: 0, after: 1).dispersion == 0)
  }

  @Test("says what a history lacks")
  func problems() {
    func problem(_ values: [[Double]], before: Int = 0) -> String {
      do throws(PowerError) {
        return "\(try PowerHistory(panel(values), variable: "rx", before: before, after: 1))"
      } catch {
        return error.description
      }
    }
    #expect(
      problem([[1]])
        == "history.csv: one unit says nothing about how units differ; bring at least 2")
    #expect(
      problem([[1], [2]], before: 3)
        == "history.csv: has 1 periods, and windows of 3 before and 1 after the start need 4; ask for "
        + "shorter ones or bring a longer history")
    #expect(
      problem([[1], [.nan]])
        == "history.csv: rx of unit 1 in period 1 is missing; fill it or drop the unit")
    #expect(
      problem([[1], [1]])
        == "history.csv: rx is the same for all units over the last 1 periods; choose an outcome that "
        + "varies")
  }
}
