import Foundation
import Interchange
import Testing

@Suite("Table")
struct TableTests {
  let table = Table(
    "reach", meaning: "Who was reached.",
    columns: [
      TableColumn(
        name: "segment", unit: "", meaning: "the segment",
        values: .text(["north, \"cold\"", "=SUM(A1)", "-5", "a|b"])),
      TableColumn(
        name: "people", unit: "people", meaning: "count", values: .count([12_345, -1, 0, 7])),
      TableColumn(
        name: "share", unit: "share 0-1", meaning: "share",
        values: .number([0.123456, .nan, 3, 1e-7])),
    ])

  @Test("writes CSV with quotes, harmless formulas and empty cells")
  func csv() {
    #expect(
      table.csv() == """
        segment,people,share
        "north, ""cold""\",12345,0.123456
        '=SUM(A1),-1,
        -5,0,3
        a|b,7,1e-07

        """)
    #expect(
      Table(
        "t", meaning: "",
        columns: [
          TableColumn(name: "a", unit: "", meaning: "", values: .text(["+x", "@y", "\tz", "+1.5"]))
        ]
      ).csv() == "a\n'+x\n'@y\n'\tz\n+1.5\n")
  }

  @Test("writes names as they are where a file is read again")
  func unguarded() {
    let text = String(decoding: table.csvBytes(guardingFormulas: false), as: UTF8.self)
    #expect(text == table.csv().replacing("'=", with: "="))
    #expect(text.contains("\n=SUM(A1),"))
  }

  @Test("reads back from its own CSV")
  func roundTrip() throws {
    let file = try CSVFile(text: table.csv(), name: "t.csv")
    #expect(try file.column(named: "segment")[0] == "north, \"cold\"")
    #expect(try file.numbers(in: "people") == [12_345, -1, 0, 7])
  }

  @Test("writes JSON with one row per line and null for what is not finite")
  func json() throws {
    #expect(
      table.json() == """
        {"name":"reach","meaning":"Who was reached.",
        "columns":[
        {"name":"segment","unit":"","meaning":"the segment","type":"text"},
        {"name":"people","unit":"people","meaning":"count","type":"count"},
        {"name":"share","unit":"share 0-1","meaning":"share","type":"number"}
        ],
        "rows":[
        ["north, \\"cold\\"",12345,0.123456],
        ["=SUM(A1)",-1,null],
        ["-5",0,3],
        ["a|b",7,1e-07]
        ]}

        """)
    let value = try JSONSerialization.jsonObject(with: Data(table.json().utf8)) as? NSDictionary
    let same =
      try JSONSerialization.jsonObject(
        with: Data(table.jsonValue.text(indent: 2).utf8)) as? NSDictionary
    #expect(value == same)
  }

  @Test("writes Markdown with units and says what is cut")
  func markdown() {
    #expect(
      table.selecting(["people", "segment"]).filtered(rows: [3, 0]).markdown(maximumRows: 1) == """
        | people (people) | segment |
        | ---: | --- |
        | 7 | a\\|b |

        … and 1 more row

        """)
  }

  @Test("aligns columns for a terminal and says what is cut")
  func plain() {
    #expect(
      table.plain(width: 80, maximumRows: 2) == """
        segment        people      share
                       people  share 0-1
        north, "cold"  12,345      0.123
        =SUM(A1)           -1
        … and 2 more rows

        """)
  }

  @Test("shortens texts, then leaves out columns, to fit a width")
  func narrow() {
    #expect(
      table.plain(width: 30, maximumRows: 1)
        == """
        segment      people      share
                     people  share 0-1
        north, "co…  12,345      0.123
        … and 3 more rows

        """)
    let cut = table.plain(width: 20, maximumRows: nil)
    #expect(cut.contains("… and 1 more column\n"))
    #expect(cut.split(separator: "\n").allSatisfy { $0.count <= 20 })
  }

  @Test("finds columns by name and counts rows")
  func columns() {
    #expect(table.rowCount == 4)
    #expect(table["people"]?.rowCount == 4)
    #expect(table["nobody"] == nil)
    #expect(Table("t", meaning: "", columns: []).plain(width: 10, maximumRows: nil) == "")
  }

  @Test("refuses columns of different lengths")
  func ragged() async {
    await #expect(processExitsWith: .failure) {
      _ = Table(
        "t", meaning: "",
        columns: [
          TableColumn(name: "a", unit: "", meaning: "", values: .count([1])),
          TableColumn(name: "b", unit: "", meaning: "", values: .count([])),
        ])
    }
  }

  @Test("refuses to select a column that it lacks")
  func unknownColumn() async {
    await #expect(processExitsWith: .failure) {
      _ = Table("t", meaning: "", columns: []).selecting(["a"])
    }
  }
}
