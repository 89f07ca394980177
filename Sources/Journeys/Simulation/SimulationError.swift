import Interchange

/// A run that cannot go on because the scenario's numbers contradict each other.
public struct SimulationError: Error, Equatable, Sendable {
  /// Step, from the first reported one.
  public let step: Int
  /// What went wrong.
  public let cause: Cause

  /// What went wrong.
  public enum Cause: Equatable, Sendable {
    /// Chances out of a stage sum to more than one.
    case chances(population: Int, stage: Int, sum: Double)
    /// There is more of an event in a step than can be counted.
    case events(event: Int, mean: Double)
    /// The chance of an event exceeds one.
    case eventChance(event: Int, chance: Double)
  }

  init(_ population: Int, stage: Int, step: Int, sum: Double) {
    self.step = step
    cause = .chances(population: population, stage: stage, sum: sum)
  }

  init(event: Int, step: Int, chance: Double) {
    self.step = step
    cause = .eventChance(event: event, chance: chance)
  }

  init(event: Int, step: Int, mean: Double) {
    self.step = step
    cause = .events(event: event, mean: mean)
  }

  /// The error in words, with the scenario's names.
  public func description(in scenario: Scenario) -> String {
    let date = scenario.time.date(of: step)
    switch cause {
    case .chances(let population, let stage, let sum):
      let spec = scenario.populations[population]
      return "populations.\(spec.name).journey: chances out of \"\(spec.journey.stages[stage])\" "
        + "reach \(HumanNumber.percent(sum)) in the step of \(date); lower their effects, or use "
        + "the link cloglog"
    case .events(let event, let mean):
      return "events.\(scenario.events[event].name): there would be "
        + "\(HumanNumber.text(mean)) events or more in the step of \(date), more than can be "
        + "counted; lower its rate, its times or its effects"
    case .eventChance(let event, let chance):
      return "events.\(scenario.events[event].name): its chance reaches "
        + "\(HumanNumber.percent(chance)) in the step of \(date); lower its probability, its "
        + "times or its effects, or write a rate, which may exceed one"
    }
  }
}
