import Statistics
import TestSupport
import Testing

/// False alarms: one in a million per stage and step, from exact binomial bands.
///
/// With 200,000 agents a share of one half that is off by 0.004 is caught with power above 99.9 %.
@Suite("Stage curves, statistics")
struct MarkovOracleStatistics {
  static let size = 200_000

  private func expectCurve(
    _ history: History, _ stages: [String], equals curve: Matrix,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (row, stage) in stages.enumerated() {
      let oracle = (0..<curve.columns).map { curve[row, $0] }
      try expectShares(
        history, of: stage, equal: oracle, size: Self.size, sourceLocation: sourceLocation)
    }
  }

  @Test("of competing risks follow the chain of 1 − exp(−Σλ), split by hazard")
  func competingRisks() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          journey:
            stages: [a, b, c, d]
            start: { a: 0.6, b: 0.3, c: 0.1 }
            transitions:
              ab: { from: a, to: b, ratePerWeek: 0.20 }
              ac: { from: a, to: c, ratePerDay: 0.02 }
              out: { from: [a, b], to: d, ratePerYear: 2.0 }
              back: { from: c, to: a, ratePerMonth: 0.5 }
      """)
    // A year has 365.25 / 7 weeks, a month a twelfth of them: the unit of the document's rates.
    let year = 365.25 / 7
    var chain = MarkovChain(stages: 4)
    chain.compete(from: 0, [(1, 0.2), (2, 0.14), (3, 2 / year)])
    chain.compete(from: 1, [(3, 2 / year)])
    chain.compete(from: 2, [(0, 0.5 / (year / 12))])
    try expectCurve(
      world.run(), ["a", "b", "c", "d"], equals: chain.curve(from: [0.6, 0.3, 0.1, 0], steps: 20))
  }

  @Test("under the link logit multiply odds, and stack the ways out")
  func logit() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          attributes: { kind: { shares: { low: 0.7, high: 0.3 } } }
          journey:
            stages: [a, b, c]
            start: a
            transitions:
              ab: { from: a, to: b, link: logit, probability: 0.2, effects: { attributes: { kind: { high: 3 } } } }
              ac: { from: a, to: c, link: logit, probability: 0.1 }
              ba: { from: b, to: a, link: logit, probability: 0.05, effects: { attributes: { kind: { high: 0.5 } } } }
      """)
    // Odds of 0.2 are 1/4, tripled 3/4, a chance of 3/7; odds of 0.05 are 1/19, halved 1/38.
    var low = MarkovChain(stages: 3)
    low.go(from: 0, [(1, 0.2), (2, 0.1)])
    low.go(from: 1, [(0, 0.05)])
    var high = MarkovChain(stages: 3)
    high.go(from: 0, [(1, 3.0 / 7), (2, 0.1)])
    high.go(from: 1, [(0, 1.0 / 39)])
    var mixture = low.curve(from: [0.7, 0, 0], steps: 20)
    let other = high.curve(from: [0.3, 0, 0], steps: 20)
    for row in 0..<3 { for step in 0..<20 { mixture[row, step] += other[row, step] } }
    try expectCurve(world.run(), ["a", "b", "c"], equals: mixture)
  }

  @Test("under the link log multiply risks, and the rest takes what is left")
  func logAndRest() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          attributes: { kind: { shares: { low: 0.5, high: 0.5 } } }
          journey:
            stages: [a, b, c, d]
            start: a
            transitions:
              rest: { from: a, to: c, link: log, probability: rest }
              ab: { from: a, to: b, link: log, probability: 0.2, effects: { attributes: { kind: { high: 3 } } } }
              ca: { from: c, to: a, link: log, probability: 0.5 }
              cd: { from: c, to: d, link: log, probability: 0.125 }
      """)
    var mixture = Matrix(rows: 4, columns: 20)
    for chance in [0.2, 0.6] {
      var chain = MarkovChain(stages: 4)
      chain.go(from: 0, [(1, chance), (2, 1 - chance)])
      chain.go(from: 2, [(0, 0.5), (3, 0.125)])
      let curve = chain.curve(from: [0.5, 0, 0, 0], steps: 20)
      for row in 0..<4 { for step in 0..<20 { mixture[row, step] += curve[row, step] } }
    }
    try expectCurve(world.run(), ["a", "b", "c", "d"], equals: mixture)
  }

  @Test("mix the chains of all combinations of attributes, as hazard ratios")
  func hazardRatios() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          attributes:
            kind: { shares: { x: 0.4, y: 0.6 } }
            place: { given: kind, shares: { x: { near: 0.9, far: 0.1 }, y: { near: 0.25, far: 0.75 } } }
            four: { constant: 4 }
            three: { constant: 3 }
          journey:
            stages: [a, b, c]
            start: a
            transitions:
              ab:
                from: a
                to: b
                ratePerWeek: 0.05
                effects: { attributes: { kind: { y: 2 }, place: { far: 0.5 }, four: { perDoubling: 1.5 } } }
              ac: { from: a, to: c, ratePerWeek: 0.02, effects: { attributes: { place: { far: 4 }, three: { perUnit: 0.9 } } } }
      """)
    // Four is two doublings, three is three units.
    let groups: [(weight: Double, adopting: Double, leaving: Double)] = [
      (0.4 * 0.9, 1, 1), (0.4 * 0.1, 0.5, 4), (0.6 * 0.25, 2, 1), (0.6 * 0.75, 2 * 0.5, 4),
    ]
    var mixture = Matrix(rows: 3, columns: 20)
    for (weight, adopting, leaving) in groups {
      var chain = MarkovChain(stages: 3)
      chain.compete(
        from: 0,
        [(1, 0.05 * 2.25 * adopting), (2, 0.02 * 0.729 * leaving)])
      let curve = chain.curve(from: [weight, 0, 0], steps: 20)
      for row in 0..<3 { for step in 0..<20 { mixture[row, step] += curve[row, step] } }
    }
    try expectCurve(world.run(), ["a", "b", "c"], equals: mixture)
  }

  @Test("vary between replicates as binomial counts do, so agents are independent")
  func variance() async throws {
    let size = 400
    let replicates = 500
    let world = try World(
      """
      populations:
        people:
          size: \(size)
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.1 }, ba: { from: b, to: a, ratePerWeek: 0.2 } } }
      """)
    var chain = MarkovChain(stages: 2)
    chain.compete(from: 0, [(1, 0.1)])
    chain.compete(from: 1, [(0, 0.2)])
    let curve = chain.curve(from: [1, 0], steps: 20)
    let histories = try (0..<replicates).map { try world.run(replicate: $0).series("stage:b") }
    let band = StatisticalBand.chiSquare(degrees: replicates, falseAlarm: 1e-6)
    for step in 0..<20 {
      let share = curve[1, step]
      let spread = Double(size) * share * (1 - share)
      let statistic = histories.reduce(0) { sum, series in
        let miss = series[step] - Double(size) * share
        return sum + miss * miss / spread
      }
      #expect(band.contains(statistic), "step \(step)")
    }
  }

  @Test("keep their memory: counts five steps apart correlate as the chain says")
  func covariance() throws {
    let size = 400
    let replicates = 2_000
    let world = try World(
      """
      populations:
        people:
          size: \(size)
          journey: { stages: [a, b], start: { a: 0.5, b: 0.5 }, transitions: { ab: { from: a, to: b, ratePerWeek: 0.1 }, ba: { from: b, to: a, ratePerWeek: 0.1 } } }
      """, steps: 6)
    // Of the second eigenvalue λ = 1 − 2p: the correlation of one agent's stage k steps apart is λᵏ.
    let expected = Elementary.pow(1 - 2 * (1 - Elementary.exp(-0.1)), 5)
    let histories = try (0..<replicates).map { try world.run(replicate: $0).series("stage:b") }
    let spread = Double(size) / 4
    let mean = Double(size) / 2
    let products = histories.map { ($0[0] - mean) * ($0[5] - mean) / spread }
    // The product of two standard normals of correlation ρ has variance 1 + ρ².
    let band = StatisticalBand.mean(
      expected, standardDeviation: (1 + expected * expected).squareRoot(), samples: replicates,
      falseAlarm: 1e-6)
    #expect(band.contains(products.reduce(0, +) / Double(replicates)))
  }
}
