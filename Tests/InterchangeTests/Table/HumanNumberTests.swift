import Interchange
import Testing

@Suite("Number for people")
struct HumanNumberTests {
  @Test(
    "groups thousands and keeps three digits below",
    arguments: [
      (0, "0"), (12_345.6, "12,346"), (1_234_567, "1,234,567"), (999.6, "1,000"), (999.4, "999"),
      (-1000, "-1,000"), (0.123456, "0.123"), (0.9996, "1"), (99.96, "100"), (12.34, "12.3"),
      (1.5, "1.5"), (0.05, "0.05"), (0.00012345, "0.000123"), (0.0000123, "1.23e-5"),
      (-2.5e17, "-2.5e17"), (.nan, "–"),
    ])
  func text(_ value: Double, _ expected: String) {
    #expect(HumanNumber.text(value) == expected)
  }

  @Test("shortens large money")
  func money() {
    #expect(HumanNumber.money(12_345_678, currency: "USD") == "USD 12.3 M")
    #expect(HumanNumber.money(-2.5e9, currency: "EUR") == "EUR -2.5 B")
    #expect(HumanNumber.money(999_999, currency: "USD") == "USD 1 M")
    #expect(HumanNumber.money(12_345, currency: "USD") == "USD 12,345")
    #expect(HumanNumber.money(4.2, currency: "USD") == "USD 4.2")
  }

  @Test("writes shares as percentages")
  func percent() {
    #expect(HumanNumber.percent(0.1234) == "12.3 %")
    #expect(HumanNumber.percent(1) == "100 %")
    #expect(HumanNumber.percent(.infinity) == "–")
  }
}
