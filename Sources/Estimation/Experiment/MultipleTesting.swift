/// Adjusts *p*-values and intervals of several effects for being looked at together.
///
/// Bonferroni and Holm hold the chance of any false claim, Benjamini and Hochberg the expected share of
/// false claims among the claims.
public enum MultipleTesting: String, Sendable, CaseIterable {
  /// Each *p*-value times their number.
  case bonferroni

  /// Step by step from the smallest, never worse than Bonferroni; Holm (1979).
  case holm

  /// The false discovery rate, for tests that are independent or positively dependent; Benjamini and
  /// Hochberg (1995).
  case benjaminiHochberg = "benjamini-hochberg"

  /// The adjusted *p*-values: an effect is claimed when its own is below the error.
  ///
  /// - Parameter pValues: *p*-values of the effects, each from 0 to 1.
  /// - Returns: One for each, in the same order, at most 1.
  public func adjusted(_ pValues: [Double]) -> [Double] {
    precondition(pValues.allSatisfy { (0...1).contains($0) }, "a p-value is in 0...1")
    let count = pValues.count
    // Ties may stand in any order, which the result does not depend on.
    let order = pValues.indices.sorted { pValues[$0] < pValues[$1] }
    var result = pValues
    switch self {
    case .bonferroni:
      return pValues.map { min(1, $0 * Double(count)) }
    case .holm:
      var largest = 0.0
      for (rank, place) in order.enumerated() {
        largest = max(largest, min(1, pValues[place] * Double(count - rank)))
        result[place] = largest
      }
    case .benjaminiHochberg:
      var smallest = 1.0
      for (rank, place) in order.enumerated().reversed() {
        smallest = min(smallest, pValues[place] * Double(count) / Double(rank + 1))
        result[place] = smallest
      }
    }
    return result
  }

  /// The part of the error at which one effect is decided, so that its interval decides as its adjusted
  /// *p*-value does.
  ///
  /// With `m` effects, `r` of them claimed, and an error `a`, these are the errors:
  /// * Bonferroni: `a/m` each. All of them together hold the truth with the confidence.
  /// * Holm: `a/(m − r + 1)` for claimed effects and `a/(m − r)` for others, those of the last step
  ///   that claims and the first that does not. They say what the steps decided; a joint statement
  ///   about sizes needs Bonferroni's, as Holm's steps leave no error for it.
  /// * Benjamini-Hochberg: `a·r/m` for claimed effects, so that the expected share of claimed
  ///   intervals that miss the truth is held, Benjamini and Yekutieli (2005); `a·(r + 1)/m` for others.
  ///
  /// - Parameters:
  ///   - isClaimed: Whether the effect is claimed.
  ///   - claims: Number of claimed effects.
  ///   - count: Number of effects.
  /// - Returns: A share of the error, above 0 and at most 1.
  public func errorShare(isClaimed: Bool, claims: Int, of count: Int) -> Double {
    switch self {
    case .bonferroni: 1 / Double(count)
    case .holm: 1 / Double(count - claims + (isClaimed ? 1 : 0))
    case .benjaminiHochberg: Double(isClaimed ? claims : claims + 1) / Double(count)
    }
  }

  /// The effects with adjusted *p*-values, and with intervals that decide the same.
  ///
  /// - Parameters:
  ///   - effects: Effects with standard errors, each referring to a *t* or normal distribution.
  ///   - confidence: One less the error that is held, between 0 and 1.
  /// - Returns: One for each, in the same order.
  public func adjusted(
    _ effects: [EffectEstimate], confidence: Double = 0.95
  ) -> [EffectEstimate] {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    precondition(
      effects.allSatisfy { !$0.standardError.isNaN },
      "intervals are adjusted by standard errors, which tests by rearrangement do not have")
    let pValues = adjusted(effects.map(\.pValue))
    let error = 1 - confidence
    let count = effects.count
    let claims = pValues.count { $0 < error }
    return zip(effects, pValues).map { effect, pValue in
      let share = errorShare(isClaimed: pValue < error, claims: claims, of: count)
      let interval = EffectEstimate(
        effect.value, standardError: effect.standardError, degrees: effect.degrees,
        confidence: 1 - error * share
      ).interval
      return EffectEstimate(
        inverting: effect.value, pValue: pValue, from: interval.lowerBound,
        to: interval.upperBound, confidence: confidence)
    }
  }
}
