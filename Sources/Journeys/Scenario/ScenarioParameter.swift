import Statistics

/// The distribution of a named value, from its 5 % and 95 % points.
public struct ParameterPrior: Sendable, Equatable {
  /// The families that a prior may have.
  public enum Shape: String, Sendable, CaseIterable {
    /// For positive values: the value is the median.
    case lognormal
    /// The value is the mean.
    case normal
    /// Between low and high.
    case uniform
    /// For shares: the value is the median, and the logit is normal.
    case logitnormal
  }

  /// The family.
  public let shape: Shape
  /// 5 % point, or the lower end when uniform.
  public let low: Double
  /// 95 % point, or the upper end when uniform.
  public let high: Double

  /// The value at a probability, around a central value.
  ///
  /// - Parameters:
  ///   - probability: In (0, 1).
  ///   - center: The parameter's value: median, or mean when normal; unused when uniform.
  /// - Returns: The value below which the parameter lies with that probability.
  public func quantile(_ probability: Double, center: Double) -> Double {
    let z = Normal.quantile(probability)
    let width = 2 * Normal.quantile(0.95)
    switch shape {
    case .lognormal:
      let sigma = (Elementary.log(high) - Elementary.log(low)) / width
      return center * Elementary.exp(sigma * z)
    case .normal:
      return center + (high - low) / width * z
    case .uniform:
      return low + (high - low) * probability
    case .logitnormal:
      let sigma = (Self.logit(high) - Self.logit(low)) / width
      return 1 / (1 + Elementary.exp(-(Self.logit(center) + sigma * z)))
    }
  }

  private static func logit(_ share: Double) -> Double {
    Elementary.log(share) - Elementary.log(1 - share)
  }
}

/// A named value of a scenario, with its uncertainty.
public struct ScenarioParameter: Sendable, Equatable {
  /// Name in the document, without the dollar sign.
  public let name: String
  /// The value used when parameters are not drawn.
  public let value: Double
  /// Its uncertainty; `nil` when it is taken as known.
  public let prior: ParameterPrior?

  /// The value of a draw: the prior's quantile at an addressed uniform.
  ///
  /// - Parameters:
  ///   - draw: Number of the draw, from 0.
  ///   - seed: The scenario's seed.
  /// - Returns: The drawn value, or the parameter's own without a prior.
  public func value(draw: Int, seed: UInt64) -> Double {
    guard let prior else { return value }
    let stream = RandomStream(seed: seed, replicate: 0, purpose: Purpose.parameter(name))
    return prior.quantile(stream.uniform(agent: draw, step: 0), center: value)
  }
}
