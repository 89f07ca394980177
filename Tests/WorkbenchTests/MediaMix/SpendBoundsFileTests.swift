import Estimation
import Interchange
import Testing

@testable import Workbench

@Suite("Tables of bounds of spend")
struct SpendBoundsFileTests {
  private func bounds(_ text: String, spend: [Double?] = [1000, 50]) throws -> [SpendBounds] {
    let spec = try MixSpec(yaml: MixFitFixture.bayes, name: "mmm.yaml")
    return try SpendBoundsFile(text: text, path: "bounds.csv").bounds(for: spec, spend: spend)
  }

  private func words(_ text: String, spend: [Double?] = [1000, 50]) -> [String] {
    do {
      _ = try bounds(text, spend: spend)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map { String($0) }
    }
  }

  @Test("are money, or factors of the spend as it is")
  func read() throws {
    #expect(
      try bounds("channel,low,high\nsearch,0,12.5\ntv,800,800\n") == [
        SpendBounds(channel: 1, low: 0, high: 12.5), SpendBounds(channel: 0, low: 800, high: 800),
      ])
    #expect(
      try bounds("high_factor,channel,low_factor\n1.5,tv,0.5\n", spend: [1000, nil]) == [
        SpendBounds(channel: 0, low: 500, high: 1500)
      ])
  }

  @Test("report everything that is wrong at once, with line and column")
  func problems() {
    #expect(
      words("channel,low,high\nserch,0,1\ntv,-1,5\nsearch,4,3\ntv,x,\n") == [
        "bounds.csv:2: channel: \"serch\" is no channel of the model; did you mean search?",
        "bounds.csv:3: low: -1 is negative; write a number of at least 0",
        "bounds.csv:4: high: 3 is less than 4 in low; exchange them",
        "bounds.csv:5: channel: tv has bounds in line 3 already; keep one",
        "bounds.csv:5: low: \"x\" is not a number; write a decimal number such as 12.5",
        "bounds.csv:5: high: the cell is empty; write a number",
      ])
    #expect(
      words("channel,low_factor,high\ntv,0,1\n") == [
        "bounds.csv: high_factor: the file has no such column; the columns are channel, low_factor, "
          + "high",
        "bounds.csv: high: money and factors stand side by side; keep low and high, or the factors",
      ])
    #expect(
      words("channel,low_factor,high_factor\ntv,0,1\n", spend: [nil, 50]) == [
        "bounds.csv:2: low_factor: nobody knows what is spent on tv; name its column of spend in the "
          + "specification"
      ])
  }
}
