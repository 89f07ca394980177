import Statistics

/// Events of agents while they stay in stages, counted by step.
///
/// A spell is a run of steps that an agent spends in one stage, or in stages that events do not tell
/// apart.
struct SpellChances {
  let events: [EventPlan]
  let cells: Int
  /// Steps that are counted, and the group of 128 of the first.
  let steps: Range<Int>
  let firstGroup: Int
  let groups: Int
  /// Whether the chances of all events stay the same while an agent stays in a stage.
  let isSteady: Bool
  /// Whether anything can happen in each stage, as 1 or 0.
  let isEventful: [Int]
  /// Counts since the last sum: `[(event * cells + cell) * groups * 128 + step − first of group]`.
  var hits: [UInt16]
  private var sums: [UInt32]
  private var agentsSinceSum = 0
  /// Spells of the block at work, packed; see `Spell`.
  var spells: [UInt64]
  /// Spells with a chance of the event at work, and their chances as parts of 2³².
  var chanced: [UInt64]
  var thresholds: [UInt64]
  /// Ties of the group at work.
  var tied = [UInt64](repeating: 0, count: TiedPairs.size / 8)
  /// Stage and start of each agent's last spell, the start counted from the first step.
  var stage: [UInt8]
  var start: [UInt16]
  /// What happened to agents whose paths are kept, in the block at work.
  var followed: [Followed] = []

  /// An event of an agent whose path is kept.
  struct Followed {
    let row: Int
    let step: Int
    let event: Int
  }

  var isEmpty: Bool { events.isEmpty }

  /// Agents whose hits fit sixteen bits.
  private static let mostAgents = Int(UInt16.max) - SojournLayout.blockSize

  init(_ world: SojournWorld, steps: Range<Int>) {
    let events = world.plan.events
    self.events = events
    cells = world.ledger.cellCount
    self.steps = steps
    firstGroup = self.steps.lowerBound >> 7
    groups = ((max(self.steps.upperBound, self.steps.lowerBound + 1) - 1) >> 7) - firstGroup + 1
    isSteady = events.allSatisfy {
      $0.response.environment.isEmpty && $0.response.parentStages.isEmpty
    }
    isEventful = (0..<world.plan.stageCount).map { stage in
      events.contains { $0.perStep[stage] != 0 } ? 1 : 0
    }
    let counted = events.count * cells * groups * StepChance.groupSize
    hits = [UInt16](repeating: 0, count: counted)
    sums = [UInt32](repeating: 0, count: counted)
    let block = SojournLayout.blockSize
    spells = [UInt64](repeating: 0, count: block * (steps.count + 2))
    chanced = spells
    thresholds = spells
    stage = [UInt8](repeating: 0, count: block)
    start = [UInt16](repeating: 0, count: block)
  }

  /// Starts a block: everybody is in a stage.
  mutating func open(_ rows: Range<Int>, stages: [UInt8]) {
    followed.removeAll(keepingCapacity: true)
    for row in 0..<rows.count {
      stage[row] = stages[rows.lowerBound &+ row]
      start[row] = 0
    }
    agentsSinceSum += rows.count
    if agentsSinceSum > Self.mostAgents {
      sumUp()
      agentsSinceSum = rows.count
    }
  }

  /// Counts the events of a block from its logged moves.
  mutating func count(
    _ rows: Range<Int>, logged: Int, run: borrowing SojournRun, world: inout SojournWorld,
    family: Int, history: StageHistory?
  ) throws(SimulationError) {
    let count = listSpells(rows.count, log: run.log, logged: logged, sojourns: run.sojourns)
    if isSteady, !run.logsAll {
      try countSteady(count, first: rows.lowerBound, world: world)
      return
    }
    for place in 0..<count {
      let spell = Spell(packed: spells[place])
      for event in events.indices {
        let row = rows.lowerBound + spell.agent
        let times = world.eventTimes[event]
        let chance = events[event].perStep[spell.stage] * (times.isEmpty ? 1 : times[row])
        if chance == 0 { continue }
        let steps = spell.begin + self.steps.lowerBound..<spell.end + self.steps.lowerBound
        try addSingly(
          event, chance, row: row, steps: steps, &world, family, history)
      }
    }
  }

  /// Counts step by step: chances that change within a spell, and agents who are asked about.
  private mutating func addSingly(
    _ event: Int, _ chance: Double, row: Int, steps: Range<Int>,
    _ world: inout SojournWorld, _ family: Int, _ history: StageHistory?
  ) throws(SimulationError) {
    let response = events[event].response
    let cell = world.cells.isEmpty ? 0 : Int(world.cells[row])
    let first = (event * cells + cell) * groups * StepChance.groupSize
    for step in steps {
      var logRatio = response.environment.isEmpty ? 0 : response.environment[step]
      if !response.parentStages.isEmpty {
        logRatio += response.parentStages[history.map { $0[family, step] } ?? 0]
      }
      let own = logRatio == 0 ? chance : chance * Elementary.exp(logRatio)
      try check(own, event: event, step: step)
      guard StepChance(own).happens(world.eventStreams[event], agent: row, step: step) else {
        continue
      }
      hits[first + step - firstGroup * StepChance.groupSize] += 1
      for record in world.records.indices
      where world.records[record].event == events[event].event {
        if let period = world.records[record].period(of: step) {
          world.records[record].events[row * world.records[record].periodCount + period] += 1
        }
      }
      if !world.isSampled.isEmpty, world.isSampled[row] {
        followed.append(Followed(row: row, step: step, event: event))
      }
    }
  }

  func check(_ chance: Double, event: Int, step: Int) throws(SimulationError) {
    if chance > 1 + 1e-9 {
      throw SimulationError(event: events[event].event, step: step, chance: chance)
    }
  }

  private mutating func sumUp() {
    for place in hits.indices {
      sums[place] &+= UInt32(hits[place])
      hits[place] = 0
    }
  }

  /// Writes the counts into the ledger.
  mutating func book(in world: inout SojournWorld) {
    sumUp()
    for event in events.indices {
      for cell in 0..<cells {
        let first = (event * cells + cell) * groups * StepChance.groupSize
        for step in steps {
          let row = (step * cells + cell) * world.ledger.width
          world.ledger.counts[row + world.ledger.layout.column(event: event)] +=
            sums[first + step - firstGroup * StepChance.groupSize]
        }
      }
    }
  }
}

/// Steps that an agent spends in a stage, in 64 bits.
struct Spell {
  let packed: UInt64

  /// Row in the block.
  var agent: Int { Int(truncatingIfNeeded: packed & 0xFF) }
  var stage: Int { Int(truncatingIfNeeded: packed &>> 8 & 0xFF) }
  /// First step and the one after the last, counted from the first of the run.
  var begin: Int { Int(truncatingIfNeeded: packed &>> 16 & 0xFFFF) }
  var end: Int { Int(truncatingIfNeeded: packed &>> 32 & 0xFFFF) }

  init(packed: UInt64) { self.packed = packed }

  @inline(__always)
  init(agent: Int, stage: UInt8, begin: UInt16, end: Int) {
    packed =
      UInt64(truncatingIfNeeded: agent) | UInt64(stage) &<< 8 | UInt64(begin) &<< 16
      | UInt64(truncatingIfNeeded: end) &<< 32
  }
}
