public import Interchange

/// What a forecast is made from: one outcome of units over consecutive periods, and what drove it.
public struct OutcomeHistory: Sendable, Equatable {
  /// Names of the units.
  public let units: [String]
  /// The periods that have been seen.
  public let periods: PeriodAxis
  /// Outcomes, unit-major: `outcome[unit * periods.count + period]`, at least 0.
  public let outcome: [Double]
  /// Names of the drivers, such as `detailing`.
  public let driverNames: [String]
  /// One column for each driver, in the layout of the outcome.
  public let drivers: [[Double]]

  /// A history.
  ///
  /// - Parameters:
  ///   - units: Names of the units, at least one.
  ///   - periods: The periods, at least one.
  ///   - outcome: Outcomes, unit-major.
  ///   - driverNames: Names of the drivers.
  ///   - drivers: One column for each driver, in the layout of the outcome.
  public init(
    units: [String], periods: PeriodAxis, outcome: [Double], driverNames: [String] = [],
    drivers: [[Double]] = []
  ) {
    precondition(outcome.count == units.count * periods.count, "one outcome per unit and period")
    precondition(driverNames.count == drivers.count, "one column per driver")
    precondition(
      drivers.allSatisfy { $0.count == outcome.count }, "drivers have the layout of the outcome")
    self.units = units
    self.periods = periods
    self.outcome = outcome
    self.driverNames = driverNames
    self.drivers = drivers
  }

  /// The same units up to a period.
  ///
  /// - Parameter count: The number of periods that are kept, from the first.
  /// - Returns: The shorter history.
  public func first(_ count: Int) -> OutcomeHistory {
    OutcomeHistory(
      units: units,
      periods: periods.first(count),
      outcome: Self.columns(outcome, 0..<count, of: periods.count), driverNames: driverNames,
      drivers: drivers.map { Self.columns($0, 0..<count, of: periods.count) })
  }

  /// The outcomes of one unit.
  public func outcomes(of unit: Int) -> ArraySlice<Double> {
    outcome[unit * periods.count..<(unit + 1) * periods.count]
  }

  /// The sum of all units as a history of one unit, drivers summed as well.
  public func total() -> OutcomeHistory {
    func sum(_ column: [Double]) -> [Double] {
      (0..<periods.count).map { period in
        units.indices.reduce(0) { $0 + column[$1 * periods.count + period] }
      }
    }
    return OutcomeHistory(
      units: ["total"], periods: periods, outcome: sum(outcome), driverNames: driverNames,
      drivers: drivers.map(sum))
  }

  /// Some periods of a unit-major column, still unit-major.
  ///
  /// - Parameters:
  ///   - values: One value per unit and period.
  ///   - wanted: The periods.
  ///   - count: The number of periods of each unit in `values`.
  /// - Returns: The values of those periods.
  public static func columns(_ values: [Double], _ wanted: Range<Int>, of count: Int) -> [Double] {
    stride(from: 0, to: values.count, by: count).flatMap { start in
      values[start + wanted.lowerBound..<start + wanted.upperBound]
    }
  }
}
