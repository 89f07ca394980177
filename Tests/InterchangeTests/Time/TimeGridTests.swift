import Interchange
import Testing

@Suite("Time grid")
struct TimeGridTests {
  let weeks: TimeGrid

  init() throws {
    weeks = TimeGrid(start: try #require(CivilDate("2026-01-05")), step: .week, count: 52)
  }

  @Test("names the first day of a step, also before the start")
  func dates() {
    #expect(weeks.date(of: 0).description == "2026-01-05")
    #expect(weeks.date(of: 1).description == "2026-01-12")
    #expect(weeks.date(of: -1).description == "2025-12-29")
  }

  @Test("finds the step of every day, also outside the grid")
  func steps() {
    for step in -60...60 {
      for day in 0..<7 {
        let date = CivilDate(dayNumber: weeks.date(of: step).dayNumber + day)
        #expect(weeks.step(containing: date) == step)
      }
    }
  }

  @Test("takes the month of a step from its middle day")
  func months() throws {
    // The week of 2026-01-26 has its middle on January 29, that of 2026-06-29 on July 2.
    #expect(weeks.month(of: 3) == 1)
    #expect(weeks.month(of: 25) == 7)
    let days = TimeGrid(start: weeks.start, step: .day, count: 1)
    #expect(days.month(of: 26) == 1)
    #expect(days.month(of: 27) == 2)
  }

  @Test("measures steps, months and years in weeks")
  func lengths() {
    #expect(weeks.weeksPerStep == 1)
    #expect(TimeGrid(start: weeks.start, step: .day, count: 1).weeksPerStep == 1.0 / 7)
    #expect(TimeGrid.weeksPerMonth * 12 == TimeGrid.weeksPerYear)
  }

  @Test("refuses a negative number of steps")
  func negative() async {
    await #expect(processExitsWith: .failure) {
      _ = TimeGrid(start: CivilDate(dayNumber: 0), step: .day, count: -1)
    }
  }
}
