import Interchange

/// A run that cannot go on because the scenario's numbers contradict each other.
public struct SimulationError: Error, Equatable, Sendable {
  /// Population in which it happened.
  public let population: Int
  /// Stage whose chances contradict.
  public let stage: Int
  /// Step, from the first reported one.
  public let step: Int
  /// Sum of the chances, above one.
  public let sum: Double

  init(_ population: Int, stage: Int, step: Int, sum: Double) {
    self.population = population
    self.stage = stage
    self.step = step
    self.sum = sum
  }

  /// The error in words, with the scenario's names.
  public func description(in scenario: Scenario) -> String {
    let spec = scenario.populations[population]
    let percent = (sum * 1000).rounded() / 10
    return
      "populations.\(spec.name).journey: chances out of \"\(spec.journey.stages[stage])\" reach "
      + "\(percent) % in the step of \(scenario.time.date(of: step)); lower their effects, or use "
      + "the link cloglog"
  }
}
