import Estimation
import Testing

@Suite("Generalized linear error")
struct GeneralizedLinearErrorTests {
  /// Fits an outcome to columns behind an intercept.
  @discardableResult
  static func fit(
    _ family: GeneralizedLinearModel.Family, _ outcome: [Double],
    _ columns: [(name: String, values: [Double])] = [], trials: [Double]? = nil,
    offset: [Double]? = nil, weights: [Double]? = nil
  ) throws -> GeneralizedLinearFit {
    let design = GeneralizedLinearDesign(rows: outcome.count, columns: columns)
    return try GeneralizedLinearModel(family).fit(
      GeneralizedLinearSample(
        outcome, named: "scripts", on: design, trials: trials, offset: offset, weights: weights))
  }

  /// The error of a fit, with its words.
  static func expect(
    _ words: String, _ error: GeneralizedLinearError,
    sourceLocation: SourceLocation = #_sourceLocation, from fit: () throws -> Void
  ) {
    #expect(throws: error, sourceLocation: sourceLocation, performing: fit)
    #expect(error.description == words, sourceLocation: sourceLocation)
  }

  @Test("names the row of an outcome that is no count")
  func counts() {
    Self.expect(
      "scripts, row 1: -2.0 is not a count; use whole numbers from 0 up",
      .notCount(outcome: "scripts", row: 1, value: -2)
    ) { try Self.fit(.poisson, [1, -2, 3]) }
    Self.expect(
      "scripts, row 2: 2.5 is not a count; use whole numbers from 0 up",
      .notCount(outcome: "scripts", row: 2, value: 2.5)
    ) { try Self.fit(.negativeBinomial(), [1, 2, 2.5]) }
    Self.expect(
      "scripts: 0 in every row, which no finite coefficient explains; use rows with events",
      .allZero(outcome: "scripts")
    ) { try Self.fit(.poisson, [0, 0, 0]) }
  }

  @Test("names the row of an outcome that is no success")
  func successes() {
    Self.expect(
      "scripts, row 1: 2.0 is neither 0 nor 1; recode it, or give trials",
      .notBinary(outcome: "scripts", row: 1, value: 2)
    ) { try Self.fit(.logistic, [0, 2, 1]) }
    Self.expect(
      "scripts, row 1: 3.0 successes in 2.0 trials; use whole numbers, with at least one trial and "
        + "no more successes than trials",
      .notShareOfTrials(outcome: "scripts", row: 1, successes: 3, trials: 2)
    ) { try Self.fit(.logistic, [0, 3], trials: [4, 2]) }
    Self.expect(
      "scripts: every trial succeeded, which no finite coefficient explains; use rows with failures",
      .allSuccesses(outcome: "scripts")
    ) { try Self.fit(.logistic, [2, 3], trials: [2, 3]) }
    #expect(throws: GeneralizedLinearError.allSuccesses(outcome: "scripts")) {
      try Self.fit(.logistic, [1, 1, 1])
    }
    #expect(throws: GeneralizedLinearError.allZero(outcome: "scripts")) {
      try Self.fit(.logistic, [0, 0, 0])
    }
  }

  @Test("names values that are not finite, and weights that are not positive")
  func values() {
    Self.expect(
      "visits, row 2: not a finite number; remove or replace it",
      .notFinite(variable: "visits", row: 2)
    ) { try Self.fit(.poisson, [1, 2, 3], [("visits", [1, 2, .nan])]) }
    #expect(throws: GeneralizedLinearError.notFinite(variable: "scripts", row: 0)) {
      try Self.fit(.poisson, [.infinity, 2, 3])
    }
    #expect(throws: GeneralizedLinearError.notFinite(variable: "offset", row: 1)) {
      try Self.fit(.poisson, [1, 2, 3], offset: [0, -.infinity, 0])
    }
    Self.expect(
      "weights, row 0: not a positive number; drop rows that shall not count",
      .notPositiveWeight(row: 0)
    ) { try Self.fit(.poisson, [1, 2, 3], weights: [0, 1, 1]) }
    #expect(throws: GeneralizedLinearError.notPositiveWeight(row: 2)) {
      try Self.fit(.poisson, [1, 2, 3], weights: [1, 1, .nan])
    }
  }

  @Test("names collinear columns, and counts rows where they are too few")
  func designs() {
    Self.expect(
      "intercept, visits, calls: collinear (rank 2 of 3); drop one",
      .collinear(names: ["intercept", "visits", "calls"], rank: 2, columns: 3)
    ) {
      try Self.fit(.poisson, [1, 2, 3, 4], [("visits", [1, 2, 4, 0]), ("calls", [4, 6, 10, 2])])
    }
    Self.expect(
      "calls: 0 in every row (rank 1 of 2); drop it",
      .collinear(names: ["calls"], rank: 1, columns: 2)
    ) { try Self.fit(.poisson, [1, 2, 3], [("calls", [0, 0, 0])]) }
    Self.expect(
      "the design: 2 rows cannot determine 3 columns; add rows or drop columns",
      .tooFewRows(rows: 2, columns: 3)
    ) { try Self.fit(.poisson, [1, 2], [("visits", [1, 2]), ("calls", [4, 6])]) }
    Self.expect(
      "the design: 2 rows leave no degrees of freedom beside 2 coefficients; add rows or drop "
        + "columns", .noDegreesOfFreedom(rows: 2, coefficients: 2)
    ) { _ = try Self.fit(.poisson, [1, 2], [("visits", [1, 2])]).covariance(.pearsonScaled) }
  }

  @Test("names the column that separates yes from no, completely or in one cell")
  func separation() {
    let other = [0.3, -1, 2, 0.7, -0.4, 1.1, -2, 0.2]
    let outcome = [0, 0, 0, 0, 1, 1, 1, 1.0]
    Self.expect(
      "scripts: some rows are predicted perfectly by visits, so that coefficients would be infinite; "
        + "drop columns, merge their levels or add a penalty",
      .separated(outcome: "scripts", columns: ["visits"])
    ) { try Self.fit(.logistic, outcome, [("visits", [1, 2, 2, 3, 5, 6, 7, 9])]) }
    // Every row with the sample said yes; rows without are mixed.
    let mixed = [0, 1, 0, 1, 1, 0, 1, 1.0]
    #expect(throws: GeneralizedLinearError.separated(outcome: "scripts", columns: ["sample"])) {
      try Self.fit(
        .logistic, mixed, [("other", other), ("sample", [0, 0, 0, 0, 0, 0, 1, 1])])
    }
    // The same with trials, and with columns in other units.
    #expect(throws: GeneralizedLinearError.separated(outcome: "scripts", columns: ["sample"])) {
      try Self.fit(
        .logistic, [1, 2, 1, 3, 3, 3], [("sample", [0, 0, 0, 1e6, 1e6, 1e6])],
        trials: [3, 3, 3, 3, 3, 3])
    }
  }

  @Test(
    "names the column that predicts zeros in all its rows",
    arguments: [GeneralizedLinearModel.Family.poisson, .negativeBinomial(alpha: 0.5)])
  func zeroCell(_ family: GeneralizedLinearModel.Family) {
    #expect(throws: GeneralizedLinearError.separated(outcome: "scripts", columns: ["closed"])) {
      try Self.fit(
        family, [3, 1, 0, 4, 0, 0, 0, 2],
        [("visits", [1, 2, 2, 3, 1, 2, 4, 1]), ("closed", [0, 0, 0, 0, 1, 1, 1, 0])])
    }
  }

  @Test("takes an almost separated column for what it is, large but finite")
  func nearSeparation() throws {
    let visits = (0..<40).map(Double.init)
    var outcome = visits.map { $0 < 20 ? 0.0 : 1.0 }
    outcome[18] = 1
    let fit = try Self.fit(.logistic, outcome, [("visits", visits)])
    // statsmodels 0.15.0, Logit, tolerance 1e-14.
    expectClose(fit.coefficients, [-24.23740875845569, 1.3101302031604893], relative: 1e-9)
  }

  @Test("sends counts without overdispersion back to Poisson")
  func underdispersion() {
    Self.expect(
      "scripts: varies no more than Poisson counts would, and alpha would be 0; fit Poisson",
      .notOverdispersed(outcome: "scripts")
    ) { try Self.fit(.negativeBinomial(), [3, 3, 3, 4, 3, 3]) }
  }

  @Test("refuses a single cluster and predictions from other columns")
  func uses() throws {
    let fit = try Self.fit(.poisson, [1, 2, 4], [("visits", [1, 2, 4])])
    Self.expect(
      "clusters: 1 cannot give clustered errors; use at least 2, better 40",
      .tooFewClusters(clusters: 1)
    ) { _ = try fit.covariance(.clustered(by: [7, 7, 7])) }
    let calls = GeneralizedLinearDesign(rows: 1, columns: [("calls", [1])])
    Self.expect(
      "the design: has the columns intercept, calls; the fit needs intercept, visits",
      .otherColumns(expected: ["intercept", "visits"], found: ["intercept", "calls"])
    ) { _ = try fit.predictions(on: calls) }
  }

  @Test("says how far away a maximum is that was not reached")
  func noConvergence() {
    let error = GeneralizedLinearError.notConverged(
      outcome: "scripts", iterations: 100, distance: 3.25)
    #expect(
      error.description
        == "scripts: no maximum of the likelihood after 100 iterations, 3.25 standard errors away; "
        + "check outliers and units of columns")
  }

  @Test("stops a programmer who scales an estimated alpha, or gives counts trials")
  func misuse() async {
    await #expect(processExitsWith: .failure) {
      let fit = try Self.fit(.negativeBinomial(), [0, 9, 1, 0, 4])
      _ = try fit.covariance(.pearsonScaled)
    }
    await #expect(processExitsWith: .failure) {
      try Self.fit(.poisson, [0, 1], trials: [1, 1])
    }
    await #expect(processExitsWith: .failure) {
      _ = GeneralizedLinearModel(.negativeBinomial(alpha: -1))
    }
  }
}
