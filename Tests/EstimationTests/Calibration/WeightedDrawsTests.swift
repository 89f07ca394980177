import Statistics
import Testing

@testable import Estimation

@Suite("Weighted draws")
struct WeightedDrawsTests {
  /// Draws of two parameters; the first has its values out of order.
  private let draws = WeightedDraws(
    points: Matrix(rows: 4, columns: 2, elements: [3, 1, 4, 2, 10, 30, 20, 20]),
    weights: [2, 2, 1, 5])

  @Test("count relative to the sum of their weights")
  func normalized() {
    #expect(draws.weights == [0.2, 0.2, 0.1, 0.5])
    #expect(abs(draws.means[0] - 2.2) < 1e-12)
    #expect(abs(draws.means[1] - 20) < 1e-12)
    #expect(abs(draws.effectiveSize - 1 / 0.34) < 1e-12)
  }

  /// `numpy.cov(x, aweights=w)` of numpy 2.4, whose divisor is that of the effective size.
  @Test("have the covariance of numpy's weights")
  func covariance() {
    let covariance = draws.covariance
    #expect(abs(covariance[0, 0] - 1.151515151515151) < 1e-12)
    #expect(abs(covariance[0, 1] - -6.060606060606061) < 1e-12)
    #expect(covariance[0, 1] == covariance[1, 0])
    #expect(abs(covariance[1, 1] - 60.60606060606061) < 1e-12)
  }

  @Test("put quantiles between the middles of their weights")
  func quantiles() {
    // Ascending: 1 with 0.2, 2 with 0.5, 3 with 0.2, 4 with 0.1; middles 0.1, 0.45, 0.8, 0.95.
    let found = draws.quantiles([0, 0.1, 0.275, 0.45, 0.625, 0.95, 1], of: 0)
    let expected = [1, 1, 1.5, 2, 2.5, 4, 4]
    for (value, figure) in zip(found, expected) { #expect(abs(value - figure) < 1e-12) }
  }

  @Test("rank a truth by the weight below it, ties half")
  func ranks() {
    #expect(abs(draws.share(below: 2.5, of: 0) - 0.7) < 1e-12)
    #expect(abs(draws.share(below: 20, of: 1) - 0.5) < 1e-12)
    #expect(draws.share(below: 99, of: 0) == 1)
  }

  @Test("are resampled as often as their weights say, up to one", arguments: 1...20)
  func resampling(_ seed: UInt64) {
    let rows = draws.resampled(13, seed: seed)
    #expect(rows.count == 13)
    for (draw, weight) in draws.weights.enumerated() {
      let times = Double(rows.count { $0 == draw })
      #expect(abs(times - 13 * weight) < 1)
    }
  }

  @Test("never give a draw without weight")
  func zeroWeights() {
    let draws = WeightedDraws(
      points: Matrix(rows: 3, columns: 1, elements: [-9, 1, 9]), weights: [0, 1, 0])
    #expect(draws.quantiles([0, 0.5, 1], of: 0) == [1, 1, 1])
    #expect(draws.resampled(3, seed: 1) == [1, 1, 1])
    #expect(draws.covariance[0, 0] == 0)
  }
}
