extension RandomStream {
  /// Writes the words of the agents that are asked for, 64 neighbors at a time.
  ///
  /// Gives the numbers of ``word(agent:step:draw:)``. A group of 64 agents of whom nobody is asked
  /// for is passed over and keeps its former words.
  ///
  /// - Parameters:
  ///   - words: Receives one word per agent; its count is 64 for each group.
  ///   - asked: A bit for each agent, the lowest bit of the first element that counts for agent 0.
  ///   - first: Place of that element; as many count as `words` has groups of 64.
  ///   - step: The step, from 0; only the lower 32 bits count.
  ///   - draw: The numbers' place among those of one agent and step; only the lower 32 bits count.
  public func fill(
    _ words: inout [UInt32], where asked: [UInt64], from first: Int = 0, step: Int, draw: Int = 0
  ) {
    var span = words.mutableSpan
    let groups = span.count / 64
    precondition(first >= 0 && first + groups <= asked.count, "every group has its bits")
    precondition(firstAgent & 3 == 0, "agents start at a multiple of four")
    let row = firstAgent &>> 2
    for group in 0..<groups where asked[first &+ group] != 0 {
      fillSixteen(&span, at: 64 &* group, row: row &+ 16 &* group, step: step, draw: draw)
    }
  }
}
