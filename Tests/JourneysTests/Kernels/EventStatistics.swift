import Statistics
import TestSupport
import Testing

@testable import Journeys

/// Bands of one false alarm in a million: exact for counts, normal for the moments of long series.
@Suite("Events, statistics")
struct EventStatistics {
  private func world(
    _ event: String, size: Int, steps: Int, attributes: String = "", transitions: String = ""
  ) throws -> World {
    try World(
      """
      populations:
        people:
          size: \(size)
          attributes: { kind: { shares: { x: 1 } }\(attributes) }
          journey: { stages: [a, b], start: { a: 0.5, b: 0.5 }, transitions: { \(transitions) } }
      events: { tick: { population: people, \(event) } }
      """, steps: steps)
  }

  @Test(
    "of a rate are Poisson, those of a dispersion have its variance over mean",
    arguments: [1.0, 3])
  func dispersion(_ dispersion: Double) throws {
    let steps = 20_000
    let history = try world(
      "while: { a: 1, b: 1 }, ratePerMonth: 2, times: [two, half], dispersion: \(dispersion)",
      size: 20, steps: steps, attributes: ", two: { constant: 2 }, half: { constant: 0.75 }"
    ).run()
    var moments = RunningMoments()
    for count in try history.series("event:tick") { moments.add(count) }
    let mean = 20 * 2 * 84 / 365.25 * 1.5
    let variance = mean * dispersion
    let meanBand = StatisticalBand.mean(
      mean, standardDeviation: variance.squareRoot(), samples: steps, falseAlarm: 1e-6)
    #expect(meanBand.contains(moments.mean))
    // Excess kurtosis of a Poisson count, and of a negative binomial of size mean / (D − 1).
    let shape = mean / max(1e-9, dispersion - 1)
    let kurtosis =
      dispersion == 1 ? 1 / mean : 6 / shape + 1 / (dispersion * (dispersion - 1) * shape)
    let varianceBand = StatisticalBand.mean(
      variance, standardDeviation: variance * (kurtosis + 2).squareRoot(), samples: steps,
      falseAlarm: 1e-6)
    #expect(varianceBand.contains(moments.variance))
  }

  @Test("of a chance happen once or not, with the factor of the stage")
  func chance() throws {
    let history = try world(
      "while: { a: 1, b: 0.5 }, probability: 0.3", size: 100_000, steps: 5
    ).run()
    let (a, b) = try (history.series("stage:a"), history.series("stage:b"))
    for (step, count) in try history.series("event:tick").enumerated() {
      expectCount(count, of: 100_000, chance: (0.3 * a[step] + 0.15 * b[step]) / 100_000)
    }
  }

  @Test("of a certain chance happen to everybody in the stage in every step")
  func certainty() throws {
    let history = try world(
      "while: b, probability: 1", size: 10_000, steps: 5,
      transitions: "ab: { from: a, to: b, ratePerWeek: 0.2 }"
    ).run()
    #expect(try history.series("event:tick") == history.series("stage:b"))
  }

  @Test("on entering happen at the moves into the stage, not to those already there")
  func entering() throws {
    let history = try world(
      "entering: { b: 0.5 }, probability: 0.8", size: 100_000, steps: 6,
      transitions:
        "ab: { from: a, to: b, ratePerWeek: 0.2 }, ba: { from: b, to: a, ratePerWeek: 0.1 }"
    ).run()
    let moves = try history.series("transition:ab")
    for (step, count) in try history.series("event:tick").enumerated() {
      expectCount(count, of: moves[step], chance: 0.4, "step \(step)")
    }
    let all = try world(
      "entering: b, probability: 1", size: 1_000, steps: 6,
      transitions: "ab: { from: a, to: b, ratePerWeek: 0.2 }"
    ).run()
    #expect(try all.series("event:tick") == all.series("transition:ab"))
  }

  @Test("are raised by levels, the parent's stage and the environment")
  func effects() throws {
    let history = try World(
      """
      populations:
        people:
          size: 100_000
          parent: doctors
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } }, four: { constant: 4 } }
          breakdown: kind
          journey: { stages: [a], start: a }
        doctors: { size: 100_000, journey: { stages: [p, q], start: { p: 0.5, q: 0.5 } } }
      events:
        tick: { population: people, while: a, probability: 0.05, effects: { attributes: { kind: { y: 2 }, four: { perDoubling: 0.9 } }, parent: { q: 3 } } }
      environment: { slump: { from: 2027-01-18, to: 2027-01-24, events: { tick: 0.5 } } }
      """, steps: 4
    ).run()
    for cell in 0..<2 {
      let people = try history.series("stage:a", cell: cell)
      for (step, count) in try history.series("event:tick", cell: cell).enumerated() {
        let chance = 0.05 * 0.81 * 2 * (cell == 1 ? 2 : 1) * (step == 2 ? 0.5 : 1)
        expectCount(count, of: people[step], chance: chance, "cell \(cell), step \(step)")
      }
    }
  }

  @Test("of a child touch its own parent through a pull channel in the next step, for certain")
  func upward() throws {
    let world = try World(
      """
      populations:
        doctors: { size: 300, paths: 300, journey: { stages: [p], start: p } }
        people:
          size: 300
          paths: 300
          parent: doctors
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.2 } } }
      channels:
        mail: { population: doctors, plan: { cadence: { perWeek: 0.2 } } }
        request: { population: doctors, direction: pull }
      events:
        tick: { population: people, entering: b, probability: 0.7, touchesParent: request }
      """)
    let history = try world.run()
    let asked = try history.series("event:tick")
    #expect(asked.reduce(0, +) > 100)
    for step in ["planned", "delivered", "engaged"] {
      #expect(try history.series("\(step):request") == [0] + asked.dropLast())
    }
    // The second channel of the doctors, child by child: one child for each of them, in order.
    let touched = history.simulation.paths(population: 0).filter {
      $0.kind == .touch(channel: 1, isEngaged: true)
    }
    let expected = history.simulation.paths(population: 1).filter {
      if case .event = $0.kind { $0.step < 19 } else { false }
    }
    let arrivals = Set(expected.map { $0.agent * 100 + $0.step + 1 })
    #expect(Set(touched.map { $0.agent * 100 + $0.step }) == arrivals)
    // What people start themselves goes on when the organization is silent.
    let silent = try World(world, arm: "zero").run()
    #expect(try silent.series("planned:request") == [0] + asked.dropLast())
    #expect(try silent.total("planned:mail") == 0)
  }
}
