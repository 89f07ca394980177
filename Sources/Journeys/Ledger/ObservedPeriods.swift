public import Interchange

/// How steps are summed to periods: only whole periods, without gaps.
public struct ObservedPeriods: Sendable, Equatable {
  /// The periods.
  public let axis: PeriodAxis
  /// Period of each reported step; `nil` for steps that belong to no whole period.
  public let period: [Int?]

  /// The periods of a calendar.
  ///
  /// - Parameters:
  ///   - period: What a period is.
  ///   - time: The reported steps.
  /// - Throws: ``ObservationError`` when the horizon holds no whole period.
  public init(_ period: Observation.Period, _ time: TimeGrid) throws(ObservationError) {
    switch period {
    case .steps(let length):
      precondition(length >= 1, "a period has at least one step")
      let count = time.count / length
      guard count > 0 else { throw .noWholePeriod(steps: time.count) }
      axis = PeriodAxis(
        first: time.start.dayNumber, step: .days(length * time.step.days), count: count)
      self.period = (0..<time.count).map { $0 / length < count ? $0 / length : nil }
    case .months:
      // A month is whole when the steps before its first one and after its last one lie outside it.
      let months = (-1...time.count).map { Self.month(of: $0, time) }
      let inside = Set(months[1...time.count]).subtracting([months[0], months[time.count + 1]])
      guard let first = inside.min(), let last = inside.max() else {
        throw .noWholePeriod(steps: time.count)
      }
      axis = PeriodAxis(
        first: Self.firstDay(ofMonth: first, after: time), step: .months(1), count: last - first + 1
      )
      self.period = months[1...time.count].map {
        (first...last).contains($0) ? $0 - first : nil
      }
    }
  }

  /// Number of the month of a step's middle day, counted from year 0.
  private static func month(of step: Int, _ time: TimeGrid) -> Int {
    let middle = CivilDate(dayNumber: time.date(of: step).dayNumber + time.step.days / 2)
    return middle.year * 12 + middle.month - 1
  }

  private static func firstDay(ofMonth month: Int, after time: TimeGrid) -> Int {
    for step in 0..<time.count where Self.month(of: step, time) == month {
      let middle = CivilDate(dayNumber: time.date(of: step).dayNumber + time.step.days / 2)
      return middle.dayNumber - (middle.day - 1)
    }
    return time.start.dayNumber
  }

  /// The periods that a window of steps touches; `nil` when it touches none.
  public func periods(of steps: Range<Int>) -> ClosedRange<Int>? {
    let touched = steps.clamped(to: 0..<period.count).compactMap { period[$0] }
    guard let first = touched.first, let last = touched.last else { return nil }
    return first...last
  }

  /// A series by step, summed by period.
  func sums(_ series: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: axis.count)
    for (step, value) in series.enumerated() {
      if let period = period[step] { sums[period] += value }
    }
    return sums
  }
}
