import Statistics
import Testing

@testable import Estimation

@Suite("Local-linear adjustment")
struct LocalLinearAdjustmentTests {
  private let stream = RandomStream(seed: 5, replicate: 0, purpose: "test/adjustment")

  private func normal(_ column: Int, _ row: Int) -> Double {
    Normal.quantile(stream.uniform(agent: column, step: row))
  }

  @Test("moves points on a line to where the observed statistics are")
  func exactLine() {
    let rows = 60
    let statistics = Matrix(
      rows: rows, columns: 2, elements: (0..<2 * rows).map { normal($0 / rows, $0 % rows) })
    let points = Matrix(
      rows: rows, columns: 1,
      elements: (0..<rows).map { 1 + 2 * statistics[$0, 0] - 3 * statistics[$0, 1] })
    let adjusted = LocalLinearAdjustment(
      points: points, statistics: statistics, distances: statistics.rowLengths, tolerance: 4,
      weights: [Double](repeating: 1, count: rows), observed: [0.5, -0.25]
    ).draws
    // The smallest penalty leaves 1e-7 of the slopes.
    for value in adjusted.points.column(0) { #expect(abs(value - 2.75) < 1e-5) }
  }

  /// Whatever penalty is chosen, the line goes through the weighted means, which differ from the
  /// plain ones.
  @Test("weighs by Epanechnikov's kernel and importance")
  func weights() {
    let x = [-1, -0.5, 0, 0.2, 0.7, 1.1]
    let y = [0, 0.4, 0.1, 0.9, 0.8, 1.6]
    let importance = [1, 2, 1, 1, 0.5, 1]
    let kernel = LocalLinearAdjustment.kernel(x.map(\.magnitude), 1.2, importance)
    let fit = WeightedRidge(
      Matrix(rows: 6, columns: 1, elements: y), on: Matrix(rows: 6, columns: 1, elements: x),
      weights: kernel)
    let total = kernel.reduce(0, +)
    let middle = zip(kernel, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    let height = zip(kernel, y).reduce(0) { $0 + $1.0 * $1.1 } / total
    #expect(abs(fit.expected(at: [middle])[0] - height) < 1e-12)
    for row in 0..<6 {
      #expect(abs(kernel[row] - importance[row] * (1 - x[row] * x[row] / 1.44)) < 1e-12)
    }
  }

  /// Residuals spread in proportion to exp(0.5 s), and the observed statistic is 1.
  @Test("gives residuals the spread that they have at the observed statistics")
  func heteroscedastic() {
    let rows = 4000
    let x = (0..<rows).map { 2 * stream.uniform(agent: 9, step: $0) - 1 }
    let y = (0..<rows).map { x[$0] + 0.3 * Elementary.exp(0.5 * x[$0]) * normal(8, $0) }
    let adjusted = LocalLinearAdjustment(
      points: Matrix(rows: rows, columns: 1, elements: y),
      statistics: Matrix(rows: rows, columns: 1, elements: x),
      distances: x.map { abs($0 - 0.8) }, tolerance: 2,
      weights: [Double](repeating: 1, count: rows), observed: [0.8]
    ).draws
    let deviation = adjusted.covariance[0, 0].squareRoot()
    let expected = 0.3 * Elementary.exp(0.4)
    // Standard error 1.4 %, one in a million; without the second regression it would be a fifth
    // too small.
    #expect(abs(deviation / expected - 1) < 0.07, "\(deviation) \(expected)")
    #expect(abs(adjusted.means[0] - 0.8) < 0.05)
  }

  @Test("survives collinear and constant statistics")
  func collinear() {
    let rows = 80
    let x = (0..<rows).map { normal(0, $0) }
    var statistics = Matrix(rows: rows, columns: 0)
    statistics.appendColumn(x)
    statistics.appendColumn(x.map { 3 * $0 + 1 })
    statistics.appendColumn([Double](repeating: 7, count: rows))
    let points = Matrix(rows: rows, columns: 1, elements: x.map { 2 * $0 })
    let adjusted = LocalLinearAdjustment(
      points: points, statistics: statistics, distances: x.map(\.magnitude), tolerance: 5,
      weights: [Double](repeating: 1, count: rows), observed: [0.5, 2.5, 7]
    ).draws
    for value in adjusted.points.column(0) { #expect(abs(value - 1) < 1e-4) }
  }

  /// Fifty statistics of pure noise for 120 points: least squares would leave 58 % of the variance.
  @Test("does not fit noise with many statistics")
  func noise() {
    let rows = 120
    let statistics = Matrix(
      rows: rows, columns: 50, elements: (0..<50 * rows).map { normal($0 / rows, $0 % rows) })
    let points = Matrix(rows: rows, columns: 1, elements: (0..<rows).map { normal(60, $0) })
    let adjusted = LocalLinearAdjustment(
      points: points, statistics: statistics, distances: [Double](repeating: 0, count: rows),
      tolerance: 1, weights: [Double](repeating: 1, count: rows),
      observed: [Double](repeating: 0, count: 50)
    ).draws
    let raw = RunningMoments(Array(points.column(0))).standardDeviation
    #expect(abs(adjusted.covariance[0, 0].squareRoot() / raw - 1) < 0.15)
  }
}
