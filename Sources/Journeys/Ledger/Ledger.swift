/// What truly happened in one world, as counts by step and cell.
public struct Ledger: Sendable, Equatable {
  /// Counts of each population, in the scenario's order.
  public internal(set) var populations: [PopulationLedger]
}

/// Counts of one population.
///
/// A row belongs to a step and a cell of the breakdown and holds, in this order: agents in each
/// stage at the end of the step, agents that took each transition, the funnel of each channel
/// (`FunnelStep` in order), and the count of each event.
public struct PopulationLedger: Sendable, Equatable {
  /// Reported steps.
  public let stepCount: Int
  /// Cells of the breakdown.
  public let cellCount: Int
  /// Counts in a row.
  public let width: Int
  /// Rows: `counts[(step * cellCount + cell) * width + column]`.
  public internal(set) var counts: [UInt32]
  /// Agents in each stage of each cell before the first reported step, stage within cell.
  public internal(set) var initial: [UInt32]
  /// Agents that were in a stage for the first time, by step, from the first reported step on;
  /// row 0 counts those who were in the stage at the start: `[(step + 1) * stages + stage]`.
  public internal(set) var firstEntries: [UInt32]
  /// Agents by the last declared stage that they have been in, after the last step.
  public internal(set) var furthest: [UInt32]
  /// Delivered and engaged touches over the whole run: `[(channel * stages + stage) * 2 + which]`.
  public internal(set) var touchesByStage: [UInt32]
  let stageCount: Int
  let transitionCount: Int
  let channelCount: Int

  init(_ plan: PopulationPlan, stepCount: Int) {
    self.stepCount = stepCount
    cellCount = plan.breakdown.cellCount
    width = plan.rowWidth
    stageCount = plan.stageCount
    transitionCount = plan.transitions.count
    channelCount = plan.channels.count
    counts = [UInt32](repeating: 0, count: stepCount * cellCount * width)
    initial = [UInt32](repeating: 0, count: cellCount * stageCount)
    firstEntries = [UInt32](repeating: 0, count: (stepCount + 1) * stageCount)
    furthest = [UInt32](repeating: 0, count: stageCount)
    touchesByStage = [UInt32](repeating: 0, count: channelCount * stageCount * 2)
  }

  /// Column of a stage in a row.
  func column(stage: Int) -> Int { stage }
  /// Column of a transition in a row.
  func column(transition: Int) -> Int { stageCount + transition }
  /// Column of a funnel step in a row; the channel is numbered within the population.
  func column(channel: Int, _ step: FunnelStep) -> Int {
    stageCount + transitionCount + channel * FunnelStep.allCases.count + step.rawValue
  }
  /// Column of an event in a row; the event is numbered within the population.
  func column(event: Int) -> Int {
    stageCount + transitionCount + channelCount * FunnelStep.allCases.count + event
  }

  /// The count of a column in a step, over all cells or one.
  func count(step: Int, cell: Int?, column: Int) -> Double {
    if let cell { return Double(counts[(step * cellCount + cell) * width + column]) }
    var sum = 0.0
    for cell in 0..<cellCount { sum += Double(counts[(step * cellCount + cell) * width + column]) }
    return sum
  }
}
