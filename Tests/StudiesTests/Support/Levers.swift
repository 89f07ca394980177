import Journeys

/// A small market with two functions, handoffs that break, and switches that repair them.
enum Levers {
  /// The sections of the document; people engage with e-mail, and calls should follow.
  static let sections = """
    populations:
      people:
        size: 600
        attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
        trust: { start: 0.7, deadEnd: 0.15, halfLifeWeeks: 20 }
        breakdown: kind
        paths: 600
        journey:
          stages: [cold, warm, buyer]
          start: cold
          transitions:
            warm_up: { from: cold, to: warm, ratePerWeek: 0.05, effects: { channels: { email: 2, call: 4 }, deadEnds: 0.7 } }
            buy: { from: warm, to: buyer, ratePerWeek: 0.05, effects: { channels: { email: 1.5, call: 4 } } }
    channels:
      email: { population: people, function: marketing, plan: { cadence: { perWeek: 0.6 } }, engaged: 0.6, carryover: { halfLifeWeeks: 3 } }
      call: { population: people, function: sales, plan: { cadence: { perWeek: 0.05 } }, engaged: 0.8, carryover: { halfLifeWeeks: 4 }, cost: { perTouch: 10 } }
    policy: { integration: { share: 0.2 } }
    handoffs:
      mail_to_call: { after: email, to: call, withinDays: 14, landing: 0.7, captured: 0.5, success: 0.5, context: 0.5, engagement: 1.2, response: 1.5 }
      call_to_mail: { after: call, to: email, withinDays: 14, captured: 0.3, limit: 2 }
    content:
      plain: { population: people, match: { kind: { y: 0.5 } } }
    events:
      tick: { population: people, entering: [warm, buyer], probability: 1, value: 30 }
    switches:
      spine: { title: A shared log, policy: { integration: { share: 1 } } }
      follow_up: { title: Every follow-up made, handoffs: { mail_to_call: { captured: 1, success: 1, context: 1 } } }
      idle: { title: A wider window that nobody needs, populations: { people: { continuationWeeks: 9 } } }
    arms:
      silo: {}
      repaired:
        policy: { integration: { pairs: { "marketing>sales": { share: 1, latencyDays: 0 } } } }
        handoffs: { mail_to_call: { landing: 1, captured: 1, success: 1, context: 1 } }
      spine-alone: { switches: [spine] }
      both: { switches: [spine, follow_up] }
    """

  static func document() throws -> ScenarioDocument { try Worlds.small(sections, weeks: 26) }
}
