import Statistics
import Testing

/// Figures of properscoring 0.1 (`crps_ensemble`) and scoringrules 0.10.0 (the rest).
@Suite("Proper scores")
struct ProperScoreTests {
  private static let values: [Double] = [3, 0, 1, 4, 1, 5, 9, 2, 6, 5]

  @Test(
    "of values are those of properscoring",
    arguments: [(0.0, 2.14), (2.5, 0.84), (4, 0.74), (12, 6.94)])
  func ranked(observed: Double, expected: Double) {
    let score = ProperScore.ranked(Self.values, observed: observed)
    #expect((score - expected).magnitude < 1e-12)
  }

  @Test("of one value are its absolute error")
  func point() {
    #expect(ProperScore.ranked([4, 4, 4], observed: 6.5) == 2.5)
  }

  /// Values in the middle of so many equal parts of a distribution stand for all of it.
  private func score(observed: Double, _ quantile: (Double) -> Double) -> Double {
    let count = 40_000
    let values = (0..<count).map { quantile((Double($0) + 0.5) / Double(count)) }
    return ProperScore.ranked(values, observed: observed)
  }

  @Test(
    "of many Poisson values are the closed form",
    arguments: [(0.0, 2.211_106_313), (3, 0.394_840_717), (9, 4.815_962_815)])
  func poisson(observed: Double, expected: Double) {
    let score = score(observed: observed) { Double(Poisson.count(mean: 3.2, uniform: $0)) }
    #expect((score - expected).magnitude < 1e-3 * expected)
  }

  @Test(
    "of many negative binomial values are the closed form",
    arguments: [(0.0, 1.686_210_992), (3, 0.638_173_459), (9, 4.507_410_770)])
  func negativeBinomial(observed: Double, expected: Double) {
    let score = score(observed: observed) {
      Double(NegativeBinomial.count(mean: 3.2, dispersion: 1 + 3.2 / 2, uniform: $0))
    }
    #expect((score - expected).magnitude < 1e-3 * expected)
  }

  @Test(
    "of many normal values are the closed form",
    arguments: [(-2.0, 2.436_316_010), (1.5, 0.467_389_955), (6, 3.388_559_186)])
  func normal(observed: Double, expected: Double) {
    let score = score(observed: observed) { 1.5 + 2 * Normal.quantile($0) }
    #expect((score - expected).magnitude < 1e-3 * expected)
  }

  @Test("of intervals are width and fine", arguments: [(0.0, 15.0), (1, 5), (3, 5), (9, 35)])
  func interval(observed: Double, expected: Double) {
    let score = ProperScore.interval(low: 1, high: 6, level: 0.8, observed: observed)
    #expect((score - expected).magnitude < 1e-12)
  }
}
