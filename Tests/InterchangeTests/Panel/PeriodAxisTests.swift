import Testing

@testable import Interchange

@Suite("Period axis")
struct PeriodAxisTests {
  /// The axis of dates, as a panel reads it.
  static func axis(_ dates: [String]) throws -> PeriodAxis {
    PeriodAxis(detectedFrom: try dates.map { try #require(CivilDate($0)).dayNumber }.sorted())
  }

  @Test(
    "is detected from dates",
    arguments: [
      (["2024-01-01", "2024-01-02", "2024-01-03"], PeriodAxis.Step.days(1), 3),
      (["2024-01-01", "2024-01-08", "2024-01-15"], .days(7), 3),
      (["2024-01-01", "2024-01-15", "2024-01-29"], .days(14), 3),
      (["2024-01-01", "2024-01-29", "2024-02-26"], .days(28), 3),
      (["2024-01-01", "2024-02-01", "2024-03-01"], .months(1), 3),
      (["2023-02-01", "2023-03-01"], .months(1), 2),
      (["2024-01-15", "2024-04-15", "2024-07-15"], .months(3), 3),
      (["2022-01-01", "2023-01-01", "2024-01-01"], .months(12), 3),
      (["2024-01-30", "2024-02-29", "2024-03-30"], .months(1), 3),
      (["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"], .months(1), 4),
      (["2024-06-30", "2024-09-30", "2024-12-31"], .months(3), 3),
      // Steps survive a missing period and a wrong day.
      (["2024-01-01", "2024-01-08", "2024-01-22", "2024-01-29"], .days(7), 5),
      (["2024-01-02", "2024-01-08", "2024-01-15", "2024-01-22"], .days(7), 3),
      (["2024-01-01", "2024-02-01", "2024-03-02", "2024-04-01"], .months(1), 4),
      (["2023-01-31", "2023-02-28", "2023-03-07"], .days(7), 6),
    ])
  func detection(_ dates: [String], _ step: PeriodAxis.Step, _ count: Int) throws {
    let axis = try Self.axis(dates)
    #expect(axis.step == step)
    #expect(axis.count == count)
  }

  @Test("of month ends keeps to them, whatever month it begins in")
  func monthEnds() throws {
    let axis = try Self.axis(["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"])
    #expect(
      (0..<5).map { axis.label(of: $0) } == [
        "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31", "2023-06-30",
      ])
    #expect(axis.label(of: -2) == "2022-12-31")
    let further = axis.following(count: 3)
    #expect(further.label(of: 0) == "2023-06-30")
    #expect(further.label(of: 1) == "2023-07-31")
    // The day is told only where the first date cannot tell it.
    let plain = PeriodAxis(first: 0, step: .months(1), count: 2)
    #expect(plain == PeriodAxis(first: 0, step: .months(1), count: 2, dayOfMonth: 1))
    #expect(plain.following(count: 1) == PeriodAxis(first: 59, step: .months(1), count: 1))
  }

  @Test(
    "finds the period of every day",
    arguments: [
      PeriodAxis(first: 19_723, step: .days(7), count: 9),
      PeriodAxis(first: 19_753, step: .months(1), count: 9),
      PeriodAxis(first: 19_782, step: .months(3), count: 9, dayOfMonth: 31),
    ])
  func periods(_ axis: PeriodAxis) {
    for period in -30..<30 {
      let (start, next) = (axis.position(of: period), axis.position(of: period + 1))
      #expect(axis.period(at: start) == period)
      for day in start..<next {
        #expect(axis.period(begunAt: day) == period)
        #expect(day == start || axis.period(at: day) == nil)
      }
    }
  }

  @Test("keeps to month ends when it is shortened")
  func shortened() throws {
    let axis = try Self.axis(["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"])
    #expect(axis.first(2).label(of: 2) == "2024-04-30")
    #expect(axis.first(2).count == 2)
    #expect(axis.first(2).following(count: 1).label(of: 0) == "2024-04-30")
  }

  @Test("counts numbers one by one and has no dates for them")
  func numbers() {
    let axis = PeriodAxis(first: 5, step: .number, count: 3)
    #expect(axis.label(of: 2) == "7")
    #expect(axis.date(of: 0) == nil)
    #expect(axis.period(at: 4) == -1)
    #expect(axis.following(count: 2) == PeriodAxis(first: 8, step: .number, count: 2))
  }
}
