import Statistics

/// The distribution of a named value, from its 5 % and 95 % points.
public struct ParameterPrior: Sendable, Equatable {
  /// The families that a prior may have.
  public enum Shape: String, Sendable, CaseIterable {
    /// For positive values: the logarithm is normal on each side of its median.
    case lognormal
    /// Normal on each side of its median.
    case normal
    /// Between low and high.
    case uniform
    /// For shares: the logit is normal on each side of its median.
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
  ///   - center: The parameter's value, which is the median; unused when uniform.
  /// - Returns: The value below which the parameter lies with that probability.
  public func quantile(_ probability: Double, center: Double) -> Double {
    let z = Normal.quantile(probability)
    switch shape {
    case .lognormal:
      return Elementary.exp(
        Self.split(
          z, low: Elementary.log(low), center: Elementary.log(center), high: Elementary.log(high)))
    case .normal: return Self.split(z, low: low, center: center, high: high)
    case .uniform:
      return low + (high - low) * probability
    case .logitnormal:
      let logit = Self.split(
        z, low: Self.logit(low), center: Self.logit(center), high: Self.logit(high))
      return 1 / (1 + Elementary.exp(-logit))
    }
  }

  /// A normal with one width below its center and another above, so that low, center and high are
  /// its 5 %, 50 % and 95 % points wherever the center lies between the other two.
  private static func split(_ z: Double, low: Double, center: Double, high: Double) -> Double {
    let side = z < 0 ? center - low : high - center
    return center + side / Normal.quantile(0.95) * z
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
