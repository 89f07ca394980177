import Estimation
import Interchange
import Testing

@testable import Workbench

@Suite("Tables of experiments")
struct LiftTestFileTests {
  /// Weeks from 2024-10-04 to 2025-04-25, of which those to 2025-03-28 are fitted.
  private func tests(_ rows: String, spec: String = MixFitFixture.bayes) throws -> [LiftTest] {
    let file = try LiftTestFile(text: rows, path: "lift-tests.csv")
    return try file.tests(for: try MixFitFixture.design(spec))
  }

  private func words(_ rows: String, spec: String = MixFitFixture.bayes) -> [String] {
    do {
      _ = try tests(rows, spec: spec)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map { String($0) }
    }
  }

  @Test("become tests of a model, in whole periods")
  func read() throws {
    let found = try tests(
      """
      estimate,standard_error,channel,from,to,unit,removed,note
      12.5,3,search,2024-10-25,2024-11-08,"Bern, Stadt",0.5,by last start
      -4,1e1, tv ,2024-10-04,2024-10-10,,,by last day
      1,1,tv,2025-03-28,2025-04-03,-5,-0.2,the last fitted week
      """)
    #expect(
      found == [
        LiftTest(
          channel: 1, unit: 1, periods: 3..<6, removed: 0.5, estimate: 12.5, standardError: 3),
        LiftTest(
          channel: 0, unit: nil, periods: 0..<1, removed: 1, estimate: -4, standardError: 10),
        LiftTest(
          channel: 0, unit: 2, periods: 25..<26, removed: -0.2, estimate: 1, standardError: 1),
      ])
  }

  @Test("count periods where the data count them")
  func numbered() throws {
    let rows = (5..<25).map { "\($0),\($0 * $0 % 7),\($0 % 3)" }.joined(separator: "\n")
    let spec = try MixSpec(
      yaml: "{ time: week, outcome: sales, channels: { tv: { spend: tv } } }", name: "m.yaml")
    let design = try MixDesign(
      spec, try spec.panel(try CSVFile(text: "week,sales,tv\n\(rows)\n", name: "weekly.csv")))
    let file = try LiftTestFile(
      text: "channel,from,to,estimate,standard_error\ntv,7,9,1,2\n", path: "lift-tests.csv")
    #expect(try file.tests(for: design).map(\.periods) == [2..<5])
    let wrong = try LiftTestFile(
      text: "channel,from,to,estimate,standard_error\ntv,2024-01-01,25,1,2\n",
      path: "lift-tests.csv")
    #expect(throws: PanelErrors.self) { try wrong.tests(for: design) }
    do {
      _ = try wrong.tests(for: design)
    } catch {
      #expect(
        "\(error)" == """
          lift-tests.csv:2: from: "2024-01-01" is not a period; write the number of a period
          lift-tests.csv:2: to: 25 is outside the fitted periods, 5 to 24; leave the test out, or fit data that hold it
          """)
    }
  }

  @Test("report everything that is wrong at once, with line and column")
  func problems() {
    #expect(
      words(
        """
        channel,from,to,unit,estimate,standard_error,removed
        tvv,2024-10-25,2024-11-08,,1,1,1
        billboards,2024-10-25,2024-11-08,Bern,1,1,1
        ,2024-10-25,2024-11-08,,1,1,1
        tv,2024-11-08,2024-10-25,,1,1,1
        tv,2024-10-26,2024-11-09,,1,1,1
        tv,2024-09-27,2025-04-04,,1,1,1
        tv,25.10.2024,2024-11-08,,"1,5",0,0
        tv,2024-10-25,2024-11-08,,,-2,1.5
        """) == [
          "lift-tests.csv:2: channel: \"tvv\" is no channel of the model; did you mean tv?",
          "lift-tests.csv:3: channel: \"billboards\" is no channel of the model; the channels are "
            + "tv, search",
          "lift-tests.csv:3: unit: \"Bern\" is no unit of the model; the units are =SUM(A1), Bern, "
            + "Stadt, -5, \"q\"",
          "lift-tests.csv:4: channel: the cell is empty; name the channel",
          "lift-tests.csv:5: to: the test ends before it begins; exchange from and to",
          "lift-tests.csv:6: from: 2024-10-26 is inside the period of 2024-10-25; tests are of whole "
            + "periods: write 2024-10-25 or 2024-11-01",
          "lift-tests.csv:6: to: 2024-11-09 is inside the period of 2024-11-08; tests are of whole "
            + "periods: write 2024-11-07 or 2024-11-14",
          "lift-tests.csv:7: from: 2024-09-27 is outside the fitted periods, 2024-10-04 to "
            + "2025-03-28; leave the test out, or fit data that hold it",
          "lift-tests.csv:7: to: 2025-04-04 is outside the fitted periods, 2024-10-04 to 2025-03-28; "
            + "leave the test out, or fit data that hold it",
          "lift-tests.csv:8: from: \"25.10.2024\" is not a date; write a day that exists as "
            + "YYYY-MM-DD",
          "lift-tests.csv:8: estimate: \"1,5\" is not a number; write 1.5",
          "lift-tests.csv:8: standard_error: 0 is not a standard error; write a positive number",
          "lift-tests.csv:8: removed: nothing was removed; write the share of the exposure that was, "
            + "usually 1, or a negative one where exposure was added",
          "lift-tests.csv:9: estimate: the cell is empty; write a number",
          "lift-tests.csv:9: standard_error: -2 is not a standard error; write a positive number",
          "lift-tests.csv:9: removed: 1.5 is more than there was; write a share of at most 1",
        ])
  }

  @Test("report missing columns and missing rows")
  func columns() {
    #expect(
      words("chanel,from,to,estimate\ntv,2024-10-25,2024-10-25,1\n") == [
        "lift-tests.csv: channel: the file has no such column; did you mean chanel?",
        "lift-tests.csv: standard_error: the file has no such column; the columns are chanel, from, "
          + "to, estimate",
      ])
    #expect(
      words("channel,from,to,estimate,standard_error\n") == [
        "lift-tests.csv: the file has no rows; write one per line"
      ])
  }

  @Test("refuse units where the model has none")
  func noUnits() throws {
    let spec = try MixSpec(
      yaml: "{ time: week, outcome: sales, channels: { tv: { spend: tv } } }", name: "m.yaml")
    let rows = (5..<25).map { "\($0),\($0 * $0 % 7),\($0 % 3)" }.joined(separator: "\n")
    let design = try MixDesign(
      spec, try spec.panel(try CSVFile(text: "week,sales,tv\n\(rows)\n", name: "weekly.csv")))
    let file = try LiftTestFile(
      text: "channel,unit,from,to,estimate,standard_error\ntv,Bern,7,9,1,2\n", path: "l.csv")
    #expect(
      throws: PanelErrors([
        PanelError(
          file: "l.csv", line: 2, column: "unit",
          problem: "the model has no units; leave the cell empty")
      ])
    ) { try file.tests(for: design) }
  }
}
