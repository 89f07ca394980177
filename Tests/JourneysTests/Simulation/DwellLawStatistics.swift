import Statistics
import TestSupport
import Testing

/// False alarms: one in a million per stage and step, from exact binomial bands.
@Suite("Dwell laws, statistics")
struct DwellLawStatistics {
  static let size = 200_000

  /// Shares in a stage that is left by a law and entered again at a constant chance.
  ///
  /// The oracle keeps the shares by time since entry: what has stayed `k` steps leaves with the
  /// chance `1 − S(k + 1) / S(k)`.
  private func renewal(
    staying: [Double], back: Double, steps: Int
  ) -> [Double] {
    var byAge = [1.0] + [Double](repeating: 0, count: steps + 1)
    var away = 0.0
    return (0..<steps).map { _ in
      var next = byAge.map { _ in 0.0 }
      var left = 0.0
      for age in 0..<steps where byAge[age] > 0 {
        let kept = staying[age] > 0 ? staying[age + 1] / staying[age] : 0
        next[age + 1] += byAge[age] * kept
        left += byAge[age] * (1 - kept)
      }
      next[0] += away * back
      away = away * (1 - back) + left
      byAge = next
      return byAge.reduce(0, +)
    }
  }

  private func world(_ dwell: String, steps: Int = 30) throws -> World {
    try World(
      """
      populations:
        people:
          size: \(Self.size)
          journey:
            stages: [a, b]
            start: a
            transitions:
              ab: { from: a, to: b, dwell: \(dwell) }
              ba: { from: b, to: a, ratePerWeek: 0.3 }
      """, steps: steps)
  }

  @Test("leave a stage as their survival says, counted anew at every entry")
  func families() throws {
    let back = 1 - Elementary.exp(-0.3)
    let laws: [(text: String, staying: (Double) -> Double)] = [
      (
        "{ weibull: { shape: 1.7, scaleDays: 60 } }",
        { Elementary.exp(-Elementary.pow($0 / 60, 1.7)) }
      ),
      (
        "{ weibull: { shape: 0.6, scaleDays: 90 } }",
        { Elementary.exp(-Elementary.pow($0 / 90, 0.6)) }
      ),
      (
        "{ lognormal: { medianDays: 35, sigma: 0.8 } }",
        { $0 == 0 ? 1 : Elementary.erfc(Elementary.log($0 / 35) / 0.8 / 2.0.squareRoot()) / 2 }
      ),
      ("{ fixedDays: 28 }", { $0 >= 28 ? 0 : 1 }),
    ]
    for law in laws {
      let staying = (0...31).map { law.staying(Double($0) * 7) }
      try expectShares(
        world(law.text).run(), of: "a", equal: renewal(staying: staying, back: back, steps: 30),
        size: Self.size)
    }
  }

  @Test("of a table are linear between its days")
  func table() throws {
    // Days 7, 14, …: 20 % after 7 days, 50 % after 21, everybody after 35.
    let staying = [1, 0.8, 0.65, 0.5, 0.25, 0] + [Double](repeating: 0, count: 26)
    let history = try world("{ table: { 7: 0.2, 21: 0.5, 35: 1 } }").run()
    let oracle = renewal(staying: staying, back: 1 - Elementary.exp(-0.3), steps: 30)
    try expectShares(history, of: "a", equal: oracle, size: Self.size)
  }

  @Test("of a table that ends below one keep the others for ever")
  func openTable() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, dwell: { table: { 7: 0.25, 14: 0.4 } } } } }
      """, steps: 6)
    try expectShares(
      world.run(), of: "a", equal: [0.75, 0.6, 0.6, 0.6, 0.6, 0.6], size: Self.size)
  }

  @Test("are shared between ways out by their shares, and raised by hazard ratios")
  func sharesAndRatios() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          attributes: { kind: { shares: { slow: 0.5, fast: 0.5 } } }
          journey:
            stages: [a, b, c]
            start: a
            transitions:
              ab: { from: a, to: b, dwell: &law { weibull: { shape: 2, scaleDays: 56 } }, share: 0.3, effects: &fast { attributes: { kind: { fast: 2 } } } }
              ac: { from: a, to: c, dwell: *law, share: 0.7, effects: *fast }
      """)
    let history = try world.run()
    // Both ways of the fast have twice the hazard, so S becomes S².
    let staying = (1...20).map { Elementary.exp(-Elementary.pow(Double($0) / 8, 2)) }
    let left = staying.map { 1 - ($0 + $0 * $0) / 2 }
    try expectShares(history, of: "a", equal: left.map { 1 - $0 }, size: Self.size)
    try expectShares(history, of: "b", equal: left.map { 0.3 * $0 }, size: Self.size)
    try expectShares(history, of: "c", equal: left.map { 0.7 * $0 }, size: Self.size)
  }
}
