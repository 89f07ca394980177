import Interchange
import Statistics

/// Steps of a run, burn-in included, and what the environment does in each.
struct PlanCalendar: Sendable {
  let grid: TimeGrid
  let burnIn: Int
  let conditions: [Condition]

  init(_ scenario: Scenario) {
    grid = scenario.time
    burnIn = scenario.burnInSteps
    conditions = scenario.conditions
  }

  var weeksPerStep: Double { grid.weeksPerStep }
  var daysPerStep: Int { grid.step.days }
  /// Steps of burn-in and horizon.
  var stepCount: Int { burnIn + grid.count }

  /// Whole steps that cover a number of days, at most a million.
  func steps(ofDays days: Double, atLeast least: Int) -> Int {
    max(least, Int(min(1e6, (days / Double(daysPerStep) - 1e-9).rounded(.up))))
  }

  /// The values of a ramp on the first day of each step, burn-in first.
  func values(of ramp: Ramp) -> [Double] {
    (0..<stepCount).map { ramp.value(onDay: Double(($0 - burnIn) * daysPerStep)) }
  }

  /// The product of what the conditions do, for each step, burn-in first.
  private func factors(_ ratio: (Condition) -> Double?) -> [Double] {
    var factors = [Double](repeating: 1, count: stepCount)
    for condition in conditions {
      guard let ratio = ratio(condition) else { continue }
      for index in factors.indices {
        let step = index - burnIn
        factors[index] *= condition.factor(ratio, step: step, month: grid.month(of: step))
      }
    }
    return factors
  }

  func logFactors(ofTransition transition: Int, in population: Int) -> [Double] {
    factors { condition in
      condition.transitions.first {
        $0.population == population && $0.transition == transition
      }?.ratio
    }.map { Elementary.log($0) }
  }

  func logFactors(ofEvent event: Int) -> [Double] {
    factors { $0.events.first { $0.event == event }?.ratio }.map { Elementary.log($0) }
  }

  func factors(ofChannel channel: Int) -> [Double] {
    factors { $0.channels.first { $0.channel == channel }?.ratio }
  }
}
