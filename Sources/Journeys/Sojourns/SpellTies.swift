import Statistics

/// Deciding the steps whose first eight bits tie with the threshold.
///
/// A spell of 46 steps has one in six times. `addHits` keeps the marks of each pair of spells that
/// has any; here the words of marks that are not zero are listed without a branch, and their steps
/// decided sixteen at a time. Layout and invariants are those of `SpellHits.swift`.
extension SpellChances {
  /// Memory of pairs of spells that have ties, in bytes.
  enum TiedPairs {
    /// One more than the pairs that are counted at once: the last is written, but not kept.
    static let most = SpellChances.mostAtOnce / 2 + 1
    /// Eight words of marks for each pair, then the place of each pair's first spell.
    static let places = 64 * most
    /// Listed words of marks, and where they stand: `8 * place of the pair + word`.
    static let words = places + 8 * most
    static let wordPlaces = words + 64 * most
    static let size = wordPlaces + 64 * most
  }

  /// Steps that wait for a decision, at most sixteen.
  private struct Waiting {
    var count = 0
    var rows = [16 of UInt64](repeating: 0)
    var quartets = [16 of UInt64](repeating: 0)
    /// Steps in the group, and lower bits of the threshold.
    var steps = [16 of UInt32](repeating: 0)
    var lows = [16 of UInt32](repeating: 0)
  }

  /// Counts the events among the ties that `addHits` has marked.
  ///
  /// - Parameters:
  ///   - pairs: Number of pairs that have any.
  ///   - memory: Their marks.
  ///   - counter: Count of the group's first step.
  ///   - groupStart: The group's first step.
  ///   - firstRow: Row of the block's first agent.
  ///   - stream: Stream of the event.
  mutating func settleTies(
    _ pairs: Int, in memory: UnsafeMutableRawPointer, at counter: Int, groupStart: Int,
    firstRow: Int, stream: RandomStream
  ) {
    let start = UInt64(UInt32(truncatingIfNeeded: StepChance.quartet(ofGroupAt: groupStart)))
    let words = unsafe (memory + TiedPairs.words).assumingMemoryBound(to: UInt64.self)
    let places = unsafe (memory + TiedPairs.wordPlaces).assumingMemoryBound(to: Int.self)
    let listed = unsafe Self.listWords(of: pairs, in: memory, words, places)
    var waiting = Waiting()
    for index in 0..<listed {
      var word = unsafe words[index]
      let place = unsafe places[index]
      while word != 0 {
        let bit = word.trailingZeroBitCount
        word &= word &- 1
        // A word of marks is a lane; its bytes are four steps of each spell, its bits columns.
        let byte = bit &>> 3
        let step = (bit & 7) &* 32 &+ (place & 7) &* 4 &+ byte & 3
        let own = place &>> 3 &+ byte &>> 2
        let slot = waiting.count
        waiting.rows[slot] = stream.row(of: firstRow &+ Spell(packed: chanced[own]).agent)
        waiting.quartets[slot] = start &+ UInt64(truncatingIfNeeded: step &>> 2 & 7)
        waiting.steps[slot] = UInt32(truncatingIfNeeded: step)
        waiting.lows[slot] = StepChance(threshold: thresholds[own]).low
        waiting.count = slot &+ 1
        if waiting.count == 16 { decide(&waiting, at: counter, stream) }
      }
    }
    if waiting.count > 0 { decide(&waiting, at: counter, stream) }
  }

  /// Lists the words of marks that are not zero.
  ///
  /// - Returns: Their number.
  private static func listWords(
    of pairs: Int, in memory: UnsafeMutableRawPointer, _ words: UnsafeMutablePointer<UInt64>,
    _ places: UnsafeMutablePointer<Int>
  ) -> Int {
    let marks = unsafe memory.assumingMemoryBound(to: UInt64.self)
    let firsts = unsafe (memory + TiedPairs.places).assumingMemoryBound(to: Int.self)
    var listed = 0
    for pair in 0..<pairs {
      let first = unsafe 8 &* firsts[pair]
      for word in 0..<8 {
        let bits = unsafe marks[8 &* pair &+ word]
        unsafe words[listed] = bits
        unsafe places[listed] = first &+ word
        // The highest bit of any number or its negative, but not of zero.
        listed &+= Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 63)
      }
    }
    return listed
  }

  /// Decides the steps that wait.
  private mutating func decide(_ waiting: inout Waiting, at counter: Int, _ stream: RandomStream) {
    var happens = [16 of UInt16](repeating: 0)
    for lane in 0..<16 {
      let step = waiting.steps[lane]
      let quartet = stream.wideQuartet(
        row: waiting.rows[lane], step: waiting.quartets[lane], draw: UInt64(1 &+ step & 3))
      let low = step & 32 == 0 ? quartet.0 : quartet.1
      let high = step & 32 == 0 ? quartet.2 : quartet.3
      let word = UInt32(truncatingIfNeeded: step & 64 == 0 ? low : high)
      happens[lane] = word & 0xFF_FFFF < waiting.lows[lane] ? 1 : 0
    }
    for lane in 0..<waiting.count { hits[counter &+ Int(waiting.steps[lane])] &+= happens[lane] }
    waiting.count = 0
  }
}
