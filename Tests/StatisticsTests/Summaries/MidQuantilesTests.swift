import Testing

@testable import Statistics

@Suite("Quantiles of values with ties")
struct MidQuantilesTests {
  @Test("lie on straight lines between the middles of ties")
  func ties() {
    // Middles of 0, 1 and 3 are 0.25, 0.65 and 0.9.
    let counts: [Double] = [0, 0, 0, 0, 0, 1, 1, 1, 3, 3]
    let found = midQuantiles(counts, [0, 0.05, 0.25, 0.45, 0.65, 0.775, 0.9, 1])
    for (a, b) in zip(found, [0, 0, 0, 0.5, 1, 2, 3, 3]) { #expect(abs(a - b) < 1e-12) }
  }

  @Test("are those of type 5 where there are none")
  func noTies() {
    // R: quantile(c(1, 2, 4, 8), c(0.1, 0.5, 0.6, 0.95), type = 5)
    let found = midQuantiles([1, 2, 4, 8], [0.1, 0.5, 0.6, 0.95])
    for (a, b) in zip(found, [1, 3, 3.8, 8]) { #expect(abs(a - b) < 1e-12) }
  }

  @Test("of one value are the value")
  func one() { #expect(midQuantiles([7, 7, 7], [0, 0.3, 1]) == [7, 7, 7]) }

  /// Intervals of 90 % of Poisson counts hold 90.8 % on average over means from 0.2 to 20.
  ///
  /// Plain quantiles hold 93.4 %. Sums over the distributions, repeated in NumPy.
  @Test("make intervals of counts that hold about as many as they say")
  func coverage() {
    var (held, plain, cases) = (0.0, 0.0, 0.0)
    for step in 1...100 {
      let mean = 0.2 * Double(step)
      var chances: [Double] = [Elementary.exp(-mean)]
      for count in 1..<80 { chances.append(chances[count - 1] * mean / Double(count)) }
      let sample = chances.enumerated().flatMap { count, chance in
        [Double](repeating: Double(count), count: Int((chance * 20_000).rounded()))
      }
      let ends = midQuantiles(sample, [0.05, 0.95])
      let usual = [quantile(sample, 0.05), quantile(sample, 0.95)]
      for (count, chance) in chances.enumerated() {
        if (ends[0]...ends[1]).contains(Double(count)) { held += chance }
        if (usual[0]...usual[1]).contains(Double(count)) { plain += chance }
      }
      cases += 1
    }
    #expect((held / cases - 0.9081).magnitude < 0.002)
    #expect((plain / cases - 0.9342).magnitude < 0.002)
  }
}
