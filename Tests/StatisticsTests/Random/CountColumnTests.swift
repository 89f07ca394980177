import Statistics
import Testing

/// Ways to count many agents at once; the twin is one count at a time.
@Suite("Counts in columns")
struct CountColumnTests {
  static let means: [Double] = [
    0, 1e-12, 1e-6, 0.01, 0.3, 1, 1.7, 4, 9, 15, 16, 31, 90, 127.9, 128.1, 700, 5_000,
  ]

  private let stream = RandomStream(seed: 3, replicate: 0, purpose: "counts")

  /// Words from everywhere, and from both ends.
  private func word(_ number: Int) -> UInt32 {
    let ends: [UInt32] = [0, 1, 0xFFFF, 0x1_0000, .max - 0x1_0000, .max - 1, .max]
    return number < ends.count ? ends[number] : stream.word(agent: number, step: 0)
  }

  @Test("equal single counts", arguments: [1, 1.0001, 1.7, 25, 1e5] as [Double])
  func columns(dispersion: Double) {
    let counter = CountDispersion(dispersion)
    for mean in Self.means {
      let size = 700
      let means = (0..<size).map { mean * (1 + 0.001 * Double($0 % 5)) }
      let uniforms = (0..<size).map { RandomStream.uniform(from: word($0)) }
      var counts = [UInt32](repeating: 77, count: size)
      var mass = means
      var cumulative = means
      counter.count(
        means: means, uniforms: uniforms, in: 0..<(size - 3), into: &counts, mass: &mass,
        cumulative: &cumulative)
      let expected = (0..<size).map {
        $0 < size - 3 ? UInt32(counter.count(mean: means[$0], uniform: uniforms[$0])) : 77
      }
      #expect(counts == expected, "mean \(mean)")
    }
  }

  @Test("by thresholds equal single counts", arguments: [1, 1.7, 25] as [Double])
  func thresholds(dispersion: Double) {
    let counter = CountDispersion(dispersion)
    let means = (0..<9_000).map { Self.means[$0 % Self.means.count] }
    var thresholds = CountThresholds(means: means, dispersion: counter)
    for shift in 0..<6 {
      // A shift that shares no factor with the number of means lets every mean meet every end.
      let words = means.indices.map { word(($0 / Self.means.count + shift) % 600) }
      thresholds.compare(words)
      for row in means.indices {
        let uniform = RandomStream.uniform(from: words[row])
        let expected = counter.count(mean: means[row], uniform: uniform)
        #expect(thresholds.count(row: row, word: words[row]) == expected)
        if expected > 0 { #expect(thresholds.reached[row] > 0) }
      }
    }
  }

  @Test("by thresholds are right at the words beside every threshold")
  func besideThresholds() {
    let counter = CountDispersion(1.7)
    let mean = 1.3
    var thresholds = CountThresholds(means: [mean], dispersion: counter)
    for count in 0..<16 {
      // The first word of a larger count, by bisection.
      var (low, high) = (UInt32.min, UInt32.max)
      while low < high {
        let middle = low + (high - low) / 2
        let found = counter.count(mean: mean, uniform: RandomStream.uniform(from: middle))
        if found > count { high = middle } else { low = middle + 1 }
      }
      for word in [low &- 1, low, low &+ 1] {
        thresholds.compare([word])
        #expect(
          thresholds.count(row: 0, word: word)
            == counter.count(mean: mean, uniform: RandomStream.uniform(from: word)))
      }
    }
  }
}
