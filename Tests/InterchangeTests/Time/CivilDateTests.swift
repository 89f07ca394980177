import Interchange
import Testing

@Suite("Civil date")
struct CivilDateTests {
  @Test("counts every day of 1900 to 2100 by the calendar's own rules")
  func everyDay() {
    var number = -25_567
    for year in 1900...2100 {
      let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
      for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for day in 1...length {
          let date = CivilDate(dayNumber: number)
          guard date.year == year, date.month == index + 1, date.day == day,
            CivilDate(date.description) == date, date.dayNumber == number
          else {
            Issue.record("day \(number) is \(date), not \(year)-\(index + 1)-\(day)")
            return
          }
          number += 1
        }
      }
    }
  }

  @Test(
    "knows anchors",
    arguments: [
      ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-01-05", 20_458, 1),
      ("1969-12-31", -1, 3), ("0000-03-01", -719_468, 3), ("9999-12-31", 2_932_896, 5),
    ])
  func anchors(_ text: String, _ dayNumber: Int, _ weekday: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.dayNumber == dayNumber)
    #expect(date.weekday == weekday)
    #expect(date.description == text)
  }

  @Test(
    "refuses what is not a day",
    arguments: [
      "", "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-5",
      "26-01-05", "2026/01/05", "2026-01-05 ", "+026-01-05", "2026-01-0x", "1900-02-29",
    ])
  func refuses(_ text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test("orders days and writes years outside four digits")
  func order() {
    #expect(CivilDate(dayNumber: 1) < CivilDate(dayNumber: 2))
    #expect(CivilDate(dayNumber: -719_469 - 365).description == "-0001-03-01")
  }
}
