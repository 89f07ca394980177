import Journeys
import Statistics

extension ParameterPrior {
  /// The value at a standard normal score, and its derivative by the score.
  ///
  /// That of ``quantile(_:center:)`` at the normal chance of the score, without the detour over
  /// chances, which are 0 or 1 far out.
  ///
  /// - Parameters:
  ///   - score: The score.
  ///   - center: The parameter's value, which is the median; unused when uniform.
  /// - Returns: The value and the derivative.
  func value(atScore score: Double, center: Double) -> (value: Double, slope: Double) {
    func split(_ low: Double, _ center: Double, _ high: Double) -> (value: Double, slope: Double) {
      let slope = (score < 0 ? center - low : high - center) / Normal.quantile(0.95)
      return (center + slope * score, slope)
    }
    func logit(_ share: Double) -> Double { Elementary.log(share) - Elementary.log(1 - share) }
    switch shape {
    case .normal: return split(low, center, high)
    case .lognormal:
      let (log, slope) = split(Elementary.log(low), Elementary.log(center), Elementary.log(high))
      let value = Elementary.exp(log)
      return (value, slope * value)
    case .logitnormal:
      let (position, slope) = split(logit(low), logit(center), logit(high))
      let value = 1 / (1 + Elementary.exp(-position))
      return (value, slope * value * (1 - value))
    case .uniform:
      // The standard normal density, with 1/√(2π) in front.
      let density = Elementary.exp(-0.5 * score * score) * 0.3989422804014327
      return (low + (high - low) * Normal.cumulative(score), (high - low) * density)
    }
  }
}
