/// Numbers that a test and the script of its oracle can both produce: a 64-bit linear congruential
/// generator with the constants of Knuth's MMIX.
struct CongruentialNumbers {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
    for _ in 0..<10 { _ = next() }
  }

  /// The next number in `[0, 1)`.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}
