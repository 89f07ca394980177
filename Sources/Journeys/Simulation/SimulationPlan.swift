import Interchange

/// A scenario compiled to indices and per-step numbers: names and units end here.
public struct SimulationPlan: Sendable {
  /// The scenario that was compiled, for the names in tables.
  public let scenario: Scenario
  /// Steps that run before the first reported one.
  public let burnIn: Int
  /// Reported steps.
  public let stepCount: Int
  let populations: [PopulationPlan]
  /// Populations with parents before children: the order of work within a step.
  let order: [Int]

  /// Compiles a checked scenario.
  ///
  /// - Parameters:
  ///   - scenario: What to run.
  ///   - branches: Whether worlds of other arms branch from a run after its first reported step; those
  ///     of a burn-in may always.
  public init(_ scenario: Scenario, branches: Bool = false) {
    self.scenario = scenario
    self.burnIn = scenario.burnInSteps
    self.stepCount = scenario.time.count
    self.populations = scenario.populations.indices.map {
      PopulationPlan(scenario, population: $0, branches: branches || scenario.burnInSteps > 0)
    }
    var order: [Int] = []
    while order.count < scenario.populations.count {
      let next = scenario.populations.indices.filter { index in
        !order.contains(index)
          && (scenario.populations[index].parent.map { order.contains($0) } ?? true)
      }
      precondition(!next.isEmpty, "a checked scenario has no cycle of parents")
      order += next
    }
    self.order = order
  }

  /// Agents of all populations.
  public var agentCount: Int { populations.reduce(0) { $0 + $1.size } }

  /// Agent-steps of one run, burn-in included.
  public var agentSteps: Int { agentCount * (burnIn + stepCount) }

  /// Size of a world's ledger.
  public var ledgerBytes: Double {
    populations.reduce(0) {
      $0 + 4 * Double(stepCount) * Double($1.breakdown.cellCount) * Double($1.layout.width)
    }
  }

  /// How a population's hazards are computed, in words for `validate`.
  public func kernelDescription(population: Int) -> String {
    let plan = populations[population]
    if plan.sojourns != nil { return "moves stage by stage, one draw for each stage visited" }
    return plan.hasSharedHazards
      ? "hazards by stage and parent's stage, shared by all agents of a cell"
      : "hazards agent by agent"
  }

  /// Parts that run by themselves, on any number of threads.
  public var partCount: Int { ShardPlan(self).ranges?.count ?? 1 }
}
