import Interchange
import Journeys
import Studies
import Testing

@Suite("Verification of targets")
struct TargetTests {
  /// Ten people, two of them active; the active tick once a week for ten weeks.
  ///
  /// Nothing is luck.
  private func market(_ targets: String) throws -> ScenarioDocument {
    let rows = (0..<10).map { $0 < 2 ? "high,1" : "low,0" }.joined(separator: "\n")
    return try Worlds.small(
      """
      populations:
        people:
          agents: people.csv
          attributes:
            kind: { column: kind, levels: [high, low] }
            active: { numberColumn: active }
          breakdown: kind
          journey:
            stages: [a, b]
            start: a
            transitions: { go: { from: a, to: b, dwell: { fixedDays: 35 } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } }, cost: { perTouch: 2 } }
      events:
        tick: { population: people, while: [a, b], probability: 1, times: active }
        all: { population: people, while: [a, b], probability: 1 }
      settings: { double: { channels: { mail: { cost: { perTouch: 4 } } } } }
      arms: { mailed: {}, half: { channels: { mail: { plan: { factor: 0 } } } } }
      targets:
        t: { \(targets) }
      """, files: ["people.csv": "kind,active\n\(rows)\n"])
  }

  private func measured(_ target: String, replicates: Int = 2) async throws -> TargetFinding {
    let study = try VerificationStudy(
      try market(target + ", between: [0, 1000]"), replicates: replicates)
    return try #require(try await study.run(threads: 2).first)
  }

  static let exact: [(target: String, value: Double)] = [
    ("value: { metric: \"event:tick\" }", 20),
    ("value: { metric: \"event:all\", where: { kind: high } }", 20),
    ("value: { metric: \"event:all\", where: { kind: low } }", 80),
    ("value: { metric: [\"event:tick\", \"event:all\"] }", 120),
    ("value: { metric: \"event:tick\", from: 2027-01-11, to: 2027-01-24 }", 4),
    ("value: { metric: \"stage:b\", at: last }", 10),
    ("value: { metric: \"stage:b\", to: 2027-01-10, at: last }", 0),
    ("value: { metric: \"stage:b\", where: { kind: high }, at: last }", 2),
    ("arm: mailed, value: { metric: cost }", 200),
    ("arm: mailed, setting: double, value: { metric: cost }", 400),
    ("arm: zero, value: { metric: cost }", 0),
    ("arm: mailed, value: { metric: cost, minus: half }", 200),
    ("arm: half, value: { metric: cost, minus: mailed }", -200),
    (
      "arm: mailed, value: { metric: \"event:tick\" }, per: { metric: \"delivered:mail\" }", 0.2
    ),
    (
      "arm: mailed, value: { metric: cost, minus: zero }, per: { metric: \"event:all\", arm: zero }",
      2
    ),
    ("value: { metric: \"event:all\", less: \"event:tick\" }", 80),
    (
      "value: { metric: [\"event:all\", \"event:all\"], less: [\"event:tick\", \"event:all\"] }", 80
    ),
    ("value: { metric: \"event:all\", less: \"event:tick\", where: { kind: high } }", 0),
    ("value: { metric: \"event:all\", arms: { mailed: 1, half: 3, zero: -7 } }", -300),
    ("value: { metric: cost, less: \"event:tick\", arms: { mailed: 2, half: -1 } }", 380),
    (
      "value: { metric: cost, arms: { mailed: 0.5 } }, per: { metric: \"event:all\", arms: { half: 2 } }",
      0.5
    ),
    ("topShare: { event: tick, top: 0.1 }", 0.5),
    ("topShare: { event: tick, top: 0.2 }", 1),
    ("topShare: { event: all, top: 0.3 }", 0.3),
    ("topShare: { event: tick, only: { kind: high }, top: 0.5 }", 0.5),
    ("gini: { event: tick }", 0.8),
    ("gini: { event: all }", 0),
    ("gini: { event: tick, only: { kind: high } }", 0),
    ("agentShare: { event: tick, atLeastPerStep: 1 }", 0.2),
    ("agentShare: { event: tick, atLeastPerStep: 1.01 }", 0),
    ("agentShare: { event: tick, atLeastPerStep: 0 }", 1),
    ("agentShare: { event: tick, only: { kind: high }, atLeastPerStep: 1 }", 1),
    ("agentShare: { event: tick, only: { kind: [high, low] }, atLeastPerStep: 0.5 }", 0.2),
  ]

  @Test("measures what is asked", arguments: exact.indices)
  func exactly(index: Int) async throws {
    let finding = try await measured(Self.exact[index].target)
    #expect(finding.values.count == 2)
    for value in finding.values {
      #expect(abs(value - Self.exact[index].value) < 1e-12, "\(Self.exact[index].target)")
    }
  }

  @Test(
    "holds when the mean lies in the interval, ends included",
    arguments: [
      ("[20, 20]", true), ("[0, 20]", true), ("[20, 30]", true), ("[20.1, 30]", false),
      ("[0, 19.9]", false),
    ])
  func holding(interval: String, holds: Bool) async throws {
    let document = try market("value: { metric: \"event:tick\" }, between: \(interval)")
    let findings = try await VerificationStudy(document, replicates: 1).run()
    #expect(findings.map(\.holds) == [holds])
    let table = TargetFinding.table(findings)
    #expect(try table.texts("holds") == [holds ? "yes" : "NO"])
    #expect(try table.numbers("measured") == [20])
    #expect(table.columns.allSatisfy { $0.meaning.hasSuffix(".") })
  }

  @Test("does not hold where nothing can be divided or correlated")
  func undetermined() async throws {
    for target in [
      "arm: mailed, value: { metric: \"event:tick\" }, per: { metric: cost, arm: zero }",
      "arm: zero, correlation: { event: tick, channel: mail }",
      "arm: zero, elasticity: { event: tick, channel: mail, design: within }",
    ] {
      let finding = try await measured(target)
      #expect(finding.values.allSatisfy { $0.isNaN }, "\(target)")
      #expect(!finding.holds, "\(target)")
    }
  }

  @Test("keeps several questions to single agents apart, and the document's order")
  func several() async throws {
    let document = try market(
      """
      gini: { event: tick }, between: [0.8, 0.8] }
        u: { value: { metric: "event:all" }, setting: double, between: [100, 100] }
        v: { gini: { event: all }, between: [0, 0] }
        w: { topShare: { event: tick, top: 0.1 }, between: [0.5, 0.5] }
        x: { arm: mailed, agentShare: { event: tick, atLeastPerStep: 1 }, between: [0.2, 0.2]
      """)
    let study = try VerificationStudy(document, replicates: 1)
    #expect(study.settings == [nil, "double"])
    let findings = try await study.run()
    #expect(findings.map(\.target.name) == ["t", "u", "v", "w", "x"])
    #expect(findings.map(\.spread.mean) == [0.8, 100, 0, 0.5, 0.2])
  }
}
