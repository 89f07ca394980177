import Statistics

/// A coefficient and how uncertain it is.
public struct CoefficientEstimate: Sendable, Equatable {
  /// The name of the column.
  public let name: String

  /// The coefficient, in response units per column unit.
  public let coefficient: Double

  /// Its standard error, in the same unit.
  public let standardError: Double

  /// The coefficient over its standard error.
  public let t: Double

  /// The chance of a `t` at least as far from 0 if the true coefficient were 0, by Student's *t*.
  public let pValue: Double

  /// The values that are compatible with the rows at the level asked for, in the same unit.
  public let interval: ClosedRange<Double>
}

extension RegressionFit {
  /// The coefficients with errors, tests and intervals.
  ///
  /// - Parameters:
  ///   - estimator: What is assumed about the errors.
  ///   - level: The chance that an interval holds the true value, in `(0, 1)`.
  /// - Returns: One estimate per column. Degrees of freedom are rows less coefficients, clusters
  ///   less one, or with adjusted clusters Satterthwaite's.
  /// - Throws: ``RegressionError`` as from ``covariance(_:)``.
  public func estimates(
    _ estimator: CovarianceEstimator = .classical, level: Double = 0.95
  ) throws(RegressionError) -> [CoefficientEstimate] {
    precondition(level > 0 && level < 1, "a level is between 0 and 1")
    let errors = try standardErrors(estimator)
    let degrees = try degreesOfFreedom(estimator)
    // Most estimators have one number of degrees for all, and one quantile.
    var widths: [Double: Double] = [:]
    for count in degrees where widths[count] == nil {
      widths[count] = StudentT.halfWidth(coverage: level, degrees: count)
    }
    return coefficients.indices.map { index in
      let (value, error) = (coefficients[index], errors[index])
      let width = widths[degrees[index]] ?? .infinity
      return CoefficientEstimate(
        name: design.names[index], coefficient: value, standardError: error, t: value / error,
        pValue: StudentT.twoSided(value / error, degrees: degrees[index]),
        interval: value - width * error...value + width * error)
    }
  }

  /// The standard errors of the coefficients, in their units.
  ///
  /// - Parameter estimator: What is assumed about the errors.
  /// - Returns: One error per column.
  /// - Throws: ``RegressionError`` as from ``covariance(_:)``.
  public func standardErrors(
    _ estimator: CovarianceEstimator = .classical
  ) throws(RegressionError) -> [Double] {
    let covariance = try covariance(estimator)
    return coefficients.indices.map { covariance[$0, $0].squareRoot() }
  }

  /// By how much collinearity multiplies the variance of each coefficient, before weights; nil for
  /// the intercept.
  ///
  /// - Throws: ``RegressionError`` as from ``Design/varianceInflation()``.
  public func varianceInflation() throws(RegressionError) -> [Double?] {
    try design.varianceInflation()
  }
}
