import Statistics

/// The interval of effects that a test does not reject, and the p-value of none, from one search.
///
/// A test by rearrangement can accept effects beyond rejected ones. Here an effect counts as rejected
/// only when those that were tried beyond it are rejected too, for the p-value as for the interval:
/// both stay valid, and neither can contradict the other.
struct ConformalInversion {
  private var tried: [(effect: Double, pValue: Double)] = []
  private let estimate: Double
  private let level: Double
  private let test: (Double) throws(NumericalError) -> Double

  /// Steps from the estimate to the first rejected effect that are tried in between; *chosen*.
  private static let steps = 12

  /// The estimate, which belongs to every interval, with the interval and p-value of a test.
  ///
  /// The search begins with steps of the size of residuals, `scale`.
  static func effect(
    _ estimate: Double, scale: Double, confidence: Double,
    _ test: @escaping (Double) throws(NumericalError) -> Double
  ) throws(NumericalError) -> EffectEstimate {
    var search = ConformalInversion(estimate: estimate, level: 1 - confidence, test: test)
    _ = try search.isAccepted(0)
    let step = max(scale, estimate.magnitude * 1e-6, .leastNormalMagnitude)
    let high = try search.end(step)
    let low = try search.end(-step)
    return EffectEstimate(
      estimate, pValue: search.pValueOfNone, interval: low...high, confidence: confidence)
  }

  private init(
    estimate: Double, level: Double, test: @escaping (Double) throws(NumericalError) -> Double
  ) {
    self.estimate = estimate
    self.level = level
    self.test = test
  }

  private mutating func isAccepted(_ effect: Double) throws(NumericalError) -> Bool {
    let pValue = try test(effect)
    tried.append((effect, pValue))
    return pValue >= level
  }

  /// The outermost accepted effect on the side of a step; infinite where nothing is rejected.
  private mutating func end(_ step: Double) throws(NumericalError) -> Double {
    let isHigh = step > 0
    if try isAccepted(estimate + 1e6 * step) { return isHigh ? .infinity : -.infinity }
    var reach = step
    while reach.magnitude < 1e6 * step.magnitude, try isAccepted(estimate + reach) { reach *= 2 }
    for index in 1..<Self.steps {
      _ = try isAccepted(estimate + reach * Double(index) / Double(Self.steps))
    }
    // One beyond the bracket, where the test may accept again.
    _ = try isAccepted(estimate + 1.5 * reach)
    var inside = outermost(isHigh)
    var outside =
      tried.map(\.effect).filter { isHigh ? $0 > inside : $0 < inside }
      .min { ($0 - inside).magnitude < ($1 - inside).magnitude } ?? inside
    while (outside - inside).magnitude > 1e-9 * max(step.magnitude, inside.magnitude) {
      let middle = inside + (outside - inside) / 2
      if middle == inside || middle == outside { break }
      if try isAccepted(middle) { inside = middle } else { outside = middle }
    }
    return outermost(isHigh)
  }

  /// The outermost effect that was accepted, at least the estimate.
  private func outermost(_ isHigh: Bool) -> Double {
    let accepted = tried.filter { $0.pValue >= level }.map(\.effect) + [estimate]
    return (isHigh ? accepted.max() : accepted.min()) ?? estimate
  }

  /// The largest p-value among no effect and those tried beyond it, as seen from the estimate.
  private var pValueOfNone: Double {
    if estimate == 0 { return 1 }
    let beyond = tried.filter { estimate > 0 ? $0.effect <= 0 : $0.effect >= 0 }
    return beyond.map(\.pValue).max() ?? 1
  }
}
