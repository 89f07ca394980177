/// The steps that a study covers: where they begin, how long one is, and how many there are.
///
/// Steps are numbered from 0. Steps before the start have negative numbers, which a warm-up uses.
public struct TimeGrid: Equatable, Sendable {
  /// The first day of step 0.
  public let start: CivilDate

  /// The length of a step.
  public let step: StepLength

  /// The number of steps.
  public let count: Int

  /// A grid of steps.
  ///
  /// - Parameters:
  ///   - start: The first day of step 0.
  ///   - step: The length of a step.
  ///   - count: The number of steps, not negative.
  public init(start: CivilDate, step: StepLength, count: Int) {
    precondition(count >= 0, "a time grid has no negative number of steps")
    self.start = start
    self.step = step
    self.count = count
  }

  /// The first day of a step, which may lie before or after the grid.
  public func date(of step: Int) -> CivilDate {
    CivilDate(dayNumber: start.dayNumber + step * self.step.days)
  }

  /// The step that a day falls into; negative or beyond the last step for days outside the grid.
  public func step(containing date: CivilDate) -> Int {
    let days = date.dayNumber - start.dayNumber
    let length = step.days
    return days >= 0 ? days / length : -((length - 1 - days) / length)
  }

  /// The month, from 1 to 12, of the middle day of a step.
  public func month(of step: Int) -> Int {
    CivilDate(dayNumber: date(of: step).dayNumber + self.step.days / 2).month
  }

  /// The length of a step in weeks.
  public var weeksPerStep: Double { Double(step.days) / 7 }

  /// The mean length of a month in weeks, by the Julian year of 365.25 days.
  public static let weeksPerMonth = 365.25 / 12 / 7

  /// The mean length of a year in weeks, by the Julian year of 365.25 days.
  public static let weeksPerYear = 365.25 / 7
}
