import Statistics

/// The ways out of every stage of a population whose moves can be drawn by sojourn, compiled.
///
/// A population qualifies when nothing that happens in it within a run changes its own hazards or
/// anybody else's: hazards depend on the stage, the parent's stage and the environment, and events
/// are plain chances. Then the time of an agent's next move can be drawn once per stage visited,
/// in place of one draw per step; both have the same distribution.
struct SojournPlan: Sendable {
  let stages: Int
  /// Stages in rows of tables: a multiple of eight.
  let paddedStages: Int
  let parents: Int
  /// Most ways out of any stage.
  let ways: Int
  /// Row of the tables below for each step: steps of one environment share a row.
  let environment: [Int]
  /// Chance to stay a step: `[(environment * parents + parent) * paddedStages + stage]`.
  let stay: [Double]
  /// Upper ends of the ways out as parts of 2³², given that the agent leaves:
  /// `[((environment * parents + parent) * stages + stage) * (ways − 1) + way]`.
  let upperEnds: [UInt64]
  /// First way out of each stage; one more than stages.
  let firstExit: [Int32]
  /// Transition of each way out, the stage that it leaves, and the one that it leads to.
  let transition: [Int]
  let from: [Int]
  let to: [Int]
  /// Whether anything leads out of each stage.
  let isLeft: [Bool]
  /// Whether every transition leads to a stage that is declared later.
  let isForward: Bool
  /// Stages that anything leads out of, of a journey that only leads forward; empty for others.
  ///
  /// The place of a stage among these addresses its draws; where there are none, the number of the
  /// visit does.
  let leftInOrder: [Int]
  /// Hazards for moving sixteen agents at a time, of populations that it is faster for.
  private(set) var forward: ForwardPlan?

  /// Most stages whose words are drawn whether an agent visits them or not.
  private static let mostOrdered = 16
  /// A chance to stay that no 32-bit uniform number reaches: who has it leaves.
  private static let certain = 1e-11

  /// - Parameters:
  ///   - plan: A population that qualifies.
  ///   - steps: Steps of the horizon.
  /// - Throws: `SimulationError` when chances under the links logit or log sum to more than one.
  init(_ plan: PopulationPlan, steps: Int) throws(SimulationError) {
    stages = plan.stageCount
    paddedStages = (plan.stageCount + 7) & ~7
    parents = plan.parentStageCount
    ways = max(1, plan.exits.map(\.count).max() ?? 1)
    isLeft = plan.exits.map { !$0.isEmpty }
    isForward = plan.exits.indices.allSatisfy { stage in
      plan.exits[stage].allSatisfy { Int(plan.transitions[$0].to) > stage }
    }
    let left = isLeft.indices.filter { [isLeft] in isLeft[$0] }
    leftInOrder = isForward && left.count <= Self.mostOrdered ? left : []
    firstExit = plan.exits.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
    transition = plan.exits.flatMap { $0 }
    from = plan.exits.indices.flatMap { stage in plan.exits[stage].map { _ in stage } }
    to = transition.map { Int(plan.transitions[$0].to) }
    let rows = EnvironmentRows(plan.transitions.map(\.response.environment), steps: steps)
    environment = rows.row
    let exits = ExitTable(plan)
    var stay: [Double] = []
    var upperEnds: [UInt64] = []
    for step in rows.firstStep {
      let shared = SharedLogRatios(plan, step: step).values
      for parent in 0..<parents {
        for stage in 0..<paddedStages {
          guard stage < stages else {
            stay.append(1)
            continue
          }
          let chances = try StageChances(
            plan, exits: exits, stage: stage, parent: parent, shared: shared,
            step: step)
          stay.append(max(Self.certain, 1 - chances.leaving))
          upperEnds += chances.upperEnds(ways: ways)
        }
      }
    }
    self.stay = stay
    self.upperEnds = upperEnds
    forward = ForwardPlan(self)
  }
}

/// Steps in which the environment is the same.
struct EnvironmentRows: Sendable {
  /// Row of each step.
  let row: [Int]
  /// First step of each row.
  let firstStep: [Int]

  /// - Parameters:
  ///   - columns: Log ratios by step of whatever the environment acts on; empty where it does not.
  ///   - steps: Number of steps.
  init(_ columns: [[Double]], steps: Int) {
    let acting = columns.filter { !$0.isEmpty }
    var rows: [[Double]: Int] = [:]
    var first: [Int] = []
    row = (0..<steps).map { step in
      let values = acting.map { $0[step] }
      if let known = rows[values] { return known }
      rows[values] = first.count
      first.append(step)
      return first.count - 1
    }
    firstStep = first
  }
}
