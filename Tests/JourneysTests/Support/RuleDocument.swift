import Interchange
import Journeys
import Testing

/// A small document with a policy, rules, a service and an experience, of which tests replace parts.
enum RuleDocument {
  static let text = """
    rounds: 1
    name: rules
    time: { start: 2027-01-04, step: day, horizonDays: 28 }
    outcome: visit
    populations:
      hcps:
        size: 10
        attributes:
          role: { shares: { old: 0.5, young: 0.5 } }
          liking: { gamma: { mean: 1, shape: 2 } }
          need: { uniform: { low: -1, high: 1 } }
          score: { productOf: [liking, liking] }
          rank: { rankOf: need }
        journey: { stages: [idle], start: idle }
      adults:
        size: 20
        trust: { start: 0.7, deadEnd: 0.1, continued: 0.05, halfLifeDays: 7 }
        attributes:
          region: { shares: { north: 0.5, south: 0.5 } }
        journey:
          stages: [due, booking, booked, attended, missed]
          start: { due: 0.9, booking: 0.1 }
          transitions:
            decide: { from: due, to: booking, ratePerDay: 0.1, effects: { deadEnds: 0.9, experience: 1.2 } }
            get_slot: { from: booking, to: booked, books: clinic }
            miss: { from: booked, to: missed, onDayOf: clinic, byLeadDays: { 0: 0.03, 1: 0.23, 8: 0.313 }, effects: { channels: { text: 0.7 } } }
            come: { from: booked, to: attended, onDayOf: clinic, probability: rest }
    channels:
      rep: { population: hcps, function: sales, plan: { cadence: { perWeek: 1 } }, affinity: liking }
      email: { population: hcps, function: marketing, plan: { cadence: { perWeek: 1 } }, content: { idle: paper } }
      page: { population: hcps, direction: pull }
      text: { population: adults, function: service }
      call: { population: adults, function: service }
      rumor: { population: adults, direction: pull }
    content:
      paper: { population: hcps, match: { role: { old: 0.5 } } }
      video: { population: hcps }
      leaflet: { population: adults }
    policy:
      integration:
        share: 0.4
        latencyDays: 7
        channels: [email, page]
        pairs: { "marketing>sales": { share: 0.9 }, "sales > marketing": { latencyDays: 1 } }
      governor:
        population: hcps
        cap: { touches: 6, perWeeks: 4 }
        minimumDays: 3
        priority: [marketing]
      optOutDelayDays: 10
      personalization:
        population: hcps
        level: segment
        by: role
        known: 0.65
        preference: 0.5
        timing: 1.1
      nextBestAction:
        population: hcps
        channels: [email, rep]
        perYear: 24
        exploration: 0.1
        estimates: { rep: 1.3 }
        acceptance: 0.6
      approval: { itemsPerWeek: 5, reviewers: 2, daysPerItem: 2 }
      overhead: 0.12
      costPerWeek: 1000
    handoffs:
      click_to_rep:
        after: [email, page]
        to: rep
        stages: idle
        opens: 0.3
        withinDays: 14
        landing: { before: 0.35, after: 0.92, fromDay: 90, toDay: 365 }
        context: 0.5
        delayDays: 2
        replacesPlanned: true
        engagement: 1.5
        response: 1.3
        limit: 6
        needsApproval: true
    triggers:
      recall:
        on: { entering: [due, missed] }
        share: 0.6
        ladder: [{ send: text }, { send: text, afterDays: 14 }, { send: call, afterDays: 30 }]
        while: [due, missed]
        stopsWhenEngaged: true
      remind: { on: { beforeAppointment: clinic, days: 2 }, send: text, limit: 3 }
      thank: { on: { event: visit }, send: text, waitDays: 1, quietDays: 30 }
      after_call: { on: { delivered: call }, send: text, needsApproval: true }
      answer: { on: { engaged: email }, send: page, replacesPlanned: true }
    services:
      clinic: { population: adults, slotsPerWeek: { before: 10, after: 20, toDay: 14 }, horizonDays: 60, choose: { 0: 0.1, 7: 0.5, 30: 1 } }
    experiences:
      visit:
        population: adults
        entering: attended
        touchpoints: { scheduling: 6.5, checkin: 6 }
        personSd: 1
        visitSd: 1.5
        unevenness: 0.4
        repeats: 3
        perRepeat: 0.2
        channels: { text: 0.5 }
        deadEnds: 0.5
        response: 0.25
        extremes: 1.8
    events:
      visit:
        population: adults
        entering: attended
        probability: 1
        value: { perYear: 400, retentionPerYear: 0.8, discountPerYear: 0.03, years: 10 }
        touchesPeers: { channel: rumor, count: 2, within: region }
    """

  /// The text with parts replaced.
  static func text(_ changes: [(part: String, replacement: String)]) -> String {
    changes.reduce(text) { text, change in
      #expect(text.contains(change.part), "the document holds no \(change.part)")
      return text.replacing(change.part, with: change.replacement, maxReplacements: 1)
    }
  }

  /// What is wrong with the document after parts were replaced.
  static func problems(_ changes: [(part: String, replacement: String)]) -> [String] {
    do {
      _ = try ScenarioDocument(yaml: text(changes), name: "r.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  /// The problems without the document's name and their lines.
  static func places(_ changes: [(part: String, replacement: String)]) -> [String] {
    problems(changes).map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  /// The world of the arm `plan`.
  static func scenario(
    _ changes: [(part: String, replacement: String)] = []
  ) throws -> Scenario {
    try ScenarioDocument(yaml: text(changes), name: "r.yaml").scenario(arm: "plan")
  }
}
