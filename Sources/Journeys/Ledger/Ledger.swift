/// What truly happened in one world, as counts by step and cell.
public struct Ledger: Sendable, Equatable {
  /// Counts of each population, in the scenario's order.
  public internal(set) var populations: [PopulationLedger]
  /// Items that passed the approval queue; empty without one.
  public internal(set) var approvals: ApprovalLedger
}

/// Counts of one population.
///
/// A row belongs to a step and a cell of the breakdown; `LedgerLayout` says where counts stand in it.
public struct PopulationLedger: Sendable, Equatable {
  /// Reported steps.
  public let stepCount: Int
  /// Cells of the breakdown.
  public let cellCount: Int
  /// Where counts stand in a row.
  public let layout: LedgerLayout
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
  public internal(set) var touchesByStage: [UInt64]
  /// What became of threads over the whole run, by handoff, channel that opened the thread, and stage
  /// of the agent when it happened; see `LedgerLayout.place(handoff:channel:stage:)`.
  public internal(set) var threadsByStage: [UInt64]

  /// Trust summed over the agents at the end of a step, in thousandths: `[step * cellCount + cell]`;
  /// empty where a population declares none.
  public internal(set) var trust: [Double]

  /// Counts in a row.
  public var width: Int { layout.width }
  var stageCount: Int { layout.stages }

  init(_ plan: PopulationPlan, stepCount: Int) {
    self.stepCount = stepCount
    cellCount = plan.breakdown.cellCount
    layout = plan.layout
    trust = plan.trust == nil ? [] : [Double](repeating: 0, count: stepCount * cellCount)
    counts = [UInt32](repeating: 0, count: stepCount * cellCount * layout.width)
    initial = [UInt32](repeating: 0, count: cellCount * layout.stages)
    firstEntries = [UInt32](repeating: 0, count: (stepCount + 1) * layout.stages)
    furthest = [UInt32](repeating: 0, count: layout.stages)
    touchesByStage = [UInt64](repeating: 0, count: layout.channels * layout.stages * 2)
    threadsByStage = [UInt64](
      repeating: 0, count: layout.place(handoff: layout.handoffs, channel: 0, stage: 0))
  }

  /// Adds the counts of another part of the population.
  ///
  /// - Parameter other: Counts of the same layout.
  /// - Returns: Step and number of an event whose count no longer fits, if there is one.
  mutating func add(_ other: PopulationLedger) -> (step: Int, event: Int)? {
    var tooMany: (step: Int, event: Int)?
    for place in counts.indices {
      let (sum, isTooMany) = counts[place].addingReportingOverflow(other.counts[place])
      counts[place] = sum
      if isTooMany, let event = layout.event(ofColumn: place % width) {
        tooMany = tooMany ?? (place / width / cellCount, event)
      }
    }
    func add<Count: FixedWidthInteger>(_ counts: [Count], to sums: inout [Count]) {
      for place in sums.indices { sums[place] &+= counts[place] }
    }
    add(other.initial, to: &initial)
    add(other.firstEntries, to: &firstEntries)
    add(other.furthest, to: &furthest)
    add(other.touchesByStage, to: &touchesByStage)
    add(other.threadsByStage, to: &threadsByStage)
    for place in trust.indices { trust[place] += other.trust[place] }
    return tooMany
  }
}
