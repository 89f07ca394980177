import Statistics

/// Counts of an event whose means do not change from step to step, whatever agents go through.
///
/// It has one rate in all stages where it happens and no effect that moves; a change of the
/// environment makes new thresholds.
struct SteadyCounts: Sendable {
  /// Thresholds of every agent's counts.
  var thresholds: CountThresholds
  /// Log ratio of the environment that the thresholds were made for.
  let environment: Double

  /// Steps that thresholds must serve on average to be worth making; *chosen*: making them takes
  /// about as long as ten steps of inversion.
  private static let leastSteps = 16

  /// Whether an event qualifies.
  static func suits(_ event: EventPlan, effects: ArraySlice<EffectTable.Effects>) -> Bool {
    let rates = Set(event.perStep.filter { $0 != 0 })
    let response = event.response
    let environment = response.environment
    let changes = zip(environment, environment.dropFirst()).filter { $0 != $1 }.count
    return !event.isOnEntry && !event.isChance && rates.count == 1 && response.parentStages.isEmpty
      && response.peers == 0 && response.pressure == 0 && !response.isMoody
      && effects.allSatisfy(\.terms.isEmpty)
      && (changes == 0 || changes * leastSteps <= environment.count)
  }

  /// Makes the thresholds, unless a mean is too large to be counted, which another way then reports.
  ///
  /// - Parameters:
  ///   - world: The population.
  ///   - event: An event that qualifies.
  ///   - environment: Log ratio of the environment.
  ///   - largest: The largest mean that may be counted.
  init?(_ world: PopulationWorld, event: Int, environment: Double, largest: Double) {
    let plan = world.plan.events[event]
    let base = plan.perStep.first { $0 != 0 } ?? 0
    let times = world.columns.eventTimes[event]
    let slot = world.columns.eventTerms.slots[event]
    let means = (0..<world.plan.size).map { row in
      let own = slot < 0 ? 0 : world.columns.eventTerms.values[slot * world.plan.size + row]
      let logRatio = own + environment
      return base * (times.isEmpty ? 1 : times[row]) * Exponential.value(logRatio)
    }
    guard means.allSatisfy({ $0 <= largest }) else { return nil }
    thresholds = CountThresholds(means: means, dispersion: plan.dispersion)
    self.environment = environment
  }
}
