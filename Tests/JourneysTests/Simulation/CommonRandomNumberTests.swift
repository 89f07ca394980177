import Interchange
import Journeys
import Testing

@Suite("Common random numbers")
struct CommonRandomNumberTests {
  private func channel(_ name: String, _ more: String = "") -> String {
    "  \(name): { population: people, plan: { cadence: { perWeek: 0.4 } }, seen: 0.7, engaged: 0.8, "
      + "optOut: 0.01, carryover: { halfLifeWeeks: 2 }\(more) }\n"
  }

  private func world(
    channels: String, effects: String = "{ mail: 3, call: 2 }", extra: String = ""
  ) throws -> World {
    try World(
      """
      populations:
        people:
          size: 2_000
          paths: 2_000
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
          peers: { contacts: 3, active: [b, c] }
          pressure: { halfLifeWeeks: 2, tolerance: 1, engagement: 0.8 }
          journey:
            stages: [a, b, c]
            start: a
            transitions:
              ab: { from: a, to: b, ratePerWeek: 0.04, effects: { peers: 1.5, channels: \(effects) } }
              bc: { from: b, to: c, ratePerWeek: 0.1 }
      \(extra)channels:
      \(channels)events: { tick: { population: people, while: b, ratePerWeek: 0.5, effects: { channels: { mail: 2 } } } }
      """)
  }

  /// Everything but the continuation of engagements, which looks at all channels by definition.
  private func story(_ history: History, channels: [String]) throws -> [[Double]] {
    let people = ["stage:a", "stage:b", "stage:c", "transition:ab", "transition:bc", "event:tick"]
    let funnel = channels.flatMap { name in
      ["planned", "delivered", "seen", "engaged", "optouts"].map { "\($0):\(name)" }
    }
    return try (people + funnel).map { try history.series($0) }
  }

  @Test("a channel without effect changes nothing but its own counts")
  func silentChannel() throws {
    let before = try world(channels: channel("mail") + channel("call")).run()
    let after = try world(
      channels: channel("mail") + channel("noise", ", pressure: 0") + channel("call"),
      effects: "{ mail: 3, noise: 1, call: 2 }"
    ).run()
    let names = ["mail", "call"]
    #expect(try story(after, channels: names) == story(before, channels: names))
    #expect(try after.total("engaged:noise") > 0)
    let continued = try (before.total("continued:mail"), after.total("continued:mail"))
    #expect(continued.1 >= continued.0)
  }

  @Test("the order of channels in the document changes nothing")
  func order() throws {
    let first = try world(channels: channel("mail") + channel("call")).run()
    let second = try world(channels: channel("call") + channel("mail")).run()
    let names = ["mail", "call"]
    #expect(try story(first, channels: names) == story(second, channels: names))
    let continued = ["continued:mail", "continued:call"]
    #expect(try continued.map { try first.series($0) } == continued.map { try second.series($0) })
  }

  @Test("a population without coupling changes nothing in the others")
  func strangers() throws {
    let others = """
        strangers:
          size: 500
          journey: { stages: [q, r], start: q, transitions: { qr: { from: q, to: r, ratePerWeek: 0.1 } } }

      """
    let channels = channel("mail") + channel("call")
    let alone = try world(channels: channels).run()
    let together = try world(channels: channels, extra: others).run()
    #expect(together.ledger.populations[0] == alone.ledger.populations[0])
    #expect(try together.total("transition:qr") > 0)
  }

  /// The step in which each agent entered a stage first.
  private func entries(_ history: History, stage: Int) -> [Int: Int] {
    var entries: [Int: Int] = [:]
    for step in history.simulation.paths(population: 0) where step.kind == .move(to: stage) {
      entries[step.agent] = min(entries[step.agent] ?? .max, step.step)
    }
    return entries
  }

  @Test("a stronger channel never loses or delays an adopter", arguments: [1.0, 2, 4])
  func monotony(ratio: Double) throws {
    let channels = channel("mail") + channel("call")
    let weak = try world(channels: channels, effects: "{ mail: \(ratio) }").run()
    let strong = try world(channels: channels, effects: "{ mail: \(ratio * 1.3) }").run()
    let (before, after) = (entries(weak, stage: 1), entries(strong, stage: 1))
    #expect(after.count > before.count)
    for (agent, step) in before {
      let now = try #require(after[agent], "agent \(agent) adopts no more")
      #expect(now <= step)
    }
  }

  @Test("an arm without channels meets the same people, plans and touches of none")
  func arms() throws {
    let planned = try world(channels: channel("mail") + channel("call"))
    let history = try planned.run()
    let zero = try World(planned, arm: "zero").run()
    #expect(
      zero.simulation.levels(population: 0, attribute: 0)
        == history.simulation.levels(population: 0, attribute: 0))
    #expect(try zero.total("planned:mail") == 0)
    let (before, after) = (entries(zero, stage: 1), entries(history, stage: 1))
    #expect(before.allSatisfy { (after[$0.key] ?? .max) <= $0.value })
  }

  @Test("hazards computed agent by agent agree with those shared by a stage")
  func kernels() throws {
    func world(_ effects: String) throws -> World {
      try World(
        """
        populations:
          people:
            size: 5_000
            parent: doctors
            attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
            journey:
              stages: [a, b, c, d]
              start: a
              transitions:
                ab: { from: a, to: b, ratePerWeek: 0.1, effects: { parent: { q: 3 }\(effects) } }
                ac: { from: a, to: c, ratePerMonth: 0.1 }
                bd: { from: b, to: d, link: log, probability: 0.1 }
                bc: { from: b, to: c, link: log, probability: 0.3 }
                cd: { from: c, to: d, link: logit, probability: 0.3, effects: { parent: { q: 0.1 } } }
          doctors: { size: 50, journey: { stages: [p, q], start: { p: 0.5, q: 0.5 }, transitions: { pq: { from: p, to: q, ratePerWeek: 0.1 } } } }
        """)
    }
    let shared = try world("")
    let own = try world(", attributes: { kind: { x: 1 } }")
    #expect(
      shared.plan.kernelDescription(population: 0)
        != own.plan.kernelDescription(population: 0))
    #expect(try shared.run().ledger == own.run().ledger)
  }
}
