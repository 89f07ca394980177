import Statistics

/// When the agents of a block leave a stage, and which way, sixteen at a time.
///
/// A wait is an exponential time in units of cumulative hazard. It is used up stretch by stretch,
/// in single precision; where the step of the move is in doubt then, it is found again by walking in
/// double precision, so that results are those of walking. Layout, invariants and benchmark are those
/// of `ForwardMoves.swift`.
extension ForwardMoves {
  /// Numbers and words of sixteen agents.
  private typealias Numbers = SIMD16<Float>
  private typealias Words = SIMD16<UInt32>
  private typealias Flags = SIMDMask<SIMD16<Int32>>

  /// What decides the moves of sixteen agents, and the moves.
  private struct Sixteen {
    let time: Numbers
    let wait: Numbers
    let word: Words
    let isHere: Flags
    /// The step after the move, behind the run for none, and the place of the way out.
    var after = Words()
    var way = Words()
  }

  /// Finds the moves out of a stage, and brings everybody to where they lead.
  ///
  /// Compiled once for the common number of ways.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - vectors: Sixteens of agents in the block.
  ///   - half: Which of two columns of words and waits it takes.
  ///   - scratch: The columns.
  func findMoves(from stage: Int, _ vectors: Int, half: Int, scratch: UnsafeMutableRawPointer) {
    let ends = Int(sojourns.firstExit[stage + 1] - sojourns.firstExit[stage]) - 1
    let terms = unsafe fillTerms(of: stage, ends: ends, scratch + Column.terms)
    if ends == 1 {
      unsafe findMoves(from: stage, vectors, half: half, ends: 1, terms, scratch: scratch)
    } else {
      unsafe findMoves(from: stage, vectors, half: half, ends: ends, terms, scratch: scratch)
    }
  }

  /// Writes what the search needs to know of each stretch.
  private func fillTerms(
    of stage: Int, ends: Int, _ memory: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    var begin: Int32 = 0
    for stretch in 0..<stretches.count {
      let row = Int(stretches.rows[stretch])
      let end = stretches.ends[stretch]
      let place = row &* sojourns.paddedStages &+ stage
      let term = unsafe memory + stretch &* StretchTerm.size(ends: ends)
      unsafe term.storeBytes(
        of: StretchTerm(
          rate: plan.rate[place], inverse: plan.inverse[place], end: Float(end),
          length: Float(end &- begin)), as: StretchTerm.self)
      let firstEnd = (row &* sojourns.stages &+ stage) &* (sojourns.ways &- 1)
      for own in 0..<ends {
        unsafe term.storeBytes(
          of: plan.upperEnds[firstEnd &+ own], toByteOffset: StretchTerm.size(ends: own),
          as: UInt32.self)
      }
      begin = end
    }
    return unsafe memory
  }

  @inline(__always)
  private func findMoves(
    from stage: Int, _ vectors: Int, half: Int, ends: Int, _ terms: UnsafeMutableRawPointer,
    scratch: UnsafeMutableRawPointer
  ) {
    let firstExit = UInt32(truncatingIfNeeded: sojourns.firstExit[stage])
    let behind = Words(repeating: UInt32(truncatingIfNeeded: layout.steps) &+ 1)
    let perStep = Words(repeating: UInt32(truncatingIfNeeded: layout.countsPerStep))
    let nobody = behind &* perStep &+ Self.lanes
    let shifted = half &* 4 &* SojournLayout.blockSize
    for vector in 0..<vectors {
      let base = unsafe scratch + vector &* 64
      let here = unsafe base.load(fromByteOffset: Column.stage, as: Words.self)
      var sixteen = unsafe Sixteen(
        time: base.load(fromByteOffset: Column.time, as: Numbers.self),
        wait: base.load(fromByteOffset: Column.wait &+ shifted, as: Numbers.self),
        word: base.load(fromByteOffset: Column.way &+ shifted, as: Words.self),
        isHere: here .== Words(repeating: UInt32(truncatingIfNeeded: stage)))
      let isOpen = unsafe useUp(&sixteen, ends: ends, terms)
      if any(isOpen) {
        let when = unsafe base.load(fromByteOffset: Column.when &+ shifted, as: Words.self)
        let walked = walk(sixteen, isOpen, when: when, stage: stage)
        sixteen.after = walked.after
        sixteen.way = walked.way
      }
      let isMove = sixteen.isHere .& (sixteen.after .< behind)
      var fate = here
      for way in 0...ends {
        fate.replace(
          with: Words(repeating: fates[Int(firstExit) &+ way]),
          where: isMove .& (sixteen.way .== Words(repeating: UInt32(truncatingIfNeeded: way))))
      }
      let exit = sixteen.way &+ Words(repeating: firstExit)
      let counter =
        unsafe sixteen.after &* perStep &+ exit
        &+ base.load(fromByteOffset: Column.cell, as: Words.self)
      let isLogged = fate & Words(repeating: 0x8000_0000)
      let row = Self.lanes &+ Words(repeating: UInt32(truncatingIfNeeded: vector &<< 4))
      let move = row &* Words(repeating: 1 << 24) &+ sixteen.after &* Words(repeating: 1 << 8)
      let came = unsafe unsafeBitCast(
        sixteen.after &+ Words(repeating: Self.wholeBits), to: Numbers.self)
      unsafe base.storeBytes(
        of: nobody.replacing(with: counter | isLogged, where: isMove),
        toByteOffset: Column.counter, as: Words.self)
      unsafe base.storeBytes(of: move &+ exit, toByteOffset: Column.move, as: Words.self)
      unsafe base.storeBytes(
        of: fate & Words(repeating: 0xFF), toByteOffset: Column.stage, as: Words.self)
      unsafe base.storeBytes(
        of: sixteen.time.replacing(with: came - Numbers(repeating: Self.whole), where: isMove),
        toByteOffset: Column.time, as: Numbers.self)
    }
  }

  /// Uses up the waits of sixteen agents.
  ///
  /// - Returns: Whose move is in doubt.
  @inline(__always)
  private func useUp(
    _ sixteen: inout Sixteen, ends: Int, _ terms: UnsafeMutableRawPointer
  ) -> Flags {
    var left = sixteen.wait
    var time = sixteen.time
    var scale = Numbers()
    var isLeft = left .> Numbers()
    for stretch in 0..<stretches.count {
      let memory = unsafe terms + stretch &* StretchTerm.size(ends: ends)
      let term = unsafe memory.load(as: StretchTerm.self)
      let inverse = Numbers(repeating: term.inverse)
      let ahead = Self.larger(Numbers(repeating: term.end) - sixteen.time, Numbers())
      let length = Self.smaller(ahead, Numbers(repeating: term.length))
      let hazard = length * Numbers(repeating: term.rate)
      // Who has not left before this stretch leaves in it or later.
      var way = Words()
      for end in 0..<ends {
        let limit = unsafe memory.load(
          fromByteOffset: StretchTerm.size(ends: end), as: UInt32.self)
        way.replace(
          with: way &+ Words(repeating: 1), where: sixteen.word .>= Words(repeating: limit))
      }
      sixteen.way.replace(with: way, where: isLeft)
      scale.replace(with: inverse, where: isLeft)
      // Whole stretches add their length, which is exact.
      isLeft = (hazard .< left)
      time += (left * inverse).replacing(with: length, where: isLeft)
      left = (left - hazard).replacing(with: Numbers(), where: .!isLeft)
    }
    let rounded = time + Numbers(repeating: Self.whole)
    let over = time - (rounded - Numbers(repeating: Self.whole))
    let nearest = unsafe unsafeBitCast(rounded, to: Words.self) &- Words(repeating: Self.wholeBits)
    sixteen.after = nearest.replacing(
      with: nearest &+ Words(repeating: 1), where: over .> Numbers())
    sixteen.after.replace(
      with: Words(repeating: UInt32(truncatingIfNeeded: layout.steps) &+ 1), where: isLeft)
    // How far the step is from being another one, and how far errors of rounding reach.
    let blur =
      sixteen.wait
      * Numbers(repeating: 2 * WaitingTime.relativeError + Float(stretches.count) * 0x1p-23)
      + Numbers(repeating: 2 * WaitingTime.absoluteError)
    let timeBlur = Numbers(repeating: Float(layout.steps) * 0x1p-21)
    let distance = Self.larger(over, Numbers() - over).replacing(with: left, where: isLeft)
    let reach = (blur * scale + timeBlur).replacing(with: blur, where: isLeft)
    return ((distance .<= reach) .| (sixteen.word .== Words(repeating: UInt32.max)))
      .& sixteen.isHere
  }

  /// Finds the moves that are in doubt by walking.
  ///
  /// Values go in and out, since an agent's place in memory would keep all of them from registers.
  @inline(never)
  private func walk(
    _ sixteen: Sixteen, _ isOpen: Flags, when: Words, stage: Int
  ) -> (after: Words, way: Words) {
    var after = sixteen.after
    var way = sixteen.way
    for lane in 0..<16 where isOpen[lane] {
      let move = walk(
        from: stage, step: Int(sixteen.time[lane]), when: when[lane], way: sixteen.word[lane])
      after[lane] = move.after
      way[lane] = move.way
    }
    return (after, way)
  }

  /// The move of one agent.
  private func walk(
    from stage: Int, step: Int, when: UInt32, way: UInt32
  ) -> (after: UInt32, way: UInt32) {
    let uniform = RandomStream.uniform(from: when)
    let ends = Int(sojourns.firstExit[stage + 1] - sojourns.firstExit[stage]) - 1
    var survival = 1.0
    var step = step
    for stretch in 0..<stretches.count {
      let row = Int(stretches.rows[stretch])
      let stay = sojourns.stay[row * sojourns.paddedStages + stage]
      while step < Int(stretches.ends[stretch]) {
        survival *= stay
        step += 1
        if survival > uniform { continue }
        let first = (row * sojourns.stages + stage) * (sojourns.ways - 1)
        let passed = (0..<ends).count { UInt64(way) >= sojourns.upperEnds[first + $0] }
        return (UInt32(step), UInt32(passed))
      }
    }
    return (UInt32(layout.steps + 1), 0)
  }

  @inline(__always)
  private static func smaller(_ a: Numbers, _ b: Numbers) -> Numbers {
    b.replacing(with: a, where: a .< b)
  }

  @inline(__always)
  private static func larger(_ a: Numbers, _ b: Numbers) -> Numbers {
    b.replacing(with: a, where: a .> b)
  }

  /// Adding this to a number below it rounds to whole ones, which the lowest bits then show.
  private static let whole: Float = 0x1p23
  private static let wholeBits: UInt32 = 0x4B00_0000
  private static let lanes = Words(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}

/// What the search needs to know of a stage in a stretch; upper ends of ways follow, of 32 bits each.
struct StretchTerm {
  let rate: Float
  let inverse: Float
  /// The step after the last, and the number of steps.
  let end: Float
  let length: Float

  /// Bytes of a term with so many upper ends.
  @inline(__always)
  static func size(ends: Int) -> Int { 16 &+ 4 &* ends }
}
