import Interchange
import Testing

@Suite("Periods of a panel")
struct PanelPeriodTests {
  /// A national table of dates, with outcomes and exposures.
  static func national(_ weeks: [String]) -> String {
    "week,nrx,calls\n" + weeks.map { "\"\($0)\",1,1\n" }.joined()
  }

  @Test(
    "are refused word for word",
    arguments: [
      (
        ["2024-01-01"],
        "w.csv: week: the file has one period, 2024-01-01; write one row for each of several periods"
      ),
      (["3"], "w.csv: week: the file has one period, 3; write one row for each of several periods"),
      (
        ["2024-01-01", "2024-02-30", "2024-01-15", "2024-01-08"],
        "w.csv:3: week: \"2024-02-30\" is not a date; write a day that exists as YYYY-MM-DD"
      ),
      (
        ["2024-01-01", "", "2024-01-08"],
        "w.csv:3: week: the cell is empty; write a date as YYYY-MM-DD"
      ),
      (
        ["2024/01/01", "2024-01-08", "2024-01-15"],
        "w.csv:2: week: \"2024/01/01\" is not a date; write 2024-01-01"
      ),
      (
        ["2024-01-01 00:00:00", "2024-01-08", "2024-01-15"],
        "w.csv:2: week: \"2024-01-01 00:00:00\" is not a date; write 2024-01-01 without the time of day"
      ),
      (
        ["2024-01", "2024-02-01", "2024-03-01"],
        "w.csv:2: week: \"2024-01\" is not a date; write 2024-01-01"
      ),
      (
        ["1", "2", "x"],
        "w.csv:4: week: \"x\" is not a whole number; number the periods, or date all of them as "
          + "YYYY-MM-DD"
      ),
      (["1", "2", ""], "w.csv:4: week: the cell is empty; write the number of the period"),
      (
        ["1", "2", "2.5"],
        "w.csv:4: week: \"2.5\" is not a whole number; number the periods, or date all of them as "
          + "YYYY-MM-DD"
      ),
      (
        ["20240101", "20240108"],
        "w.csv:2: week: 20240101 looks like a date without hyphens; write 2024-01-01"
      ),
      (
        ["202401", "202402"],
        "w.csv:2: week: 202401 looks like a month without hyphens; write 2024-01-01"
      ),
      (
        ["0", "7", "14"],
        "w.csv: week: the numbers of periods are 7 apart; number periods one by one, or date them as "
          + "YYYY-MM-DD"
      ),
      (
        ["2024-01-01", "2024-01-05", "2024-01-06", "2024-02-11", "2024-03-20"],
        "w.csv: week: the dates 2024-01-01, 2024-01-05, 2024-01-06, 2024-02-11 … follow no step; "
          + "write one row per day, week, month, quarter or year"
      ),
      (
        ["2023-12-25", "2024-01-01", "2024-01-08", "2024-01-16", "2024-01-22"],
        """
        w.csv:5: week: 2024-01-16 breaks the step of 7 days; write 2024-01-15 or 2024-01-22
        w.csv:6: week: has no row for 2024-01-15 before this one; add a row per period, with 0 where \
        nothing was done
        """
      ),
      (
        ["2024-01-31", "2024-02-29", "2024-03-30", "2024-04-30"],
        """
        w.csv:4: week: 2024-03-30 breaks the step of 1 month; write 2024-02-29 or 2024-03-31
        w.csv:5: week: has no row for 2024-03-31 before this one; add a row per period, with 0 where \
        nothing was done
        """
      ),
      (
        ["1", "2", "5", "6", "9", "10"],
        "w.csv:4: week: has no row for 3, 4, 7 and 1 more before this one; add a row per period, with "
          + "0 where nothing was done"
      ),
      (
        ["2024-01-01", "2024-01-08", "2024-01-01", "2024-01-08", "2024-01-01"],
        "w.csv:4: week: 3 rows for 2024-01-01; name the column of units under `unit`, or keep one row "
          + "per period"
      ),
    ])
  func refusals(_ weeks: [String], _ message: String) {
    #expect(refusal(ofTable: Self.national(weeks)) == message)
  }

  @Test("are the same for all units, each once")
  func units() {
    #expect(
      refusal(
        ofTable: """
          week,geo,nrx,calls
          2024-01-01,a,1,1
          2024-01-08,a,1,1
          2024-01-15,a,1,1
          2024-01-22,a,1,1
          2024-01-08,b,1,1
          2024-01-08,b,1,1
          2024-01-15,b,1,1
          2024-01-01,c,1,1
          2024-01-22,c,1,1
          2024-01-15,,1,1
          """, layout(unit: "geo")) == """
          w.csv:6: week: "b" begins at 2024-01-08 and the panel at 2024-01-01; add 1 row before, or remove the unit
          w.csv:7: week: "b" has a row for 2024-01-08 in line 6 already; keep one of them
          w.csv:8: week: "b" ends at 2024-01-15 and the panel at 2024-01-22; add 1 row after, or remove the unit
          w.csv:10: week: "c" has no row for 2024-01-08, 2024-01-15 before this one; add a row per period, with 0 where nothing was done
          w.csv:11: geo: the cell is empty; name the unit
          """)
  }
}
