import Interchange
import Testing

@Suite("Panel")
struct PanelTests {
  @Test("keeps values by variable, then unit, then period")
  func layout() {
    let panel = Panel(
      units: ["north", "south"], periods: ["p0", "p1", "p2"],
      variables: ["sales", "spend"].map { PanelVariable(name: $0, unit: "USD", meaning: $0) },
      values: (0..<12).map(Double.init))
    #expect(Array(panel.series(variable: 0, unit: 1)) == [3, 4, 5])
    #expect(Array(panel.series(variable: 1, unit: 0)) == [6, 7, 8])
    #expect(panel.index(of: "spend") == 1)
    #expect(panel.index(of: "visits") == nil)
  }

  @Test("refuses a number of values that does not fill it")
  func shape() async {
    await #expect(processExitsWith: .failure) {
      _ = Panel(units: ["a"], periods: ["p"], variables: [], values: [1])
    }
  }
}
