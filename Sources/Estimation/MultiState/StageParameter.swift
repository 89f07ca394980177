public import Statistics

/// A parameter of a journey, and what is believed of it before data.
public struct StageParameter: Sendable {
  /// Its name in the model.
  public let name: String
  private let belief: Belief

  private enum Belief: Sendable {
    case density(Prior)
    case score(@Sendable (Double) -> (value: Double, slope: Double))
  }

  /// A parameter with a density.
  ///
  /// - Parameters:
  ///   - name: Its name in the model.
  ///   - prior: What is believed of it; where it allows negative numbers, those count as impossible.
  public init(_ name: String, prior: Prior) {
    self.name = name
    belief = .density(prior)
  }

  /// A parameter that is a function of a standard normal score, whatever its family.
  ///
  /// - Parameters:
  ///   - name: Its name in the model.
  ///   - value: The value at a score, which is its quantile at the normal chance of the score, and the
  ///     derivative by the score.
  public init(
    _ name: String, score value: @escaping @Sendable (Double) -> (value: Double, slope: Double)
  ) {
    self.name = name
    belief = .score(value)
  }

  /// The value of a parameter that is known; nil for others.
  var known: Double? {
    if case .density(.fixed(let value)) = belief { value } else { nil }
  }

  /// The number that stands for a position on the whole line.
  struct Placed {
    let value: Double
    /// The derivative of the value by the position.
    let slope: Double
    /// The log density of the position before data, up to a constant.
    let logDensity: Double
    let logDensitySlope: Double
  }

  /// The number at a position.
  func placed(at position: Double) -> Placed {
    switch belief {
    case .score(let value):
      let (number, slope) = value(position)
      return Placed(
        value: number, slope: slope, logDensity: -0.5 * position * position,
        logDensitySlope: -position)
    case .density(let prior):
      let (number, slope, logSlope, logSlopeSlope) = prior.support.number(at: position)
      return Placed(
        value: number, slope: slope, logDensity: prior.logDensity(number) + logSlope,
        logDensitySlope: prior.logDensitySlope(number) * slope + logSlopeSlope)
    }
  }

  /// The normal score of a position: what share of the belief lies below, as a standard normal number.
  ///
  /// Held within 8, beyond which shares cannot be told from 0 and 1.
  func score(at position: Double) -> Double {
    guard case .density(let prior) = belief else { return position }
    let share = prior.cumulative(prior.support.number(at: position).value)
    return min(8, max(-8, Normal.quantile(share)))
  }

  /// The position that a share of the belief lies below.
  func position(ofShare share: Double) -> Double {
    switch belief {
    case .score: Normal.quantile(share)
    case .density(let prior): prior.support.position(of: prior.quantile(share))
    }
  }
}
