import Interchange
import Statistics
import TestSupport
import Testing

/// False alarms: one in a million per step, from exact binomial bands.
@Suite("Length of a step, statistics")
struct StepLengthStatistics {
  static let size = 200_000
  static let weeks = 12

  private func world(_ sections: String, _ step: StepLength) throws -> World {
    try World(sections, steps: step == .day ? Self.weeks * 7 : Self.weeks, step: step)
  }

  @Test("changes no expected curve of competing risks with constant hazards", arguments: [1, 7])
  func constantHazards(stepsPerWeek: Int) throws {
    let sections = """
      populations:
        people:
          size: \(Self.size)
          journey: { stages: [a, b, c], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.14 }, ac: { from: a, to: c, ratePerDay: 0.01 } } }
      """
    let history = try world(sections, stepsPerWeek == 7 ? .day : .week).run()
    // One closed form for both lengths: S(t) = exp(−0.21 t), two thirds of the leavers go to b.
    let weeks = (1...Self.weeks * stepsPerWeek).map { Double($0) / Double(stepsPerWeek) }
    let staying = weeks.map { Elementary.exp(-0.21 * $0) }
    try expectShares(history, of: "a", equal: staying, size: Self.size)
    try expectShares(
      history, of: "b", equal: staying.map { (1 - $0) * 2 / 3 }, size: Self.size)
  }

  /// Shares that stay under one engaged touch a week, evenly spaced from a random phase.
  ///
  /// Memory halves in three weeks, the response is Hill with half 2, the full hazard ratio 4. The
  /// phase falls with equal chance on each step of the week, so the share is a mean over phases.
  private func staying(stepsPerWeek: Int, weeks: Int = Self.weeks) -> [Double] {
    let retention = Elementary.pow(0.5, 1 / (3 * Double(stepsPerWeek)))
    var shares = [Double](repeating: 0, count: weeks * stepsPerWeek)
    for phase in 0..<stepsPerWeek {
      var memory = 0.0
      var hazard = 0.0
      for step in shares.indices {
        memory = memory * retention + (step % stepsPerWeek == phase ? 1 : 0)
        let response = memory / (memory + 2)
        hazard += 0.05 / Double(stepsPerWeek) * Elementary.exp(Elementary.log(4) * response)
        shares[step] += Elementary.exp(-hazard) / Double(stepsPerWeek)
      }
    }
    return shares
  }

  @Test("changes curves under adstock as the exact sums for weeks and days say")
  func adstock() throws {
    let sections = """
      populations:
        people:
          size: \(Self.size)
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.05, effects: { channels: { mail: 4 } } } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1, spacing: even } }, carryover: { halfLifeWeeks: 3 }, saturation: { half: 2 } }
      """
    let weekly = staying(stepsPerWeek: 1)
    let daily = staying(stepsPerWeek: 7)
    try expectShares(world(sections, .week).run(), of: "a", equal: weekly, size: Self.size)
    try expectShares(world(sections, .day).run(), of: "a", equal: daily, size: Self.size)
  }

  @Test("is an error of first order: it shrinks about sevenfold from weeks to days")
  func order() throws {
    let weekly = staying(stepsPerWeek: 1)
    let daily = staying(stepsPerWeek: 7)
    let fine = staying(stepsPerWeek: 700)
    for week in 1...Self.weeks {
      let limit = fine[week * 700 - 1]
      let ratio = (weekly[week - 1] - limit) / (daily[week * 7 - 1] - limit)
      // First order gives 7; terms of second order move it by about a seventh either way.
      #expect((6...8).contains(ratio), "week \(week): \(ratio)")
    }
  }
}
