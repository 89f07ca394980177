import Statistics

/// One parameter of a likelihood fit, with its uncertainty on the normal scale.
public struct LikelihoodEstimate: Sendable, Equatable {
  /// The parameter's name: that of its column, or `alpha`.
  public let name: String

  /// The estimate, on the scale of the linear predictor for coefficients.
  public let value: Double

  /// Its standard error.
  public let standardError: Double

  /// The estimate in standard errors.
  public let z: Double

  /// The chance of an estimate at least as far from 0 where the truth is 0.
  public let pValue: Double

  /// The ends of the interval, symmetric around the estimate.
  public let interval: ClosedRange<Double>

  /// An estimate with its error.
  ///
  /// - Parameters:
  ///   - name: The parameter's name.
  ///   - value: The estimate.
  ///   - standardError: Its standard error, positive.
  ///   - confidence: How often the interval covers the truth, in `0..<1`.
  init(_ name: String, _ value: Double, standardError: Double, confidence: Double) {
    self.name = name
    self.value = value
    self.standardError = standardError
    z = value / standardError
    pValue = Elementary.erfc(z.magnitude * 0.5.squareRoot())
    let half = Self.normalWidth(confidence) * standardError
    interval = value - half...value + half
  }

  /// All parameters of a fit.
  static func all(
    _ names: [String], _ values: [Double], covariance: Matrix, confidence: Double
  ) -> [LikelihoodEstimate] {
    values.indices.map {
      LikelihoodEstimate(
        names[$0], values[$0], standardError: covariance[$0, $0].squareRoot(),
        confidence: confidence)
    }
  }

  /// How many standard errors an interval reaches to each side.
  static func normalWidth(_ confidence: Double) -> Double {
    precondition((0..<1).contains(confidence), "a confidence is in 0..<1")
    return -Normal.quantile((1 - confidence) / 2)
  }
}
