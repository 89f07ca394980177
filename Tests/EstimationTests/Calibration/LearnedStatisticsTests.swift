import Statistics
import Testing

@testable import Estimation

@Suite("Learned statistics")
struct LearnedStatisticsTests {
  private let stream = RandomStream(seed: 6, replicate: 0, purpose: "test/learned")

  private func normal(_ column: Int, _ row: Int) -> Double {
    Normal.quantile(stream.uniform(agent: column, step: row))
  }

  /// One statistic is the parameter with noise of the same spread, forty are noise alone.
  ///
  /// The expected parameter is half of the statistic. A line in `asinh` comes near it, and bends up
  /// by a fifth between the middle and the tails.
  @Test("are the expected parameters, whatever noise is declared beside")
  func expectedParameter() {
    let rows = 3000
    let points = Matrix(rows: rows, columns: 1, elements: (0..<rows).map { normal(0, $0) })
    var statistics = Matrix(rows: rows, columns: 0)
    statistics.appendColumn((0..<rows).map { points[$0, 0] + normal(1, $0) })
    for column in 2..<42 { statistics.appendColumn((0..<rows).map { 100 * normal(column, $0) }) }
    let learned = LearnedStatistics(points: points, statistics: statistics)
    // The variance that is left is 0.5, and its estimate has a standard error of 0.013.
    #expect(abs(learned.residualCovariance[0, 0] - 0.5) < 0.07)
    var probe = Matrix(rows: 1, columns: 41)
    probe[0, 0] = 1.5
    #expect(abs(learned.summaries(of: probe)[0, 0] - 0.75) < 0.2)
  }

  @Test("stay at the prior where no statistic tells anything")
  func constant() {
    let points = Matrix(rows: 3, columns: 1, elements: [-1, 0, 1])
    let statistics = Matrix(rows: 3, columns: 2, elements: [5, 5, 5, 7, 7, 7])
    let learned = LearnedStatistics(points: points, statistics: statistics)
    #expect(learned.summaries(of: statistics).elements == [0, 0, 0])
  }

  @Test("are not decided by one wild world")
  func wild() {
    let rows = 500
    let points = Matrix(rows: rows, columns: 1, elements: (0..<rows).map { normal(0, $0) })
    var values = (0..<rows).map { points[$0, 0] + 0.1 * normal(1, $0) }
    values[7] = 1e12
    let statistics = Matrix(rows: rows, columns: 1, elements: values)
    let learned = LearnedStatistics(points: points, statistics: statistics)
    #expect(learned.residualCovariance[0, 0] < 0.2)
  }
}
