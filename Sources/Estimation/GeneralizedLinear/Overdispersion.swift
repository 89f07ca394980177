import Interchange
import Statistics

/// Whether counts vary more around fitted means than Poisson counts would.
///
/// The test is the score test against the negative binomial with variance `μ + αμ²`: `Σ ((y − μ)² −
/// y)` over `√(2 Σ μ²)`, about standard normal for Poisson counts. Dean (1992), "Testing for
/// Overdispersion in Poisson and Binomial Regression Models", whose statistic Pb this is.
public struct Overdispersion: Sendable, Equatable {
  /// What the outcome is called.
  public let outcomeName: String

  /// The Pearson statistic over its degrees of freedom, about 1 for Poisson counts.
  public let ratio: Double

  /// Rows less coefficients.
  public let degreesOfFreedom: Double

  /// The test statistic, in standard errors.
  public let z: Double

  /// The chance of a statistic at least as large from Poisson counts.
  public let pValue: Double

  /// The sum of `(y − μ)² − y`.
  let excess: Double

  /// The sum of `μ²`.
  let squaredMeans: Double

  /// The chance below which the sentence speaks of more than chance.
  ///
  /// Chosen: the usual level; the counts of a study are rarely few.
  public static let level = 0.05

  /// The test at Poisson means.
  init(_ sample: GeneralizedLinearSample, predictor: [Double], coefficients: Int) {
    var (excess, squaredMeans, pearson) = (0.0, 0.0, 0.0)
    for (row, count) in sample.outcome.enumerated() {
      let mean = Elementary.exp(predictor[row])
      let square = (count - mean) * (count - mean)
      excess += sample.weights[row] * (square - count)
      squaredMeans += sample.weights[row] * mean * mean
      pearson += sample.weights[row] * square / mean
    }
    outcomeName = sample.outcomeName
    degreesOfFreedom = sample.rowCount - Double(coefficients)
    ratio = pearson / degreesOfFreedom
    z = excess / (2 * squaredMeans).squareRoot()
    pValue = Normal.cumulative(-z)
    self.excess = excess
    self.squaredMeans = squaredMeans
  }

  /// The result in plain words, with what to do.
  public var sentence: String {
    let freedom = HumanNumber.text(degreesOfFreedom)
    let found =
      "\(outcomeName): the variance is \(HumanNumber.text(ratio)) times the mean "
      + "(\(freedom) degrees of freedom)"
    let chance = pValue < 1e-4 ? "p below 0.0001" : "p \(HumanNumber.text(pValue))"
    if pValue < Self.level {
      return found + ", more than Poisson counts show by chance (\(chance)); "
        + "use the negative binomial, quasi-Poisson or robust errors"
    }
    if pValue > 1 - Self.level {
      return found + ", less than Poisson counts show by chance; Poisson errors are too large, "
        + "and quasi-Poisson or robust ones fit"
    }
    return found + ", which Poisson counts show by chance (\(chance)); "
      + "Poisson errors fit"
  }
}
