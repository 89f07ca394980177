import Interchange
import Testing

@Suite("CSV file")
struct CSVFileTests {
  @Test("reads quotes, line ends inside cells, CRLF, a byte order mark and blank lines")
  func reads() throws {
    let text = "\u{FEFF}a,\"b \"\"x\"\"\",c\r\n1,\"two\nlines\",3\r\n\r\n4,,\"5,5\"\r\n"
    let file = try CSVFile(text: text, name: "h.csv")
    #expect(file.header == ["a", "b \"x\"", "c"])
    #expect(file.rows == [["1", "two\nlines", "3"], ["4", "", "5,5"]])
    #expect(file.lines == [2, 5])
    #expect(try file.column(named: "a") == ["1", "4"])
  }

  @Test("reads a last line without an end, and a lone CR as an end")
  func lineEnds() throws {
    #expect(try CSVFile(text: "a,b\n1,2", name: "h").rows == [["1", "2"]])
    #expect(try CSVFile(text: "a,b\r1,\r", name: "h").rows == [["1", ""]])
    #expect(try CSVFile(text: "a,b\n", name: "h").rows.isEmpty)
  }

  @Test("reads finite numbers with blanks around")
  func numbers() throws {
    let file = try CSVFile(text: "a\n1\n 2.5 \n-1e3\n", name: "h")
    #expect(try file.numbers(in: "a") == [1, 2.5, -1000])
    #expect(try file.number(row: 1, in: "a") == 2.5)
  }

  @Test(
    "refuses with a line and a remedy",
    arguments: [
      ("", "h.csv: the file is empty; write a header and one line per row"),
      ("\n\n", "h.csv: the file is empty; write a header and one line per row"),
      ("a,,b\n", "h.csv:1: column 2 has no name; name every column in the header"),
      (
        "hcp_id;g\n1;a\n",
        "h.csv:1: one column hcp_id;g: save the table with commas between columns"
      ),
      ("a,b,a\n", "h.csv:1: two columns are named a; give each column its own name"),
      (
        "a,b\n1,2\n3\n", "h.csv:3: the row has 1 cell and the header 2; write one cell per column"
      ),
      ("a,b\n1,2,3\n", "h.csv:2: the row has 3 cells and the header 2; write one cell per column"),
      (
        "a,b\n1,\"2\n\n",
        "h.csv:2: a quoted cell has no closing quote; close it or double the quote"
      ),
      (
        "a,b\n1,\"2\"3\n",
        "h.csv:2: text follows a closing quote; double the quotes inside a quoted cell"
      ),
      (
        "a,b\n1,2\"\n",
        "h.csv:2: a quote stands inside an unquoted cell; "
          + "quote the whole cell and double the quote"
      ),
    ])
  func refuses(_ text: String, _ message: String) {
    #expect(throws: PanelError.self) { try CSVFile(text: text, name: "h.csv") }
    do {
      _ = try CSVFile(text: text, name: "h.csv")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test(
    "refuses what is not a number",
    arguments: [
      ("\"12,5\"", "\"12,5\" is not a number; write 12.5"),
      ("\"1,234.5\"", "\"1,234.5\" is not a number; write 1234.5"),
      ("-1e300", "-1e+300 is beyond 1,000,000,000,000; correct it, or count in larger units"),
      ("nan", "\"nan\" is not a number; write a decimal number such as 12.5"),
      ("inf", "\"inf\" is not a number; write a decimal number such as 12.5"),
      ("0x1F", "\"0x1F\" is not a number; write a decimal number such as 12.5"),
      ("4%", "\"4%\" is not a number; write 0.04"),
      ("\" \"", "the cell is empty; write a number"),
    ])
  func refusesNumber(_ cell: String, _ problem: String) throws {
    let file = try CSVFile(text: "spend_email\n1\n\(cell)\n", name: "history.csv")
    do {
      _ = try file.numbers(in: "spend_email")
      Issue.record("\(cell) was accepted")
    } catch {
      #expect(error.description == "history.csv:3: spend_email: \(problem)")
    }
  }

  @Test("reads texts without the blanks around them")
  func texts() throws {
    let file = try CSVFile(text: "stage,x\n aware ,1\n,2\n\"a, b\",3\n", name: "h.csv")
    #expect(try file.texts(in: "stage") == ["aware", "", "a, b"])
    let far = #expect(throws: PanelError.self) { try file.texts(in: "stages") }
    #expect(far?.description == "h.csv: stages: the file has no such column; did you mean stage?")
  }

  @Test("names the nearest column")
  func columns() throws {
    let file = try CSVFile(text: "spend,sales\n1,2\n", name: "h.csv")
    let near = #expect(throws: PanelError.self) { try file.column(named: "spent") }
    #expect(near?.description == "h.csv: spent: the file has no such column; did you mean spend?")
    let far = #expect(throws: PanelError.self) { try file.numbers(in: "week") }
    #expect(
      far?.description
        == "h.csv: week: the file has no such column; the columns are spend, sales")
  }
}
