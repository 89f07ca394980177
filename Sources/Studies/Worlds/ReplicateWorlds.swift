import Journeys

/// The worlds of one replicate: what they share as their past, and how one is run to its end.
struct ReplicateWorlds: Sendable {
  /// The document, for messages.
  let document: String
  /// Number of the replicate.
  let replicate: Int
  /// The world at the end of the burn-in, from which all others branch; nil without a burn-in.
  private var past: Simulation?
  /// The people whom all worlds meet.
  private let people = ReplicatePeople()

  /// Runs the burn-in, where there is one.
  ///
  /// - Parameters:
  ///   - document: The document, for messages.
  ///   - burnIn: The plan of the burn-in; nil without one.
  ///   - replicate: Number of the replicate.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  init(document: String, burnIn: SimulationPlan?, replicate: Int) throws {
    self.document = document
    self.replicate = replicate
    guard let burnIn else { return }
    var simulation = Simulation(burnIn, replicate: replicate)
    try advance(&simulation, plan: burnIn, until: 0)
    past = simulation
  }

  /// The plan of the burn-in that an arm's worlds branch from; `nil` without a burn-in.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - scenario: Any arm of it.
  ///   - setting: Setting; the document as it stands when `nil`.
  /// - Returns: The plan of the document without any arm.
  /// - Throws: `SpecProblems` when the document cannot be read without an arm.
  static func burnIn(
    of document: ScenarioDocument, _ scenario: Scenario, setting: String?
  ) throws -> SimulationPlan? {
    guard scenario.burnInSteps > 0 else { return nil }
    return SimulationPlan(try document.scenarioAsWritten(setting: setting, seed: scenario.seed))
  }

  /// Runs a world to the end of its horizon.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - records: Events and touches of single agents that are wanted.
  ///   - followed: Agents whose whole path is wanted, in place of a sample.
  /// - Returns: The world after its last step.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  func finished(
    _ plan: SimulationPlan, records: [AgentRecord] = [],
    followed: [(population: Int, agent: Int)]? = nil
  ) throws -> Simulation {
    var simulation = start(plan, records: records, followed: followed)
    do {
      try simulation.run()
    } catch {
      throw StudyError(document: document, problem: error.description(in: plan.scenario))
    }
    return simulation
  }

  /// Runs a world to the end of its horizon on several threads.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - records: Events and touches of single agents that are wanted.
  ///   - threads: Parts of the world that run at a time.
  /// - Returns: The world after its last step.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  func finished(
    _ plan: SimulationPlan, records: [AgentRecord] = [], threads: Int
  ) async throws -> Simulation {
    var simulation = start(plan, records: records, followed: nil)
    do {
      try await simulation.run(threads: threads)
    } catch {
      throw StudyError(document: document, problem: error.description(in: plan.scenario))
    }
    return simulation
  }

  private func start(
    _ plan: SimulationPlan, records: [AgentRecord], followed: [(population: Int, agent: Int)]?
  ) -> Simulation {
    past?.branched(
      to: plan, replicate: replicate, records: records, followed: followed, shared: people)
      ?? Simulation(
        plan, replicate: replicate, records: records, followed: followed, shared: people)
  }

  private func advance(
    _ simulation: inout Simulation, plan: SimulationPlan, until step: Int
  ) throws {
    do {
      while simulation.nextStep < step { try simulation.step() }
    } catch {
      throw StudyError(document: document, problem: error.description(in: plan.scenario))
    }
  }
}
