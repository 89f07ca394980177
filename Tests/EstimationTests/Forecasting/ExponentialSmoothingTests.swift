import Interchange
import Testing

@testable import Estimation

@Suite("Exponential smoothing")
struct ExponentialSmoothingTests {
  private struct Figures: Decodable {
    let series: [Case]

    struct Case: Decodable {
      let name: String
      let trend: String
      let values: [Double]
      let logLikelihood: Double
      let criterion: Double
      let squaredErrors: Double
      let forecast: [Double]
    }
  }

  private static let trends: [String: ExponentialSmoothing.Trend] = [
    "none": .none, "additive": .additive, "damped": .damped,
  ]

  /// Slopes are kept from 0 by 1e-4 of alpha, where statsmodels lets them end, which changes
  /// likelihoods by less than 1e-6.
  @Test("reaches the likelihood of statsmodels")
  func likelihood() throws {
    for figure in try recorded(Figures.self, in: "exponential-smoothing.json").series {
      let trend = try #require(Self.trends[figure.trend])
      let fit = try #require(ExponentialSmoothing(figure.values[...], trend: trend))
      let name = "\(figure.name), \(figure.trend): \(fit.logLikelihood) \(figure.logLikelihood)"
      #expect((fit.logLikelihood - figure.logLikelihood).magnitude < 1e-5, "\(name)")
      #expect((fit.criterion - figure.criterion).magnitude < 2e-5, "\(name)")
      #expect(
        (fit.squaredErrors - figure.squaredErrors).magnitude < 1e-5 * figure.squaredErrors,
        "\(name)")
      for (mean, expected) in zip(fit.means(horizon: 4), figure.forecast) {
        #expect((mean - expected).magnitude < 1e-3 * expected, "\(name): \(mean) \(expected)")
      }
    }
  }

  @Test("takes a slope where the series rises, and none where it does not")
  func choice() throws {
    let figures = try recorded(Figures.self, in: "exponential-smoothing.json").series
    func best(_ name: String) throws -> ExponentialSmoothing.Trend {
      let values = try #require(figures.first { $0.name == name }).values
      return try #require(ExponentialSmoothing.best(values[...])).trend
    }
    #expect(try best("rising") == .additive)
    #expect(try best("level") == .none)
  }

  @Test("of a constant goes on without errors")
  func constant() throws {
    let fit = try #require(ExponentialSmoothing.best([4, 4, 4, 4, 4, 4, 4, 4, 4]))
    #expect(fit.trend == .none)
    #expect(fit.means(horizon: 2).allSatisfy { ($0 - 4).magnitude < 1e-9 })
    #expect(fit.errorVariance < 1e-9)
  }

  @Test("needs five periods")
  func short() async {
    #expect(ExponentialSmoothing.best([1, 2, 3, 4]) == nil)
    let history = SmallHistory.of([[1, 2, 3, 4]])
    await #expect(throws: ForecastError.tooFewPeriods(found: 4, needed: 5)) {
      try await ForecastMethod.ets.draws(
        of: history, ForecastQuestion(horizon: 1, drawCount: 10, seed: 1))
    }
  }

  /// Of a level with errors of deviation `s` and smoothing `a`, step `h` has variance
  /// `s² (1 + (h − 1) a²)`.
  ///
  /// With 20,000 futures a variance is off by 1 % in deviation; 6 % fails one
  /// correct program in 1e-9.
  @Test("draws futures with the variance of its errors")
  func variance() async throws {
    let values: [Double] = [300, 310, 290, 305, 320, 315, 300, 295, 310, 325, 330, 320, 310, 315]
    let fit = try #require(ExponentialSmoothing.best(values[...]))
    try #require(fit.trend == .none)
    let draws = try await ForecastMethod.ets.draws(
      of: SmallHistory.of([values]), ForecastQuestion(horizon: 5, drawCount: 20_000, seed: 3))
    for step in 0..<5 {
      let futures = draws.draws(unit: 0, step: step).map { Double($0) }
      let mean = futures.reduce(0, +) / 20_000
      let variance = futures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
      let expected = fit.errorVariance * (1 + Double(step) * fit.alpha * fit.alpha) + 1 / 12.0
      #expect((variance / expected - 1).magnitude < 0.06)
      #expect((mean - fit.level).magnitude < 6 * (expected / 20_000).squareRoot())
    }
  }
}

/// Histories of numbered periods.
enum SmallHistory {
  /// A history of units with a row of counts each, and perhaps one driver.
  static func of(_ rows: [[Double]], driver: [[Double]]? = nil) -> OutcomeHistory {
    OutcomeHistory(
      units: rows.indices.map { "\($0 + 1)" },
      periods: PeriodAxis(first: 1, step: .number, count: rows[0].count),
      outcome: rows.flatMap { $0 }, driverNames: driver == nil ? [] : ["calls"],
      drivers: driver.map { [$0.flatMap { $0 }] } ?? [])
  }
}
