import Interchange
import Testing

@Suite("Panel under mutation")
struct PanelFuzzTests {
  static let words = [
    "", "NA", "-1", "0", "1e308", "9007199254740993", "nan", "2024-02-30", "0001-01-01",
    "9999-12-31",
    "2024-01-08", "20240101", "202413", "3", "north", "south", "x", "\"", ",", "\n", "12,5", "é",
  ]

  @Test("is read, or refused with a line inside the table", arguments: 0..<200)
  func mutated(_ seed: Int) {
    var stream = MutationStream(state: UInt64(seed))
    var lines = PanelTests.weekly.split(separator: "\n").map { String($0) }
    for week in 3..<9 {
      for unit in ["north,high", "south,low"] {
        lines.append("2024-02-0\(week),\(unit),1,2,3")
      }
    }
    for _ in 0..<15 {
      mutate(&lines, &stream)
      let text = lines.joined(separator: "\n")
      let lineCount = text.unicodeScalars.count { $0 == "\n" } + 1
      do {
        let csv = try CSVFile(text: text, name: "w.csv")
        let history = try Panel(csv: csv, layout: PanelTests.weeklyLayout)
        #expect(history.values.count == history.variables.count * history.rowCount)
        _ = try Panel(plan: csv, continuing: history, layout: PanelTests.weeklyLayout)
      } catch let errors as PanelErrors {
        #expect(!errors.errors.isEmpty)
        #expect(errors.errors.allSatisfy { (0...lineCount).contains($0.line) }, "\(errors)")
      } catch {
        #expect(error is PanelError)
      }
    }
  }

  private func mutate(_ lines: inout [String], _ stream: inout MutationStream) {
    let place = stream.next(below: lines.count)
    switch stream.next(below: 6) {
    case 0 where lines.count > 2: lines.remove(at: place)
    case 1: lines.insert(lines[stream.next(below: lines.count)], at: place)
    case 2: lines.swapAt(place, stream.next(below: lines.count))
    default:
      var cells = lines[place].split(separator: ",", omittingEmptySubsequences: false).map {
        String($0)
      }
      cells[stream.next(below: cells.count)] = Self.words[stream.next(below: Self.words.count)]
      lines[place] = cells.joined(separator: ",")
    }
  }
}
