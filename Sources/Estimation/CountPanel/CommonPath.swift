/// How the log rates of all units move and are shaken together.
///
/// The lasting level begins at 0 and changes by the trend and a standardized change in each period; the
/// rate of a period is the level plus a passing shock. A coordinate of a shock is the standardized shock
/// plus the level over a typical shock: counts tell a period's rate far better than its parts, and
/// this sum, which is about the rate, leaves trend and changes freer than the shock alone would. The
/// typical shock is fixed, and the Jacobian is 1: it changes the sampler's coordinates, not the model.
struct CommonPath {
  /// The lasting level of each period, over that of the first.
  private(set) var levels: [Double] = []
  /// The standardized shock of each period.
  private(set) var shocks: [Double] = []
  /// The log rate of each period, over the level of the first.
  private(set) var rates: [Double] = []
  private let typicalShock: Double

  /// A path.
  ///
  /// - Parameters:
  ///   - changes: Standardized changes of the level, from the second period on.
  ///   - coordinates: The coordinate of each period's shock.
  ///   - typicalShock: A standard deviation of shocks.
  ///   - values: Values of the shared parameters.
  init(
    changes: ArraySlice<Double>, coordinates: ArraySlice<Double>, typicalShock: Double,
    _ values: [Double]
  ) {
    self.typicalShock = typicalShock
    var level = 0.0
    for period in 0..<coordinates.count {
      if period > 0 {
        level +=
          values[CountPanelParameters.trend] / 100
          + values[CountPanelParameters.drift] * changes[changes.startIndex + period - 1]
      }
      let shock = coordinates[coordinates.startIndex + period] - level / typicalShock
      levels.append(level)
      shocks.append(shock)
      rates.append(level + values[CountPanelParameters.shock] * shock)
    }
  }

  /// The log density of the shocks, without `log √(2π)`.
  var logDensity: Double { shocks.reduce(0) { $0 - $1 * $1 / 2 } }

  /// Carries derivatives by the rates back to what the path depends on, and adds those of the shocks'
  /// density.
  ///
  /// - Parameters:
  ///   - byRates: Derivatives by the rates.
  ///   - position: Where `gradient` is taken.
  ///   - starts: Where the changes of the level and the coordinates of the shocks begin.
  ///   - values: Values of the shared parameters.
  ///   - slopes: Receives the derivatives by the shared parameters.
  ///   - gradient: Receives the derivatives by changes and coordinates.
  func collect(
    byRates: [Double], _ position: [Double], starts: (changes: Int, shocks: Int),
    _ values: [Double], _ slopes: inout [Double], _ gradient: inout [Double]
  ) {
    var later = 0.0
    for period in stride(from: rates.count - 1, through: 0, by: -1) {
      let byShock = byRates[period] * values[CountPanelParameters.shock] - shocks[period]
      slopes[CountPanelParameters.shock] += byRates[period] * shocks[period]
      gradient[starts.shocks + period] += byShock
      guard period > 0 else { break }
      later += byRates[period] - byShock / typicalShock
      slopes[CountPanelParameters.trend] += later / 100
      slopes[CountPanelParameters.drift] += later * position[starts.changes + period - 1]
      gradient[starts.changes + period - 1] += later * values[CountPanelParameters.drift]
    }
  }
}
