import Statistics

/// What a test of chosen units would find: imagined tests at the end of the history, with known
/// effects put in, each read out.
///
/// A test is found significant when the p-value of no effect is below `alpha`. Power by placebo in
/// time, as in GeoLift.
public struct PlaceboPower: Sendable, Equatable {
  /// The effects that were put in, as shares of the treated units' outcomes.
  public let effects: [Double]
  /// The share of imagined tests found significant, one per effect.
  public let power: [Double]
  /// The mean lift that was estimated, one per effect.
  public let meanEstimate: [Double]
  /// Periods of an imagined test.
  public let length: Int
  /// The lift that is estimated where none was put in, in each imagined test, the latest first.
  public let placeboLifts: [Double]
  /// The scaled imbalance of the control in the latest window; see ``SyntheticControl``.
  public let scaledImbalance: Double
  /// The root mean squared difference in the fitted periods of the latest window, as a share of the
  /// treated units' mean outcome.
  public let relativeError: Double
  /// The mean outcome of all treated units together over an imagined test.
  public let volume: Double

  /// Puts effects into imagined tests and reads them out.
  ///
  /// - Parameters:
  ///   - treated: The treated units, by their columns.
  ///   - donors: The units that may serve as controls.
  ///   - history: The imagined tests.
  ///   - effects: Effects as shares, such as 0.05 for 5 % more.
  ///   - alpha: The p-value below which a test is significant.
  /// - Throws: `EstimationError` as from ``SyntheticControl``.
  public init(
    treated: [Int], donors: [Int], in history: PlaceboHistory, effects: [Double], alpha: Double
  ) throws(EstimationError) {
    var found = effects.map { _ in 0 }
    var estimates = effects.map { _ in 0.0 }
    var placeboLifts: [Double] = []
    var volume = 0.0
    var latest: SyntheticControl?
    do {
      for window in history.windows {
        let question = SyntheticControlQuestion(
          treated: treated, donors: donors, fitted: window.fitted, tested: window.tested)
        let control = try SyntheticControl(
          history.outcomes, question, history.settings, window.before)
        latest = latest ?? control
        let actual = control.meanSynthetic + control.meanEffect
        placeboLifts.append(control.meanEffect / control.meanSynthetic)
        volume += actual * Double(treated.count * history.length)
        var test = try ConformalTest(
          history.outcomes, question, history.settings, window.whole, penalty: control.penalty,
          effect: .shareAdded, places: window.places)
        for (index, effect) in effects.enumerated() {
          if try test.pValue(effect) < alpha { found[index] += 1 }
          estimates[index] += (1 + effect) * actual / control.meanSynthetic - 1
        }
      }
    } catch {
      throw .leastSquares(error)
    }
    let count = Double(history.windows.count)
    self.effects = effects
    power = found.map { Double($0) / count }
    meanEstimate = estimates.map { $0 / count }
    length = history.length
    self.placeboLifts = placeboLifts
    self.volume = volume / count
    scaledImbalance = latest?.scaledImbalance ?? .nan
    let level = latest.map { $0.actual.reduce(0, +) / Double($0.actual.count) } ?? .nan
    relativeError = (latest?.fittedError ?? .nan) / level
  }

  /// The mean lift that is estimated where none was put in.
  public var bias: Double { placeboLifts.reduce(0, +) / Double(placeboLifts.count) }

  /// The standard deviation of the lifts that are estimated where none was put in, about their mean; 0
  /// of a single imagined test, which tells nothing of it.
  ///
  /// Imagined tests that begin a period apart share most of their periods and scatter less than tests
  /// of other years. The sum of squares is therefore divided by what it would be for outcomes without
  /// memory, `n − Σᵢⱼ sᵢⱼ / n` with the share `sᵢⱼ` of periods that the tests i and j have in common:
  /// n − 1 for tests of one period.
  public var deviation: Double {
    let count = placeboLifts.count
    guard count > 1 else { return 0 }
    let mean = bias
    let squares = placeboLifts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let shared = (1 - count..<count).reduce(0.0) { sum, lag in
      sum + Double(count - abs(lag)) * max(0, 1 - Double(abs(lag)) / Double(length))
    }
    return (squares / (Double(count) - shared / Double(count))).squareRoot()
  }

  /// The power against an effect, between those that were put in on a straight line; nil outside.
  public func power(against effect: Double) -> Double? {
    let order = effects.indices.sorted { effects[$0] < effects[$1] }
    guard let next = order.firstIndex(where: { effects[$0] >= effect }) else { return nil }
    let high = order[next]
    if effects[high] == effect { return power[high] }
    guard next > 0 else { return nil }
    let low = order[next - 1]
    let share = (effect - effects[low]) / (effects[high] - effects[low])
    return power[low] + share * (power[high] - power[low])
  }

  /// The smallest effect from which on all larger ones of its sign are found with a power of at least
  /// `target`; nil where even the largest is not.
  ///
  /// - Parameter target: Power, such as 0.8.
  /// - Returns: One of the effects that were put in, the smaller in size where both signs have one.
  public func minimumDetectableEffect(power target: Double = 0.8) -> Double? {
    var best: Double?
    for sign in [1.0, -1.0] {
      let sizes = effects.indices.filter { effects[$0] * sign > 0 }
        .sorted { effects[$0].magnitude > effects[$1].magnitude }
      let reached = sizes.prefix { power[$0] >= target - 1e-9 }
      guard let smallest = reached.last.map({ effects[$0] }) else { continue }
      if smallest.magnitude < best?.magnitude ?? .infinity { best = smallest }
    }
    return best
  }
}
