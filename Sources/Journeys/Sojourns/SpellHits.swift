import Statistics

/// Counting the steps of a group in which eight random bits lie below a threshold.
///
/// Layout: 128 counts of sixteen bits, step by step; the random words of a group are four columns of
/// eight words, whose bytes are 32 steps each, in order. Two spells go side by side, each in its
/// half of a column. Invariant: 128 counts from the counter lie in the array, which is checked once
/// for each group. Counts stay in registers while the spells of a block pass. Reading words as bytes,
/// and comparisons as numbers, is unsafe by name only: sizes agree, and every bit pattern is a number.
/// Written with shifts and selections instead it takes eighteen times as long, because those of `SIMD`
/// types are loops over lanes. Measured by `run: journey-mini, 10k physicians + 1000k patients × 104
/// weeks`: 8 ns for 104 steps of an agent, most of it for the random words.
extension SpellChances {
  /// Most spells at once: their pairs are counted in bytes.
  static let mostAtOnce = 510

  private typealias Bytes = SIMD64<UInt8>
  /// A byte for each lane of both halves, in which bit *n* marks the step of column *n*; in wider
  /// numbers, since the compiler makes loops of bitwise operations on bytes.
  typealias Marks = SIMD8<UInt64>

  /// Two spells in a group of steps: everything that is compared, the first in the lower half.
  private struct Pair {
    /// Rows of both agents.
    var rows: (UInt64, UInt64) = (0, 0)
    /// Steps counted from the first of each spell, and their numbers.
    var offset = Bytes()
    var length = Bytes()
    var threshold = Bytes()
    /// Whether neither spell has any of the steps.
    var isEmpty = true
  }

  /// Adds one to the count of each step of a group in which an event happens.
  ///
  /// - Parameters:
  ///   - places: Spells in `chanced`, all of one cell.
  ///   - counter: Count of the group's first step.
  ///   - groupStart: The group's first step.
  ///   - firstRow: Row of the block's first agent.
  ///   - stream: Stream of the event.
  mutating func addHits(
    _ places: Range<Int>, at counter: Int, groupStart: Int, firstRow: Int, stream: RandomStream
  ) {
    precondition(
      counter >= 0 && counter + StepChance.groupSize <= hits.count
        && places.upperBound <= min(chanced.count, thresholds.count)
        && places.count <= Self.mostAtOnce, "a group of counts")
    // Apart from the rest, so that both can be lent at once.
    var memory: [UInt64] = []
    swap(&memory, &tied)
    unsafe memory.withUnsafeMutableBytes { memory in
      guard let memory = memory.baseAddress else { return }
      let pairs = unsafe addHits(
        places, at: counter, groupStart: groupStart, firstRow, stream, tied: memory)
      unsafe settleTies(
        pairs, in: memory, at: counter, groupStart: groupStart, firstRow: firstRow, stream: stream)
    }
    swap(&memory, &tied)
  }

  /// Adds hits, and keeps marks of ties.
  ///
  /// - Returns: Number of pairs with any tie.
  private mutating func addHits(
    _ places: Range<Int>, at counter: Int, groupStart: Int, _ firstRow: Int,
    _ stream: RandomStream, tied: UnsafeMutableRawPointer
  ) -> Int {
    var sum0 = Bytes()
    var (sum1, sum2, sum3) = (sum0, sum0, sum0)
    let start = UInt64(UInt32(truncatingIfNeeded: StepChance.quartet(ofGroupAt: groupStart)))
    var pairs = 0
    for first in stride(from: places.lowerBound, to: places.upperBound, by: 2) {
      let pair = pair(first, before: places.upperBound, groupStart: groupStart, firstRow, stream)
      if pair.isEmpty { continue }
      var words0 = [16 of UInt32](repeating: 0)
      var (words1, words2, words3) = (words0, words0, words0)
      for lane in 0..<16 {
        let quartet = stream.wideQuartet(
          row: lane < 8 ? pair.rows.0 : pair.rows.1,
          step: start &+ UInt64(truncatingIfNeeded: lane & 7))
        words0[lane] = UInt32(truncatingIfNeeded: quartet.0)
        words1[lane] = UInt32(truncatingIfNeeded: quartet.1)
        words2[lane] = UInt32(truncatingIfNeeded: quartet.2)
        words3[lane] = UInt32(truncatingIfNeeded: quartet.3)
      }
      var marks = Marks()
      @inline(__always)
      func hits(_ column: [16 of UInt32], _ number: UInt8) -> Bytes {
        let bits = unsafe unsafeBitCast(column, to: Bytes.self)
        let isInside = (pair.offset &+ Bytes(repeating: 32 &* number)) .< pair.length
        let isTied = unsafe unsafeBitCast((bits .== pair.threshold) .& isInside, to: Marks.self)
        marks |= isTied & Marks(repeating: 0x0101_0101_0101_0101 &<< UInt64(number))
        return unsafe unsafeBitCast((bits .< pair.threshold) .& isInside, to: Bytes.self)
      }
      // A comparison that holds is all ones, which is minus one.
      sum0 &-= hits(words0, 0)
      sum1 &-= hits(words1, 1)
      sum2 &-= hits(words2, 2)
      sum3 &-= hits(words3, 3)
      unsafe tied.storeBytes(of: marks, toByteOffset: 64 &* pairs, as: Marks.self)
      unsafe tied.storeBytes(
        of: first, toByteOffset: TiedPairs.places &+ 8 &* pairs, as: Int.self)
      let halves = marks.lowHalf | marks.highHalf
      let quarters = halves.lowHalf | halves.highHalf
      pairs &+= quarters[0] | quarters[1] != 0 ? 1 : 0
    }
    for lane in 0..<32 {
      hits[counter &+ lane] &+= UInt16(sum0[lane]) &+ UInt16(sum0[lane &+ 32])
      hits[counter &+ 32 &+ lane] &+= UInt16(sum1[lane]) &+ UInt16(sum1[lane &+ 32])
      hits[counter &+ 64 &+ lane] &+= UInt16(sum2[lane]) &+ UInt16(sum2[lane &+ 32])
      hits[counter &+ 96 &+ lane] &+= UInt16(sum3[lane]) &+ UInt16(sum3[lane &+ 32])
    }
    return pairs
  }

  /// What is compared for a spell and the one after it, if there is one.
  @inline(__always)
  private func pair(
    _ place: Int, before end: Int, groupStart: Int, _ firstRow: Int, _ stream: RandomStream
  ) -> Pair {
    let first = steps.lowerBound &- groupStart
    @inline(__always)
    func side(_ place: Int) -> (row: UInt64, from: UInt8, length: UInt8, threshold: UInt8) {
      let spell = Spell(packed: chanced[place])
      let from = max(0, spell.begin &+ first)
      let to = min(StepChance.groupSize, spell.end &+ first)
      return (
        stream.row(of: firstRow &+ spell.agent), UInt8(truncatingIfNeeded: from),
        from < to ? UInt8(truncatingIfNeeded: to &- from) : 0,
        UInt8(truncatingIfNeeded: thresholds[place] &>> 24)
      )
    }
    @inline(__always)
    func halves(_ low: UInt8, _ high: UInt8) -> Bytes {
      Bytes(lowHalf: SIMD32(repeating: low), highHalf: SIMD32(repeating: high))
    }
    let low = side(place)
    let high = place &+ 1 < end ? side(place &+ 1) : (row: 0, from: 0, length: 0, threshold: 0)
    return Pair(
      rows: (low.row, high.row), offset: Self.lanes &- halves(low.from, high.from),
      length: halves(low.length, high.length),
      threshold: halves(low.threshold, high.threshold), isEmpty: low.length | high.length == 0)
  }

  private static let lanes: Bytes = {
    var lanes = Bytes()
    for lane in 0..<64 { lanes[lane] = UInt8(lane & 31) }
    return lanes
  }()
}
