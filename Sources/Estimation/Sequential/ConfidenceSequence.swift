import Statistics

/// Intervals and *p*-values that hold however often, and whenever, a test is looked at.
///
/// The likelihood of the estimate is averaged over a normal mixture of effects around zero and compared
/// with that of no effect; the *p*-value is the inverse of the ratio, and the interval holds the effects
/// whose ratio stays below the inverse of the error. Valid at any number of looks, at the price of
/// wider intervals than a plan of looks needs.
///
/// Sources: Robbins (1970); Johari, Pekelis and Walsh (2015) for the mixture sequential probability
/// ratio test; Waudby-Smith and others (2024) for sequences tuned to a sample size.
public struct ConfidenceSequence: Sendable, Equatable {
  /// How wide the mixture is.
  public enum Mixture: Sendable, Equatable {
    /// Variance of effects, in squared units of the effect: about the square of a usual effect.
    case variance(Double)

    /// The mixture that is narrowest when this many units have been seen, whose number is given with
    /// each estimate; its width counts in standard deviations of the outcome.
    case tuned(units: Double)
  }

  /// How wide the mixture is.
  public let mixture: Mixture

  /// Confidence of all intervals together.
  public let confidence: Double

  /// A sequence.
  ///
  /// - Parameters:
  ///   - mixture: How wide the mixture is; variance or number of units positive.
  ///   - confidence: Confidence of all intervals together, between 0 and 1.
  public init(_ mixture: Mixture, confidence: Double = 0.95) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    switch mixture {
    case .variance(let size), .tuned(let size):
      precondition(size > 0 && size.isFinite, "a mixture has a positive width")
    }
    self.mixture = mixture
    self.confidence = confidence
  }

  /// The average likelihood of an estimate over that of no effect.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - standardError: Its standard error, positive.
  ///   - units: Units that were seen, which only a tuned mixture asks for.
  /// - Returns: The ratio, infinite beyond the range of numbers.
  public func likelihoodRatio(
    _ value: Double, standardError: Double, units: Double = 1
  ) -> Double {
    Elementary.exp(logRatio(value / standardError, width(standardError, units)))
  }

  /// The effect at a look, with the interval and the *p*-value of the sequence.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - standardError: Its standard error, positive.
  ///   - units: Units that were seen, which only a tuned mixture asks for.
  /// - Returns: The effect; the smallest *p*-value of all looks holds as well.
  public func estimate(
    _ value: Double, standardError: Double, units: Double = 1
  ) -> EffectEstimate {
    let width = width(standardError, units)
    let error = 1 - confidence
    // The ratio reaches the inverse of the error at this many standard errors.
    let reach =
      ((1 + width) / width * (Elementary.log1p(width) - 2 * Elementary.log(error))).squareRoot()
    let half = reach * standardError
    return EffectEstimate(
      inverting: value,
      pValue: min(1, Elementary.exp(-logRatio(value / standardError, width))),
      from: value - half, to: value + half, confidence: confidence)
  }

  /// Variance of the mixture over that of the estimate.
  private func width(_ standardError: Double, _ units: Double) -> Double {
    precondition(standardError > 0 && standardError.isFinite, "a standard error is positive")
    switch mixture {
    case .variance(let variance):
      return variance / (standardError * standardError)
    case .tuned(let best):
      precondition(units > 0, "a number of units is positive")
      let twice = -2 * Elementary.log(1 - confidence)
      return units / best * (twice + Elementary.log1p(twice))
    }
  }

  private func logRatio(_ z: Double, _ width: Double) -> Double {
    (z * z * width / (1 + width) - Elementary.log1p(width)) / 2
  }
}
