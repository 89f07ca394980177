/// The periods of a panel: one after another, without gaps.
public struct PeriodAxis: Sendable, Equatable {
  /// How periods follow each other.
  public enum Step: Sendable, Equatable {
    /// So many days.
    case days(Int)
    /// So many months of the calendar.
    case months(Int)
    /// By number, each one more than the last.
    case number
  }

  /// The first period: its first day as days since 1970-01-01, or its number.
  public let first: Int
  /// How periods follow each other.
  public let step: Step
  /// The number of periods.
  public let count: Int

  /// Periods one after another.
  ///
  /// - Parameters:
  ///   - first: The first day as days since 1970-01-01, or the first number.
  ///   - step: How periods follow each other.
  ///   - count: The number of periods.
  public init(first: Int, step: Step, count: Int) {
    self.first = first
    self.step = step
    self.count = count
  }

  /// The first day of a period, which may lie before or after the axis; nil for numbered periods.
  public func date(of period: Int) -> CivilDate? {
    switch step {
    case .number: return nil
    case .days(let days): return CivilDate(dayNumber: first + days * period)
    case .months(let months):
      let start = CivilDate(dayNumber: first)
      let month = start.year * 12 + start.month - 1 + months * period
      let year = month >= 0 ? month / 12 : (month - 11) / 12
      return CivilDate(year: year, month: month - year * 12 + 1, day: start.day)
    }
  }

  /// What tables call a period: its first day or its number.
  public func label(of period: Int) -> String {
    date(of: period)?.description ?? "\(first + period)"
  }
}
