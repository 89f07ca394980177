/// A small world in which every rule of the language is at work.
///
/// Each section is a line or block of its own, so that a test can leave it out or change it.
struct LeverWorld {
  var size = 400
  var policy = [
    "integration: { share: { before: 0.4, after: 0.9, fromDay: 0, toDay: 60 }, latencyDays: 5, pairs: { \"marketing>sales\": { share: 0.6 } } }",
    "governor: { population: people, cap: { touches: 2, perWeeks: 4 }, minimumDays: 7, priority: [sales], channels: [mail, call, post] }",
    "optOutDelayDays: 20",
    "personalization: { population: people, level: individual, by: kind, known: 0.7, preference: 0.5, timing: 1.2 }",
    "nextBestAction: { population: people, channels: [call, post], perWeek: 0.6, exploration: 0.2, acceptance: 0.8, known: 0.7, estimates: { call: 1.5, post: 1.2 } }",
    "approval: { itemsPerWeek: 3, reviewers: 1.5, daysPerItem: 1 }",
    "overhead: 0.12", "costPerWeek: 100",
  ]
  var handoffs = [
    "lead: { after: [mail, web], to: call, withinDays: 21, opens: 0.7, landing: 0.8, captured: 0.8, success: 0.7, context: 0.6, delayDays: 3, engagement: 1.4, response: 1.5, limit: 4, replacesPlanned: true }",
    "back: { after: call, to: web, withinDays: 14, landing: 0.9, context: 0.5, stages: [a, b], limit: 3, needsApproval: true }",
  ]
  var triggers = [
    "chase: { on: { engaged: mail }, share: 0.6, ladder: [ { send: text }, { send: post, afterDays: 7 }, { send: text, afterDays: 21 } ], while: [a, b], stopsWhenEngaged: true, quietDays: 28 }",
    "note: { on: { delivered: call }, share: 0.3, send: text, needsApproval: true }",
    "hello: { on: { entering: [b] }, send: mail, waitDays: 7, replacesPlanned: true, limit: 2 }",
    "thanks: { on: { event: tick }, share: 0.5, send: text }",
    "reminder: { on: { beforeAppointment: clinic, days: 7 }, send: text }",
  ]
  var services = [
    "clinic: { population: people, slotsPerWeek: 20, horizonDays: 56, choose: { 0: 0.2, 21: 0.8, 56: 1 } }"
  ]
  var experiences = [
    "visit: { population: people, entering: [seen], touchpoints: { desk: 7, room: 8.2 }, personSd: 1, visitSd: 1, unevenness: 0.4, repeats: 2, perRepeat: 0.3, channels: { mail: 0.5 }, deadEnds: 0.4, response: 0.3, extremes: 2 }"
  ]
  var trust = "trust: { start: 0.7, deadEnd: 0.15, continued: 0.05, halfLifeDays: 60 }"
  var effects = "deadEnds: 0.8, experience: 1.1, "
  var peerTouch = ", touchesPeers: { channel: word, count: 2, within: kind }"
  var arms = ""

  /// The sections of the document.
  var sections: String {
    """
    populations:
      people:
        size: \(size)
        paths: \(size)
        attributes:
          kind: { shares: { x: 0.5, y: 0.3, z: 0.2 } }
          liking: { uniform: { low: 0.5, high: 1.5 } }
          taste: { uniform: { low: 0.2, high: 1.2 } }
          mood: { productOf: [liking, taste] }
          rank: { rankOf: mood }
        breakdown: kind
        peers: { contacts: 3, active: c }
        pressure: { halfLifeWeeks: 2, tolerance: 1, engagement: 0.8, optOut: 1.3 }
        \(trust)
        journey:
          stages: [a, b, c, booked, seen]
          start: { a: 0.8, b: 0.2 }
          transitions:
            ab: { from: a, to: b, ratePerWeek: 0.15, effects: { \(effects)channels: { mail: 2, call: 2 } } }
            ba: { from: b, to: a, ratePerWeek: 0.03 }
            bc: { from: b, to: c, ratePerWeek: 0.2, effects: { peers: 2, channels: { text: 2, word: 2 } } }
            \(services.isEmpty ? "cs: { from: c, to: booked, ratePerWeek: 0.3 }" : "book: { from: c, to: booked, books: clinic }")
            \(services.isEmpty ? "sb: { from: booked, to: seen, ratePerWeek: 0.5 }" : "come: { from: booked, to: seen, onDayOf: clinic, probability: rest }")
            \(services.isEmpty ? "" : "miss: { from: booked, to: a, onDayOf: clinic, byLeadDays: { 0: 0.1, 14: 0.4 }, effects: { channels: { text: 0.5 } } }")
            sa: { from: seen, to: a, ratePerWeek: 0.1 }
    content:
      plain: { population: people, match: { kind: { x: 0.6, y: 0.5 } } }
      fine: { population: people, match: { stage: { a: 0.7 }, kind: { z: 0.4 } } }
    channels:
      mail: { population: people, function: marketing, plan: { cadence: { perWeek: 0.7 } }, consent: 0.9, optOut: 0.05, seen: 0.8, engaged: 0.6, affinity: liking, content: plain, cost: { perTouch: 1 }, carryover: { halfLifeWeeks: 2 } }
      web: { population: people, function: marketing, direction: pull, plan: { cadence: { perWeek: 0.2 } }, engaged: 0.7 }
      call: { population: people, function: sales, plan: { cadence: { perWeek: 0.3, spacing: even } }, affinity: taste, capacityPerWeek: \(size / 5), cap: { touches: 3, perWeeks: 4 }, engaged: 0.8, content: fine, cost: { perTouch: 10 }, carryover: { halfLifeWeeks: 3 } }
      post: { population: people, function: sales, plan: { cadence: { perWeek: 0.3 } }, engaged: 0.5, affinity: liking, content: plain, optOut: 0.1, cost: { perTouch: 2 } }
      text: { population: people, function: service, engaged: 0.6 }
      word: { population: people, direction: pull, engaged: 0.5 }
    events:
      tick: { population: people, while: { a: 0.3, b: 1 }, ratePerWeek: 0.2, effects: { \(effects)channels: { post: 2 } }\(peerTouch), value: { perYear: 100, retentionPerYear: 0.8, years: 5 } }
    \(block("policy", policy))
    \(block("handoffs", handoffs))
    \(block("triggers", triggers))
    \(block("services", services))
    \(block("experiences", experiences))
    \(arms)
    """
  }

  private func block(_ name: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : ([name + ":"] + lines.map { "  " + $0 }).joined(separator: "\n")
  }
}
