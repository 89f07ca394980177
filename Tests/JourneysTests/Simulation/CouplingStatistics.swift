import Statistics
import TestSupport
import Testing

/// False alarms: one in a million per stage and step, from exact binomial bands.
@Suite("Coupling and environment, statistics")
struct CouplingStatistics {
  static let size = 200_000

  @Test("let a child follow its parent's stage of the same step, as the joint chain says")
  func parent() throws {
    // One child for each parent, so that children are independent of each other.
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          parent: doctors
          journey:
            stages: [a, b]
            start: a
            transitions:
              ab: { from: a, to: b, ratePerWeek: 0.05, effects: { parent: { on: 4, off: 0 } } }
              ba: { from: b, to: a, ratePerWeek: 0.02, effects: { parent: { on: 0.5 } } }
        doctors:
          size: \(Self.size)
          journey:
            stages: [new, on, off]
            start: new
            transitions: { start: { from: new, to: on, ratePerWeek: 0.1 }, stop: { from: on, to: off, ratePerWeek: 0.2 } }
      """)
    let up = [0.05, 0.2, 0]
    let down = [0.02, 0.01, 0.02]
    var doctors = MarkovChain(stages: 3)
    doctors.compete(from: 0, [(1, 0.1)])
    doctors.compete(from: 1, [(2, 0.2)])
    // Joint shares: the doctor's stage, and whether the child is in b.
    var waiting = [1.0, 0, 0]
    var started = [0.0, 0, 0]
    let oracle = (0..<20).map { _ in
      waiting = doctors.next(waiting)
      started = doctors.next(started)
      for stage in 0..<3 {
        let gained = waiting[stage] * (1 - Elementary.exp(-up[stage]))
        let lost = started[stage] * (1 - Elementary.exp(-down[stage]))
        waiting[stage] += lost - gained
        started[stage] += gained - lost
      }
      return started.reduce(0, +)
    }
    let history = try world.run()
    try expectShares(history, of: "b", equal: oracle, size: Self.size)
    let second = doctors.curve(from: [1, 0, 0], steps: 20)
    try expectShares(
      history, of: "off", equal: (0..<20).map { second[2, $0] }, size: Self.size)
  }

  @Test("let a child follow its own parent and no other")
  func ownParent() throws {
    // Doctors of kind x switch on at once, those of kind y never do; children inherit the kind.
    let world = try World(
      """
      populations:
        doctors:
          size: 1_000
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
          journey:
            stages: [off, on]
            start: off
            transitions: { switch: { from: off, to: on, ratePerWeek: 1_000, effects: { attributes: { kind: { y: 0 } } } } }
        people:
          size: 20_000
          parent: doctors
          attributes: { kind: { fromParent: kind } }
          breakdown: kind
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.2, effects: { parent: { off: 0 } } } } }
      """, steps: 5)
    let history = try world.run()
    let waiting = try history.series("stage:a", cell: 0)
    let children = try waiting[0] + history.series("stage:b", cell: 0)[0]
    for (step, count) in waiting.enumerated() {
      expectCount(count, of: children, chance: Elementary.exp(-0.2 * Double(step + 1)))
    }
    #expect(try history.total("stage:b", cell: 1) == 0)
  }

  @Test("multiply hazards in the steps of a window")
  func window() throws {
    // Weeks begin on 2027-01-04: February 1 is the first day of step 4, February 28 the last of 7.
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.05 } } }
      environment:
        shock: { from: 2027-02-01, to: 2027-02-28, transitions: { ab: 3 } }
        supply: { from: 2027-02-22, transitions: { ab: 0.5 } }
      """)
    var hazard = 0.0
    let oracle = (0..<20).map { step in
      let shock = (4...7).contains(step) ? 3.0 : 1
      hazard += 0.05 * shock * (step >= 7 ? 0.5 : 1)
      return Elementary.exp(-hazard)
    }
    try expectShares(world.run(), of: "a", equal: oracle, size: Self.size)
  }

  @Test("raise a season's factor of the month to a transition's power, in odds under logit")
  func season() throws {
    let world = try World(
      """
      populations:
        people:
          size: \(Self.size)
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, link: logit, probability: 0.05 } } }
      environment:
        season: { byMonth: [1, 4, 0.25, 1, 2, 1, 1, 1, 1, 1, 1, 1], transitions: { ab: 0.5 } }
      """)
    // The month of a week is that of its Thursday: January 7 to 28, February 4 to 25, March 4 to 25,
    // April 1 to 29, May 6 and on.
    let months = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5]
    let factors = [1: 1.0, 2: 2.0, 3: 0.5, 4: 1.0, 5: 2.0.squareRoot()]
    var staying = 1.0
    let oracle = months.map { month in
      let odds = 0.05 / 0.95 * (factors[month] ?? 1)
      staying *= 1 - odds / (1 + odds)
      return staying
    }
    try expectShares(world.run(), of: "a", equal: oracle, size: Self.size)
  }
}
