import Interchange
import Testing

@Suite("Reading a panel")
struct PanelReaderTests {
  @Test("puts rows of any order into units and periods")
  func reads() throws {
    let read = try panel(
      """
      week,geo,nrx,calls,region,heads
      2024-01-08, south ,4,0.5,low,20
      2024-01-01,north,1,10,high,30
      2024-01-01,south,3,0,low,20
      2024-01-08,north,2, 1e1 ,high,30
      """,
      layout(
        unit: "geo", group: "region",
        [
          PanelVariable("nrx", .count), PanelVariable("calls", .exposure),
          PanelVariable("heads", .size),
        ]))
    #expect(read.units == ["south", "north"])
    #expect(read.groups == ["low", "high"])
    #expect(read.periods.step == .days(7))
    #expect(read["nrx"] == [3, 4, 1, 2])
    #expect(read["calls"] == [0, 0.5, 10, 10])
    #expect(read["heads"] == [20, 20, 30, 30])
    #expect(read.variables == ["nrx", "calls", "heads"])
  }

  @Test("reads missing cells only where they may be")
  func missing() throws {
    let variables = [
      PanelVariable("nrx", .outcome, mayBeMissing: true), PanelVariable("calls", .exposure),
    ]
    let read = try panel("week,nrx,calls\n1,,0\n2,NA,0\n3,5,0\n", layout(variables))
    #expect(try #require(read["nrx"]).map(\.isNaN) == [true, true, false])
    #expect(read.periods == PeriodAxis(first: 1, step: .number, count: 3))
    #expect(
      refusal(ofTable: "week,nrx,calls\n1,,\n2,NA,NA\n") == """
        w.csv:2: nrx: the cell is empty; write a number
        w.csv:2: calls: the cell is empty; write a number, and 0 where nothing was done
        w.csv:3: nrx: the cell says NA; write a number
        w.csv:3: calls: the cell says NA; write a number, and 0 where nothing was done
        """)
    #expect(
      refusal(ofTable: "week,nrx\n1,\n2,4\n", layout([PanelVariable("nrx", .count)]))
        == "w.csv:2: nrx: the cell is empty; write a whole number, and 0 where nothing happened")
  }

  @Test(
    "refuses cells that a column cannot hold",
    arguments: [
      (PanelVariable.Role.outcome, "\"12,5\"", "\"12,5\" is not a number; write 12.5"),
      (.control, "n/a", "\"n/a\" is not a number; write a decimal number such as 12.5"),
      (.count, "1.5", "1.5 is not a count; write a whole number of at least 0"),
      (.count, "-1", "-1 is not a count; write a whole number of at least 0"),
      (
        .spend, "-300",
        "-300 is negative; write a number of at least 0: set it to 0, or move refunds to the period "
          + "they belong to"
      ),
      (
        .exposure, "-0.5",
        "-0.5 is negative; write a number of at least 0: set it to 0, or move refunds to the period "
          + "they belong to"
      ),
      (.size, "0", "0 is not a size; write a positive number"),
    ])
  func cells(_ role: PanelVariable.Role, _ cell: String, _ problem: String) {
    #expect(
      refusal(ofTable: "week,x\n1,7\n2,\(cell)\n", layout([PanelVariable("x", role)]))
        == "w.csv:3: x: \(problem)")
  }

  @Test("accepts negative outcomes and controls")
  func negative() throws {
    let variables = [PanelVariable("nrx", .outcome), PanelVariable("price", .control)]
    let read = try panel("week,nrx,price\n1,-1,-2\n2,3,0\n", layout(variables))
    #expect(read.values == [-1, 3, -2, 0])
  }

  @Test("names every missing column with its nearest")
  func columns() {
    #expect(
      refusal(ofTable: "weak,nrx,cals\n1,2,x\n", layout(unit: "geo")) == """
        w.csv: week: the file has no such column; did you mean weak?
        w.csv: geo: the file has no such column; the columns are weak, nrx, cals
        w.csv: calls: the file has no such column; did you mean cals?
        """)
    #expect(
      refusal(ofTable: "week,nrx,calls\n") == "w.csv: the file has no rows; write one per period")
  }

  @Test("wants one size and one group per unit")
  func constants() {
    #expect(
      refusal(
        ofTable: """
          week,geo,region,heads
          1,a,x,5
          2,a,y,6
          3,a,z,7
          1,b,,5
          2,b,x,5
          3,b,x,5
          """, layout(unit: "geo", group: "region", [PanelVariable("heads", .size)])) == """
          w.csv:3: region: "a" is in group y here and in x in line 2; write one group per unit
          w.csv:3: heads: "a" has 6 here and 5 in line 2; write one size per unit, the same in all periods
          w.csv:5: region: the cell is empty; name the group
          """)
  }

  @Test("names units in which nothing happened")
  func outcomes() {
    let text = "week,geo,nrx,calls\n1,a,0,1\n2,a,0,1\n1,b,0,1\n2,b,3,1\n"
    #expect(
      refusal(ofTable: text, layout(unit: "geo"))
        == "w.csv: nrx: \"a\" has no outcome at all (every outcome is 0 or missing); remove the unit "
        + "or correct the column")
    #expect(
      refusal(ofTable: "week,nrx,calls\n1,0,1\n2,0,1\n")
        == "w.csv: nrx: every outcome is 0 or missing; correct the column")
    let sparse = layout(unit: "geo", [PanelVariable("nrx", .outcome, mayBeMissing: true)])
    #expect(
      refusal(ofTable: "week,geo,nrx\n1,a,\n2,a,NA\n1,b,1\n2,b,1\n", sparse)
        == "w.csv: nrx: \"a\" has no outcome at all (every outcome is 0 or missing); remove the unit "
        + "or correct the column")
  }

  @Test("lists twenty problems by line and counts the others")
  func many() {
    let rows = (1...30).map { "\($0),1,\($0 < 26 ? "-1" : "1")" }.joined(separator: "\n")
    let lines = refusal(ofTable: "week,nrx,calls\n\(rows)\n").split(separator: "\n")
    #expect(lines.count == 21)
    #expect(lines.first?.hasPrefix("w.csv:2: calls: -1 is negative") == true)
    #expect(lines.last == "and 5 more")
    let thousands = (1...3_000).map { "\($0),1,-1" }.joined(separator: "\n")
    let long = refusal(ofTable: "week,nrx,calls\n\(thousands)\n").split(separator: "\n")
    #expect(long.last == "and 2980 more")
    #expect(long[19].hasPrefix("w.csv:21: "))
  }
}
