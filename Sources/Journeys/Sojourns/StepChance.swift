import Statistics

/// Whether something that has a chance in every step happens to an agent in a step.
///
/// Eight random bits decide, and 24 more where they tie with the threshold, which one chance in 256
/// needs: a resolution of 2⁻³² at a quarter of the price of a word per step. The address of a step:
/// groups of 128 steps take eight quartets of the agent; within a group, byte `step mod 4`, lowest
/// first, of word `step / 32` of quartet `step / 4 mod 8`. Ties take the lower 24 bits of the same
/// word of draw `1 + step mod 4`.
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

  /// Upper eight bits; bits below them happen, and equal ones tie.
  var high: UInt8 { UInt8(truncatingIfNeeded: threshold >> 24) }

  /// Lower 24 bits, which decide ties in the same way.
  var low: UInt32 { UInt32(truncatingIfNeeded: threshold) & 0xFF_FFFF }

  /// Whether it happens, the plain way.
  ///
  /// - Parameters:
  ///   - stream: Stream of the decision.
  ///   - agent: The agent's row.
  ///   - step: The step.
  /// - Returns: Whether it happens.
  func happens(_ stream: RandomStream, agent: Int, step: Int) -> Bool {
    if isCertain { return true }
    let bits = Self.bits(stream, agent: agent, step: step)
    if bits != high { return bits < high }
    return Self.word(stream, agent: agent, step: step, draw: 1 + step & 3) & 0xFF_FFFF < low
  }

  /// Whether the first eight bits leave it open.
  func ties(_ stream: RandomStream, agent: Int, step: Int) -> Bool {
    !isCertain && Self.bits(stream, agent: agent, step: step) == high
  }

  /// First quartet of a group of steps.
  static func quartet(ofGroupAt step: Int) -> Int { (step >> 7) << 3 }

  private static func bits(_ stream: RandomStream, agent: Int, step: Int) -> UInt8 {
    let word = word(stream, agent: agent, step: step, draw: 0)
    return UInt8(truncatingIfNeeded: word >> UInt32(8 * (step & 3)))
  }

  private static func word(_ stream: RandomStream, agent: Int, step: Int, draw: Int) -> UInt32 {
    let quartet = stream.quartet(
      agent: agent, step: quartet(ofGroupAt: step) | step >> 2 & 7, draw: draw)
    return switch step >> 5 & 3 {
    case 0: quartet.0
    case 1: quartet.1
    case 2: quartet.2
    default: quartet.3
    }
  }
}
