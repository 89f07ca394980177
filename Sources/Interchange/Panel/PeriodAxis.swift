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

  /// The day of the month on which periods of months begin, where the first one cannot tell: a
  /// series of month ends (31) that begins in February.
  let dayOfMonth: Int?

  /// Periods one after another.
  ///
  /// - Parameters:
  ///   - first: The first day as days since 1970-01-01, or the first number.
  ///   - step: How periods follow each other.
  ///   - count: The number of periods.
  ///   - dayOfMonth: The day on which periods of months begin, in months that are long enough; the
  ///     day of the first one unless given.
  public init(first: Int, step: Step, count: Int, dayOfMonth: Int? = nil) {
    self.first = first
    self.step = step
    self.count = count
    var isTold = false
    if case .months = step { isTold = dayOfMonth != CivilDate(dayNumber: first).day }
    self.dayOfMonth = isTold ? dayOfMonth : nil
  }

  /// The first day of a period, which may lie before or after the axis; nil for numbered periods.
  public func date(of period: Int) -> CivilDate? {
    step == .number ? nil : CivilDate(dayNumber: position(of: period))
  }

  /// What tables call a period: its first day or its number.
  public func label(of period: Int) -> String {
    date(of: period)?.description ?? "\(first + period)"
  }

  /// As many further periods as wanted, beginning after the last one.
  public func following(count: Int) -> PeriodAxis {
    PeriodAxis(
      first: position(of: self.count), step: step, count: count,
      dayOfMonth: dayOfMonth ?? CivilDate(dayNumber: first).day)
  }

  /// The first so many periods.
  public func first(_ count: Int) -> PeriodAxis {
    PeriodAxis(
      first: first, step: step, count: count,
      dayOfMonth: dayOfMonth ?? CivilDate(dayNumber: first).day)
  }

  /// The first day of a period as days since 1970-01-01, or its number.
  func position(of period: Int) -> Int {
    switch step {
    case .number: return first + period
    case .days(let days): return first + days * period
    case .months(let months):
      let start = CivilDate(dayNumber: first)
      let month = start.year * 12 + start.month - 1 + months * period
      let year = Self.floor(month, 12)
      return CivilDate(year: year, month: month - year * 12 + 1, day: dayOfMonth ?? start.day)
        .dayNumber
    }
  }

  /// The last period that has begun on a day, or by a number.
  func period(begunAt position: Int) -> Int {
    switch step {
    case .number: return position - first
    case .days(let days): return Self.floor(position - first, days)
    case .months(let months):
      let (start, day) = (CivilDate(dayNumber: first), CivilDate(dayNumber: position))
      let period = Self.floor((day.year - start.year) * 12 + day.month - start.month, months)
      return self.position(of: period) > position ? period - 1 : period
    }
  }

  /// The period that begins on a day, or has a number; nil when none does.
  ///
  /// - Parameter position: Days since 1970-01-01, or a number.
  /// - Returns: The period, which may lie before or after the axis.
  public func period(at position: Int) -> Int? {
    let period = period(begunAt: position)
    return self.position(of: period) == position ? period : nil
  }

  /// The length of a period in words.
  var stepWords: String {
    switch step {
    case .number: "1"
    case .days(let days): days == 1 ? "1 day" : "\(days) days"
    case .months(let months): months == 1 ? "1 month" : "\(months) months"
    }
  }

  /// A quotient rounded down.
  private static func floor(_ dividend: Int, _ divisor: Int) -> Int {
    dividend >= 0 ? dividend / divisor : -((-dividend + divisor - 1) / divisor)
  }
}
