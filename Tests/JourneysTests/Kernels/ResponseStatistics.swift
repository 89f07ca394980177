import Statistics
import TestSupport
import Testing

/// Responses are read off the chance of an event, in bands of one false alarm in a million a step.
@Suite("Responses, statistics")
struct ResponseStatistics {
  static let size = 200_000

  private func ticks(_ channel: String, steps: Int = 12) throws -> [Double] {
    try World(
      """
      populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
      channels: { mail: { population: people, \(channel) } }
      events: { tick: { population: people, while: a, probability: 0.1, effects: { channels: { mail: 5 } } } }
      """, steps: steps
    ).run().series("event:tick")
  }

  private func expectResponses(
    _ ticks: [Double], _ responses: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(ticks.count == responses.count)
    for (step, (count, response)) in zip(ticks, responses).enumerated() {
      expectCount(
        count, of: Double(Self.size), chance: 0.1 * Elementary.pow(5, response), "step \(step)",
        sourceLocation: sourceLocation)
    }
  }

  /// Memory after each step under one engaged touch in each of the first four weeks.
  private func memory(retention: Double, weight: Double = 1) -> [Double] {
    var memory = 0.0
    return (0..<12).map { step in
      memory = memory * retention + (step < 4 ? weight : 0)
      return memory
    }
  }

  static let plan =
    "plan: { cadence: { perWeek: 1, spacing: even }, flights: { f: { from: 2027-01-04, to: 2027-01-31 } } }"

  @Test("follow an adstock that gathers and fades as A·r + w")
  func adstock() throws {
    let cases: [(text: String, retention: Double)] = [
      ("halfLifeWeeks: 2", 0.5.squareRoot()), ("retentionPerWeek: 0.8", 0.8),
      ("halfLifeDays: 7", 0.5),
      ("retentionPerMonth: 0.3", Elementary.pow(0.3, 84 / 365.25)),
    ]
    for (text, retention) in cases {
      let counts = try ticks("\(Self.plan), carryover: { \(text) }, weight: 1.5")
      expectResponses(counts, memory(retention: retention, weight: 1.5).map { $0 / ($0 + 1) })
    }
  }

  @Test("last one step without carryover")
  func noCarryover() throws {
    expectResponses(try ticks(Self.plan), (0..<12).map { $0 < 4 ? 0.5 : 0 })
  }

  @Test("saturate as Hill curves", arguments: [0.7, 1, 2, 3.5])
  func hill(slope: Double) throws {
    let counts = try ticks(
      "\(Self.plan), carryover: { retentionPerWeek: 0.7 }, saturation: { half: 1.3, slope: \(slope) }"
    )
    expectResponses(
      counts,
      memory(retention: 0.7).map {
        let power = Elementary.pow($0, slope)
        return power / (power + Elementary.pow(1.3, slope))
      })
  }

  @Test("are scaled by the match of content to stage and level, and by single cells instead")
  func contentMatch() throws {
    let history = try World(
      """
      populations:
        people:
          size: \(4 * Self.size)
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } }, place: { shares: { p: 0.5, q: 0.5 } } }
          breakdown: [kind, place]
          journey: { stages: [a, b, c], start: { a: 0.4, b: 0.4, c: 0.2 } }
      content:
        paper: { population: people, match: { stage: { b: 0.5 }, kind: { y: 0.4 } }, cells: { b: { place=q: 0.9 } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } }, content: { a: paper, b: paper } }
      events:
        tick: { population: people, while: a, probability: 0.1, effects: &e { channels: { mail: 5 } } }
        tock: { population: people, while: b, probability: 0.1, effects: *e }
        tack: { population: people, while: c, probability: 0.1, effects: *e }
      """, steps: 1
    ).run()
    // Cells: x and p, x and q, y and p, y and q. One touch with half 1: a response of a half.
    let matches = ["a": [1, 1, 0.4, 0.4], "b": [0.5, 0.9, 0.2, 0.9], "c": [1, 1, 1, 1]]
    for (stage, event) in [("a", "tick"), ("b", "tock"), ("c", "tack")] {
      for cell in 0..<4 {
        expectCount(
          try history.series("event:" + event, cell: cell)[0],
          of: try history.series("stage:" + stage, cell: cell)[0],
          chance: 0.1 * Elementary.pow(5, 0.5 * (matches[stage]?[cell] ?? 1)), "\(stage) \(cell)")
      }
    }
  }

  @Test("of several channels multiply")
  func product() throws {
    let history = try World(
      """
      populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } } }
        call: { population: people, plan: { cadence: { perWeek: 3 } } }
      events: { tick: { population: people, while: a, probability: 0.1, effects: { channels: { mail: 4, call: 0.0625 } } } }
      """, steps: 1
    ).run()
    // One touch gives a half, three give three quarters: 4^½ · 16^(−3/4) = 1/4.
    expectCount(try history.total("event:tick"), of: Double(Self.size), chance: 0.025)
  }
}
