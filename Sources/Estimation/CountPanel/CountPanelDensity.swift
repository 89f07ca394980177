import Interchange
import Statistics

/// The posterior density of a panel model of counts, with its exact gradient.
///
/// A position has the shared parameters, each on the whole line by the support of its prior; the
/// standardized changes of the common level from the second period on; the coordinates of the shocks
/// of all periods, which ``CommonPath`` explains; and for each unit its anchor and its standardized
/// changes. The anchor is about the log rate of all the unit's periods, over that of the mean outcome:
/// its log rate in the first period plus its changes in the proportions of ``UnitAnchors``. It is not
/// standardized because a unit's counts say more about it than the other units do; what is standardized
/// is what counts say little about.
struct CountPanelDensity: LogDensity, Sendable {
  let parameters: CountPanelParameters
  let units: Int
  let periods: Int
  /// The logarithm of the mean outcome, which the units' numbers are relative to.
  let logMeanOutcome: Double
  private let outcome: [Double]
  private let logFactorials: Double
  private(set) var drivers: [CarriedDriver]
  private let supports: [Prior.Support]
  private let anchors: UnitAnchors
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
  init(_ history: OutcomeHistory, carried: [String]) {
    units = history.units.count
    periods = history.periods.count
    outcome = history.outcome
    let mean = outcome.reduce(0, +) / Double(outcome.count)
    logMeanOutcome = Elementary.log(mean)
    parameters = CountPanelParameters(
      meanOutcome: mean, drivers: history.driverNames, carried: carried)
    logFactorials = outcome.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
    let count = history.periods.count
    drivers = history.drivers.map { CarriedDriver($0, periods: count) }
    supports = parameters.all.map(\.prior.support)
    anchors = UnitAnchors(outcome, periods: count, parameters)
    typicalShock = parameters.all[CountPanelParameters.shock].prior.quantile(0.5)
    values = [Double](repeating: 0, count: supports.count)
    slopes = values
    commonSlopes = [Double](repeating: 0, count: count)
    rowSlopes = commonSlopes
  }

  /// Where the standardized changes of the common level begin.
  var driftStart: Int { supports.count }
  /// Where the coordinates of the shocks begin.
  var shockStart: Int { supports.count + periods - 1 }
  /// Where the units' standardized numbers begin, `periods` of each.
  var unitStart: Int { supports.count + 2 * periods - 1 }

  /// The sum of a unit's counts.
  func total(of unit: Int) -> Double {
    outcome[unit * periods..<(unit + 1) * periods].reduce(0, +)
  }

  var dimension: Int { unitStart + units * periods }

  /// The values of the shared parameters at a position.
  func sharedValues(at position: [Double]) -> [Double] {
    supports.indices.map { supports[$0].number(at: position[$0]).value }
  }

  /// A unit's log rate in the first period, over that of the mean outcome, at a position.
  func start(of unit: Int, at position: [Double]) -> Double {
    let first = unitStart + unit * periods
    var start = position[first]
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
  func commonPath(at position: [Double], _ values: [Double]) -> CommonPath {
    CommonPath(
      changes: position[driftStart..<shockStart], coordinates: position[shockStart..<unitStart],
      typicalShock: typicalShock, values)
  }

  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var sum = 0.0
    for place in supports.indices {
      let number = supports[place].number(at: position[place])
      guard supports[place].contains(number.value) else { return -.infinity }
      let prior = parameters.all[place].prior
      values[place] = number.value
      // A parameter that is known keeps its coordinate, which is then standard normal.
      let known = prior.isFixed
      sum +=
        known
        ? -position[place] * position[place] / 2
        : prior.logDensity(number.value) + number.logSlope
      gradient[place] =
        known
        ? -position[place]
        : prior.logDensitySlope(number.value) * number.slope + number.logSlopeSlope
      slopes[place] = 0
    }
    for place in supports.count..<dimension {
      let isStandard =
        place < shockStart || place >= unitStart && (place - unitStart) % periods > 0
      let number = isStandard ? position[place] : 0
      sum -= number * number / 2
      gradient[place] = -number
    }
    guard sum.isFinite else { return -.infinity }
    sum += logLikelihood(position, &gradient) - logFactorials
    for place in supports.indices {
      gradient[place] += slopes[place] * supports[place].number(at: position[place]).slope
    }
    return sum
  }

  private mutating func logLikelihood(_ position: [Double], _ gradient: inout [Double]) -> Double {
    let common = commonPath(at: position, values)
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
      let path = UnitPath(start: start(of: unit, at: position), values)
      sum += addPlace(of: unit, path.start, &gradient)
      sum += addUnit(unit, path, noise, common.rates, position, &gradient)
    }
    slopes[CountPanelParameters.excess] /= values[CountPanelParameters.excess]
    common.collect(
      byRates: commonSlopes, position, starts: (driftStart, shockStart), values, &slopes, &gradient)
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
