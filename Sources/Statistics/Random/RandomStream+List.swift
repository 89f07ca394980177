extension RandomStream {
  /// Writes the words of a list of addresses, those of ``word(agent:step:draw:)``.
  ///
  /// Sixteen blocks at a time go through local columns, which the compiler turns into vector code
  /// as it does for ``fill(_:agents:step:draw:)``.
  ///
  /// - Parameters:
  ///   - words: Receives a word for each address from its first element on; grows where it must.
  ///   - agents: Rows, non-negative and below 2³¹.
  ///   - draws: Place of each number among those of its agent and step.
  ///   - count: Addresses that count, from the first; both arrays hold at least so many.
  ///   - firstDraw: What is added to every place.
  ///   - step: The step; only the lower 32 bits count.
  public func fill(
    _ words: inout [UInt32], agents: [Int32], draws: [UInt8], count: Int, firstDraw: Int = 0,
    step: Int
  ) {
    precondition(min(agents.count, draws.count) >= count, "every address has an agent and a draw")
    let padded = (count &+ 15) & ~15
    if words.count < padded { words = [UInt32](repeating: 0, count: padded) }
    var base = 0
    while base < count {
      let sixteen = listedSixteen(
        agents, draws, base, min(16, count &- base), UInt64(firstDraw),
        UInt64(UInt32(truncatingIfNeeded: step)))
      for lane in 0..<16 { words[base &+ lane] = sixteen[lane] }
      base &+= 16
    }
  }

  @inline(__always)
  private func listedSixteen(
    _ agents: [Int32], _ draws: [UInt8], _ base: Int, _ count: Int, _ firstDraw: UInt64,
    _ step: UInt64
  ) -> [16 of UInt32] {
    var rows = [16 of UInt64](repeating: 0)
    var places = [16 of UInt64](repeating: 0)
    for lane in 0..<count {
      rows[lane] = UInt64(truncatingIfNeeded: Int(agents[base &+ lane]) &+ firstAgent)
      places[lane] = UInt64(draws[base &+ lane]) &+ firstDraw
    }
    var selected = [16 of UInt32](repeating: 0)
    for lane in 0..<16 {
      let block = rows[lane] &>> 2
      let wide = Philox4x32.wideBlock(
        block, step, places[lane], block &>> 32, key: key0, key1)
      let low = rows[lane] & 1 == 0 ? wide.0 : wide.1
      let high = rows[lane] & 1 == 0 ? wide.2 : wide.3
      selected[lane] = UInt32(truncatingIfNeeded: rows[lane] & 2 == 0 ? low : high)
    }
    return selected
  }
}
