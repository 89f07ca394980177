import Statistics

/// Whether something that has a chance in every step happens to an agent in a step.
///
/// Sixteen random bits decide, and sixteen more where they tie with the threshold, which one chance
/// in 65,536 needs: a resolution of 2⁻³² at half the price of a word per step. The address of a
/// step: groups of 128 steps take sixteen quartets of the agent; within a group, word `step / 32`
/// of quartet `step / 2 mod 16`, lower half first. The same word of draw 1 settles ties.
struct StepChance: Sendable {
  /// The chance as a part of 2³²: bits below it happen.
  let threshold: UInt64

  /// Steps of a group.
  static let groupSize = 128

  /// - Parameter chance: From 0 to 1.
  init(_ chance: Double) { threshold = UInt64((max(0, min(1, chance)) * 0x1p32).rounded()) }

  /// - Parameter threshold: The chance as a part of 2³².
  init(threshold: UInt64) { self.threshold = threshold }

  var isCertain: Bool { threshold >> 32 != 0 }

  /// Upper sixteen bits; bits below them happen, and equal ones tie.
  var high: UInt16 { UInt16(truncatingIfNeeded: threshold >> 16) }

  /// Whether it happens, the plain way.
  ///
  /// - Parameters:
  ///   - stream: Stream of the decision.
  ///   - agent: The agent's row.
  ///   - step: The step.
  /// - Returns: Whether it happens.
  func happens(_ stream: RandomStream, agent: Int, step: Int) -> Bool {
    if isCertain { return true }
    let bits = Self.bits(stream, agent: agent, step: step, draw: 0)
    if bits != high { return bits < high }
    return Self.bits(stream, agent: agent, step: step, draw: 1)
      < UInt16(truncatingIfNeeded: threshold)
  }

  /// Whether the first sixteen bits leave it open.
  func ties(_ stream: RandomStream, agent: Int, step: Int) -> Bool {
    !isCertain && Self.bits(stream, agent: agent, step: step, draw: 0) == high
  }

  private static func bits(
    _ stream: RandomStream, agent: Int, step: Int, draw: Int
  ) -> UInt16 {
    let quartet = stream.quartet(
      agent: agent, step: (step >> 7) << 4 | (step >> 1 & 15), draw: draw)
    let word =
      switch step >> 5 & 3 {
      case 0: quartet.0
      case 1: quartet.1
      case 2: quartet.2
      default: quartet.3
      }
    return UInt16(truncatingIfNeeded: step & 1 == 0 ? word : word >> 16)
  }
}
