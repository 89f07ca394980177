import Testing

@testable import Statistics

@Suite("Probability transform")
struct ProbabilityTransformTests {
  private static let sorted: [Double] = [0, 1, 1, 2, 2, 2, 2, 3, 5, 8]

  @Test("is the chances of less and of at most the observation")
  func chances() {
    let tied = ProbabilityTransform(sorted: Self.sorted, observed: 2)
    #expect(tied.below == 0.3 && tied.upTo == 0.7)
    let between = ProbabilityTransform(sorted: Self.sorted, observed: 4)
    #expect(between.below == 0.8 && between.upTo == 0.8)
  }

  @Test("spreads ties evenly")
  func shares() {
    let tied = ProbabilityTransform(sorted: Self.sorted, observed: 2)
    #expect(tied.share(upTo: 0.3) == 0)
    #expect((tied.share(upTo: 0.5) - 0.5).magnitude < 1e-15)
    #expect(tied.share(upTo: 0.7) == 1)
    let bins = tied.bins(10)
    #expect((bins.reduce(0, +) - 1).magnitude < 1e-15)
    for (bin, share) in bins.enumerated() {
      #expect((share - ((3...6).contains(bin) ? 0.25 : 0)).magnitude < 1e-12)
    }
  }

  @Test("of an observation beyond all values lies at the end", arguments: [-1.0, 9])
  func ends(observed: Double) {
    let transform = ProbabilityTransform(sorted: Self.sorted, observed: observed)
    #expect(transform.bins(10)[observed < 0 ? 0 : 9] == 1)
  }

  /// Over all counts, each as often as it is foreseen, the mean share is the level itself; exact, so
  /// no false alarm.
  @Test("of counts that come as foreseen is uniform")
  func uniform() {
    let values = (0..<1000).map {
      Double(Poisson.count(mean: 3, uniform: (Double($0) + 0.5) / 1000))
    }
    var bins = [Double](repeating: 0, count: 10)
    for value in values {
      let shares = ProbabilityTransform(sorted: values, observed: value).bins(10)
      for bin in bins.indices { bins[bin] += shares[bin] / 1000 }
    }
    for bin in bins { #expect((bin - 0.1).magnitude < 1e-12) }
  }
}
