/// Sixteen quartets of random words as four columns of lanes.
public struct SixteenQuartets: Sendable {
  /// First words, lane by lane.
  public var first = [16 of UInt32](repeating: 0)
  /// Second words.
  public var second = [16 of UInt32](repeating: 0)
  /// Third words.
  public var third = [16 of UInt32](repeating: 0)
  /// Fourth words.
  public var fourth = [16 of UInt32](repeating: 0)

  /// Sixteen quartets of zeros.
  public init() {}
}

extension RandomStream {
  /// One agent's quartets of sixteen successive steps, as ``quartet(agent:step:draw:)`` gives them.
  ///
  /// - Parameters:
  ///   - step: First step; only the lower 32 bits count, and the sixteen do not wrap.
  ///   - agent: The agent's row, non-negative.
  /// - Returns: The words, lane by step.
  public func sixteenQuartets(ofStepsFrom step: Int, agent: Int) -> SixteenQuartets {
    let row = row(of: agent)
    let start = UInt64(UInt32(truncatingIfNeeded: step))
    var quartets = SixteenQuartets()
    for lane in 0..<16 {
      let wide = wideQuartet(row: row, step: start &+ UInt64(truncatingIfNeeded: lane))
      quartets.first[lane] = UInt32(truncatingIfNeeded: wide.0)
      quartets.second[lane] = UInt32(truncatingIfNeeded: wide.1)
      quartets.third[lane] = UInt32(truncatingIfNeeded: wide.2)
      quartets.fourth[lane] = UInt32(truncatingIfNeeded: wide.3)
    }
    return quartets
  }

  /// An agent's quartet of a step in 64-bit lanes, of which only the lower halves have a meaning.
  ///
  /// For loops over steps: inlined across targets, so that sixteen at a time stay in registers, 13
  /// against 21 ns for 128 half words. See ``quartet(agent:step:draw:)``.
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
