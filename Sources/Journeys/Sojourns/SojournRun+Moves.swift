import Statistics

/// The moves of one block of agents.
///
/// Layout: columns of at most 256 agents in one piece of memory of 14 kB, or more where journeys lead
/// forward; the survival table of the family beside it. Invariants: every place lies in a column that
/// `SojournLayout` sized for it (rows below 256, stage and step within the table, exits within the
/// counts), which the preconditions at the head check once per block. Three loops per visit of a
/// stage: the first finds the steps of the moves and stores them side by side, the second adds the
/// ways, the third books. In one loop, stores whose place is known late hold up the loads of the next
/// agent. Raw memory, because vectors are loaded at any place. Measured by `rounds run
/// us-national.yaml`, whose people return to stages; 6 ns a move, words included, when those of
/// journey-mini still went this way.
extension SojournRun {
  /// Offsets into the scratch memory, in bytes.
  enum Place {
    static let keys = 0
    static let list = keys + 4 * SojournLayout.blockSize
    static let cells = list + 4 * SojournLayout.blockSize
    static let found = cells + 4 * SojournLayout.blockSize
    static let fates = found + 4 * SojournLayout.blockSize
    static let exits = fates + 4 * 256
    /// First row of each stage's column of draws, on journeys that only lead forward.
    static let columns = exits + 4 * 64
    /// Columns of draws, of 256 agents each: uniform numbers, and behind them words.
    static let uniforms = columns + 4 * 64
  }

  /// Columns of draws: of all stages in their order, or of two visits.
  var drawnColumns: Int { max(2, (sojourns.leftInOrder.count + 1) & ~1) }
  /// Where words stand: those that decide the way, and those that decide when.
  var wordsPlace: Int { Place.uniforms + 8 * SojournLayout.blockSize * drawnColumns }
  var timesPlace: Int { wordsPlace + 4 * SojournLayout.blockSize * drawnColumns }
  private var scratchSize: Int { timesPlace + 4 * SojournLayout.blockSize * drawnColumns }

  /// Draws all moves of a block in the steps of the run.
  ///
  /// - Returns: Number of moves in `log`.
  mutating func drawMoves(_ rows: Range<Int>, _ world: inout SojournWorld) -> Int {
    let stages = sojourns.stages
    let shift = layout.shift
    precondition(
      rows.count <= SojournLayout.blockSize
        && table.values.count >= stages << shift && sojourns.firstExit.count > stages
        && counts.count >= layout.countedSteps * layout.countsPerStep
        && layout.steps + 1 < layout.chunks * SojournLayout.chunk
        && endRows.count >= layout.countedSteps && bookings.count >= layout.countedSteps
        && tableRows.count >= steps.count
        && (world.cells.isEmpty || world.cells.count >= rows.upperBound))
    return unsafe withUnsafeTemporaryAllocation(byteCount: scratchSize, alignment: 64) { memory in
      guard let base = memory.baseAddress else { return 0 }
      return unsafe drawMoves(rows, &world, scratch: base)
    }
  }

  private mutating func drawMoves(
    _ rows: Range<Int>, _ world: inout SojournWorld, scratch: UnsafeMutableRawPointer
  ) -> Int {
    let keys = unsafe (scratch + Place.keys).assumingMemoryBound(to: UInt32.self)
    let list = unsafe (scratch + Place.list).assumingMemoryBound(to: UInt32.self)
    let cells = unsafe (scratch + Place.cells).assumingMemoryBound(to: UInt32.self)
    var waiting = 0
    let shift = UInt32(layout.shift)
    unsafe world.stage.withUnsafeBufferPointer { stages in
      unsafe sojourns.isLeft.withUnsafeBufferPointer { isLeft in
        for row in 0..<rows.count {
          let stage = unsafe stages[rows.lowerBound &+ row]
          unsafe keys[row] = UInt32(stage) &<< shift
          unsafe list[waiting] = UInt32(truncatingIfNeeded: row)
          waiting &+= unsafe isLeft[Int(stage)] ? 1 : 0
        }
      }
    }
    if world.cells.isEmpty {
      for row in 0..<rows.count { unsafe cells[row] = 0 }
    } else {
      let exits = UInt32(layout.exits)
      for row in 0..<rows.count {
        unsafe cells[row] = UInt32(world.cells[rows.lowerBound &+ row]) &* exits
      }
    }
    let fates = unsafe (scratch + Place.fates).assumingMemoryBound(to: UInt32.self)
    for exit in exitFates.indices { unsafe fates[exit] = exitFates[exit] }
    let exits = unsafe (scratch + Place.exits).assumingMemoryBound(to: UInt32.self)
    for stage in 0..<sojourns.stages {
      unsafe exits[stage] = UInt32(truncatingIfNeeded: sojourns.firstExit[stage])
    }
    var visit = 0
    var logged = 0
    while waiting > 0 {
      unsafe draw(rows, visit: visit, stream: world.transitionStream, scratch: scratch)
      unsafe findMoves(waiting, visit: visit, scratch: scratch)
      unsafe drawWays(waiting, visit: visit, scratch: scratch)
      unsafe bookMoves(&waiting, &logged, scratch: scratch)
      visit += 1
    }
    unsafe world.stage.withUnsafeMutableBufferPointer { stage in
      for row in 0..<rows.count {
        unsafe stage[rows.lowerBound &+ row] = UInt8(truncatingIfNeeded: keys[row] &>> shift)
      }
    }
    return logged
  }

  /// Draws what a visit needs: the words of two visits, or at the first one those of all stages.
  // Apart from its caller, which would copy the run for it.
  @inline(never)
  private func draw(
    _ rows: Range<Int>, visit: Int, stream: RandomStream, scratch: UnsafeMutableRawPointer
  ) {
    if sojourns.leftInOrder.isEmpty {
      if visit & 1 != 0 { return }
      unsafe drawWords(rows, pair: visit >> 1, column: 0, stream: stream, scratch: scratch)
    } else if visit == 0 {
      let columns = unsafe (scratch + Place.columns).assumingMemoryBound(to: UInt32.self)
      for place in sojourns.leftInOrder.indices {
        unsafe columns[sojourns.leftInOrder[place]] = UInt32(place * SojournLayout.blockSize)
        if place & 1 != 0 { continue }
        unsafe drawWords(rows, pair: place >> 1, column: place, stream: stream, scratch: scratch)
      }
    }
  }

  /// Draws the words of two visits or stages for the whole block: a quartet for each agent, of which
  /// the first two words decide one, when and where to, and the last two the next.
  private func drawWords(
    _ rows: Range<Int>, pair: Int, column first: Int, stream: RandomStream,
    scratch: UnsafeMutableRawPointer
  ) {
    let column = SojournLayout.blockSize
    let ways = unsafe (scratch + wordsPlace).assumingMemoryBound(to: UInt32.self) + first &* column
    let times = unsafe (scratch + timesPlace).assumingMemoryBound(to: UInt32.self) + first &* column
    var row = 0
    let step = UInt64(UInt32(truncatingIfNeeded: steps.lowerBound))
    let draw = UInt64(truncatingIfNeeded: pair)
    let start = stream.row(of: rows.lowerBound)
    while row < rows.count {
      var time0 = [16 of UInt32](repeating: 0)
      var (way0, time1, way1) = (time0, time0, time0)
      for lane in 0..<16 {
        let quartet = stream.wideQuartet(
          row: start &+ UInt64(truncatingIfNeeded: row &+ lane), step: step, draw: draw)
        time0[lane] = UInt32(truncatingIfNeeded: quartet.0)
        way0[lane] = UInt32(truncatingIfNeeded: quartet.1)
        time1[lane] = UInt32(truncatingIfNeeded: quartet.2)
        way1[lane] = UInt32(truncatingIfNeeded: quartet.3)
      }
      for lane in 0..<16 { unsafe times[row &+ lane] = time0[lane] }
      for lane in 0..<16 { unsafe ways[row &+ lane] = way0[lane] }
      for lane in 0..<16 { unsafe times[column &+ row &+ lane] = time1[lane] }
      for lane in 0..<16 { unsafe ways[column &+ row &+ lane] = way1[lane] }
      row &+= 16
    }
    let uniforms =
      unsafe (scratch + Place.uniforms).assumingMemoryBound(to: Double.self) + first &* column
    unsafe Self.toUniforms(times, uniforms, count: row)
    unsafe Self.toUniforms(times + column, uniforms + column, count: row)
  }

  /// Turns words into uniform numbers, as `RandomStream.uniform(from:)`.
  @inline(never)
  private static func toUniforms(
    _ words: UnsafePointer<UInt32>, _ uniforms: UnsafeMutablePointer<Double>, count: Int
  ) {
    for place in 0..<count { unsafe uniforms[place] = (Double(words[place]) + 0.5) * 0x1p-32 }
  }

  /// Books the moves that were found, and keeps the list of those who will move again.
  private mutating func bookMoves(
    _ waiting: inout Int, _ logged: inout Int, scratch: UnsafeMutableRawPointer
  ) {
    let shift = UInt32(layout.shift)
    let count = waiting
    var kept = 0
    var noted = logged
    let bookings = bookings
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe log.withUnsafeMutableBufferPointer { log in
        let keys = unsafe (scratch + Place.keys).assumingMemoryBound(to: UInt32.self)
        let list = unsafe (scratch + Place.list).assumingMemoryBound(to: UInt32.self)
        let cells = unsafe (scratch + Place.cells).assumingMemoryBound(to: UInt32.self)
        let found = unsafe (scratch + Place.found).assumingMemoryBound(to: UInt32.self)
        let fates = unsafe (scratch + Place.fates).assumingMemoryBound(to: UInt32.self)
        unsafe bookings.withUnsafeBufferPointer { bookings in
          for place in 0..<count {
            let move = unsafe found[place]
            let row = Int(truncatingIfNeeded: move &>> 24)
            let after = move &>> 8 & 0xFFFF
            let exit = Int(truncatingIfNeeded: move & 0xFF)
            let fate = unsafe fates[exit]
            let step = unsafe bookings[Int(truncatingIfNeeded: after)]
            let isMove = UInt32(truncatingIfNeeded: step)
            let first = Int(truncatingIfNeeded: step &>> 32)
            unsafe counts[first &+ Int(truncatingIfNeeded: cells[row]) &+ exit] &+= 1
            let reached = (fate &>> 2) &<< shift | after
            unsafe keys[row] = (reached & isMove) | (keys[row] & ~isMove)
            unsafe list[kept] = UInt32(truncatingIfNeeded: row)
            kept &+= Int(truncatingIfNeeded: isMove & fate & 1)
            unsafe log[noted] = move
            noted &+= Int(truncatingIfNeeded: isMove & (fate &>> 1) & 1)
          }
        }
      }
    }
    waiting = kept
    logged = noted
  }
}
