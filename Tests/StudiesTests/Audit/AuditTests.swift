import Interchange
import Journeys
import Testing

@testable import Studies

@Suite("Audit of dead ends")
struct AuditTests {
  private static let audit = Task {
    try await AuditStudy(try Levers.document(), replicates: 4).run(threads: 2)
  }

  @Test("repairs a handoff as an arm does in which everything about it works")
  func repair() async throws {
    let audit = try await Self.audit.value
    let forecast = try await ForecastStudy(
      try Levers.document(), arms: ["silo", "repaired"], replicates: 4
    ).run(threads: 2)
    let gains = zip(
      try forecast.totals("event:tick", arm: "repaired"),
      try forecast.totals("event:tick", arm: "silo")
    ).map { $0 - $1 }
    #expect(audit.gain(0, \.outcome) == gains)
    #expect(gains.allSatisfy { $0 > 0 })
  }

  @Test("counts fates of threads as the ledger does, and splits them by channel, stage and segment")
  func fates() async throws {
    let audit = try await Self.audit.value
    let forecast = try await ForecastStudy(
      try Levers.document(), arms: ["silo"], replicates: 4
    ).run(threads: 2)
    for fate in ThreadFate.allCases {
      let counts = try forecast.totals("\(fate.name):mail_to_call", arm: "silo")
      #expect(audit.threads(0, fate) == counts.reduce(0, +) / 4)
      let byStage = (0..<3).reduce(0) { $0 + audit.threads(0, channel: 0, stage: $1, fate) }
      #expect(byStage == audit.threads(0, fate))
      let bySegment = (0..<2).reduce(0) { $0 + audit.threads(0, fate, cell: $1) }
      #expect(abs(bySegment - audit.threads(0, fate)) < 1e-9)
    }
    #expect(ThreadFate.allCases.allSatisfy { audit.threads(0, $0) > 0 })
  }

  @Test("ranks handoffs by what their repair is worth, and sets all together below them")
  func ranking() async throws {
    let audit = try await Self.audit.value
    let worth = (0..<2).map { Spread(audit.gain($0, \.outcome)).mean }
    #expect(audit.ranking.map { worth[$0] } == worth.sorted(by: >))
    let table = audit.deadEndTable()
    let names = try table.texts("handoff")
    #expect(names == audit.ranking.map { audit.scenario.handoffs[$0].name } + ["all"])
    let ends = try ["black_hole", "silo", "void"].map { try table.numbers($0) }
    let opened = try table.numbers("opened")
    let rates = try table.numbers("dead_end_rate")
    for place in names.indices {
      #expect(abs(ends.reduce(0) { $0 + $1[place] } / opened[place] - rates[place]) < 1e-12)
    }
    #expect(audit.text(width: 90).contains("Repair \(names[0]) first: "))
    #expect(audit.text(width: 90).split(separator: "\n").allSatisfy { $0.count <= 90 })
  }

  @Test("lists the cells of the content matrix in which nothing fits")
  func content() throws {
    let document = try Worlds.small(
      Levers.sections.replacing("engaged: 0.6,", with: "engaged: 0.6, content: plain,"))
    let cells = ContentMatrix(try document.scenario(arm: "silo")).cells()
    #expect(cells.map(\.channel) == [0, 0, 0, 0, 0, 0])
    #expect(cells.map(\.match) == [1, 1, 1, 0.5, 0.5, 0.5])
    #expect(cells.filter(\.isGap).map { $0.segment?.level } == [1, 1, 1])
  }

  @Test("of an arm without handoffs says what is missing")
  func missing() throws {
    let bare = try Worlds.small(
      """
      populations: { people: { size: 5 } }
      events: { tick: { population: people, while: present, ratePerWeek: 1 } }
      """)
    let error = #expect(throws: StudyError.self) { try AuditStudy(bare) }
    #expect(
      "\(try #require(error))"
        == "small.yaml: the arm plan declares no handoffs, so nothing can break; add handoffs that say "
        + "which touch should follow which engagement")
  }
}
