/// Dual averaging of the logarithm of the step size towards a target acceptance.
///
/// Hoffman and Gelman (2014), "The No-U-Turn Sampler", section 3.2, with the constants of Stan.
struct StepSizeAdaptation: Sendable {
  /// The acceptance aimed at.
  let target: Double

  /// The logarithm that step sizes are drawn to.
  private var center = 0.0

  /// Iterations since the last restart.
  private var count = 0.0

  /// The averaged shortfall of acceptance.
  private var shortfall = 0.0

  /// The averaged logarithm of the step size.
  private var averaged = 0.0

  /// How strongly step sizes are drawn to the center: Hoffman and Gelman's γ.
  private static let attraction = 0.05

  /// How much early iterations count less: their κ.
  private static let forgetting = 0.75

  /// Iterations that steady the start: their t₀.
  private static let steadying = 10.0

  /// An adaptation that begins at a step size.
  init(target: Double, stepSize: Double) {
    self.target = target
    restart(from: stepSize)
  }

  /// Forgets what was learned and tries steps around ten times as large as the one given.
  mutating func restart(from stepSize: Double) {
    center = Elementary.log(10 * stepSize)
    count = 0
    shortfall = 0
    averaged = 0
  }

  /// Learns from the acceptance of one iteration.
  ///
  /// - Parameter acceptance: The acceptance statistic, in `[0, 1]`.
  /// - Returns: The step size of the next iteration.
  mutating func learn(from acceptance: Double) -> Double {
    count += 1
    let share = 1 / (count + Self.steadying)
    shortfall = (1 - share) * shortfall + share * (target - acceptance)
    let logarithm = center - shortfall * count.squareRoot() / Self.attraction
    let weight = Elementary.pow(count, -Self.forgetting)
    averaged = weight * logarithm + (1 - weight) * averaged
    return Elementary.exp(logarithm)
  }

  /// The averaged step size, for the draws after adaptation.
  var settled: Double { Elementary.exp(averaged) }
}
