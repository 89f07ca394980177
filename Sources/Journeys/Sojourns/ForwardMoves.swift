import Statistics

/// The moves of blocks of agents whose journey only leads forward.
///
/// Layout: columns of at most 256 agents in one piece of memory of 11 kB, loaded sixteen agents at a
/// time, and behind them the terms of a stage. Invariants: every place lies in a column sized for
/// whole blocks (rows below 256, exits and steps within the counts), which the preconditions at the
/// head check once per block. Two loops per stage: the first finds the moves of everybody, whether
/// in the stage or not, without a branch; the second adds up. Raw memory, because vectors are loaded
/// from columns. Measured by `run: journey-mini, 10k physicians + 1000k patients × 104 weeks`: 3 ns a
/// move, words included.
struct ForwardMoves: Sendable {
  let sojourns: SojournPlan
  let plan: ForwardPlan
  let layout: SojournLayout
  /// First step to be settled, which addresses draws.
  let firstStep: Int
  /// What follows on each way out: `whether it is logged << 31 | stage reached`.
  let fates: [UInt32]
  /// Stretches of the family at work.
  var stretches = Stretches()

  /// Offsets into the scratch memory, in bytes.
  enum Column {
    /// Stage in which each agent is, and the step in which it came.
    static let stage = 0
    static let time = stage + 4 * SojournLayout.blockSize
    /// First count of each agent's cell in a step.
    static let cell = time + 4 * SojournLayout.blockSize
    /// Count of each agent's move, with the highest bit where the move is logged; and the move.
    static let counter = cell + 4 * SojournLayout.blockSize
    static let move = counter + 4 * SojournLayout.blockSize
    /// Of two stages each: the words that decide when and which way, and the waiting times.
    static let when = move + 4 * SojournLayout.blockSize
    static let way = when + 8 * SojournLayout.blockSize
    static let wait = way + 8 * SojournLayout.blockSize
    /// Terms of the stretches; see `StretchTerm`.
    static let terms = wait + 8 * SojournLayout.blockSize
  }

  /// Vectors of scratch memory, for any family: a stretch has one step at least.
  var scratchSize: Int {
    (Column.terms + layout.steps * StretchTerm.size(ends: sojourns.ways - 1) + 63) / 64
  }

  /// Draws all moves of a block in the steps of the run.
  ///
  /// - Parameters:
  ///   - rows: The block, of one family.
  ///   - world: The agents.
  ///   - counts: Counts of moves, which this adds to.
  ///   - log: Receives the moves that are logged.
  ///   - scratch: Columns, in vectors so that their memory is aligned to them.
  /// - Returns: Number of moves in `log`.
  func move(
    _ rows: Range<Int>, _ world: inout SojournWorld, counts: inout [UInt32], log: inout [UInt32],
    scratch: inout [SIMD16<UInt32>]
  ) -> Int {
    precondition(
      scratch.count >= scratchSize && rows.count <= SojournLayout.blockSize && sojourns.stages <= 64
        && counts.count >= (layout.steps + 2) * layout.countsPerStep + 16
        // Nobody leaves more than one stage a step.
        && log.count > rows.count * min(plan.stages.count, layout.steps)
        && stretches.ends.last.map(Int.init) == layout.steps
        && (world.cells.isEmpty || world.cells.count >= rows.upperBound))
    return unsafe scratch.withUnsafeMutableBytes { scratch in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        unsafe log.withUnsafeMutableBufferPointer { log in
          guard let counts = counts.baseAddress, let log = log.baseAddress,
            let scratch = scratch.baseAddress
          else { return 0 }
          return unsafe move(rows, &world, counts: counts, log: log, scratch: scratch)
        }
      }
    }
  }

  private func move(
    _ rows: Range<Int>, _ world: inout SojournWorld, counts: UnsafeMutablePointer<UInt32>,
    log: UnsafeMutablePointer<UInt32>, scratch: UnsafeMutableRawPointer
  ) -> Int {
    let vectors = (rows.count &+ 15) &>> 4
    unsafe open(rows, world, scratch: scratch)
    var logged = 0
    for place in plan.stages.indices {
      if place & 1 == 0 {
        unsafe drawWords(
          vectors, draw: place >> 1, first: rows.lowerBound, stream: world.transitionStream,
          scratch: scratch)
      }
      let stage = plan.stages[place]
      unsafe findMoves(from: stage, vectors, half: place & 1, scratch: scratch)
      let exits = Int(sojourns.firstExit[stage])..<Int(sojourns.firstExit[stage + 1])
      unsafe Self.add(
        rows.count, counts: counts, log: log, logged: &logged,
        isLogged: exits.contains { fates[$0] >> 31 != 0 }, scratch: scratch)
    }
    let now = unsafe (scratch + Column.stage).assumingMemoryBound(to: UInt32.self)
    unsafe world.stage.withUnsafeMutableBufferPointer { stage in
      for row in 0..<rows.count {
        unsafe stage[rows.lowerBound &+ row] = UInt8(truncatingIfNeeded: now[row])
      }
    }
    return logged
  }

  /// Notes where everybody is before the first step; who fills the last vector is nowhere.
  private func open(
    _ rows: Range<Int>, _ world: borrowing SojournWorld, scratch: UnsafeMutableRawPointer
  ) {
    let stage = unsafe (scratch + Column.stage).assumingMemoryBound(to: UInt32.self)
    let time = unsafe (scratch + Column.time).assumingMemoryBound(to: Float.self)
    let cell = unsafe (scratch + Column.cell).assumingMemoryBound(to: UInt32.self)
    let padded = (rows.count &+ 15) & ~15
    for row in 0..<padded {
      unsafe stage[row] = 0xFF
      unsafe time[row] = 0
      unsafe cell[row] = 0
    }
    unsafe world.stage.withUnsafeBufferPointer { stages in
      for row in 0..<rows.count {
        unsafe stage[row] = UInt32(stages[rows.lowerBound &+ row])
      }
    }
    if world.cells.isEmpty { return }
    let exits = UInt32(layout.exits)
    for row in 0..<rows.count {
      unsafe cell[row] = UInt32(world.cells[rows.lowerBound &+ row]) &* exits
    }
  }

  /// Draws the words of two stages for the whole block: a quartet for each agent, of which the first
  /// two words decide one stage, when and where to, and the last two the next.
  private func drawWords(
    _ vectors: Int, draw: Int, first: Int, stream: RandomStream, scratch: UnsafeMutableRawPointer
  ) {
    let when = unsafe (scratch + Column.when).assumingMemoryBound(to: UInt32.self)
    let way = unsafe (scratch + Column.way).assumingMemoryBound(to: UInt32.self)
    let wait = unsafe (scratch + Column.wait).assumingMemoryBound(to: Float.self)
    let half = SojournLayout.blockSize
    let step = UInt64(UInt32(truncatingIfNeeded: firstStep))
    let wideDraw = UInt64(truncatingIfNeeded: draw)
    let start = stream.row(of: first)
    for vector in 0..<vectors {
      let row = vector &<< 4
      var when0 = [16 of UInt32](repeating: 0)
      var (way0, when1, way1) = (when0, when0, when0)
      for lane in 0..<16 {
        let quartet = stream.wideQuartet(
          row: start &+ UInt64(truncatingIfNeeded: row &+ lane), step: step, draw: wideDraw)
        when0[lane] = UInt32(truncatingIfNeeded: quartet.0)
        way0[lane] = UInt32(truncatingIfNeeded: quartet.1)
        when1[lane] = UInt32(truncatingIfNeeded: quartet.2)
        way1[lane] = UInt32(truncatingIfNeeded: quartet.3)
      }
      for lane in 0..<16 { unsafe when[row &+ lane] = when0[lane] }
      for lane in 0..<16 { unsafe way[row &+ lane] = way0[lane] }
      for lane in 0..<16 { unsafe when[half &+ row &+ lane] = when1[lane] }
      for lane in 0..<16 { unsafe way[half &+ row &+ lane] = way1[lane] }
    }
    unsafe Self.toWaits(when, wait, count: vectors &<< 4)
    if 2 &* draw &+ 1 < plan.stages.count {
      unsafe Self.toWaits(when + half, wait + half, count: vectors &<< 4)
    }
  }

  @inline(never)
  private static func toWaits(
    _ words: UnsafePointer<UInt32>, _ waits: UnsafeMutablePointer<Float>, count: Int
  ) {
    for place in 0..<count { unsafe waits[place] = WaitingTime.wait(words[place]) }
  }

  /// Adds up the moves out of a stage.
  private static func add(
    _ agents: Int, counts: UnsafeMutablePointer<UInt32>, log: UnsafeMutablePointer<UInt32>,
    logged: inout Int, isLogged: Bool, scratch: UnsafeMutableRawPointer
  ) {
    let counters = unsafe (scratch + Column.counter).assumingMemoryBound(to: UInt32.self)
    if !isLogged {
      for row in 0..<agents { unsafe counts[Int(counters[row])] &+= 1 }
      return
    }
    let moves = unsafe (scratch + Column.move).assumingMemoryBound(to: UInt32.self)
    var noted = logged
    for row in 0..<agents {
      let counter = unsafe counters[row]
      unsafe counts[Int(counter & 0x7FFF_FFFF)] &+= 1
      unsafe log[noted] = moves[row]
      noted &+= Int(counter &>> 31)
    }
    logged = noted
  }
}
