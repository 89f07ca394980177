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

  /// How many worlds determine none of several figures: their parameters break the scenario.
  var broken: Int { figures.count { $0.count > 1 && $0.allSatisfy { !$0.isFinite } } }

  /// How many worlds determine every figure.
  var determined: Int { figures.count { $0.allSatisfy(\.isFinite) } }

  /// The worlds at points that are allowed.
  func only(where isAllowed: ([Double]) -> Bool) -> SeenWorlds {
    let kept = points.indices.filter { isAllowed(points[$0]) }
    var worlds = SeenWorlds()
    worlds.add(kept.map { points[$0] }, kept.map { figures[$0] })
    return worlds
  }

  /// What came nearest to an observed figure.
  struct Nearest: Sendable, Equatable {
    /// The figure of a world.
    let value: Double
    /// The normal scores of its parameters.
    let point: [Double]
    /// Whether the observed figure lies among those of the worlds, or no farther outside than errors
    /// of observation go.
    let isReached: Bool
    /// Whether every world shows the same.
    let isConstant: Bool
  }

  /// The world nearest to an observed figure.
  ///
  /// - Parameters:
  ///   - figure: The figure's place.
  ///   - observed: The observed figure.
  ///   - slack: How far outside of the simulated figures it may lie.
  /// - Returns: `nil` where no world determines the figure.
  func nearest(_ figure: Int, to observed: Double, slack: Double) -> Nearest? {
    let known = figures.indices.filter { figures[$0][figure].isFinite }
    let values = known.map { figures[$0][figure] }
    guard let least = values.min(), let most = values.max(),
      let world = known.min(by: {
        (figures[$0][figure] - observed).magnitude < (figures[$1][figure] - observed).magnitude
      })
    else { return nil }
    return Nearest(
      value: figures[world][figure], point: points[world],
      isReached: observed >= least - slack && observed <= most + slack, isConstant: least == most)
  }
}
