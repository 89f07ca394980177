import Interchange
import TestSupport
import Testing

@testable import Journeys

/// Triggers by chance, under capacity, in place of calendar touches, and before appointments.
///
/// Bands are exact and binomial, with one false alarm in a million for each count.
@Suite("Triggers, statistics")
struct TriggerStatistics {
  static let size = 100_000
  private let trials = Double(Self.size)

  @Test(
    "act on their share of what the sender's function sees, once it sees it",
    arguments: [
      ("sales", "share: 0.5, latencyDays: 14", 0.5, 2), ("marketing", "share: 0.5", 1, 1),
      ("sales", "share: 0.5, latencyDays: 9, channels: [text]", 0, 0),
      ("sales", "pairs: { \"marketing>sales\": { share: 0.2, latencyDays: 21 } }", 0.2, 3),
    ] as [(String, String, Double, Int)])
  func visibility(function: String, integration: String, share: Double, sent: Int) throws {
    let history = try World(
      """
      populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, function: marketing, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-04 } } } }
        text: { population: people, function: \(function) }
        call: { population: people, function: sales }
      triggers: { recall: { on: { engaged: mail }, share: 0.7, ladder: [ { send: text }, { send: call } ] } }
      policy: { integration: { \(integration) } }
      """, steps: 5
    ).run()
    // The first rung's function is the one that has to see.
    let fired = try history.series("fired:recall")
    expectCount(fired[0], of: trials, chance: 0.7 * share)
    let expected = (0..<5).map { $0 == sent ? fired[0] : 0 }
    #expect(try history.series("delivered:text") == (share == 0 ? [0, 0, 0, 0, 0] : expected))
    #expect(try history.series("delivered:call") == history.series("delivered:text"))
  }

  @Test("act on every engagement of a step by a chance of its own")
  func severalEngagements() throws {
    let history = try World(
      """
      populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 2 } } }
        text: { population: people }
      triggers: { recall: { on: { engaged: mail }, share: 0.3, limit: 1, send: text } }
      """, steps: 1
    ).run()
    expectCount(try history.total("fired:recall"), of: trials, chance: 0.51)
  }

  @Test(
    "cost a calendar touch each where they replace it, and keep every agent's number of touches")
  func contactParity() throws {
    func touches(_ trigger: String) throws -> [Int] {
      let history = try World(
        """
        populations: { people: { size: 500, paths: 500, journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: 0.5 }, flights: { f: { from: 2027-01-04, to: 2027-01-31 } } } }
          text: { population: people, plan: { cadence: { perWeek: 0.5, spacing: even } } }
        triggers: { recall: { on: { engaged: mail }, send: text, waitDays: 7, \(trigger) } }
        """, steps: 30
      ).run()
      var counts = [Int](repeating: 0, count: 500)
      for entry in history.simulation.paths(population: 0) {
        if case .touch(channel: 1, _) = entry.kind { counts[entry.agent] += 1 }
      }
      return counts
    }
    let calendar = try touches("share: 0")
    #expect(calendar == [Int](repeating: 15, count: 500))
    #expect(try touches("replacesPlanned: true") == calendar)
    let added = try touches("replacesPlanned: false")
    #expect(Set(added.map { $0 - 15 }) == [0, 1, 2, 3, 4])
  }

  @Test("are served before the calendar when capacity is short", arguments: [60.0, 250])
  func priority(capacity: Double) throws {
    let history = try World(
      """
      populations: { people: { size: 1_000, paths: 1_000, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 0.1 } } }
        text: { population: people, capacityPerWeek: \(capacity), plan: { cadence: { perWeek: 0.8 } } }
      triggers: { recall: { on: { engaged: mail }, send: text } }
      """, steps: 12
    ).run()
    var sent: Set<Int> = []
    var texted: Set<Int> = []
    for entry in history.simulation.paths(population: 0) {
      if entry.kind == .trigger(trigger: 0, .sent) { sent.insert(entry.step * 1_000 + entry.agent) }
      if case .touch(channel: 1, _) = entry.kind { texted.insert(entry.step * 1_000 + entry.agent) }
    }
    #expect(try history.series("delivered:text").allSatisfy { $0 == capacity })
    for step in 1..<12 {
      let due = sent.filter { $0 / 1_000 == step }
      let served = texted.filter { $0 / 1_000 == step }
      #expect((65...140).contains(due.count))
      if capacity > 200 {
        #expect(due.isSubset(of: served))
        #expect(served.count > due.count)
      } else {
        #expect(served.isSubset(of: due))
      }
    }
  }

  @Test("come so many days before an appointment, unless it was booked later than that")
  func appointments() throws {
    let history = try World(
      """
      populations:
        people:
          size: 600
          paths: 600
          journey:
            stages: [home, booking, booked, seen]
            start: home
            transitions:
              need: { from: home, to: booking, ratePerDay: 0.05 }
              book: { from: booking, to: booked, books: clinic }
              come: { from: booked, to: seen, onDayOf: clinic, probability: rest }
      channels:
        text: { population: people }
        call: { population: people }
      services: { clinic: { population: people, slotsPerWeek: 3_500, horizonDays: 30, choose: { 0: 0.2, 30: 1 } } }
      triggers:
        early: { on: { beforeAppointment: clinic, days: 3 }, send: text }
        late: { on: { beforeAppointment: clinic, days: 0 }, send: call }
      events: { tick: { population: people, while: home, ratePerWeek: 0 } }
      """, steps: 60, step: .day
    ).run()
    var early: Set<Int> = []
    var late: Set<Int> = []
    var touched: [Set<Int>] = [[], []]
    for entry in history.simulation.paths(population: 0) {
      switch entry.kind {
      case .appointment(_, let lead):
        // Given in a step, the next one has a lead of zero.
        let day = entry.step + 1 + lead
        if day - 3 > entry.step, day - 3 < 60 { early.insert((day - 3) * 1_000 + entry.agent) }
        if day < 60 { late.insert(day * 1_000 + entry.agent) }
      case .touch(let channel, _): touched[channel].insert(entry.step * 1_000 + entry.agent)
      default: break
      }
    }
    #expect(early.count > 300 && late.count > early.count + 50)
    #expect(touched[0] == early)
    #expect(touched[1] == late)
  }
}
