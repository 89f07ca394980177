/// A day of the proleptic Gregorian calendar, without time and time zone.
public struct CivilDate: Comparable, Hashable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01; negative before.
  public let dayNumber: Int

  /// The year; year 0 is 1 BC.
  public let year: Int

  /// The month, from 1 for January to 12.
  public let month: Int

  /// The day of the month, from 1.
  public let day: Int

  /// The day that lies a number of days after 1970-01-01.
  ///
  /// Years are counted from March so that the leap day ends the year. Hinnant (2013),
  /// "chrono-compatible low-level date algorithms".
  ///
  /// - Parameter dayNumber: Days since 1970-01-01; negative before. Meaningful within ±10¹² days.
  public init(dayNumber: Int) {
    self.dayNumber = dayNumber
    let shifted = dayNumber + Self.daysToEpoch
    let era = (shifted >= 0 ? shifted : shifted - (Self.daysPerEra - 1)) / Self.daysPerEra
    let dayOfEra = shifted - era * Self.daysPerEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The day of a month, from 1; days beyond its end fall on its last one, months are 1 to 12.
  init(year: Int, month: Int, day: Int) {
    let first = Self.dayNumber(year: year, month: month, day: 1)
    let next = Self.dayNumber(
      year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
    self.init(dayNumber: min(first + day - 1, next - 1))
  }

  /// The day of the year, from 1 for January 1 to 366.
  public var dayOfYear: Int { dayNumber - Self.dayNumber(year: year, month: 1, day: 1) + 1 }

  /// The day written as `YYYY-MM-DD`; nil when it is written otherwise or does not exist.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
      let day = Self.digits(bytes[8..<10]), (1...12).contains(month), day >= 1
    else { return nil }
    let date = CivilDate(dayNumber: Self.dayNumber(year: year, month: month, day: day))
    // A day that does not exist, such as February 30, lands in another month.
    guard date.month == month, date.day == day else { return nil }
    self = date
  }

  /// The day of the week, from 1 for Monday to 7 for Sunday.
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    let fromMonday = (dayNumber + 3) % 7
    return (fromMonday < 0 ? fromMonday + 7 : fromMonday) + 1
  }

  /// The day as `YYYY-MM-DD`.
  public var description: String {
    let digits = String(year.magnitude)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\(year < 0 ? "-" : "")\(padded)-\(Self.twoDigits(month))-\(Self.twoDigits(day))"
  }

  /// Whether the first day is before the second.
  public static func < (first: CivilDate, second: CivilDate) -> Bool {
    first.dayNumber < second.dayNumber
  }

  /// Days of 400 years, after which the calendar repeats.
  private static let daysPerEra = 146_097

  /// Days from 0000-03-01 to 1970-01-01.
  private static let daysToEpoch = 719_468

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let fromMarch = month <= 2 ? year - 1 : year
    let era = (fromMarch >= 0 ? fromMarch : fromMarch - 399) / 400
    let yearOfEra = fromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * daysPerEra + dayOfEra - daysToEpoch
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : String(value)
  }
}
