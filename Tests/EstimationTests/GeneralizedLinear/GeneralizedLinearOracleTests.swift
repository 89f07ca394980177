import Estimation
import Statistics
import Testing

/// Everything here is held against statsmodels 0.15.0 through `Oracles/generalized_linear.py`.
///
/// Tolerances are relative: 1e-8 for errors, whose last digits statsmodels loses by inverting an
/// unscaled information matrix, and 1e-9 for the rest.
@Suite("Generalized linear model")
struct GeneralizedLinearOracleTests {
  /// A family on one of the recorded samples.
  struct Case: CustomTestStringConvertible {
    let name: String
    let family: GeneralizedLinearModel.Family
    let outcome: String
    var trials: String?
    var hasOffset = false
    var weights: String?

    var testDescription: String { name }

    func fit(_ figures: OracleFigures) throws -> GeneralizedLinearFit {
      let sample = try figures.sample(
        outcome, trials: trials, hasOffset: hasOffset, weights: weights)
      return try GeneralizedLinearModel(family).fit(sample)
    }
  }

  static let fixed = [
    Case(name: "poisson", family: .poisson, outcome: "scripts", hasOffset: true),
    Case(
      name: "weighted", family: .poisson, outcome: "scripts", hasOffset: true, weights: "trials"),
    Case(name: "logistic", family: .logistic, outcome: "bought"),
    Case(name: "binomial", family: .logistic, outcome: "successes", trials: "trials"),
    Case(
      name: "fixed", family: .negativeBinomial(alpha: 0.6), outcome: "scripts", hasOffset: true),
  ]

  static let joint = [
    Case(
      name: "negative_binomial", family: .negativeBinomial(), outcome: "scripts", hasOffset: true),
    Case(name: "large", family: .negativeBinomial(), outcome: "large"),
  ]

  @Test("has the coefficients, errors and fit of statsmodels", arguments: fixed)
  func fixedFamilies(_ fitted: Case) throws {
    let figures = try OracleFigures()
    let fit = try fitted.fit(figures)
    let name = fitted.name
    expectClose(fit.coefficients, try figures("\(name)/coefficients"), relative: 1e-9, name)
    let errors = try fit.estimates().map(\.standardError)
    expectClose(errors, try figures("\(name)/errors"), relative: 1e-8, name)
    expectClose([fit.logLikelihood], try figures("\(name)/log_likelihood"), relative: 1e-12, name)
    expectClose([fit.deviance], try figures("\(name)/deviance"), relative: 1e-11, name)
    expectClose([fit.pearsonChiSquare], try figures("\(name)/pearson"), relative: 1e-9, name)
    expectClose([try #require(fit.pearsonScale)], try figures("\(name)/scale"), relative: 1e-9)
    let scaled = try fit.estimates(.pearsonScaled).map(\.standardError)
    let root = try #require(fit.pearsonScale).squareRoot()
    expectClose(scaled, errors.map { $0 * root }, relative: 1e-14, name)
    #expect(fit.parameterCount == 3)
    #expect(fit.iterations < 12)
  }

  @Test("estimates alpha jointly, with the errors of the joint information", arguments: joint)
  func jointFamilies(_ fitted: Case) throws {
    let figures = try OracleFigures()
    let fit = try fitted.fit(figures)
    let name = fitted.name
    let estimates = try fit.estimates()
    #expect(estimates.map(\.name) == ["intercept", "visits", "price", "alpha"])
    expectClose(estimates.map(\.value), try figures("\(name)/coefficients"), relative: 1e-9, name)
    expectClose(estimates.map(\.standardError), try figures("\(name)/errors"), relative: 1e-8, name)
    expectClose([fit.logLikelihood], try figures("\(name)/log_likelihood"), relative: 1e-12, name)
    expectClose([fit.aic], try figures("\(name)/aic"), relative: 1e-12, name)
    #expect(fit.alpha == estimates[3].value)
    #expect(fit.parameterCount == 4)
  }

  @Test(
    "has the robust and clustered errors of statsmodels",
    arguments: (fixed + joint).filter { $0.weights == nil })
  func sandwiches(_ fitted: Case) throws {
    let figures = try OracleFigures()
    let fit = try fitted.fit(figures)
    let units = try figures.units()
    let kinds: [(String, GeneralizedLinearFit.Covariance)] = [
      ("hc0", .robust(isCorrected: false)), ("hc1", .robust()),
      ("cr0", .clustered(by: units, isCorrected: false)), ("cr1", .clustered(by: units)),
    ]
    for (figure, kind) in kinds {
      let name = "\(fitted.name)/\(figure)"
      let errors = try fit.estimates(kind).map(\.standardError)
      expectClose(errors, try figures(name), relative: 1e-8, name)
    }
  }

  @Test("predicts means with the intervals of statsmodels")
  func predictions() throws {
    let figures = try OracleFigures()
    let fit = try Self.fixed[0].fit(figures)
    let grid = GeneralizedLinearDesign(
      rows: 3, columns: [("visits", [0, 5, 2]), ("price", [100, 80, 120])])
    let offset = [1, 2, 0.5].map(Elementary.log)
    let predictions = try fit.predictions(on: grid, offset: offset, confidence: 0.9)
    expectClose(predictions.map(\.mean), try figures("poisson/predicted_mean"), relative: 1e-9)
    expectClose(
      predictions.map(\.interval.lowerBound), try figures("poisson/predicted_low"), relative: 1e-8)
    expectClose(
      predictions.map(\.interval.upperBound), try figures("poisson/predicted_high"), relative: 1e-8)
  }

  @Test("tests overdispersion as statsmodels does, and says so in a sentence")
  func overdispersion() throws {
    let figures = try OracleFigures()
    let check = try #require(try Self.fixed[0].fit(figures).overdispersion)
    expectClose([check.z], try figures("poisson/dean_b"), relative: 1e-9)
    expectClose([check.ratio], try figures("poisson/scale"), relative: 1e-9)
    #expect(
      check.sentence
        == "scripts: the variance is 5.2 times the mean (141 degrees of freedom), more than "
        + "Poisson counts show by chance (p below 0.0001); use the negative binomial, quasi-Poisson or "
        + "robust errors")
    #expect(try Self.fixed[4].fit(figures).overdispersion == nil)
  }
}
