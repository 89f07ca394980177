import Statistics
import Testing

@testable import Estimation

@Suite("Carried driver") struct CarriedDriverTests {
  @Test("is the geometric carryover of a unit that went on at its mean before")
  func carryover() {
    let values: [Double] = [0, 3, 1, 0, 2, 5]
    var driver = CarriedDriver(values + [1, 1, 1, 1, 1, 1], periods: 6)
    let mean = 11.0 / 6
    driver.carry(retention: 0.6)
    let long = [Double](repeating: mean, count: 200) + values
    let expected = Carryover.geometric(retention: 0.6).applied(to: long, isNormalized: true)
    let scale = 17.0 / 12
    for period in 0..<6 {
      let acting =
        Elementary.log1p(expected[200 + period] / scale) - Elementary.log1p(mean / scale)
      #expect((driver.acting[period] - acting).magnitude < 1e-12)
      // A driver that never varies in a unit never acts as a change.
      #expect(driver.acting[6 + period].magnitude < 1e-12)
    }
    #expect((driver.carried(unit: 0, retention: 0.6) - expected[205]).magnitude < 1e-12)
  }

  @Test("has the derivative by its retention")
  func slope() {
    var driver = CarriedDriver([0, 3, 1, 0, 2, 5, 1, 0, 0, 4, 2, 2], periods: 6)
    driver.carry(retention: 0.4 + 1e-6)
    let above = driver.acting
    driver.carry(retention: 0.4 - 1e-6)
    let below = driver.acting
    driver.carry(retention: 0.4)
    for place in above.indices {
      #expect((driver.slopes[place] - (above[place] - below[place]) / 2e-6).magnitude < 1e-8)
    }
  }
}
