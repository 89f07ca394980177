import Interchange
public import Statistics

/// A history from which a panel model of counts cannot be learned.
public enum CountPanelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There are fewer periods than a level, its movement and the noise take.
  case tooFewPeriods(periods: Int, needed: Int)

  /// There are too few units to judge how units differ.
  case tooFewUnits(units: Int, needed: Int)

  /// An outcome is negative, not whole or not finite.
  case notCount(unit: String, period: String, value: Double)

  /// The outcome is 0 everywhere.
  case allZero

  /// A value of a driver is negative or not finite.
  case notExposure(driver: String, unit: String, period: String, value: Double)

  /// A driver is to be carried over that the history does not have.
  case unknownDriver(name: String, known: [String])

  /// The sampler found no start or no step.
  case sampler(SamplerError)

  /// What is wrong, what is accepted and what would fix it.
  public var description: String {
    switch self {
    case .tooFewPeriods(let periods, let needed):
      "the history: \(periods) periods cannot tell a lasting change from chance; use at least "
        + "\(needed)"
    case .tooFewUnits(let units, let needed):
      "the history: \(units) unit cannot show how units differ; use at least \(needed)"
    case .notCount(let unit, let period, let value):
      "the outcome of unit \(unit) in period \(period): \(value) is not a count; use whole numbers "
        + "from 0 to 1e9"
    case .allZero:
      "the outcome: 0 in every unit and period, from which no rate can be learned; use periods with "
        + "events"
    case .notExposure(let driver, let unit, let period, let value):
      "\(driver) of unit \(unit) in period \(period): \(value) is not an exposure; use finite numbers "
        + "from 0 up"
    case .unknownDriver(let name, let known):
      "carryover of \(name): no driver has this name; "
        + (known.isEmpty ? "the history has none" : "known are \(known.joined(separator: ", "))")
    case .sampler(let error):
      error.description
    }
  }
}

extension OutcomeHistory {
  /// The fewest periods of a panel model: a level, a change, a second change and the noise (chosen).
  static let fewestPeriodsOfCounts = 4

  /// Everything that keeps a panel model of counts from being learned.
  ///
  /// - Parameter carried: Names of the drivers that keep acting.
  /// - Returns: The problems, of each variable the first one; empty where all is well.
  func countPanelProblems(carried: [String]) -> [CountPanelError] {
    var problems: [CountPanelError] = []
    if periods.count < Self.fewestPeriodsOfCounts {
      problems.append(
        .tooFewPeriods(periods: periods.count, needed: Self.fewestPeriodsOfCounts))
    }
    if units.count < 2 { problems.append(.tooFewUnits(units: units.count, needed: 2)) }
    // A range refuses NaN by itself.
    if let place = outcome.firstIndex(where: { !(0...1e9).contains($0) || $0 != $0.rounded() }) {
      problems.append(
        .notCount(
          unit: units[place / periods.count], period: periods.label(of: place % periods.count),
          value: outcome[place]))
    } else if outcome.allSatisfy({ $0 == 0 }) {
      problems.append(.allZero)
    }
    for (name, values) in zip(driverNames, drivers) {
      guard let place = values.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) else { continue }
      problems.append(
        .notExposure(
          driver: name, unit: units[place / periods.count],
          period: periods.label(of: place % periods.count), value: values[place]))
    }
    for name in carried where !driverNames.contains(name) {
      problems.append(.unknownDriver(name: name, known: driverNames))
    }
    return problems
  }
}
