/// The quartets of a list of addresses, as four columns.
///
/// A reusable buffer: `fill` overwrites what a former call left.
public struct QuartetColumns: Sendable {
  /// First words, one for each address of the last `fill`; the arrays may be longer.
  public private(set) var first: [UInt32] = []
  /// Second words.
  public private(set) var second: [UInt32] = []
  /// Third words.
  public private(set) var third: [UInt32] = []
  /// Fourth words.
  public private(set) var fourth: [UInt32] = []

  /// An empty buffer.
  public init() {}

  /// Computes ``RandomStream/quartet(agent:step:draw:)`` for every address of a list.
  ///
  /// Sixteen blocks at a time go through local columns, which the compiler turns into vector code
  /// as it does for ``RandomStream/fill(_:agents:step:draw:)``.
  ///
  /// - Parameters:
  ///   - stream: The stream.
  ///   - agents: Rows, non-negative and below 2³¹.
  ///   - draws: Place of each block among those of its agent and step.
  ///   - count: Addresses that count, from the first; both arrays hold at least so many.
  ///   - step: The step; only the lower 32 bits count.
  public mutating func fill(
    from stream: RandomStream, agents: [Int32], draws: [UInt8], count: Int, step: Int
  ) {
    precondition(min(agents.count, draws.count) >= count, "every address has an agent and a draw")
    let padded = (count &+ 15) & ~15
    if first.count < padded {
      first = [UInt32](repeating: 0, count: padded)
      second = first
      third = first
      fourth = first
    }
    var base = 0
    while base < count {
      fillSixteen(
        stream, agents, draws, base, min(16, count &- base),
        UInt64(UInt32(truncatingIfNeeded: step)))
      base &+= 16
    }
  }

  @inline(__always)
  private mutating func fillSixteen(
    _ stream: RandomStream, _ agents: [Int32], _ draws: [UInt8], _ base: Int, _ count: Int,
    _ step: UInt64
  ) {
    var rows = [16 of UInt64](repeating: 0)
    var places = [16 of UInt64](repeating: 0)
    for lane in 0..<count {
      rows[lane] = UInt64(
        truncatingIfNeeded: Int(agents[base &+ lane]) &+ stream.firstAgent)
      places[lane] = UInt64(draws[base &+ lane])
    }
    var a = [16 of UInt32](repeating: 0)
    var b = a
    var c = a
    var d = a
    for lane in 0..<16 {
      let wide = Philox4x32.wideBlock(
        rows[lane], step, places[lane], rows[lane] &>> 32, key: stream.key0, stream.key1)
      a[lane] = UInt32(truncatingIfNeeded: wide.0)
      b[lane] = UInt32(truncatingIfNeeded: wide.1)
      c[lane] = UInt32(truncatingIfNeeded: wide.2)
      d[lane] = UInt32(truncatingIfNeeded: wide.3)
    }
    precondition(base >= 0 && base &+ 16 <= first.count, "the blocks fit")
    for lane in 0..<16 {
      first[base &+ lane] = a[lane]
      second[base &+ lane] = b[lane]
      third[base &+ lane] = c[lane]
      fourth[base &+ lane] = d[lane]
    }
  }
}
