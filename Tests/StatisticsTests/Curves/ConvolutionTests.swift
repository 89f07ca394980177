import Statistics
import Testing

@Suite("Convolution")
struct ConvolutionTests {
  static let x = (0..<60).map { Double(($0 * 37) % 23) - 4 }
  static let weights = [0.5, 0.25, -0.125, 2, 1, 0.75, 3, 0.1, 0.01]
  static let parts = [0..<60, 7..<41, 12..<12, 55..<60, 3..<4]

  func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for (left, right) in zip(a, b) { sum += left * right }
    return sum
  }

  @Test("sums weights times the past of a part, and leaves the rest alone", arguments: parts)
  func definition(part: Range<Int>) {
    var sums = [Double](repeating: -9, count: 60)
    Convolution.convolve(Self.weights, Self.x, in: part, into: &sums)
    for period in 0..<60 {
      guard part.contains(period) else {
        #expect(sums[period] == -9)
        continue
      }
      var expected = 0.0
      for (lag, weight) in Self.weights.enumerated() where period - lag >= part.lowerBound {
        expected += weight * Self.x[period - lag]
      }
      #expect(abs(sums[period] - expected) <= 1e-13)
    }
  }

  @Test("has the adjoints that its linearity demands", arguments: parts)
  func adjoints(part: Range<Int>) {
    let gradient = (0..<60).map { Double(($0 * 17) % 13) / 7 - 0.8 }
    var sums = [Double](repeating: 0, count: 60)
    Convolution.convolve(Self.weights, Self.x, in: part, into: &sums)
    var total = 0.0
    for period in part { total += gradient[period] * sums[period] }

    // Linear in the weights and in the column, so that value and gradient multiply to the total.
    var byWeight = [Double](repeating: 0, count: Self.weights.count)
    Convolution.addWeightGradient(gradient, Self.x, in: part, to: &byWeight)
    #expect(abs(product(byWeight, Self.weights) - total) <= 1e-11)

    var byExposure = [Double](repeating: 0, count: 60)
    Convolution.addExposureGradient(Self.weights, gradient, in: part, to: &byExposure)
    #expect(abs(product(byExposure, Self.x) - total) <= 1e-11)
    #expect((0..<60).allSatisfy { part.contains($0) || byExposure[$0] == 0 })
  }

  @Test("has a gradient by each weight and each exposure on its own")
  func single() {
    let gradient = [0, 1.0, 10, 100]
    var byWeight = [0.5, 0, 0, 0, 0, 0]
    Convolution.addWeightGradient(gradient, [1, 2, 3, 4], in: 0..<4, to: &byWeight)
    // 1·2 + 10·3 + 100·4 at lag 0, 1·1 + 10·2 + 100·3 at lag 1, and so on.
    #expect(byWeight == [432.5, 321, 210, 100, 0, 0])
    var byExposure = [1000.0, 0, 0, 0]
    Convolution.addExposureGradient([1, 2, 3], gradient, in: 1..<4, to: &byExposure)
    #expect(byExposure == [1000, 321, 210, 100])
  }

  @Test("gives the same sums for long and short gradients")
  func long() {
    let x = (0..<1_000).map { Double($0 % 9) - 3 }
    let gradient = (0..<1_000).map { Double($0 % 7) - 2 }
    var byWeight = [Double](repeating: 0, count: 3)
    Convolution.addWeightGradient(gradient, x, in: 0..<997, to: &byWeight)
    for lag in 0..<3 {
      // Whole numbers, whose sums are exact in any order.
      var expected = 0.0
      for period in lag..<997 { expected += gradient[period] * x[period - lag] }
      #expect(byWeight[lag] == expected)
    }
  }
}
