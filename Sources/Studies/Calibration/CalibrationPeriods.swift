import Interchange
import Journeys

/// Where the periods of the data lie in the time of a scenario.
struct CalibrationPeriods: Sendable, Equatable {
  /// First step of the first period.
  let firstStep: Int
  /// Steps in a period.
  let stepsPerPeriod: Int
  /// Periods that are learned from.
  let trained: Int
  /// All periods of the data.
  let count: Int

  /// The steps of a period.
  func steps(of period: Int) -> Range<Int> {
    let first = firstStep + period * stepsPerPeriod
    return first..<first + stepsPerPeriod
  }

  /// Finds the periods of a panel in a scenario's time.
  ///
  /// - Parameters:
  ///   - panel: The data.
  ///   - data: How they are read.
  ///   - time: The scenario's time.
  /// - Throws: `StudyError` when the two do not fit together.
  init(_ panel: Panel, _ data: CalibrationSpec.PastLayout, in time: TimeGrid) throws(StudyError) {
    func refuse(_ problem: String) -> StudyError {
      StudyError(document: panel.name, problem: problem)
    }
    let axis = panel.periods
    count = axis.count
    trained = axis.count - data.holdout
    guard trained >= 2 else {
      throw refuse(
        "it has \(axis.count) periods and \(data.holdout) are held out; at least 2 must be left to "
          + "learn from: lower holdout, or bring more periods")
    }
    switch (data.stepsPerPeriod, axis.step) {
    case (let steps?, _): stepsPerPeriod = steps
    case (nil, .days(let days)) where days % time.step.days == 0 && days > 0:
      stepsPerPeriod = days / time.step.days
    default:
      throw refuse(
        "its periods are no whole number of the scenario's steps of a \(time.step.rawValue); write "
          + "data.stepsPerPeriod, such as 4 for months of four weeks")
    }
    let start = axis.date(of: 0) ?? data.start ?? time.start
    let days = start.dayNumber - time.start.dayNumber
    guard days >= 0 else {
      throw refuse(
        "its first period begins on \(start), before the scenario, which begins on \(time.start); "
          + "begin the scenario then, or give its burn-in the time before")
    }
    firstStep = days / time.step.days
    let end = firstStep + count * stepsPerPeriod
    guard end <= time.count else {
      let weeks = Int((Double(end) * time.weeksPerStep).rounded(.up))
      throw refuse(
        "its \(count) periods end with step \(end) of the scenario, which has \(time.count); make "
          + "horizonWeeks at least \(weeks)")
    }
  }
}
