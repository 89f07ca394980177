import Estimation
import Statistics
import Testing

@Suite("Generalized linear fit")
struct GeneralizedLinearModelTests {
  static let families: [GeneralizedLinearModel.Family] = [
    .poisson, .logistic, .negativeBinomial(alpha: 0.6), .negativeBinomial(),
  ]

  /// The recorded sample with its outcome for a family.
  static func sample(
    _ family: GeneralizedLinearModel.Family, weights: String? = nil
  ) throws -> GeneralizedLinearSample {
    try OracleFigures().sample(
      family == .logistic ? "bought" : "scripts", hasOffset: family != .logistic, weights: weights)
  }

  @Test("of counts to an intercept is the logarithm of their mean")
  func interceptOnly() throws {
    let counts = [0, 3, 1, 7, 2, 2.0]
    let design = GeneralizedLinearDesign(rows: 6)
    let poisson = try GeneralizedLinearModel(.poisson).fit(
      GeneralizedLinearSample(counts, on: design))
    expectClose(poisson.coefficients, [Elementary.log(2.5)], relative: 1e-14)
    expectClose(try poisson.estimates().map(\.standardError), [1 / 15.squareRoot()], relative: 1e-9)
    let negative = try GeneralizedLinearModel(.negativeBinomial()).fit(
      GeneralizedLinearSample(counts, on: design))
    expectClose(negative.coefficients, [Elementary.log(2.5)], relative: 1e-10)
    #expect(negative.deviance < poisson.deviance)
    #expect(negative.logLikelihood > poisson.logLikelihood)
  }

  @Test("of yes or no to two groups has the logarithm of the odds ratio as slope")
  func twoGroups() throws {
    // 3 of 10 and 8 of 12.
    let outcome = [Double](repeating: 1, count: 3) + [Double](repeating: 0, count: 7)
    let other = [Double](repeating: 1, count: 8) + [Double](repeating: 0, count: 4)
    let group = [Double](repeating: 0, count: 10) + [Double](repeating: 1, count: 12)
    let design = GeneralizedLinearDesign(rows: 22, columns: [("group", group)])
    let fit = try GeneralizedLinearModel(.logistic).fit(
      GeneralizedLinearSample(outcome + other, on: design))
    let logOdds = [Elementary.log(3 / 7.0), Elementary.log(8.0 / 4 / (3 / 7.0))]
    expectClose(fit.coefficients, logOdds, relative: 1e-13)
    let error = (1 / 3.0 + 1 / 7.0 + 1 / 8.0 + 1 / 4.0).squareRoot()
    expectClose([try fit.estimates()[1].standardError], [error], relative: 1e-12)
    let tallies = try GeneralizedLinearModel(.logistic).fit(
      GeneralizedLinearSample(
        [3, 8], on: GeneralizedLinearDesign(rows: 2, columns: [("group", [0, 1])]),
        trials: [10, 12]))
    expectClose(tallies.coefficients, fit.coefficients, relative: 1e-12)
    #expect(tallies.deviance < 1e-12)
    expectClose(tallies.means, [3, 8], relative: 1e-13)
  }

  @Test(
    "with as many columns as rows repeats the outcomes and has no deviance", arguments: [0, 0.7])
  func saturated(alpha: Double) throws {
    let counts = [4, 9, 1.0]
    let design = GeneralizedLinearDesign(
      rows: 3, columns: [("second", [0, 1, 0]), ("third", [0, 0, 1])])
    let fit = try GeneralizedLinearModel(.negativeBinomial(alpha: alpha)).fit(
      GeneralizedLinearSample(counts, on: design))
    expectClose(fit.means, counts, relative: 1e-12)
    let logs = [Elementary.log(4), Elementary.log(9 / 4.0), Elementary.log(1 / 4.0)]
    expectClose(fit.coefficients, logs, relative: 1e-12)
    #expect(fit.deviance < 1e-12)
    #expect(fit.pearsonScale == nil)
    #expect(throws: GeneralizedLinearError.noDegreesOfFreedom(rows: 3, coefficients: 3)) {
      try fit.covariance(.robust())
    }
  }

  @Test("has no slope left at its maximum", arguments: families)
  func score(_ family: GeneralizedLinearModel.Family) throws {
    let fit = try GeneralizedLinearModel(family).fit(Self.sample(family))
    for column in 0..<fit.parameterCount {
      let scores = fit.scores.column(column)
      let sum = scores.reduce(0, +)
      // The root of the sum of squares is about the score's standard error.
      let error = scores.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(sum.magnitude < 1e-8 * error, "parameter \(column)")
    }
  }

  /// Differences of log-likelihoods near the maximum are below the rounding of such counts.
  @Test("reaches the maximum for counts in the millions", arguments: [nil, 0, 0.5, 2.0])
  func largeCounts(alpha: Double?) throws {
    let counts = [5584, 118, 229_267, 56859, 885_049, 1598, 32010, 8_088_289, 31, 0.0]
    let visits = [1.7, 12.8, -10.2, -9, -14.3, 4.9, -4.3, -21, 15, 22]
    let design = GeneralizedLinearDesign(rows: 10, columns: [("visits", visits)])
    let fit = try GeneralizedLinearModel(.negativeBinomial(alpha: alpha)).fit(
      GeneralizedLinearSample(counts, on: design))
    for column in 0..<2 {
      let scores = fit.scores.column(column)
      let error = scores.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(scores.reduce(0, +).magnitude < 1e-8 * error)
    }
  }

  @Test("does not depend on the order of rows", arguments: families)
  func order(_ family: GeneralizedLinearModel.Family) throws {
    let sample = try Self.sample(family)
    let fit = try GeneralizedLinearModel(family).fit(sample)
    let rows = Array(sample.outcome.indices.reversed())
    let matrix = sample.design.matrix
    let columns = (0..<3).flatMap { column in rows.map { matrix[$0, column] } }
    let turned = GeneralizedLinearSample(
      rows.map { sample.outcome[$0] },
      on: GeneralizedLinearDesign(
        names: sample.design.names, matrix: Matrix(rows: rows.count, columns: 3, elements: columns)),
      offset: rows.map { sample.offset[$0] })
    let other = try GeneralizedLinearModel(family).fit(turned)
    expectClose(other.coefficients, fit.coefficients, relative: 1e-10)
    let (found, expected) = (try other.estimates(.robust()), try fit.estimates(.robust()))
    expectClose(found.map(\.standardError), expected.map(\.standardError), relative: 1e-9)
  }

  @Test("turns with the units of a column", arguments: families)
  func scaling(_ family: GeneralizedLinearModel.Family) throws {
    let sample = try Self.sample(family)
    let fit = try GeneralizedLinearModel(family).fit(sample)
    var matrix = sample.design.matrix
    for row in 0..<matrix.rows { matrix[row, 2] *= 1e9 }
    let scaled = try GeneralizedLinearModel(family).fit(
      GeneralizedLinearSample(
        sample.outcome, on: GeneralizedLinearDesign(names: sample.design.names, matrix: matrix),
        offset: sample.offset))
    let factors = [1, 1, 1e-9, 1]
    expectClose(
      scaled.coefficients, zip(fit.coefficients, factors).map { $0 * $1 }, relative: 1e-9)
    expectClose(
      try scaled.estimates().map(\.standardError),
      zip(try fit.estimates(), factors).map { $0.standardError * $1 }, relative: 1e-9)
    expectClose([scaled.logLikelihood], [fit.logLikelihood], relative: 1e-13)
  }

  @Test("counts a row of weight 2 as two rows, in every kind of error", arguments: families)
  func weights(_ family: GeneralizedLinearModel.Family) throws {
    let figures = try OracleFigures()
    let sample = try Self.sample(family, weights: "trials")
    let rows = sample.outcome.indices.flatMap { row in
      [Int](repeating: row, count: Int(sample.weights[row]))
    }
    let matrix = sample.design.matrix
    let copies = GeneralizedLinearSample(
      rows.map { sample.outcome[$0] },
      on: GeneralizedLinearDesign(
        names: sample.design.names,
        matrix: Matrix(
          rows: rows.count, columns: 3,
          elements: (0..<3).flatMap { column in rows.map { matrix[$0, column] } })),
      offset: rows.map { sample.offset[$0] })
    let fit = try GeneralizedLinearModel(family).fit(sample)
    let repeated = try GeneralizedLinearModel(family).fit(copies)
    expectClose(fit.coefficients, repeated.coefficients, relative: 1e-9)
    expectClose([fit.deviance], [repeated.deviance], relative: 1e-10)
    expectClose([fit.aic], [repeated.aic], relative: 1e-12)
    let units = try figures.units()
    let kinds: [(GeneralizedLinearFit.Covariance, GeneralizedLinearFit.Covariance)] = [
      (.modelBased, .modelBased), (.robust(), .robust()),
      (.clustered(by: units), .clustered(by: rows.map { units[$0] })),
    ]
    for (kind, other) in kinds {
      expectClose(
        try fit.estimates(kind).map(\.standardError),
        try repeated.estimates(other).map(\.standardError), relative: 1e-8)
    }
  }

  @Test("clusters of one row each have robust errors")
  func singletonClusters() throws {
    let fit = try GeneralizedLinearModel(.poisson).fit(Self.sample(.poisson))
    let robust = try fit.covariance(.robust(isCorrected: false))
    let rows = Array(0..<fit.means.count)
    let clustered = try fit.covariance(.clustered(by: rows, isCorrected: false))
    expectClose(clustered.elements, robust.elements, relative: 1e-11)
  }

  @Test("gives estimates with tests and intervals from the normal distribution")
  func estimates() throws {
    let fit = try GeneralizedLinearModel(.poisson).fit(Self.sample(.poisson))
    let visits = try fit.estimates(confidence: 0.9)[1]
    #expect(visits.name == "visits")
    #expect(visits.z == visits.value / visits.standardError)
    let half = 1.6448536269514722 * visits.standardError
    expectClose([visits.interval.lowerBound], [visits.value - half], relative: 1e-14)
    expectClose([visits.interval.upperBound], [visits.value + half], relative: 1e-14)
    // SciPy 1.17.1, 2 norm.sf(z) for the z of statsmodels.
    let logistic = try GeneralizedLinearModel(.logistic).fit(Self.sample(.logistic)).estimates()[1]
    expectClose([logistic.pValue], [0.5923020985884062], relative: 1e-8)
  }

  @Test("calls Poisson errors fit where counts vary like Poisson counts, and too large below")
  func dispersionSentences() throws {
    let design = GeneralizedLinearDesign(rows: 6)
    let model = GeneralizedLinearModel(.poisson)
    let even = try #require(
      try model.fit(GeneralizedLinearSample([1, 2, 5, 3, 2, 4], on: design)).overdispersion)
    #expect(
      even.sentence
        == "outcome: the variance is 0.765 times the mean (5 degrees of freedom), which Poisson "
        + "counts show by chance (p 0.735); Poisson errors fit")
    let flat = try #require(
      try model.fit(GeneralizedLinearSample([3, 3, 3, 3, 3, 4], on: design)).overdispersion)
    #expect(
      flat.sentence
        == "outcome: the variance is 0.0526 times the mean (5 degrees of freedom), less than "
        + "Poisson counts show by chance; Poisson errors are too large, and quasi-Poisson or "
        + "robust ones fit")
  }
}
