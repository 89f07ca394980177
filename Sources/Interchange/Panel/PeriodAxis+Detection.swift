extension PeriodAxis {
  /// The periods that most of the days of a table begin.
  ///
  /// Days that the axis does not hit are for the caller to report. A step of months is assumed when
  /// more than half of the days have one day of the month (or are the ends of months, or as near to
  /// the day as a short month allows) and most lie at least 28 days apart; otherwise the step is the
  /// most common distance, and its phase the most common one.
  ///
  /// - Parameter days: At least two different days since 1970-01-01, ascending.
  public init(detectedFrom days: [Int]) {
    let distances = zip(days.dropFirst(), days).map { $0 - $1 }
    let distance = Self.mostCommon(distances)
    let (dayOfMonth, hits) = Self.monthlyDay(of: days)
    if distance >= 28, hits.count * 2 > days.count {
      let months = hits.map { day in
        let date = CivilDate(dayNumber: day)
        return date.year * 12 + date.month
      }
      let step = Self.mostCommon(zip(months.dropFirst(), months).map { $0 - $1 })
      self = Self.spanning(hits, .months(max(1, step)), dayOfMonth: dayOfMonth)
      return
    }
    let phase = Self.mostCommon(days.map { Self.remainder($0, distance) })
    let hit = days.filter { Self.remainder($0, distance) == phase }
    self = Self.spanning(hit, .days(distance), dayOfMonth: nil)
  }

  private static func spanning(_ days: [Int], _ step: Step, dayOfMonth: Int?) -> PeriodAxis {
    let first = days.first ?? 0
    let start = PeriodAxis(first: first, step: step, count: 1, dayOfMonth: dayOfMonth)
    return PeriodAxis(
      first: first, step: step, count: start.period(begunAt: days.last ?? first) + 1,
      dayOfMonth: dayOfMonth)
  }

  /// The day of the month that most days have, and the days that have it.
  ///
  /// Of equally common ones the last, so that 31 stands for the ends of months.
  private static func monthlyDay(of days: [Int]) -> (day: Int, hits: [Int]) {
    var best: (day: Int, hits: [Int]) = (1, [])
    let dates = days.map { CivilDate(dayNumber: $0) }
    for day in 1...31 {
      let hits = dates.filter {
        $0.day == CivilDate(year: $0.year, month: $0.month, day: day).day
      }
      if hits.count >= best.hits.count { best = (day, hits.map(\.dayNumber)) }
    }
    return best
  }

  /// The most common number; of equally common ones the smallest.
  private static func mostCommon(_ numbers: [Int]) -> Int {
    let sorted = numbers.sorted()
    var best = (number: sorted.first ?? 1, count: 0)
    var start = 0
    for index in sorted.indices {
      if sorted[index] != sorted[start] { start = index }
      if index - start + 1 > best.count { best = (sorted[index], index - start + 1) }
    }
    return best.number
  }

  private static func remainder(_ number: Int, _ divisor: Int) -> Int {
    let remainder = number % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
