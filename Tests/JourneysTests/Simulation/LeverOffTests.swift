import Interchange
import Testing

@testable import Journeys

/// A lever that is there but does nothing leaves every count of the world as it was, bit for bit.
@Suite("Levers without effect")
struct LeverOffTests {
  private static func bare() -> LeverWorld {
    var world = LeverWorld()
    world.policy = []
    world.handoffs = []
    world.triggers = []
    world.services = []
    world.experiences = []
    world.trust = ""
    world.effects = ""
    return world
  }

  /// Stages, moves, events and funnels of a run by name.
  ///
  /// Where handoffs are declared, `continued` counts what continues their threads, so it is left out.
  private func counts(_ sections: String, arm: String = "plan") throws -> [String: [Double]] {
    let history = try World(World(sections, steps: 30, burnIn: 4), arm: arm).run()
    var counts: [String: [Double]] = [:]
    for metric in Metric.all(in: history.plan.scenario) {
      switch metric {
      case .touches(_, .continued): continue
      case .stage, .transition, .event, .touches, .channelCost, .cost, .value:
        let name = metric.name(in: history.plan.scenario)
        for cell in 0..<3 {
          counts["\(name) \(cell)"] = try history.series(name, cell: cell)
        }
      default: continue
      }
    }
    return counts
  }

  private static let handoff = "lead: { after: [mail, web], to: call, withinDays: 21"

  static let cases: [(String, @Sendable (inout LeverWorld) -> Void)] = [
    ("integration", { $0.policy = ["integration: { share: 0.3, latencyDays: 9 }"] }),
    (
      "governor",
      {
        $0.policy = [
          "governor: { population: people, cap: { touches: 250, perWeeks: 1 }, priority: [service, sales] }"
        ]
      }
    ),
    ("opt-out in a step", { $0.policy = ["optOutDelayDays: 7"] }),
    (
      "personalization",
      {
        $0.policy = [
          "personalization: { population: people, level: none, preference: 0, timing: 1 }"
        ]
      }
    ),
    (
      "unknown people",
      {
        $0.policy = [
          "personalization: { population: people, level: individual, known: 0, preference: 1, timing: 3 }"
        ]
      }
    ),
    (
      "approval and costs",
      {
        $0.policy = [
          "approval: { itemsPerWeek: 3, reviewers: 1, daysPerItem: 1 }", "overhead: 0",
          "costPerWeek: 0",
        ]
      }
    ),
    ("no intent", { $0.handoffs = [handoff + ", opens: 0, engagement: 3 }"] }),
    ("black holes", { $0.handoffs = [handoff + ", landing: 0, engagement: 3 }"] }),
    (
      "silos",
      { $0.handoffs = [handoff + ", success: 0, context: 0, engagement: 3, response: 3 }"] }
    ),
    ("ratios of one", { $0.handoffs = [handoff + ", success: 0, engagement: 1, response: 1 }"] }),
    (
      "quiet triggers",
      {
        $0.triggers = [
          "chase: { on: { engaged: mail }, share: 0, send: text }",
          "hello: { on: { entering: [a, b] }, share: 0, send: mail, replacesPlanned: true }",
          "thanks: { on: { event: tick }, share: 0, send: call }",
        ]
      }
    ),
    (
      "trust",
      {
        $0.handoffs = [handoff + ", success: 0, landing: 0.5 }"]
        $0.trust = LeverWorld().trust
      }
    ),
    (
      "experiences",
      {
        $0.experiences = LeverWorld().experiences.map {
          $0.replacing(", deadEnds: 0.4", with: "").replacing("[seen]", with: "[b, seen]")
        }
      }
    ),
    (
      "ratios of feelings",
      {
        $0.experiences = LeverWorld().experiences
        $0.handoffs = [handoff + ", success: 0, landing: 0.5 }"]
        $0.trust = LeverWorld().trust
        $0.effects = "deadEnds: 1, experience: 1, "
      }
    ),
  ]

  @Test(
    "leave stages, moves, events, funnels and money as they were",
    arguments: LeverOffTests.cases.indices)
  func unchanged(index: Int) throws {
    let (name, change) = Self.cases[index]
    var world = Self.bare()
    let plain = try counts(world.sections)
    change(&world)
    #expect(try counts(world.sections) == plain, "\(name)")
    #expect(plain["engaged:call 0"]?.reduce(0, +) ?? 0 > 50)
  }

  @Test("leave an arm that removes them all as the document without them is")
  func removed() throws {
    var levers = LeverWorld()
    levers.services = []
    levers.triggers.removeAll { $0.hasPrefix("reminder") }
    levers.trust = ""
    levers.effects = ""
    levers.experiences = levers.experiences.map { $0.replacing(", deadEnds: 0.4", with: "") }
    levers.arms =
      "arms: { plan: {}, bare: { policy: null, handoffs: null, triggers: null, experiences: null } }"
    let world = try World(World(levers.sections, steps: 30), arm: "bare")
    let plain = try World(Self.bare().sections, steps: 30)
    #expect(try world.run().ledger == plain.run().ledger)
    #expect(try World(levers.sections, steps: 30).run().ledger != plain.run().ledger)
  }

  @Test("send nothing in the arm without own activity")
  func silence() throws {
    var levers = LeverWorld()
    levers.services = []
    levers.triggers.removeAll { $0.hasPrefix("reminder") }
    levers.trust = ""
    levers.effects = ""
    levers.experiences = levers.experiences.map { $0.replacing(", deadEnds: 0.4", with: "") }
    let silent = try counts(levers.sections, arm: "zero")
    let plain = try counts(Self.bare().sections, arm: "zero")
    for name in plain.keys.sorted() where !name.hasPrefix("cost") {
      #expect(silent[name] == plain[name], "\(name)")
    }
    #expect(plain["engaged:word 0"]?.reduce(0, +) ?? 0 > 20)
  }

  @Test("change nothing as services that nobody comes to")
  func services() throws {
    func stages(_ more: String, _ ways: String, _ service: String) throws -> [[Double]] {
      let history = try World(
        """
        populations:
          people:
            size: 500
            attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
            journey:
              stages: [a, b\(more)]
              start: a
              transitions: { ab: { from: a, to: b, ratePerWeek: 0.2, effects: { attributes: { kind: { y: 2 } } } }, ba: { from: b, to: a, ratePerWeek: 0.1 }\(ways) }
        events: { tick: { population: people, while: a, ratePerWeek: 1, effects: { attributes: { kind: { y: 2 } } } } }
        \(service)
        """
      ).run()
      return try ["stage:a", "stage:b", "transition:ab", "event:tick"].map {
        try history.series($0)
      }
    }
    let ways = [
      "need: { from: b, to: booking, ratePerYear: 0 }",
      "book: { from: booking, to: booked, books: clinic }",
      "come: { from: booked, to: a, onDayOf: clinic, probability: rest }",
    ].joined(separator: ", ")
    #expect(
      try stages(
        ", booking, booked", ", " + ways,
        "services: { clinic: { population: people, slotsPerWeek: 3, horizonDays: 21 } }")
        == stages("", "", ""))
  }
}
