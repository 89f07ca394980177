import Interchange
import Testing

@testable import Estimation

@Suite("Panel of observed stages")
struct StagePanelTests {
  private static let layout = StagePanelLayout(
    unit: "id", period: "week", stage: "stage", stages: ["aware", "trialist"],
    terms: [
      .perUnit(column: "calls"), .perDoubling(column: "volume"),
      .level(column: "segment", level: "high"),
    ])

  private func read(
    _ text: String, _ layout: StagePanelLayout = layout
  ) throws -> StagePanel {
    try StagePanel(csv: CSVFile(text: text, name: "p.csv"), layout: layout)
  }

  @Test("reads rows, gaps and terms")
  func rows() throws {
    let panel = try read(
      """
      id,week,stage,calls,volume,segment
      A, 1 ,aware,2,8, high
      B,1,trialist,0,1,low
      A,4, aware,0.5,0.5,low
      A,5,trialist,1,2,low
      B,9,trialist,1,2,low
      """)
    #expect(panel.units == ["A", "B"])
    #expect(panel.firstRows == [0, 3, 5])
    #expect(panel.days == [7, 28, 35, 7, 63])
    #expect(panel.stage == [0, 0, 1, 1, 1])
    #expect(panel.lines == [2, 4, 5, 3, 6])
    #expect(panel.values == [2, 3, 1, 0.5, -1, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0])
    #expect(panel.pairCount == 3)
  }

  @Test("reads dates, and numbers of periods of other lengths")
  func times() throws {
    let plain = StagePanelLayout(
      unit: "id", period: "week", stage: "stage", stages: ["aware", "trialist"], daysPerPeriod: 30)
    let dated = try read(
      "id,week,stage\nA,2027-01-31,aware\nA,2027-02-28,aware\nA,2027-03-31,trialist\n", plain)
    #expect(dated.days.map { $0 - dated.days[0] } == [0, 28, 59])
    #expect(try read("id,week,stage\nA,-1,aware\nA,2,aware\n", plain).days == [-30, 60])
  }

  @Test("says all that is wrong with a table, with lines")
  func wrong() throws {
    let error = #expect(throws: PanelErrors.self) {
      try read(
        """
        id,week,stage,calls,volume,segment
        A,1,awar,2,8,low
        A,3,aware,2,0,low
        A,3,aware,2,1,low
        A,2,aware,x,1,low
        ,2,aware,1,1,low
        B,2.5,aware,1,1,low
        B,4,,1,1,low
        C,1,unknown,1,1,low
        """)
    }
    #expect(
      error?.description == """
        p.csv: segment: no row has the level "high"; the levels are low
        p.csv:2: stage: "awar" is no stage; did you mean aware?
        p.csv:3: volume: 0 has no doublings; write a positive number, or use the effect per unit
        p.csv:4: week: "A" has a row for 3 in line 3 already; keep one of them
        p.csv:5: calls: "x" is not a number; write a decimal number such as 12.5
        p.csv:5: week: "A" goes back in time, to 2 after 3 in line 4; sort the rows of each unit by week
        p.csv:6: id: the cell is empty; name the unit
        p.csv:7: week: "2.5" is not the number of a period; write a whole number below 1,000,000, or \
        date all rows as YYYY-MM-DD
        p.csv:8: stage: the cell is empty; write the stage, or remove a row without an observation
        p.csv:9: stage: "unknown" is no stage; the stages are aware, trialist
        p.csv:9: id: "C" was seen once; a move needs two observations: add one, or remove the unit
        """)
  }

  @Test("says that a column or all rows are missing, and that a day is none")
  func missing() throws {
    let plain = StagePanelLayout(
      unit: "id", period: "week", stage: "stage", stages: ["aware"])
    #expect(
      throws: PanelErrors([
        PanelError(
          file: "p.csv", line: 0, column: "week",
          problem: "the file has no such column; did you mean weeks?"),
        PanelError(
          file: "p.csv", line: 0, column: "stage",
          problem: "the file has no such column; the columns are id, weeks"),
      ])
    ) { try read("id,weeks\nA,1\n", plain) }
    #expect(
      throws: PanelErrors([
        PanelError(
          file: "p.csv", line: 0, column: "",
          problem: "the file has no rows; write one per unit and observation")
      ])
    ) { try read("id,week,stage\n", plain) }
    let error = #expect(throws: PanelErrors.self) {
      try read("id,week,stage\nA,2027-01-04,aware\nA,4.1.2027,aware\nA,2027-01-11,aware\n", plain)
    }
    #expect(
      error?.description
        == "p.csv:3: week: \"4.1.2027\" is not a date; write a day as YYYY-MM-DD")
  }
}
