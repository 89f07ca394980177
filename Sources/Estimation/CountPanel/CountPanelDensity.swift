import Interchange
import Statistics

/// The posterior density of a panel model of counts, with its exact gradient.
///
/// A position has the shared parameters, each on the whole line by the support of its prior; the
/// standardized changes of the common level from the second period on, the coordinates of the shocks
/// of all periods and the standardized effects of seasons, which ``CommonPath`` explains; and for each
/// unit its anchor and its standardized changes. The anchor is about the log rate of all the unit's
/// periods, over that of the mean outcome: its log rate in the first period plus its changes in the
/// proportions of ``UnitAnchors`` and the average of the common path. It is not standardized because a
/// unit's counts say more about it than the other units do; what is standardized is what counts say
/// little about. The level's coordinate has the same average in it, because all units would else have
/// to move with every change of the path. Jacobians are 1.
struct CountPanelDensity: LogDensity, Sendable {
  let parameters: CountPanelParameters
  let units: Int
  let periods: Int
  /// Periods of a season, 0 for none.
  let season: Int
  /// The logarithm of the mean outcome, which the units' numbers are relative to.
  let logMeanOutcome: Double
  let outcome: [Double]
  private let logFactorials: Double
  private(set) var drivers: [CarriedDriver]
  private let supports: [Prior.Support]
  private let anchors: UnitAnchors
  /// The share of all that was counted in each period.
  private let weights: [Double]
  /// The middle of the prior of the shocks' standard deviation.
  private let typicalShock: Double
  /// Values of the shared parameters, and derivatives by them.
  private var values: [Double]
  private var slopes: [Double]
  /// Derivatives by the common log rate of each period.
  private var commonSlopes: [Double]
  /// Derivatives by the log rates of one unit.
  private var rowSlopes: [Double]

  /// The density given a history without problems.
  ///
  /// - Parameters:
  ///   - history: What was seen.
  ///   - carried: Names of the drivers that keep acting.
  ///   - season: Periods of a season; nil for none.
  init(_ history: OutcomeHistory, carried: [String], season: Int? = nil) {
    self.season = season ?? 0
    units = history.units.count
    periods = history.periods.count
    outcome = history.outcome
    let mean = outcome.reduce(0, +) / Double(outcome.count)
    logMeanOutcome = Elementary.log(mean)
    parameters = CountPanelParameters(
      meanOutcome: mean, drivers: history.driverNames, carried: carried,
      hasSeasons: season != nil)
    logFactorials = outcome.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
    let count = history.periods.count
    let all = outcome.reduce(0, +)
    weights = history.total().outcome.map { $0 / all }
    drivers = history.drivers.map { CarriedDriver($0, periods: count) }
    supports = parameters.all.map(\.prior.support)
    anchors = UnitAnchors(outcome, periods: count, parameters)
    typicalShock = parameters.all[CountPanelParameters.shock].prior.quantile(0.5)
    values = [Double](repeating: 0, count: supports.count)
    slopes = values
    commonSlopes = [Double](repeating: 0, count: count)
    rowSlopes = commonSlopes
  }

  /// Where the numbers of the common path begin.
  private var path: CommonPath.Places {
    let first = supports.count
    return CommonPath.Places(
      changes: first, shocks: first + periods - 1, seasons: first + 2 * periods - 1,
      end: first + 2 * periods - 1 + season)
  }
  /// Where the units' standardized numbers begin, `periods` of each.
  var unitStart: Int { path.end }

  /// The sum of a unit's counts.
  func total(of unit: Int) -> Double {
    outcome[unit * periods..<(unit + 1) * periods].reduce(0, +)
  }

  var dimension: Int { unitStart + units * periods }

  /// The values of the shared parameters at a position, and how all units move together.
  func shared(at position: [Double]) -> (values: [Double], common: CommonPath) {
    var values = supports.indices.map { supports[$0].number(at: position[$0]).value }
    let common = commonPath(at: position, values)
    values[CountPanelParameters.level] -= common.average
    return (values, common)
  }

  /// A unit's log rate in the first period, over that of the mean outcome, at a position.
  func start(of unit: Int, at position: [Double], _ common: CommonPath) -> Double {
    let first = unitStart + unit * periods
    var start = position[first] - common.average
    for period in 1..<periods {
      start -= anchors.share(of: unit, in: period) * position[first + period]
    }
    return start
  }

  /// Where the model expects a unit's log rate in the first period, before the unit's counts.
  private func expected(_ unit: Int) -> Double {
    var expected = values[CountPanelParameters.level] - logMeanOutcome
    for driver in drivers.indices {
      expected += values[parameters.association(driver)] * drivers[driver].contrasts[unit]
    }
    return expected
  }

  /// How all units move together at a position.
  private func commonPath(at position: [Double], _ values: [Double]) -> CommonPath {
    CommonPath(
      position, path, typicalShock: typicalShock, weights: weights, values,
      seasonSpread: parameters.seasonSpread)
  }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    for place in supports.indices {
      values[place] = supports[place].number(at: position[place]).value
      guard supports[place].contains(values[place]) else { return -.infinity }
    }
    let common = commonPath(at: position, values)
    values[CountPanelParameters.level] -= common.average
    var sum = 0.0
    for place in supports.indices {
      let number = supports[place].number(at: position[place])
      let prior = parameters.all[place].prior
      // A parameter that is known keeps its coordinate, which is then standard normal.
      let known = prior.isFixed
      sum +=
        known
        ? -position[place] * position[place] / 2
        : prior.logDensity(values[place]) + number.logSlope
      gradient[place] =
        known
        ? -position[place]
        : prior.logDensitySlope(values[place]) * number.slope + number.logSlopeSlope
      slopes[place] = 0
    }
    for place in supports.count..<dimension {
      let isStandard =
        place < path.shocks || place >= path.seasons && place < path.end
        || place >= path.end && (place - path.end) % periods > 0
      let number = isStandard ? position[place] : 0
      sum -= number * number / 2
      gradient[place] = -number
    }
    guard sum.isFinite else { return -.infinity }
    sum += logLikelihood(position, common, &gradient) - logFactorials
    for place in supports.indices {
      gradient[place] += slopes[place] * supports[place].number(at: position[place]).slope
    }
    return sum
  }

  private mutating func logLikelihood(
    _ position: [Double], _ common: CommonPath, _ gradient: inout [Double]
  ) -> Double {
    for period in 0..<periods { commonSlopes[period] = 0 }
    for driver in drivers.indices {
      let place = parameters.retention(driver)
      if !parameters.all[place].prior.isFixed { drivers[driver].carry(retention: values[place]) }
    }
    let noise = CountNoise(
      logScale: Elementary.log(values[CountPanelParameters.excess]),
      power: values[CountPanelParameters.power])
    var sum = 0.0
    for unit in 0..<units {
      let path = UnitPath(start: start(of: unit, at: position, common), values)
      sum += addPlace(of: unit, path.start, &gradient)
      sum += addUnit(unit, path, noise, common.rates, position, &gradient)
    }
    slopes[CountPanelParameters.excess] /= values[CountPanelParameters.excess]
    var byAnchors = gradient[CountPanelParameters.level] + slopes[CountPanelParameters.level]
    for unit in 0..<units { byAnchors += gradient[unitStart + unit * periods] }
    for period in 0..<periods { commonSlopes[period] -= weights[period] * byAnchors }
    common.collect(
      byRates: commonSlopes, position, path, &slopes, &gradient)
    return sum + common.logDensity
  }

  /// Adds how a unit's start stands among units, and its derivatives.
  private mutating func addPlace(
    of unit: Int, _ start: Double, _ gradient: inout [Double]
  ) -> Double {
    let first = unitStart + unit * periods
    let spread = values[CountPanelParameters.spread]
    let standardized = (start - expected(unit)) / spread
    let pull = standardized / spread
    gradient[first] -= pull
    slopes[CountPanelParameters.level] += pull
    for driver in drivers.indices {
      slopes[parameters.association(driver)] += pull * drivers[driver].contrasts[unit]
    }
    slopes[CountPanelParameters.spread] += (standardized * standardized - 1) / spread
    return -standardized * standardized / 2 - Elementary.log(spread)
  }

  /// Adds what one unit's counts say, and its derivatives.
  private mutating func addUnit(
    _ unit: Int, _ path: UnitPath, _ noise: CountNoise, _ common: [Double],
    _ position: [Double], _ gradient: inout [Double]
  ) -> Double {
    let (row, first) = (unit * periods, unitStart + unit * periods)
    var (sum, changes) = (0.0, 0.0)
    var (byScale, byPower, byStart, byMovement) = (0.0, 0.0, 0.0, 0.0)
    for period in 0..<periods {
      if period > 0 { changes += position[first + period] }
      var logMean = logMeanOutcome + common[period] + path.logRate(changes: changes, steps: period)
      for driver in drivers.indices {
        logMean += values[parameters.effect(driver)] * drivers[driver].acting[row + period]
      }
      let term = noise.term(count: outcome[row + period], logMean: logMean)
      sum += term.logDensity
      byScale += term.byLogScale
      byPower += term.byPower
      let slope = term.byLogMean
      rowSlopes[period] = slope
      commonSlopes[period] += slope
      byStart += slope
      byMovement += slope * (changes - Double(period) * path.movement)
    }
    slopes[CountPanelParameters.excess] += byScale
    slopes[CountPanelParameters.power] += byPower
    gradient[first] += path.collect(byStart: byStart, byMovement: byMovement, values, &slopes)
    collectDrivers(unit)
    var later = 0.0
    for period in stride(from: periods - 1, to: 0, by: -1) {
      later += rowSlopes[period]
      gradient[first + period] +=
        path.movement * later - anchors.share(of: unit, in: period) * gradient[first]
    }
    return sum
  }

  private mutating func collectDrivers(_ unit: Int) {
    for driver in drivers.indices {
      var (effect, retention) = (0.0, 0.0)
      for period in 0..<periods {
        effect += rowSlopes[period] * drivers[driver].acting[unit * periods + period]
        retention += rowSlopes[period] * drivers[driver].slopes[unit * periods + period]
      }
      slopes[parameters.effect(driver)] += effect
      slopes[parameters.retention(driver)] += retention * values[parameters.effect(driver)]
    }
  }
}
