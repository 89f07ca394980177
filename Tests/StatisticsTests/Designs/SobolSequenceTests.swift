import Statistics
import TestSupport
import Testing

/// Expected points: `scipy.stats.qmc.Sobol(d, scramble=False, bits=32)`, SciPy 1.17.1, whose direction
/// numbers are the same table.
@Suite("Sobol sequence")
struct SobolSequenceTests {
  @Test("has the published first points")
  func firstPoints() {
    let sequence = SobolSequence(dimension: 5)
    let expected: [[Double]] = [
      [0, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.5], [0.75, 0.25, 0.25, 0.25, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25], [0.375, 0.375, 0.625, 0.875, 0.375],
      [0.875, 0.875, 0.125, 0.375, 0.875],
    ]
    #expect((0..<6).map(sequence.point) == expected)
  }

  @Test("has the published later points in many dimensions")
  func laterPoints() {
    let expected = [
      0.2197265625, 0.0966796875, 0.5185546875, 0.6767578125, 0.2802734375, 0.9072265625,
      0.0458984375, 0.8994140625, 0.5009765625, 0.0693359375, 0.0849609375, 0.2548828125,
      0.1611328125, 0.3837890625, 0.1435546875, 0.3701171875, 0.7197265625, 0.3447265625,
      0.9912109375, 0.7255859375,
    ]
    #expect(SobolSequence(dimension: 20).point(1000) == expected)
    let last = [
      0.7216796875, 0.2666015625, 0.9482421875, 0.4013671875, 0.3212890625, 0.1513671875,
      0.3759765625, 0.0322265625, 0.7763671875, 0.9521484375,
    ]
    #expect(SobolSequence(dimension: 50).point(777).suffix(10) == last[...])
  }

  @Test("sums over a thousand points in all dimensions as published")
  func sums() {
    let sequence = SobolSequence(dimension: 50)
    let squares = (0..<1024).reduce(0.0) { sum, index in
      sum + sequence.point(index).reduce(0) { $0 + $1 * $1 }
    }
    #expect(squares == 17041.6748046875)
  }

  @Test(
    "falls once into each cell of every coordinate, scrambled or not", arguments: [false, true])
  func balance(isScrambled: Bool) {
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "test/sobol")
    let sequence = SobolSequence(dimension: 50, scrambling: isScrambled ? stream : nil)
    let points = (0..<256).map(sequence.point)
    for coordinate in 0..<50 {
      #expect(Set(points.map { Int($0[coordinate] * 256) }).count == 256)
    }
    // Two coordinates at a time: one point in each cell of 16 by 16.
    #expect(Set(points.map { Int($0[0] * 16) * 16 + Int($0[1] * 16) }).count == 256)
  }

  @Test("is scrambled anew by another stream, and each point is uniform")
  func scrambling() {
    let firsts = (0..<4000).map { replicate in
      let stream = RandomStream(seed: 9, replicate: replicate, purpose: "test/sobol")
      return SobolSequence(dimension: 3, scrambling: stream).point(0)
    }
    #expect(firsts.allSatisfy { $0.allSatisfy { $0 > 0 && $0 < 1 } })
    for coordinate in 0..<3 {
      let mean = firsts.reduce(0) { $0 + $1[coordinate] } / 4000
      let band = StatisticalBand.mean(
        0.5, standardDeviation: (1.0 / 12).squareRoot(), samples: 4000, falseAlarm: 1e-6)
      #expect(band.range.contains(mean))
    }
  }

  @Test("fills the cube more evenly the more points there are, and more evenly than chance")
  func discrepancy() {
    let sequence = SobolSequence(dimension: 5)
    let errors = [64, 256, 1024].map { Self.discrepancy((0..<$0).map(sequence.point)) }
    // qmc.discrepancy(points, method='CD') of the first 256.
    #expect((errors[1] - 0.0002597808337478913).magnitude < 1e-12)
    #expect(errors[1] < errors[0] / 4 && errors[2] < errors[1] / 4)
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/sobol")
    let scrambled = SobolSequence(dimension: 5, scrambling: stream)
    let chance = (0..<256).map { agent in
      (0..<5).map { stream.uniform(agent: agent, step: $0, draw: 7) }
    }
    #expect(10 * Self.discrepancy((0..<256).map(scrambled.point)) < Self.discrepancy(chance))
  }

  /// The squared centered discrepancy of Hickernell (1998).
  static func discrepancy(_ points: [[Double]]) -> Double {
    let (count, dimension) = (Double(points.count), points[0].count)
    var (single, pairs) = (0.0, 0.0)
    for first in points {
      let a = first.map { ($0 - 0.5).magnitude }
      single += a.reduce(1) { $0 * (1 + 0.5 * $1 - 0.5 * $1 * $1) }
      for second in points {
        pairs += (0..<dimension).reduce(1.0) { product, index in
          let b = (second[index] - 0.5).magnitude
          let between = (first[index] - second[index]).magnitude
          return product * (1 + 0.5 * a[index] + 0.5 * b - 0.5 * between)
        }
      }
    }
    let whole = (0..<dimension).reduce(1.0) { product, _ in product * 13 / 12 }
    return whole - 2 * single / count + pairs / (count * count)
  }
}
