/// The distribution of excesses over a high threshold.
struct GeneralizedPareto: Sendable, Equatable {
  /// How heavy the tail is: moments from `1 / shape` on are infinite; negative for bounded tails.
  let shape: Double

  /// The unit of the excesses.
  let scale: Double

  /// Fits the distribution to excesses.
  ///
  /// The posterior mean of Zhang and Stephens (2009), "A New and Efficient Estimation Method for
  /// the Generalized Pareto Distribution", with the shape drawn to one half by the weight of ten
  /// excesses, as Vehtari et al. (2024) recommend for importance weights.
  ///
  /// - Parameter excesses: At least five positive numbers, ascending.
  init(fittedTo excesses: [Double]) {
    let count = Double(excesses.count)
    let largest = excesses[excesses.count - 1]
    let quartile = excesses[Int(count / 4 + 0.5) - 1]
    /// The shape that goes with a ratio θ of shape to scale, with its sign turned.
    func shape(_ ratio: Double) -> Double {
      excesses.reduce(0) { $0 + Elementary.log1p(-ratio * $1) } / count
    }
    let candidates = 30 + Int(count.squareRoot())
    let ratios = (1...candidates).map { candidate in
      let root = (Double(candidates) / (Double(candidate) - 0.5)).squareRoot()
      return 1 / largest + (1 - root) / (Self.priorScale * quartile)
    }
    let profile = ratios.map { ratio in
      let shape = shape(ratio)
      return count * (Elementary.log(-ratio / shape) - shape - 1)
    }
    let total = logSum(profile)
    // Candidates of negligible weight may be infinite ratios of tiny numbers: leave them out.
    var kept = 0.0
    var weighted = 0.0
    for (ratio, logLikelihood) in zip(ratios, profile) {
      let weight = Elementary.exp(logLikelihood - total)
      guard weight >= 10 * Double.ulpOfOne else { continue }
      kept += weight
      weighted += weight * ratio
    }
    let ratio = weighted / kept
    let fitted = shape(ratio)
    scale = -fitted / ratio
    self.shape = (count * fitted + 0.5 * Self.priorWeight) / (count + Self.priorWeight)
  }

  /// Zhang and Stephens' 3, which sets how far candidates reach beyond the first quartile.
  private static let priorScale = 3.0

  /// The excesses that the prior of the shape weighs as much as.
  private static let priorWeight = 10.0

  /// The excess that a share of all stay below.
  func quantile(_ p: Double) -> Double {
    let exponent = -Elementary.log1p(-p)
    guard shape.magnitude >= Double.ulpOfOne else { return scale * exponent }
    return scale * Elementary.expm1(shape * exponent) / shape
  }
}
