import Statistics

/// Counting the steps of a group in which sixteen random bits lie below a threshold.
///
/// Layout: 128 counts of sixteen bits, step by step; the random words of a group are four columns of
/// sixteen words, whose halves are 32 steps each, in order. Invariant: 128 counts from the counter lie
/// in the array, which is checked once for each group. Counts stay in registers while the spells of a
/// block pass. Reading words as halves, and comparisons as numbers, is unsafe by name only: sizes
/// agree, and every bit pattern is a number. Written with shifts and selections instead it takes
/// eighteen times as long, because those of `SIMD` types are loops over lanes. Measured by
/// `run: journey-mini, 10k physicians + 1000k patients × 104 weeks`: 14 ns for 104 steps of an agent,
/// most of it for the random words.
extension SpellChances {
  /// Adds one to the count of each step of a group whose bits lie below a spell's threshold.
  ///
  /// - Parameters:
  ///   - places: Spells in `chanced`, all of one cell.
  ///   - counter: Count of the group's first step.
  ///   - groupStart: The group's first step.
  ///   - firstRow: Row of the block's first agent.
  ///   - stream: Stream of the event.
  /// - Returns: Whether the bits of any step equal the threshold, which leaves it to be decided.
  mutating func addHits(
    _ places: Range<Int>, at counter: Int, groupStart: Int, firstRow: Int, stream: RandomStream
  ) -> Bool {
    precondition(
      counter >= 0 && counter + StepChance.groupSize <= hits.count
        && places.upperBound <= min(chanced.count, thresholds.count), "a group of counts")
    let first = steps.lowerBound - groupStart
    var sum0 = SIMD32<UInt16>(repeating: 0)
    var (sum1, sum2, sum3) = (sum0, sum0, sum0)
    var ties = SIMDMask<SIMD32<Int16>>(repeating: false)
    let lanes = Self.lanes
    let start = UInt64(UInt32(truncatingIfNeeded: groupStart &>> 3))
    for place in places {
      let spell = Spell(packed: chanced[place])
      let from = max(0, spell.begin &+ first)
      let to = min(StepChance.groupSize, spell.end &+ first)
      if from >= to { continue }
      var words0 = [16 of UInt32](repeating: 0)
      var (words1, words2, words3) = (words0, words0, words0)
      let row = stream.row(of: firstRow &+ spell.agent)
      for lane in 0..<16 {
        let quartet = stream.wideQuartet(row: row, step: start &+ UInt64(truncatingIfNeeded: lane))
        words0[lane] = UInt32(truncatingIfNeeded: quartet.0)
        words1[lane] = UInt32(truncatingIfNeeded: quartet.1)
        words2[lane] = UInt32(truncatingIfNeeded: quartet.2)
        words3[lane] = UInt32(truncatingIfNeeded: quartet.3)
      }
      let threshold = SIMD32<UInt16>(
        repeating: UInt16(truncatingIfNeeded: thresholds[place] &>> 16))
      let offset = lanes &- SIMD32<UInt16>(repeating: UInt16(truncatingIfNeeded: from))
      let length = SIMD32<UInt16>(repeating: UInt16(truncatingIfNeeded: to &- from))
      @inline(__always)
      func hits(_ column: [16 of UInt32], _ first: UInt16) -> SIMD32<UInt16> {
        let bits = unsafe unsafeBitCast(column, to: SIMD32<UInt16>.self)
        let isInside = (offset &+ SIMD32<UInt16>(repeating: first)) .< length
        ties.merge((bits .== threshold) .& isInside)
        return unsafe unsafeBitCast((bits .< threshold) .& isInside, to: SIMD32<UInt16>.self)
      }
      // A comparison that holds is all ones, which is minus one.
      sum0 &-= hits(words0, 0)
      sum1 &-= hits(words1, 32)
      sum2 &-= hits(words2, 64)
      sum3 &-= hits(words3, 96)
    }
    for lane in 0..<32 {
      hits[counter &+ lane] &+= sum0[lane]
      hits[counter &+ 32 &+ lane] &+= sum1[lane]
      hits[counter &+ 64 &+ lane] &+= sum2[lane]
      hits[counter &+ 96 &+ lane] &+= sum3[lane]
    }
    let halves = unsafe unsafeBitCast(ties, to: SIMD8<UInt64>.self)
    let low = halves[0] | halves[1] | halves[2] | halves[3]
    return low | halves[4] | halves[5] | halves[6] | halves[7] != 0
  }

  /// Whether bits of a spell's steps in a group equal its threshold.
  ///
  /// Asked for the spells of a group in which `addHits` has found any: one block in fifteen.
  func hasTie(_ place: Int, groupStart: Int, firstRow: Int, stream: RandomStream) -> Bool {
    let spell = Spell(packed: chanced[place])
    let words = stream.sixteenQuartets(
      ofStepsFrom: groupStart >> 3, agent: firstRow + spell.agent)
    let threshold = SIMD32<UInt16>(repeating: UInt16(truncatingIfNeeded: thresholds[place] >> 16))
    func isTied(_ column: [16 of UInt32]) -> SIMDMask<SIMD32<Int16>> {
      unsafe unsafeBitCast(column, to: SIMD32<UInt16>.self) .== threshold
    }
    let ties =
      isTied(words.first) .| isTied(words.second) .| isTied(words.third)
      .| isTied(words.fourth)
    return unsafe unsafeBitCast(ties, to: SIMD8<UInt64>.self).wrappedSum() != 0
  }

  private static let lanes = SIMD32<UInt16>(
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    26, 27, 28, 29, 30, 31)
}

extension SIMDMask where Storage == SIMD32<Int16> {
  /// Adds the lanes in which another mask holds.
  @inline(__always)
  fileprivate mutating func merge(_ other: Self) { self .|= other }
}
