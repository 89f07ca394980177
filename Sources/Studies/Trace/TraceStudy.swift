import Interchange
public import Journeys

/// One person's story: touched by what, saw what, what came next, and where it broke.
public struct TraceStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Arm.
  public let arm: String
  /// Setting; the document as it stands when `nil`.
  public let setting: String?
  /// The arm's world.
  public let scenario: Scenario
  /// Population and row of the person.
  public let population: Int
  /// Row of the person in its population.
  public let agent: Int
  /// Number of the replicate.
  public let replicate: Int

  /// A study of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - agent: Row of the person in its population.
  ///   - population: Name of the population; the outcome's, if channels touch it, when `nil`.
  ///   - arm: Arm; the one that a ladder would start from, else the first after the baseline, when
  ///     `nil`.
  ///   - setting: Setting; the document as it stands when `nil`.
  ///   - replicate: Number of the replicate.
  ///   - seed: Seed; the document's own when `nil`.
  /// - Throws: `StudyError` when there is no such person, `SpecProblems` when the arm or the setting
  ///   does not exist.
  public init(
    _ document: ScenarioDocument, agent: Int, population: String? = nil, arm: String? = nil,
    setting: String? = nil, replicate: Int = 0, seed: UInt64? = nil
  ) throws {
    let chosen = document.studied(arm)
    let scenario = try document.scenario(arm: chosen, setting: setting, seed: seed)
    let names = scenario.populations.map(\.name)
    let place: Int
    if let population {
      guard let found = names.firstIndex(of: population) else {
        let near = nearestKey(to: population, among: names).map { "did you mean \($0)?" }
        throw StudyError(
          document: document.name,
          problem: "no population \"\(population)\"; "
            + (near ?? "known are \(names.joined(separator: ", "))"))
      }
      place = found
    } else {
      let own = scenario.events[scenario.outcome].population
      let isTouched = scenario.channels.contains { $0.population == own }
      place = isTouched ? own : scenario.channels.first?.population ?? own
    }
    let size = scenario.populations[place].size
    guard (0..<size).contains(agent) else {
      throw StudyError(
        document: document.name,
        problem: "\(names[place]) has no agent \(agent); write a number from 0 to \(size - 1)")
    }
    self.document = document
    self.arm = chosen
    self.setting = setting
    self.scenario = scenario
    self.population = place
    self.agent = agent
    self.replicate = replicate
  }

  /// Runs the world and follows the person.
  ///
  /// - Returns: The story.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public func run() throws -> Trace {
    let burnIn = try ReplicateWorlds.burnIn(of: document, scenario, setting: setting)
    let worlds = try ReplicateWorlds(
      document: document.name, burnIn: burnIn, replicate: replicate)
    let simulation = try worlds.finished(
      SimulationPlan(scenario), followed: [(population: population, agent: agent)])
    return Trace(
      study: self, steps: simulation.paths(population: population),
      traits: scenario.populations[population].attributes.enumerated().map { place, attribute in
        let text =
          attribute.isReal
          ? HumanNumber.text(
            simulation.numbers(population: population, attribute: place)[agent])
          : attribute.levels[
            Int(simulation.groups(population: population, attribute: place)[agent])]
        return (name: attribute.name, text: text)
      })
  }
}
