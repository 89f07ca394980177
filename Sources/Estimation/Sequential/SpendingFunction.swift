import Statistics

/// How much of an error may be spent by which share of the information.
///
/// Lan and DeMets (1983): only the share at the moment of a look counts, so that looks may come at
/// other times than planned.
public enum SpendingFunction: Sendable, Equatable {
  /// Almost nothing early: `2 − 2Φ(z₁₋ₐ⸝₂ / √t)` on each side; Lan and DeMets (1983).
  case obrienFleming

  /// About the same at each look: `a · ln(1 + (e − 1)t)`; Lan and DeMets (1983).
  case pocock

  /// A power of the share: `a · tᵖ`, `p` positive; Kim and DeMets (1987).
  case power(Double)

  /// An exponential of the share: `a · (1 − e^(−γt)) / (1 − e^(−γ))`, early for positive and late for
  /// negative `γ`, linear for 0; Hwang, Shih and DeCani (1990).
  case hwangShihDeCani(Double)

  /// A function without a shape by its short name; nil for others.
  ///
  /// - Parameter name: `obf` or `pocock`.
  public init?(named name: String) {
    switch name {
    case "obf": self = .obrienFleming
    case "pocock": self = .pocock
    default: return nil
    }
  }

  /// The error that may be spent on one side by a share of the information.
  ///
  /// - Parameters:
  ///   - share: Share of the information, not negative; 1 and more spend everything.
  ///   - error: The whole error of the side, between 0 and 1.
  /// - Returns: A number from 0 to the whole error that grows with the share.
  public func spent(by share: Double, of error: Double) -> Double {
    precondition(
      share >= 0 && error > 0 && error < 1, "a share is not negative, an error is in 0..1")
    guard share > 0 else { return 0 }
    guard share < 1 else { return error }
    switch self {
    case .obrienFleming:
      return Elementary.erfc(-Normal.quantile(error / 2) / (2 * share).squareRoot())
    case .pocock:
      return error * Elementary.log1p(Elementary.expm1(1) * share)
    case .power(let exponent):
      return error * Elementary.pow(share, exponent)
    case .hwangShihDeCani(let gamma):
      guard gamma != 0 else { return error * share }
      return error * Elementary.expm1(-gamma * share) / Elementary.expm1(-gamma)
    }
  }
}
