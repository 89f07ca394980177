import Statistics

/// Moves all agents of a population through a span of steps, family by family.
struct SojournRun {
  let sojourns: SojournPlan
  let layout: SojournLayout
  /// Steps to be settled.
  let steps: Range<Int>
  /// Whether every move is logged, because somebody's path or first visits are asked for.
  let logsAll: Bool
  /// What follows on each way out: `stage reached << 2 | whether it is logged << 1 | whether
  /// anything leads out of that stage`.
  let exitFates: [UInt32]
  /// How a move is booked, by the step after it.
  ///
  /// The lower half is all ones for a step of the run, the upper half the first of the step's counts.
  /// Read from memory, so that the compiler makes no branch of it: every sixth move found lies behind
  /// the run.
  let bookings: [UInt64]
  var table: SurvivalTable
  /// Row of the chances for each step of the family at work.
  var tableRows: [Int32]
  /// Moves of populations that only go forward, in place of the table.
  private var forward: ForwardMoves?
  private var scratch: [SIMD16<UInt32>]
  /// First row of the chances for each step.
  private let environmentRows: [Int32]
  /// Stage of the family's parent in each step.
  private var parentStages: [UInt8]
  /// First upper end of the first stage in the step before each; who does not move within the run
  /// takes those of the last step, and never goes.
  var endRows: [Int32]
  /// Moves of everybody: `[(step after * cells + cell) * exits + exit]`.
  var counts: [UInt32]
  /// Agents of each stage and cell before the first of the steps: `[cell * stages + stage]`.
  var occupancy: [UInt32]
  /// Moves of the block at work, in the order of visits: `row << 24 | step after << 8 | exit`.
  var log: [UInt32]

  init(_ world: SojournWorld, _ sojourns: SojournPlan, steps: Range<Int>) {
    self.sojourns = sojourns
    self.steps = steps
    let cellCount = world.ledger.cellCount
    layout = SojournLayout(
      steps: steps.count, cells: cellCount, exits: max(1, sojourns.to.count))
    let logsAll = !sojourns.isForward || !world.records.isEmpty || !world.isSampled.isEmpty
    self.logsAll = logsAll
    exitFates = sojourns.to.indices.map { exit in
      let to = sojourns.to[exit]
      // Events go on differently after some moves; the others need no log.
      let isLogged =
        logsAll
        || world.plan.events.contains { $0.perStep[sojourns.from[exit]] != $0.perStep[to] }
      return UInt32(to << 2) | (isLogged ? 2 : 0) | (sojourns.isLeft[to] ? 1 : 0)
    }
    let perStep = layout.countsPerStep
    bookings = (0..<layout.countedSteps).map { after in
      UInt64(after * perStep) << 32 | (after <= steps.count ? 0xFFFF_FFFF : 0)
    }
    table = SurvivalTable(sojourns, layout: layout)
    forward = sojourns.forward.map { [layout, exitFates] plan in
      ForwardMoves(
        sojourns: sojourns, plan: plan, layout: layout, firstStep: steps.lowerBound,
        fates: exitFates.map { $0 >> 2 | ($0 & 2) << 30 })
    }
    scratch = [SIMD16<UInt32>](repeating: SIMD16(), count: forward?.scratchSize ?? 0)
    tableRows = [Int32](repeating: 0, count: steps.count)
    environmentRows = sojourns.environment.map { Int32($0 * sojourns.parents) }
    parentStages = [UInt8](repeating: 0, count: steps.count)
    endRows = [Int32](repeating: 0, count: layout.countedSteps)
    counts = [UInt32](repeating: 0, count: layout.countedSteps * layout.countsPerStep + 16)
    occupancy = world.occupancy
    log = [UInt32](
      repeating: 0, count: SojournLayout.blockSize * (steps.count + 1) + 1)
  }

  /// Moves everybody and counts what happens.
  mutating func moveEverybody(
    _ world: inout SojournWorld, history: StageHistory?
  ) throws(SimulationError) {
    let families = world.firstChild
    var chances = SpellChances(world, steps: steps)
    for family in 0..<families.count - 1 where families[family] < families[family + 1] {
      // The table of the family before holds for one whose parent lived the same.
      let isBefore = family > 0 && families[family - 1] < families[family]
      let isSame = isBefore && history?.isSame(family, family - 1, in: steps) ?? false
      if !isSame { fillTable(family: family, history: history) }
      var first = families[family]
      while first < families[family + 1] {
        let end = min(first + SojournLayout.blockSize, families[family + 1])
        try moveBlock(
          first..<end, &world, &chances, family: family, history: history)
        first = end
      }
    }
    book(in: &world)
    chances.book(in: &world)
    world.settled = steps.upperBound
  }

  private mutating func fillTable(family: Int, history: StageHistory?) {
    let perRow = Int32(sojourns.stages * (sojourns.ways - 1))
    let first = steps.lowerBound
    history?.read(family, steps, into: &parentStages)
    Self.fill(
      &tableRows, &endRows, environment: environmentRows[first..<first + steps.count],
      parents: parentStages, perRow: perRow)
    if forward != nil {
      forward?.stretches.find(in: tableRows)
      return
    }
    for after in steps.count + 1..<endRows.count { endRows[after] = endRows[steps.count] }
    table.fill(sojourns, rows: tableRows)
  }

  private static func fill(
    _ rows: inout [Int32], _ ends: inout [Int32], environment: ArraySlice<Int32>,
    parents: [UInt8], perRow: Int32
  ) {
    var rows = rows.mutableSpan
    var ends = ends.mutableSpan
    let environment = environment.span
    let parents = parents.span
    for step in 0..<environment.count {
      let row = environment[step] &+ Int32(parents[step])
      rows[step] = row
      ends[step &+ 1] = row &* perRow
    }
  }

  private mutating func moveBlock(
    _ rows: Range<Int>, _ world: inout SojournWorld, _ chances: inout SpellChances, family: Int,
    history: StageHistory?
  ) throws(SimulationError) {
    if !chances.isEmpty { chances.open(rows, stages: world.stage) }
    let logged =
      forward?.move(rows, &world, counts: &counts, log: &log, scratch: &scratch)
      ?? drawMoves(rows, &world)
    if !chances.isEmpty {
      try chances.count(
        rows, logged: logged, run: self, world: &world, family: family, history: history)
    }
    if logsAll { replay(rows, logged: logged, followed: chances.followed, world: &world) }
  }

  /// Notes first visits, and what happened to those whose paths are kept.
  private func replay(
    _ rows: Range<Int>, logged: Int, followed: [SpellChances.Followed], world: inout SojournWorld
  ) {
    var lived: [(order: Int, path: PathStep)] = []
    for place in 0..<logged {
      let (row, step, exit) = move(log[place], rows: rows)
      let to = sojourns.to[exit]
      if !world.visited.isEmpty {
        let bit: UInt64 = 1 << UInt64(to)
        if world.visited[row] & bit == 0 {
          world.ledger.firstEntries[(step + 1) * sojourns.stages + to] += 1
        }
        world.visited[row] |= bit
      }
      if !world.isSampled.isEmpty, world.isSampled[row] {
        lived.append((0, PathStep(agent: row, step: step, kind: .move(to: to))))
      }
    }
    for event in followed {
      lived.append(
        (
          1 + event.event,
          PathStep(
            agent: event.row, step: event.step, kind: .event(event: event.event, count: 1))
        ))
    }
    lived.sort { ($0.path.agent, $0.path.step, $0.order) < ($1.path.agent, $1.path.step, $1.order) }
    world.paths += lived.map(\.path)
  }

  /// What a packed move says: the agent, the step and the way out.
  func move(_ packed: UInt32, rows: Range<Int>) -> (row: Int, step: Int, exit: Int) {
    (
      rows.lowerBound + Int(packed >> 24), steps.lowerBound + Int(packed >> 8 & 0xFFFF) - 1,
      Int(packed & 0xFF)
    )
  }

  /// Writes the counts of the steps into the ledger.
  private mutating func book(in world: inout SojournWorld) {
    let stages = sojourns.stages
    let layout = world.ledger.layout
    for step in 0..<steps.count {
      let reported = steps.lowerBound + step
      for cell in 0..<world.ledger.cellCount {
        let row = (reported * world.ledger.cellCount + cell) * world.ledger.width
        let first = ((step + 1) * self.layout.cells + cell) * self.layout.exits
        for exit in sojourns.to.indices {
          let moved = counts[first + exit]
          if moved == 0 { continue }
          let to = sojourns.to[exit]
          world.ledger.counts[row + layout.column(transition: sojourns.transition[exit])] += moved
          occupancy[cell * stages + sojourns.from[exit]] -= moved
          occupancy[cell * stages + to] += moved
          if world.visited.isEmpty {
            world.ledger.firstEntries[(reported + 1) * stages + to] += moved
          }
        }
        for stage in 0..<stages {
          world.ledger.counts[row + stage] = occupancy[cell * stages + stage]
        }
      }
    }
    guard steps.upperBound == sojourns.environment.count else { return }
    // Who only goes forward is in the furthest stage that it has seen.
    for place in occupancy.indices where world.visited.isEmpty {
      world.ledger.furthest[place % stages] += occupancy[place]
    }
    for seen in world.visited {
      world.ledger.furthest[63 - seen.leadingZeroBitCount] += 1
    }
  }
}
