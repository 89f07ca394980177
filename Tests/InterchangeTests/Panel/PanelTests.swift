import Testing

@testable import Interchange

@Suite("Panel")
struct PanelTests {
  static let weekly = """
    week,geo,region,nrx,calls,price
    2024-01-01,north,high,1,0.1,-1
    2024-01-08,north,high,2,0.30000000000000004,2
    2024-01-01,"so,uth",low,3,1e-09,3
    2024-01-08,"so,uth",low,4,0,4

    """

  static let weeklyLayout = layout(
    unit: "geo", group: "region",
    [
      PanelVariable("nrx", .count), PanelVariable("calls", .exposure),
      PanelVariable("price", .control), PanelVariable("spend", .spend),
    ])

  static func history() throws -> Panel {
    var layout = weeklyLayout
    layout.variables.removeLast()
    return try panel(weekly, layout)
  }

  @Test("is written as the table that it is read from")
  func roundTrip() throws {
    let read = try Self.history()
    let text = read.csv(time: "week", unit: "geo", group: "region")
    #expect(text == Self.weekly)
    let national = try panel("week,nrx,calls\n3,1,1\n4,2,1\n")
    #expect(national.csv() == "period,nrx,calls\n3,1,1\n4,2,1\n")
    var sparse = Panel(
      name: "s", units: ["a"], periods: PeriodAxis(first: 0, step: .number, count: 2))
    sparse.add("x", [.nan, 1.5])
    #expect(sparse.csv() == "period,unit,x\n0,a,\n1,a,1.5\n")
  }

  static let plan = """
    week,geo,calls,price
    2024-01-15,"so,uth",7,8
    2024-01-15,north,5,6
    2024-01-22,north,5.5,6.5
    2024-01-22,"so,uth",7.5,8.5
    """

  @Test("is continued by a plan, in the units of its own order")
  func plan() throws {
    let history = try Self.history()
    let plan = try Panel(
      plan: CSVFile(text: Self.plan, name: "p.csv"), continuing: history,
      layout: Self.weeklyLayout)
    #expect(plan.units == ["north", "so,uth"])
    #expect(plan.groups == ["high", "low"])
    #expect(plan.periods.label(of: 0) == "2024-01-15")
    #expect(plan["calls"] == [5, 5.5, 7, 7.5])
    #expect(plan["nrx"] == nil && plan["spend"] == nil)
    let whole = history.appending(plan)
    #expect(whole.periods.count == 4)
    #expect(whole["price"] == [-1, 2, 6, 6.5, 3, 4, 8, 8.5])
    let outcomes = try #require(whole["nrx"])
    #expect(outcomes.prefix(2) == [1, 2] && outcomes[4...5] == [3, 4])
    #expect(outcomes[2].isNaN && outcomes[7].isNaN)
  }

  @Test("reads the money of a plan where it is given")
  func spend() throws {
    let text = "week,geo,calls,price,spend\n2024-01-15,north,1,1,10\n2024-01-15,\"so,uth\",1,1,20\n"
    let plan = try Panel(
      plan: CSVFile(text: text, name: "p.csv"), continuing: try Self.history(),
      layout: Self.weeklyLayout)
    #expect(plan["spend"] == [10, 20])
  }

  @Test(
    "refuses a plan that does not continue it",
    arguments: [
      (
        "2024-01-08,north,1,1\n2024-01-15,\"so,uth\",1,1",
        "p.csv:2: week: the plan begins at 2024-01-08 and w.csv ends at 2024-01-08; begin at 2024-01-15"
      ),
      (
        "2024-01-29,\"so,uth\",1,1\n2024-01-22,north,1,1",
        "p.csv:3: week: the plan begins at 2024-01-22 and w.csv ends at 2024-01-08; begin at 2024-01-15"
      ),
      (
        "2024-01-15,north,1,1\n2024-01-15,\"so,uth\",1,1\n2024-01-23,north,1,1",
        "p.csv:4: week: 2024-01-23 breaks the step of 7 days; write 2024-01-22 or 2024-01-29"
      ),
      (
        "2024-01-15,north,1,1\n2024-01-22,\"so,uth\",1,1\n2024-01-22,north,1,1",
        "p.csv:3: week: \"so,uth\" begins at 2024-01-22 and the plan at 2024-01-15; add 1 row before"
      ),
      (
        "2024-01-15,north,1,1\n2024-01-15,nroth,1,1\n2024-01-15,x,1,1",
        """
        p.csv: geo: "so,uth" has no rows; plan every unit of w.csv
        p.csv:3: geo: "nroth" is no unit of w.csv; did you mean north?
        p.csv:4: geo: "x" is no unit of w.csv; remove its rows
        """
      ),
      (
        "3,north,1,1\n2024-01-15,\"so,uth\",-1,1",
        """
        p.csv: geo: "north" has no rows; plan every unit of w.csv
        p.csv:2: week: "3" is not a date; write a day that exists as YYYY-MM-DD
        p.csv:3: calls: -1 is negative; write a number of at least 0: set it to 0, or move refunds \
        to the period they belong to
        """
      ),
    ])
  func refusals(_ rows: String, _ message: String) throws {
    let history = try Self.history()
    let csv = try CSVFile(text: "week,geo,calls,price\n\(rows)\n", name: "p.csv")
    let errors = #expect(throws: PanelErrors.self) {
      try Panel(plan: csv, continuing: history, layout: Self.weeklyLayout)
    }
    #expect(errors?.description == message)
  }

  @Test("refuses what does not fit it")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      let axis = PeriodAxis(first: 0, step: .number, count: 2)
      let panel = Panel(name: "a", units: [""], periods: axis)
      _ = panel.appending(Panel(name: "b", units: [""], periods: axis))
    }
    await #expect(processExitsWith: .failure) {
      _ = Panel(
        name: "a", units: ["a", "b"], groups: ["x"],
        periods: PeriodAxis(first: 0, step: .number, count: 2))
    }
  }
}
