extension RandomStream {
  /// An agent's quartet of a step in 64-bit lanes, of which only the lower halves have a meaning.
  ///
  /// For loops over steps or agents: inlined across targets, so that sixteen at a time stay in
  /// registers. See ``quartet(agent:step:draw:)``.
  ///
  /// - Parameters:
  ///   - row: What ``row(of:)`` gives for the agent.
  ///   - step: The step, as 32 bits.
  ///   - draw: The block's place among those of one agent and step, as 32 bits.
  /// - Returns: Four words.
  @inlinable @inline(__always)
  public func wideQuartet(
    row: UInt64, step: UInt64, draw: UInt64 = 0
  ) -> (UInt64, UInt64, UInt64, UInt64) {
    Philox4x32.wideBlock(row, step & 0xFFFF_FFFF, draw, row &>> 32, key: key0, key1)
  }

  /// The counter of an agent's own quartets.
  @inlinable @inline(__always)
  public func row(of agent: Int) -> UInt64 { UInt64(truncatingIfNeeded: agent &+ firstAgent) }
}
