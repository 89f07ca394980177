import Interchange
import Testing

@testable import Journeys

/// Threads without chance: every count is exact.
@Suite("Threads")
struct ThreadTests {
  private static let size = 500.0

  private func run(_ handoffs: String, call: String = "", steps: Int = 8) throws -> History {
    try World(
      """
      populations: { people: { size: 500, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } } }
        call: { population: people\(call) }
      handoffs: { \(handoffs) }
      """, steps: steps
    ).run()
  }

  private func expect(
    _ metric: String, _ history: History, in steps: Set<Int>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(
      try history.series(metric)
        == (0..<history.plan.stepCount).map { steps.contains($0) ? Self.size : 0 },
      "\(metric)", sourceLocation: sourceLocation)
  }

  @Test("are one for each agent and rule: who waits opens no other")
  func one() throws {
    let history = try run("lead: { after: mail, to: call, withinDays: 7, context: 0 }")
    // Opened in steps 0, 2 and so on; the deadline frees the agent for that step's mail.
    try expect("opened:lead", history, in: [0, 2, 4, 6])
    try expect("delivered:call", history, in: [1, 3, 5, 7])
    try expect("silo:lead", history, in: [2, 4, 6])
    for fate in ["followed", "black_hole", "void"] {
      try expect("\(fate):lead", history, in: [])
    }
  }

  @Test("of two rules are both continued by one touch")
  func two() throws {
    let history = try run(
      """
      first: { after: mail, to: call, withinDays: 21, delayDays: 14 },
      second: { after: mail, to: call, withinDays: 21, success: 0 }
      """)
    // The first rule's call comes in step 2 and is known to continue the second's thread as well;
    // threads end before the mail of the same step opens the next ones.
    for rule in ["first", "second"] {
      try expect("opened:\(rule)", history, in: [0, 2, 4, 6])
      try expect("followed:\(rule)", history, in: [2, 4, 6])
    }
    try expect("delivered:call", history, in: [2, 4, 6])
    try expect("continued:call", history, in: [2, 4, 6])
  }

  @Test("send no more follow-ups than the limit of an agent")
  func limit() throws {
    let history = try run("lead: { after: mail, to: call, withinDays: 7, limit: 2 }")
    // A follow-up ends its thread before the same step's mail opens the next one.
    try expect("delivered:call", history, in: [1, 2])
    try expect("opened:lead", history, in: [0, 1, 2, 4, 6])
    try expect("void:lead", history, in: [4, 6])
  }

  @Test("cost a calendar touch each where follow-ups replace it, and keep the number of touches")
  func contactParity() throws {
    func planned(_ handoff: String) throws -> Double {
      try World(
        """
        populations: { people: { size: 500, journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-31 } } } }
          call: { population: people, plan: { cadence: { perWeek: 0.5, spacing: even } } }
        handoffs: { lead: { after: mail, to: call, withinDays: 7, \(handoff) } }
        """, steps: 20
      ).run().total("planned:call")
    }
    // Four mails open four threads; each is followed up in the next step.
    #expect(try planned("success: 0") == 5_000)
    #expect(try planned("replacesPlanned: true") == 5_000)
    #expect(try planned("replacesPlanned: false") == 7_000)
  }

  @Test("end as followed, black hole, silo or void, or are still open: none is lost or doubled")
  func conservation() throws {
    let world = try World(
      """
      populations:
        people:
          size: 2_000
          paths: 2_000
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.05 }, ba: { from: b, to: a, ratePerWeek: 0.05 } } }
      channels:
        mail: { population: people, function: marketing, plan: { cadence: { perWeek: 1.4 } }, engaged: 0.7 }
        web: { population: people, function: marketing, plan: { cadence: { perWeek: 0.6 } }, engaged: 0.6 }
        call: { population: people, function: sales, plan: { cadence: { perWeek: 0.3 } }, engaged: 0.8 }
      handoffs:
        lead: { after: [mail, web], to: call, withinDays: 14, opens: 0.5, landing: 0.7, captured: 0.8, success: 0.6, context: 0.7 }
        back: { after: call, to: web, stages: b, withinDays: 28, delayDays: 7, landing: 0.9, context: 0.5, limit: 3 }
      policy: { integration: { share: 0.8, latencyDays: 4 } }
      """, steps: 30)
    let history = try world.run()
    var open: Set<Int> = []
    var counts: [ThreadFate: Double] = [:]
    for entry in history.simulation.paths(population: 0) {
      guard case .thread(let handoff, let fate) = entry.kind else { continue }
      counts[fate, default: 0] += 1
      let place = entry.agent * 2 + handoff
      if fate == .opened {
        #expect(open.insert(place).inserted, "opened twice")
      } else {
        #expect(open.remove(place) != nil, "ended without a beginning")
      }
    }
    for fate in ThreadFate.allCases {
      let total = try ["lead", "back"].reduce(0) { try $0 + history.total("\(fate.name):\($1)") }
      #expect(counts[fate] == total)
      #expect(total > 300, "\(fate)")
    }
    let ended = ThreadFate.allCases.filter { $0 != .opened }.reduce(0) { $0 + (counts[$1] ?? 0) }
    #expect(counts[.opened] == ended + Double(open.count))
    #expect(!open.isEmpty)
  }
}
