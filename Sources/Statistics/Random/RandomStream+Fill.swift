extension RandomStream {
  /// Writes the words of a run of agents, the fast way to the numbers of
  /// ``word(agent:step:draw:)``.
  ///
  /// Sixteen blocks at a time go through local columns, which the compiler turns into vector code,
  /// and are then interleaved. Measured on one thread of a Zen 5 processor with 4,096 words in
  /// cache: 3.9 billion words a second with native instructions and 0.9 without; a loop that stores
  /// each block as it comes reaches 0.5 in both.
  ///
  /// - Parameters:
  ///   - words: Receives one word per agent from its first element on. Its count is at least that
  ///     of the agents rounded up to a multiple of four, and the elements of that rest are
  ///     overwritten.
  ///   - agents: The rows to serve; the first is a non-negative multiple of four.
  ///   - step: The step, from 0; only the lower 32 bits count.
  ///   - draw: The numbers' place among those of one agent and step; only the lower 32 bits count.
  public func fill(_ words: inout [UInt32], agents: Range<Int>, step: Int, draw: Int = 0) {
    let start = agents.lowerBound &+ firstAgent
    precondition(start >= 0 && start & 3 == 0, "agents start at a multiple of four")
    let blocks = (agents.count &+ 3) &>> 2
    precondition(words.count >= 4 * blocks, "words are too few for the agents' blocks")
    let first = start &>> 2
    var span = words.mutableSpan
    var done = 0
    while done &+ 16 <= blocks {
      fillSixteen(&span, at: 4 &* done, row: first &+ done, step: step, draw: draw)
      done &+= 16
    }
    while done < blocks {
      let row = first &+ done
      let block = Philox4x32.block(
        UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: step),
        UInt32(truncatingIfNeeded: draw), UInt32(truncatingIfNeeded: row &>> 32), key: key0, key1)
      span[4 &* done] = block.0
      span[4 &* done &+ 1] = block.1
      span[4 &* done &+ 2] = block.2
      span[4 &* done &+ 3] = block.3
      done &+= 1
    }
  }

  /// Writes the 64 words of sixteen successive blocks.
  ///
  /// The blocks are computed in one loop and moved in the others, because a loop that does both is
  /// not turned into vector code; the last loop's bounds are checked once, before it.
  @inline(__always)
  func fillSixteen(
    _ span: inout MutableSpan<UInt32>, at base: Int, row: Int, step: Int, draw: Int
  ) {
    let wideStep = UInt64(UInt32(truncatingIfNeeded: step))
    let wideDraw = UInt64(UInt32(truncatingIfNeeded: draw))
    var first = [16 of UInt32](repeating: 0)
    var second = first
    var third = first
    var fourth = first
    for lane in 0..<16 {
      let counter = UInt64(truncatingIfNeeded: row &+ lane)
      let wide = Philox4x32.wideBlock(
        counter, wideStep, wideDraw, counter &>> 32, key: key0, key1)
      first[lane] = UInt32(truncatingIfNeeded: wide.0)
      second[lane] = UInt32(truncatingIfNeeded: wide.1)
      third[lane] = UInt32(truncatingIfNeeded: wide.2)
      fourth[lane] = UInt32(truncatingIfNeeded: wide.3)
    }
    var interleaved = [64 of UInt32](repeating: 0)
    for lane in 0..<16 {
      interleaved[4 &* lane] = first[lane]
      interleaved[4 &* lane &+ 1] = second[lane]
      interleaved[4 &* lane &+ 2] = third[lane]
      interleaved[4 &* lane &+ 3] = fourth[lane]
    }
    precondition(base >= 0 && base &+ 64 <= span.count, "the blocks do not fit")
    for word in 0..<64 { span[base &+ word] = interleaved[word] }
  }
}
