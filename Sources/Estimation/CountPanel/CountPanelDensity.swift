import Interchange
import Statistics

/// The posterior density of a panel model of counts, with its exact gradient.
///
/// A position has the shared parameters, each on the whole line by the support of its prior; the
/// standardized changes of the common level from the second period on; the standardized shocks of
/// all periods; and for each unit its standardized place among units and its standardized changes.
struct CountPanelDensity: LogDensity, Sendable {
  let parameters: CountPanelParameters
  let units: Int
  let periods: Int
  private let outcome: [Double]
  private let logFactorials: Double
  private(set) var drivers: [CarriedDriver]
  private let supports: [Prior.Support]
  /// Values of the shared parameters, and derivatives by them.
  private var values: [Double]
  private var slopes: [Double]
  /// The common log rate of each period, and derivatives by it.
  private var common: [Double]
  private var commonSlopes: [Double]
  /// Derivatives by the log rates of one unit.
  private var rowSlopes: [Double]

  /// The density given a history without problems.
  init(_ history: OutcomeHistory, carried: [String]) {
    units = history.units.count
    periods = history.periods.count
    outcome = history.outcome
    let mean = outcome.reduce(0, +) / Double(outcome.count)
    parameters = CountPanelParameters(
      meanOutcome: mean, drivers: history.driverNames, carried: carried)
    logFactorials = outcome.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
    let count = history.periods.count
    drivers = history.drivers.map { CarriedDriver($0, periods: count) }
    supports = parameters.all.map(\.prior.support)
    values = [Double](repeating: 0, count: supports.count)
    slopes = values
    common = [Double](repeating: 0, count: count)
    commonSlopes = common
    rowSlopes = common
  }

  /// Where the standardized changes of the common level begin.
  var driftStart: Int { supports.count }
  /// Where the standardized shocks begin.
  var shockStart: Int { supports.count + periods - 1 }
  /// Where the units' standardized numbers begin, `periods` of each.
  var unitStart: Int { supports.count + 2 * periods - 1 }

  var dimension: Int { unitStart + units * periods }

  /// The values of the shared parameters at a position.
  func sharedValues(at position: [Double]) -> [Double] {
    supports.indices.map { supports[$0].number(at: position[$0]).value }
  }

  /// The log rate of a unit in the first period, relative to the common one.
  func start(of unit: Int, at position: [Double], _ values: [Double]) -> Double {
    var start = values[CountPanelParameters.spread] * position[unitStart + unit * periods]
    for driver in drivers.indices {
      start += values[parameters.association(driver)] * drivers[driver].contrasts[unit]
    }
    return start
  }

  /// The common log rates at a position, and the lasting level of the last period.
  func commonLevels(at position: [Double], _ values: [Double]) -> (rates: [Double], last: Double) {
    var level = values[CountPanelParameters.level]
    var rates: [Double] = []
    for period in 0..<periods {
      if period > 0 {
        level += values[CountPanelParameters.drift] * position[driftStart + period - 1]
      }
      rates.append(level + values[CountPanelParameters.shock] * position[shockStart + period])
    }
    return (rates, level)
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
      sum -= position[place] * position[place] / 2
      gradient[place] = -position[place]
    }
    guard sum.isFinite else { return -.infinity }
    sum += logLikelihood(position, &gradient) - logFactorials
    for place in supports.indices {
      gradient[place] += slopes[place] * supports[place].number(at: position[place]).slope
    }
    return sum
  }

  private mutating func logLikelihood(_ position: [Double], _ gradient: inout [Double]) -> Double {
    common = commonLevels(at: position, values).rates
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
      let path = UnitPath(start: start(of: unit, at: position, values), values)
      sum += addUnit(unit, path, noise, position, &gradient)
    }
    slopes[CountPanelParameters.excess] /= values[CountPanelParameters.excess]
    collectCommon(position, &gradient)
    return sum
  }

  /// Adds what one unit says, and its derivatives.
  private mutating func addUnit(
    _ unit: Int, _ path: UnitPath, _ noise: CountNoise, _ position: [Double],
    _ gradient: inout [Double]
  ) -> Double {
    let (row, first) = (unit * periods, unitStart + unit * periods)
    var (sum, changes) = (0.0, 0.0)
    var (byScale, byPower, byStart, byMovement) = (0.0, 0.0, 0.0, 0.0)
    for period in 0..<periods {
      if period > 0 { changes += position[first + period] }
      var logMean = common[period] + path.logRate(changes: changes, steps: period)
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
    let whole = path.collect(byStart: byStart, byMovement: byMovement, values, &slopes)
    slopes[CountPanelParameters.spread] += whole * position[first]
    gradient[first] += whole * values[CountPanelParameters.spread]
    collectDrivers(unit, byStart: whole)
    var later = 0.0
    for period in stride(from: periods - 1, to: 0, by: -1) {
      later += rowSlopes[period]
      gradient[first + period] += path.movement * later
    }
    return sum
  }

  private mutating func collectDrivers(_ unit: Int, byStart: Double) {
    for driver in drivers.indices {
      var (effect, retention) = (0.0, 0.0)
      for period in 0..<periods {
        effect += rowSlopes[period] * drivers[driver].acting[unit * periods + period]
        retention += rowSlopes[period] * drivers[driver].slopes[unit * periods + period]
      }
      slopes[parameters.effect(driver)] += effect
      slopes[parameters.retention(driver)] += retention * values[parameters.effect(driver)]
      slopes[parameters.association(driver)] += byStart * drivers[driver].contrasts[unit]
    }
  }

  private mutating func collectCommon(_ position: [Double], _ gradient: inout [Double]) {
    var later = 0.0
    for period in stride(from: periods - 1, through: 0, by: -1) {
      let slope = commonSlopes[period]
      slopes[CountPanelParameters.shock] += slope * position[shockStart + period]
      gradient[shockStart + period] += slope * values[CountPanelParameters.shock]
      later += slope
      guard period > 0 else { break }
      slopes[CountPanelParameters.drift] += later * position[driftStart + period - 1]
      gradient[driftStart + period - 1] += later * values[CountPanelParameters.drift]
    }
    slopes[CountPanelParameters.level] += later
  }
}
