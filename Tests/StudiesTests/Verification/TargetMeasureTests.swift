import Interchange
import Journeys
import Studies
import Testing

@Suite("Targets of exposure and content")
struct TargetMeasureTests {
  private func measured(_ document: ScenarioDocument) async throws -> [Double] {
    try await VerificationStudy(document, replicates: 2).run(threads: 2).map(\.spread.mean)
  }

  /// Three of four people with touches are active, and one of four without.
  private func exposed(_ target: String) async throws -> Double {
    let rows = ["t,1", "t,1", "t,1", "t,0", "u,1", "u,0", "u,0", "u,0"].joined(separator: "\n")
    let document = try Worlds.small(
      """
      populations:
        people:
          agents: people.csv
          attributes:
            kind: { column: kind, levels: [t, u] }
            active: { numberColumn: active }
      channels:
        mail:
          population: people
          plan:
            cadence: { perWeek: { by: kind, values: { t: 1, u: 0 } } }
            flights: { late: { from: 2027-03-08, to: 2027-03-14 } }
        everybody: { population: people, plan: { cadence: { perWeek: 1 } } }
      events:
        tick: { population: people, while: present, probability: 1, times: active }
      targets: { t: { \(target), between: [0, 9] } }
      """, files: ["people.csv": "kind,active\n\(rows)\n"])
    return try #require(try await measured(document).first)
  }

  @Test("compare those touched at least once with those never touched, to the last step")
  func exposure() async throws {
    #expect(try await exposed("exposed: { event: tick, channel: mail }") == 3)
    #expect(
      try await exposed("exposed: { event: tick, channel: mail, from: 2027-03-08 }") == 3)
  }

  @Test("do not hold where all or none are touched")
  func undetermined() async throws {
    #expect(try await exposed("exposed: { event: tick, channel: everybody }").isNaN)
    #expect(try await exposed("exposed: { event: tick, channel: mail, only: { kind: u } }").isNaN)
    #expect(try await exposed("arm: zero, exposed: { event: tick, channel: mail }").isNaN)
  }

  /// Of six people four tick in each of the first five weeks of ten and never after, and two never.
  ///
  /// They leave in the sixth week, before its ticks.
  private func course(_ target: String) throws -> ScenarioDocument {
    let rows = ["1", "1", "1", "1", "0", "0"].joined(separator: "\n")
    return try Worlds.small(
      """
      populations:
        people:
          agents: people.csv
          attributes: { active: { numberColumn: active } }
          journey:
            stages: [a, b]
            start: a
            transitions: { go: { from: a, to: b, dwell: { fixedDays: 42 } } }
      events:
        tick: { population: people, while: a, probability: 1, times: active }
      targets: { t: { \(target), between: [-9, 9] } }
      """, files: ["people.csv": "active\n\(rows)\n"])
  }

  /// Figures by hand.
  ///
  /// Deviations are five halves up and five down: a variance of 10 · 0.25 / 9 over a mean of 0.5, and
  /// eight of nine neighbors agree. In periods of two weeks the counts are 2 2 1 0 0.
  static let courseFigures: [(target: String, value: Double)] = [
    ("dispersion: { event: tick, periodWeeks: 1 }", 0.5555555555555556),
    ("dispersion: { event: tick, periodWeeks: 2 }", 1),
    ("autocorrelation: { event: tick, periodWeeks: 1 }", 0.7),
    ("autocorrelation: { event: tick, periodWeeks: 1, lag: 5 }", -0.5),
    ("autocorrelation: { event: tick, periodWeeks: 2, lag: 2 }", -0.25),
  ]

  @Test("follow people over periods", arguments: courseFigures.indices)
  func courses(index: Int) async throws {
    let (target, expected) = Self.courseFigures[index]
    let values = try await measured(try course(target))
    #expect(values.count == 1)
    #expect((values[0] - expected).magnitude < 1e-12, "\(target)")
  }

  @Test("do not look further apart than the run is long")
  func tooFarApart() {
    let problems = #expect(throws: SpecProblems.self) {
      try course("autocorrelation: { event: tick, lag: 2 }")
    }
    #expect(
      problems?.problems.map(\.problem) == [
        "nothing is 2 periods apart in 2; use a smaller lag or shorter periods"
      ])
    #expect(problems?.problems.map(\.path) == ["targets.t.autocorrelation"])
  }

  @Test("count the cells that content does not serve")
  func contentGaps() async throws {
    let document = try Worlds.small(
      """
      populations:
        people:
          size: 4
          attributes: { persona: { shares: { x: 0.5, y: 0.5 } }, other: { shares: { p: 1 } } }
          journey: { stages: [a, b], start: { a: 0.5, b: 0.5 } }
      channels: { mail: { population: people, content: { a: one } } }
      content:
        one: { population: people, match: { stage: { b: 0.5 }, persona: { y: 0.6 }, other: { p: 0.1 } } }
        two: { population: people, match: { persona: { x: 0.3 } }, cells: { b: { persona=y: 0.9 } } }
      events: { tick: { population: people, while: a, probability: 0.5 } }
      arms:
        own: {}
        library: { policy: { personalization: { population: people, level: individual } } }
        small: { policy: { personalization: { population: people, level: individual, library: [one] } } }
        unused: { policy: { personalization: { population: people } } }
      targets:
        own-8: { arm: own, contentGaps: { channel: mail, by: persona, below: 0.8 }, between: [3, 3] }
        own-5: { arm: own, contentGaps: { channel: mail, by: persona, below: 0.5 }, between: [2, 2] }
        own-0: { arm: own, contentGaps: { channel: mail, by: persona, below: 0 }, between: [0, 0] }
        library-8: { arm: library, contentGaps: { channel: mail, by: persona, below: 0.8 }, between: [1, 1] }
        library-9: { arm: library, contentGaps: { channel: mail, by: persona, below: 0.95 }, between: [2, 2] }
        small-8: { arm: small, contentGaps: { channel: mail, by: persona, below: 0.8 }, between: [3, 3] }
        small-4: { arm: small, contentGaps: { channel: mail, by: persona, below: 0.4 }, between: [1, 1] }
        unused-8: { arm: unused, contentGaps: { channel: mail, by: persona, below: 0.8 }, between: [3, 3] }
      """)
    #expect(try await measured(document) == [3, 2, 0, 1, 2, 3, 1, 3])
  }
}
