import Interchange
import Statistics

@testable import Estimation

/// A panel drawn from the model, with its future.
struct SimulatedCountPanel {
  let units: Int
  let periods: Int
  let outcome: [Double]
  let driver: [Double]

  /// True values of the shared parameters, in the order of the model's.
  static let truth = [1.2, 0.9, 0.15, 0.3, 0.03, 0.03, 0.0, 0.8, 0.2, 0.4, 0.5, 0.5]

  init(units: Int, periods: Int, seed: UInt64) {
    self.units = units
    self.periods = periods
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/count panel")
    func normal(_ unit: Int, _ step: Int, _ draw: Int) -> Double {
      Normal.quantile(stream.uniform(agent: unit, step: step, draw: draw))
    }
    let values = Self.truth
    var driver = [Double](repeating: 0, count: units * periods)
    for place in driver.indices {
      let busy = 0.5 + 3 * stream.uniform(agent: place / periods, step: 1000)
      let number = stream.uniform(agent: place, step: 1001)
      driver[place] = Double(Poisson.count(mean: busy, uniform: number))
    }
    var carried = CarriedDriver(driver, periods: periods)
    carried.carry(retention: values[11])
    var level = values[0]
    var common: [Double] = []
    for period in 0..<periods {
      if period > 0 { level += values[6] / 100 + values[4] * normal(units, period, 0) }
      common.append(level + values[5] * normal(units, period, 1))
    }
    var outcome = driver
    let noise = CountNoise(logScale: Elementary.log(values[7]), power: values[8])
    for unit in 0..<units {
      let start = values[1] * normal(unit, 0, 3) + values[10] * carried.contrasts[unit]
      let path = UnitPath(start: start, values)
      var changes = 0.0
      for period in 0..<periods {
        if period > 0 { changes += normal(unit, period, 2) }
        let logMean =
          common[period] + path.logRate(changes: changes, steps: period)
          + values[9] * carried.acting[unit * periods + period]
        let count = NegativeBinomial.count(
          mean: Elementary.exp(logMean), dispersion: noise.ratio(logMean: logMean),
          uniform: stream.uniform(agent: unit, step: period, draw: 4))
        outcome[unit * periods + period] = Double(count)
      }
    }
    self.outcome = outcome
    self.driver = driver
  }

  /// What is known of it after some periods.
  func history(first count: Int) -> OutcomeHistory {
    OutcomeHistory(
      units: (0..<units).map { "\($0)" },
      periods: PeriodAxis(first: 1, step: .number, count: periods), outcome: outcome,
      driverNames: ["calls"], drivers: [driver]
    ).first(count)
  }
}
