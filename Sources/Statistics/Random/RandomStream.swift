/// The random numbers of one purpose in one replicate, each with an address.
///
/// A number is a function of seed, replicate, purpose, agent, step and draw. Order and workers
/// cannot change it, and two scenarios with one seed share every number they both ask for.
///
/// The key of a stream is the first half of the Philox block at (replicate, the purpose's hash, 0)
/// under the seed. The counter of a number is (agent ÷ 4, step, draw, the quotient's high bits),
/// and the agent's remainder selects the word: four neighbors share a block.
///
/// ```swift
/// let adoption = RandomStream(seed: 7, replicate: 0, purpose: "hcp/adopt")
/// let adopts = adoption.uniform(agent: 12, step: 3) < chance
/// ```
public struct RandomStream: Sendable, Equatable {
  /// The first word of the Philox key.
  @usableFromInline let key0: UInt32

  /// The second word of the Philox key.
  @usableFromInline let key1: UInt32

  /// What is added to every agent's row: a part of a population counts its rows from zero.
  @usableFromInline var firstAgent = 0

  /// The stream of one decision.
  ///
  /// - Parameters:
  ///   - seed: What the user chose; every value gives an unrelated set of streams.
  ///   - replicate: The repetition, from 0 to 2³² − 1.
  ///   - purpose: The decision in words, such as `hcp/adopt`; part of the results.
  public init(seed: UInt64, replicate: Int, purpose: String) {
    precondition(
      replicate >= 0 && UInt64(replicate) <= UInt64(UInt32.max), "replicate is outside 0..<2^32")
    let hash = Self.purposeHash(purpose)
    let block = Philox4x32.block(
      UInt32(replicate), UInt32(truncatingIfNeeded: hash), UInt32(truncatingIfNeeded: hash >> 32),
      0,
      key: UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    key0 = block.0
    key1 = block.1
  }

  /// The same stream for a part of the population, whose rows count from zero.
  ///
  /// - Parameter rows: Rows before the part, a multiple of four, so that neighbors share blocks in
  ///   the part as they do in the whole; quartets alone take any number.
  /// - Returns: A stream whose agent 0 is this one's agent `rows`.
  public func shifted(by rows: Int) -> RandomStream {
    var stream = self
    stream.firstAgent += rows
    return stream
  }

  /// The 64-bit FNV-1a hash of a purpose's UTF-8 text.
  ///
  /// Two purposes with one hash would share their numbers; a plan compares the hashes of its
  /// purposes. Noll, Vo, Eastlake and Hansen (2026), RFC 9923, "The FNV Non-Cryptographic Hash
  /// Algorithm".
  public static func purposeHash(_ purpose: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in purpose.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return hash
  }

  /// The random word at an address.
  ///
  /// Inlined across targets for the reason given at ``Philox4x32/block(_:_:_:_:key:_:)``.
  ///
  /// - Parameters:
  ///   - agent: The agent's row, non-negative.
  ///   - step: The step, from 0; only the lower 32 bits count.
  ///   - draw: The number's place among those of one agent and step; only the lower 32 bits count.
  /// - Returns: A word uniform on all 32-bit values.
  @inlinable @inline(__always)
  public func word(agent: Int, step: Int, draw: Int = 0) -> UInt32 {
    let agent = agent &+ firstAgent
    let row = agent &>> 2
    let block = Philox4x32.block(
      UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: step),
      UInt32(truncatingIfNeeded: draw), UInt32(truncatingIfNeeded: row &>> 32), key: key0, key1)
    let low = agent & 1 == 0 ? block.0 : block.1
    let high = agent & 1 == 0 ? block.2 : block.3
    return agent & 2 == 0 ? low : high
  }

  /// The uniform number at an address, strictly between 0 and 1.
  ///
  /// - Parameters:
  ///   - agent: The agent's row, non-negative.
  ///   - step: The step, from 0.
  ///   - draw: The number's place among those of one agent and step.
  /// - Returns: The middle of one of 2³² equal cells of the unit interval.
  @inlinable @inline(__always)
  public func uniform(agent: Int, step: Int, draw: Int = 0) -> Double {
    Self.uniform(from: word(agent: agent, step: step, draw: draw))
  }

  /// The middle of the cell of the unit interval that a word selects: `(word + ½) · 2⁻³²`.
  ///
  /// The smallest value is 2⁻³³ and the largest 1 − 2⁻³³, so that logarithms and quantiles stay
  /// finite.
  @inlinable
  public static func uniform(from word: UInt32) -> Double {
    (Double(word) + 0.5) * 0x1p-32
  }
}
