/// How the log rates of all units move and are shaken together.
///
/// The lasting level begins at 0 and changes by the trend and a standardized change in each period; the
/// rate of a period is the level plus the effect of its season and a passing shock. A coordinate of a
/// shock is the standardized shock plus level and season, over their average in all periods, over a
/// typical shock: counts tell a period's rate far better than its parts, and this sum, which is about
/// the rate, leaves trend, changes and seasons freer than the shock alone would. Without the average,
/// all shocks would have to move with the first change. The typical shock is fixed, and the Jacobian is
/// 1: it changes the sampler's coordinates, not the model.
struct CommonPath {
  /// The lasting level of each period, over that of the first.
  private(set) var levels: [Double] = []
  /// What each period of a season adds to the log rate; they sum to 0, and there are none without.
  let seasons: [Double]
  /// The standardized shock of each period.
  private(set) var shocks: [Double] = []
  /// The log rate of each period, over the level of the first.
  private(set) var rates: [Double] = []
  /// The mean log rate over periods, weighted by what was counted in each.
  private(set) var average = 0.0
  private let values: [Double]
  private let seasonSpread: Int?
  private let typicalShock: Double
  private let weights: [Double]

  /// Where the numbers of a path begin in a position.
  struct Places {
    /// Standardized changes of the level, from the second period on.
    let changes: Int
    /// The coordinate of each period's shock.
    let shocks: Int
    /// Standardized effects of the periods of a season.
    let seasons: Int
    /// Past the last of them.
    let end: Int
  }

  /// A path.
  ///
  /// - Parameters:
  ///   - position: A position.
  ///   - places: Where the numbers of the path begin in it.
  ///   - typicalShock: A standard deviation of shocks.
  ///   - weights: The weight of each period in ``average``; they sum to 1.
  ///   - values: Values of the shared parameters.
  ///   - seasonSpread: The parameter that scales the effects of seasons; nil without.
  init(
    _ position: [Double], _ places: Places, typicalShock: Double, weights: [Double],
    _ values: [Double], seasonSpread: Int?
  ) {
    self.values = values
    self.seasonSpread = seasonSpread
    self.typicalShock = typicalShock
    self.weights = weights
    let standard = position[places.seasons..<places.end]
    let mean = standard.isEmpty ? 0 : standard.reduce(0, +) / Double(standard.count)
    let spread = seasonSpread.map { values[$0] } ?? 0
    let seasons = standard.map { spread * ($0 - mean) }
    self.seasons = seasons
    levels.append(0)
    for change in position[places.changes..<places.shocks] {
      levels.append(
        (levels.last ?? 0) + values[CountPanelParameters.trend] / 100
          + values[CountPanelParameters.drift] * change)
    }
    let lasting = levels.enumerated().map { period, level in
      level + (seasons.isEmpty ? 0 : seasons[period % seasons.count])
    }
    let middle = zip(lasting, weights).reduce(0) { $0 + $1.0 * $1.1 }
    for (period, level) in lasting.enumerated() {
      let shock = position[places.shocks + period] - (level - middle) / typicalShock
      shocks.append(shock)
      let rate = level + values[CountPanelParameters.shock] * shock
      rates.append(rate)
      average += weights[period] * rate
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
  ///   - places: Where the numbers of the path begin in it.
  ///   - slopes: Receives the derivatives by the shared parameters.
  ///   - gradient: Receives the derivatives by changes, coordinates and standardized seasons.
  func collect(
    byRates: [Double], _ position: [Double], _ places: Places, _ slopes: inout [Double],
    _ gradient: inout [Double]
  ) {
    let (shock, drift) = (values[CountPanelParameters.shock], values[CountPanelParameters.drift])
    var later = 0.0
    var bySeasons = [Double](repeating: 0, count: seasons.count)
    let byMiddle = zip(byRates, shocks).reduce(0) { $0 + ($1.0 * shock - $1.1) / typicalShock }
    for period in stride(from: rates.count - 1, through: 0, by: -1) {
      let byShock = byRates[period] * shock - shocks[period]
      slopes[CountPanelParameters.shock] += byRates[period] * shocks[period]
      gradient[places.shocks + period] += byShock
      let byLasting = byRates[period] - byShock / typicalShock + weights[period] * byMiddle
      if !bySeasons.isEmpty { bySeasons[period % bySeasons.count] += byLasting }
      guard period > 0 else { break }
      later += byLasting
      slopes[CountPanelParameters.trend] += later / 100
      slopes[CountPanelParameters.drift] += later * position[places.changes + period - 1]
      gradient[places.changes + period - 1] += later * drift
    }
    guard let seasonSpread else { return }
    let mean = bySeasons.reduce(0, +) / Double(bySeasons.count)
    for (place, slope) in bySeasons.enumerated() {
      gradient[places.seasons + place] += values[seasonSpread] * (slope - mean)
      slopes[seasonSpread] += slope * seasons[place] / values[seasonSpread]
    }
  }
}
