/// Worlds that were simulated: where, and what they showed.
struct SeenWorlds: Sendable {
  /// Normal scores of the parameters, one row per world.
  private(set) var points: [[Double]] = []
  /// The figures of each; not a number where a world does not determine one.
  private(set) var figures: [[Double]] = []

  /// Number of worlds.
  var count: Int { points.count }

  mutating func add(_ points: [[Double]], _ figures: [[Double]]) {
    self.points += points
    self.figures += figures
  }

  /// How many worlds do not determine a figure.
  func lacking(_ figure: Int) -> Int { figures.count { !$0[figure].isFinite } }

  /// The nearest world where all stay on one side of an observed figure.
  ///
  /// - Parameters:
  ///   - figure: The figure's place.
  ///   - observed: The observed figure.
  ///   - slack: How far outside of the simulated figures it may lie.
  /// - Returns: The nearest figure and its point; `nil` where the figure is within reach, or no world
  ///   determines it.
  func nearest(
    _ figure: Int, beyondReach observed: Double, slack: Double
  ) -> (value: Double, point: [Double])? {
    let known = figures.indices.filter { figures[$0][figure].isFinite }
    let values = known.map { figures[$0][figure] }
    guard let least = values.min(), let most = values.max(),
      observed < least - slack || observed > most + slack
    else { return nil }
    let value = observed < least ? least : most
    return known.first { figures[$0][figure] == value }.map { (value, points[$0]) }
  }
}
