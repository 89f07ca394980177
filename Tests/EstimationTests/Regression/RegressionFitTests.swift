import Estimation
import Statistics
import Testing

@Suite("Regression fit")
struct RegressionFitTests {
  /// A model of `Oracles/regression_fits.json`, from statsmodels 0.15.0 by the script beside it.
  struct Answers: Decodable {
    struct Summary: Decodable {
      var errors: [Double]
      var t: [Double]
      var p: [Double]
      var interval: [[Double]]
    }
    var coefficients: [Double]
    var classical, hc0, hc1, hc2, hc3, hac, hacCorrected, cr0, cr1: Summary
    var r2, r2Adjusted, sigma, logLikelihood, aic, bic, condition, durbinWatson: Double
    var covariance: [[Double]]
    var leverages, leaveOneOut, vif: [Double]?
  }

  enum Kind: String, CaseIterable { case intercept, origin, weighted }

  static let clusters = (0..<30).map { $0 * 5 % 7 }

  static func response() -> [Double] {
    let columns = self.columns()
    return (0..<30).map { row in
      let noise = Double((row * 53 % 31 - 15) * (1 + row % 4)) / 2
      let effect = 1.5 * columns[0][row] - 0.75 * columns[1][row]
      return 20 + effect + 0.25 * columns[2][row] + noise
    }
  }

  static func columns() -> [[Double]] {
    let first = (0..<30).map { Double($0 * 37 % 29) }
    let second = (0..<30).map { Double($0 * $0 * 7 % 23 - 4) }
    let third = (0..<30).map { first[$0] + Double($0 * 11 % 7) }
    return [first, second, third]
  }

  static func design(intercept: Bool = true) throws -> Design {
    var design = Design(rows: 30, place: "sales")
    if intercept { try design.appendIntercept() }
    for (name, column) in zip(["first", "second", "third"], columns()) {
      try design.append(name, column)
    }
    return design
  }

  static func fit(_ kind: Kind) throws -> RegressionFit {
    let weights = (0..<30).map { 1 + Double($0 * 3 % 5) }
    return try RegressionFit(
      response(), on: design(intercept: kind != .origin),
      weights: kind == .weighted ? weights : nil)
  }

  static func answers(_ kind: Kind) throws -> Answers {
    struct File: Decodable { var intercept, origin, weighted: Answers }
    let file = try recorded(File.self, in: "regression_fits.json")
    return switch kind {
    case .intercept: file.intercept
    case .origin: file.origin
    case .weighted: file.weighted
    }
  }

  @Test("has the figures of statsmodels", arguments: Kind.allCases)
  func figures(kind: Kind) throws {
    let (fit, expected) = (try Self.fit(kind), try Self.answers(kind))
    expectNear(fit.coefficients, expected.coefficients, relative: 1e-11)
    expectNear(fit.quality.rSquared, expected.r2, relative: 1e-11)
    expectNear(try #require(fit.quality.adjustedRSquared), expected.r2Adjusted, relative: 1e-11)
    expectNear(fit.sigma, expected.sigma, relative: 1e-12)
    expectNear(fit.logLikelihood, expected.logLikelihood, relative: 1e-12)
    expectNear(fit.akaikeInformation, expected.aic, relative: 1e-12)
    expectNear(fit.bayesianInformation, expected.bic, relative: 1e-12)
    expectNear(fit.conditionNumber, expected.condition, relative: 1e-11)
    expectNear(fit.quality.durbinWatson, expected.durbinWatson, relative: 1e-11)
    let covariance = try fit.covariance()
    for (row, values) in expected.covariance.enumerated() {
      expectNear(
        (0..<values.count).map { covariance[row, $0] }, values, relative: 1e-11)
    }
    if let leverages = expected.leverages {
      expectNear(fit.leverages, leverages, relative: 1e-11)
    }
    if let errors = expected.leaveOneOut {
      expectNear(try fit.leaveOneOutErrors(), errors, relative: 1e-10)
    }
    if let factors = expected.vif {
      // The intercept has no factor here.
      let known = try fit.varianceInflation().compactMap(\.self)
      expectNear(known, Array(factors.suffix(3)), relative: 1e-10)
    }
  }

  @Test("has the errors, tests and intervals of statsmodels", arguments: Kind.allCases)
  func inference(kind: Kind) throws {
    let (fit, expected) = (try Self.fit(kind), try Self.answers(kind))
    let cases: [(CovarianceEstimator, Answers.Summary)] = [
      (.classical, expected.classical),
      (.heteroskedastic(.hc0), expected.hc0), (.heteroskedastic(.hc1), expected.hc1),
      (.heteroskedastic(.hc2), expected.hc2), (.heteroskedastic(.hc3), expected.hc3),
      (.neweyWest(lags: 3, correction: .none), expected.hac),
      (.neweyWest(lags: 3, correction: .smallSample), expected.hacCorrected),
      (.clustered(by: Self.clusters, correction: .none), expected.cr0),
      (.clustered(by: Self.clusters, correction: .smallSample), expected.cr1),
    ]
    for (estimator, summary) in cases {
      let estimates = try fit.estimates(estimator, level: 0.9)
      #expect(estimates.map(\.name) == fit.design.names)
      let words = "\(estimator)"
      expectNear(estimates.map(\.standardError), summary.errors, relative: 1e-10, words)
      expectNear(estimates.map(\.t), summary.t, relative: 1e-10, words)
      expectNear(estimates.map(\.pValue), summary.p, relative: 1e-9, words)
      for (estimate, interval) in zip(estimates, summary.interval) {
        let width = interval[1] - interval[0]
        #expect((estimate.interval.lowerBound - interval[0]).magnitude < 1e-10 * width)
        #expect((estimate.interval.upperBound - interval[1]).magnitude < 1e-10 * width)
      }
    }
  }

  @Test("takes Newey and West without lags for White")
  func noLags() throws {
    let fit = try Self.fit(.intercept)
    let plain = try fit.standardErrors(.neweyWest(lags: 0, correction: .none))
    expectNear(plain, try fit.standardErrors(.heteroskedastic(.hc0)), relative: 1e-14)
  }

  @Test("takes clusters of one row for White with its correction")
  func singleClusters() throws {
    let fit = try Self.fit(.intercept)
    let single = try fit.standardErrors(.clustered(by: Array(0..<30), correction: .smallSample))
    expectNear(single, try fit.standardErrors(.heteroskedastic(.hc1)), relative: 1e-13)
  }

  @Test("predicts other rows and splits fitted values by column")
  func predictions() throws {
    let fit = try Self.fit(.intercept)
    let later = try Self.design().selectingRows(20..<30)
    expectNear(fit.predictions(on: later), Array(fit.fitted[20...]), relative: 1e-14)
    let parts = fit.design.contributions(of: fit.coefficients)
    for row in 0..<30 {
      let sum = (0..<4).reduce(0) { $0 + parts[row, $1] }
      expectNear(sum, fit.fitted[row], relative: 1e-13)
    }
    #expect(try fit.coefficient(of: "second") == fit.coefficients[2])
  }

  /// What a call fails with, in words.
  private func expect(
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation,
    from body: () throws -> Void
  ) {
    let error = #expect(throws: RegressionError.self, sourceLocation: sourceLocation) {
      try body()
    }
    #expect(error?.description == words, sourceLocation: sourceLocation)
  }

  @Test("says which rows, weights, lags and clusters stand in the way")
  func messages() throws {
    let design = try Self.design()
    var response = Self.response()
    let fit = try RegressionFit(response, on: design)
    expect("sales: 30 lags reach over all 30 rows; use fewer lags than rows") {
      _ = try fit.covariance(.neweyWest(lags: 30, correction: .none))
    }
    expect("sales: 1 cannot give clustered errors; use at least 2 clusters") {
      let labels = [Int](repeating: 4, count: 30)
      _ = try fit.covariance(.clustered(by: labels, correction: .none))
    }
    expect("sales: there is no column fourth; use a name of the design") {
      _ = try fit.coefficient(of: "fourth")
    }
    var weights = [Double](repeating: 1, count: 30)
    weights[3] = 0
    expect("sales: the weights, row 3: not a positive number; leave the row out instead") {
      _ = try RegressionFit(response, on: design, weights: weights)
    }
    expect(
      "sales: trx has the same value in every row; a regression needs a response that varies"
    ) {
      _ = try RegressionFit([Double](repeating: 2, count: 30), on: design, named: "trx")
    }
    response[7] = .nan
    expect("sales: trx, row 7: not a finite number; remove or replace it") {
      _ = try RegressionFit(response, on: design, named: "trx")
    }
  }

  @Test("refuses errors without a row that determines its own fit")
  func fullLeverage() throws {
    var design = try Self.design()
    try design.append("event", (0..<30).map { $0 == 12 ? 1 : 0 })
    let fit = try RegressionFit(Self.response(), on: design)
    let words =
      "sales: row 12 is fitted exactly whatever its response; for its error without it, or for "
      + "HC2 and HC3, drop the column that only this row has, or use HC1"
    expect(words) { _ = try fit.leaveOneOutErrors() }
    expect(words) { _ = try fit.covariance(.heteroskedastic(.hc2)) }
    expect(words) { _ = try fit.covariance(.heteroskedastic(.hc3)) }
    #expect(try fit.standardErrors(.heteroskedastic(.hc1)).allSatisfy(\.isFinite))
  }
}
