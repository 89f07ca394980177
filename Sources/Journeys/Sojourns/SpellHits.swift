import Statistics

/// Counting the steps of a group in which eight random bits lie below a threshold.
///
/// Layout: 128 counts of sixteen bits, step by step. The random words of a group are four columns of
/// eight words, whose bytes are 32 steps each, in order. Two spells go side by side: each of eight
/// lanes of 64 bits has a word of the first in its lower half and one of the second in the upper.
/// Invariant: 128 counts from the counter lie in the array, which is checked once for each group.
/// Counts stay in registers while the spells of a block pass. Reading words as bytes, and comparisons
/// as numbers, is unsafe by name only: sizes agree, and every bit pattern is a number. Shifts,
/// selections and bitwise operations on bytes would take ten times as long, because those of `SIMD`
/// types are loops over lanes. Measured by `run: journey-mini, 10k physicians + 1000k patients × 104
/// weeks`: 9 ns for 104 steps of an agent, most of it for the random words.
extension SpellChances {
  /// Most spells at once: their pairs are counted in bytes.
  static let mostAtOnce = 510

  private typealias Bytes = SIMD64<UInt8>
  /// Bytes of both spells, in which bit *n* marks the step of column *n*.
  typealias Marks = SIMD8<UInt64>

  /// Two spells in a group of steps: everything that is compared.
  private struct Pair {
    /// Rows of both agents.
    let rows: (UInt64, UInt64)
    /// Steps counted from the first of each spell, and their numbers.
    let offset: Bytes
    let length: Bytes
    let threshold: Bytes
    /// Whether neither spell has any of the steps.
    let isEmpty: Bool
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
      var words0 = [8 of UInt64](repeating: 0)
      var (words1, words2, words3) = (words0, words0, words0)
      for lane in 0..<8 {
        let step = start &+ UInt64(truncatingIfNeeded: lane)
        let low = stream.wideQuartet(row: pair.rows.0, step: step)
        let high = stream.wideQuartet(row: pair.rows.1, step: step)
        words0[lane] = low.0 & 0xFFFF_FFFF | high.0 &<< 32
        words1[lane] = low.1 & 0xFFFF_FFFF | high.1 &<< 32
        words2[lane] = low.2 & 0xFFFF_FFFF | high.2 &<< 32
        words3[lane] = low.3 & 0xFFFF_FFFF | high.3 &<< 32
      }
      var marks = Marks()
      @inline(__always)
      func hits(_ column: [8 of UInt64], _ number: UInt8) -> Bytes {
        let bits = unsafe unsafeBitCast(column, to: Bytes.self)
        let isInside = (pair.offset &+ Bytes(repeating: 32 &* number)) .< pair.length
        let isTied = unsafe unsafeBitCast((bits .== pair.threshold) .& isInside, to: Marks.self)
        marks |= isTied & Marks(repeating: Self.eachByte &<< UInt64(number))
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
    for step in 0..<32 {
      // Byte of the first spell; that of the second is four further.
      let byte = (step &>> 2) &* 8 &+ step & 3
      hits[counter &+ step] &+= UInt16(sum0[byte]) &+ UInt16(sum0[byte &+ 4])
      hits[counter &+ 32 &+ step] &+= UInt16(sum1[byte]) &+ UInt16(sum1[byte &+ 4])
      hits[counter &+ 64 &+ step] &+= UInt16(sum2[byte]) &+ UInt16(sum2[byte &+ 4])
      hits[counter &+ 96 &+ step] &+= UInt16(sum3[byte]) &+ UInt16(sum3[byte &+ 4])
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
    func both(_ low: UInt8, _ high: UInt8) -> Bytes {
      let eight = (UInt64(low) | UInt64(high) &<< 32) &* 0x0101_0101
      return unsafe unsafeBitCast(Marks(repeating: eight), to: Bytes.self)
    }
    let low = side(place)
    let high = place &+ 1 < end ? side(place &+ 1) : (row: 0, from: 0, length: 0, threshold: 0)
    return Pair(
      rows: (low.row, high.row), offset: Self.stepsOfBytes &- both(low.from, high.from),
      length: both(low.length, high.length), threshold: both(low.threshold, high.threshold),
      isEmpty: low.length | high.length == 0)
  }

  /// A one in each byte.
  private static let eachByte: UInt64 = 0x0101_0101_0101_0101
  /// Step of each byte in its column.
  private static let stepsOfBytes: Bytes = {
    var steps = Bytes()
    for byte in 0..<64 { steps[byte] = UInt8((byte >> 3) << 2 | byte & 3) }
    return steps
  }()
}
