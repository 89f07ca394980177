import Statistics

/// How one unit's log rate begins and moves, apart from what all units share and from its drivers.
///
/// A unit begins at `start`, and each period adds `movement · z − movement²/2` with a standard normal
/// `z`: the rate is expected to stay where it is, so that a sum over units does not grow because its
/// parts move. The movement is `σ exp(−δ · start)`: with δ = ½ rates move like sums of independent
/// parts do. It goes by the start, not by the rate of the moment, because small rates would then
/// run away.
struct UnitPath {
  /// The unit's log rate in the first period, relative to the common one.
  let start: Double
  /// The standard deviation of a period's change.
  let movement: Double

  /// A path.
  ///
  /// - Parameters:
  ///   - start: The log rate in the first period, relative to the common one.
  ///   - values: Values of the shared parameters.
  init(start: Double, _ values: [Double]) {
    self.start = start
    movement =
      values[CountPanelParameters.movement]
      * Elementary.exp(-values[CountPanelParameters.steadiness] * start)
  }

  /// The relative log rate after standardized changes.
  ///
  /// - Parameters:
  ///   - changes: The sum of the changes so far.
  ///   - steps: How many they were.
  func logRate(changes: Double, steps: Int) -> Double {
    start + movement * (changes - Double(steps) * movement / 2)
  }

  /// Carries derivatives of a unit's log rates back to what its path depends on.
  ///
  /// - Parameters:
  ///   - byStart: The sum of the derivatives by the unit's log rates.
  ///   - byMovement: The derivative by the movement.
  ///   - values: Values of the shared parameters.
  ///   - slopes: Receives the derivatives by movement and steadiness.
  /// - Returns: The whole derivative by the start.
  func collect(
    byStart: Double, byMovement: Double, _ values: [Double], _ slopes: inout [Double]
  ) -> Double {
    let relative = byMovement * movement
    slopes[CountPanelParameters.movement] += relative / values[CountPanelParameters.movement]
    slopes[CountPanelParameters.steadiness] -= relative * start
    return byStart - values[CountPanelParameters.steadiness] * relative
  }
}
