extension RandomStream {
  /// The four words of one agent's own block, for decisions that are taken together.
  ///
  /// The counter is (agent, step, draw, agent's high bits). A stream serves either quartets or
  /// single words, because the two share counters.
  ///
  /// - Parameters:
  ///   - agent: The agent's row, non-negative.
  ///   - step: The step; only the lower 32 bits count.
  ///   - draw: The block's place among those of one agent and step.
  /// - Returns: Four independent words, each uniform on all 32-bit values.
  @inlinable @inline(__always)
  public func quartet(agent: Int, step: Int, draw: Int = 0) -> (UInt32, UInt32, UInt32, UInt32) {
    let row = agent &+ firstAgent
    return Philox4x32.block(
      UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: step),
      UInt32(truncatingIfNeeded: draw), UInt32(truncatingIfNeeded: row &>> 32), key: key0, key1)
  }
}
