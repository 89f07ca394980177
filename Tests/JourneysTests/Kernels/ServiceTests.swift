import Interchange
import TestSupport
import Testing

@testable import Journeys

/// Appointments with limited slots, against replays and exact chances.
///
/// Counts by chance stand in binomial bands of one false alarm in a million for each.
@Suite("Appointments")
struct ServiceTests {
  private func run(
    _ service: String, size: Int, start: String = "booking", need: String = "0.05",
    miss: String = "probability: 0.25", steps: Int = 60, step: StepLength = .day
  ) throws -> History {
    try World(
      """
      populations:
        people:
          size: \(size)
          paths: \(size)
          journey:
            stages: [home, booking, booked, attended, missed]
            start: \(start)
            transitions:
              need: { from: home, to: booking, ratePerDay: \(need) }
              book: { from: booking, to: booked, books: clinic }
              miss: { from: booked, to: missed, onDayOf: clinic, \(miss) }
              come: { from: booked, to: attended, onDayOf: clinic, probability: rest }
              never: { from: missed, to: home, ratePerYear: 0 }
      services: { clinic: { population: people, \(service) } }
      events: { tick: { population: people, while: home, ratePerWeek: 0 } }
      """, steps: steps, step: step
    ).run()
  }

  /// An appointment: who, when it was given, and its day.
  private struct Appointment: Equatable {
    let agent: Int
    let given: Int
    let day: Int
  }

  private func appointments(_ history: History) -> [Appointment] {
    history.simulation.paths(population: 0).compactMap {
      guard case .appointment(_, let lead) = $0.kind else { return nil }
      let step = history.plan.scenario.time.step.days
      return Appointment(agent: $0.agent, given: $0.step, day: $0.step + 1 + lead / step)
    }
  }

  @Test("fill the horizon first and then a day's slots a day; the rest keeps waiting")
  func horizon() throws {
    let history = try run("slotsPerWeek: 7, horizonDays: 10", size: 100, steps: 30)
    // Eleven days can be booked in the first step, with leads of 0 to 10; then one more each step.
    #expect(try history.series("booked:clinic") == [11] + [Double](repeating: 1, count: 29))
    #expect(try history.series("lead:clinic") == [55] + [Double](repeating: 10, count: 29))
    #expect(try history.series("transition:book") == history.series("booked:clinic"))
    let left = try zip(history.series("transition:miss"), history.series("transition:come"))
      .map { $0 + $1 }
    #expect(left == [0] + [Double](repeating: 1, count: 29))
    #expect(try history.series("stage:booking") == (0..<30).map { 89 - Double($0) })
  }

  @Test("open by the week and by the ramp, fractions of a slot adding up")
  func supply() throws {
    func booked(_ slots: String) throws -> [Double] {
      try run("slotsPerWeek: \(slots), horizonDays: 7", size: 100, steps: 8, step: .week)
        .series("booked:clinic")
    }
    // Weeks open 1, 2, 1, 2 … slots; the first of them cannot be booked, the next two at once.
    #expect(try booked("1.5") == [3, 2, 1, 2, 1, 2, 1, 2])
    #expect(
      try booked("{ before: 2, after: 6, fromDay: 21, toDay: 21 }") == [4, 6, 6, 6, 6, 6, 6, 6])
  }

  @Test("are given first come, first served, each the first free day")
  func firstCome() throws {
    let history = try run(
      "slotsPerWeek: 28, horizonDays: 12", size: 400, start: "{ home: 0.7, booking: 0.3 }")
    // A replay: people in the order in which they came, and slots of the days to come.
    var waiting: [Int] = []
    var free = [Int](repeating: 4, count: 100)
    var expected: [Appointment] = []
    var arrivals = [[Int]](repeating: [], count: 60)
    for entry in history.simulation.paths(population: 0) {
      if entry.kind == .start(stage: 1) { arrivals[0].append(entry.agent) }
      // Who comes in a step is served from the next one on.
      if entry.kind == .move(to: 1), entry.step < 59 {
        arrivals[entry.step + 1].append(entry.agent)
      }
    }
    for step in 0..<60 {
      waiting += arrivals[step]
      var left: [Int] = []
      for agent in waiting {
        if let day = (step + 1...step + 13).first(where: { free[$0] > 0 }) {
          free[day] -= 1
          expected.append(Appointment(agent: agent, given: step, day: day))
        } else {
          left.append(agent)
        }
      }
      waiting = left
    }
    #expect(appointments(history) == expected)
    #expect(expected.count > 200)
    #expect(try history.series("stage:booking").max() ?? 0 > 50)
  }

  @Test("never take more slots of a day than there are, whatever people want")
  func slots() throws {
    let history = try run(
      "slotsPerWeek: 21, horizonDays: 20, choose: { 0: 0.1, 7: 0.5, 14: 0.75, 20: 1 }", size: 500,
      start: "home", need: "0.03")
    var taken: [Int: Int] = [:]
    for appointment in appointments(history) {
      taken[appointment.day, default: 0] += 1
      #expect((1...21).contains(appointment.day - appointment.given))
    }
    #expect(taken.values.max() == 3)
    #expect(taken.values.count { $0 == 3 } > 30)
  }

  @Test("are as far ahead as people want when slots abound")
  func wanted() throws {
    let size = 40_000
    let history = try run(
      "slotsPerWeek: 700_000, horizonDays: 30, choose: { 0: 0.1, 7: 0.5, 14: 0.75, 30: 1 }",
      size: size, steps: 40)
    var counts = [Double](repeating: 0, count: 31)
    for appointment in appointments(history) {
      try #require((1...31).contains(appointment.day), "lead beyond the horizon")
      counts[appointment.day - 1] += 1
    }
    for (lead, count) in counts.enumerated() {
      let chance = lead == 0 ? 0.1 : lead <= 7 ? 0.4 / 7 : lead <= 14 ? 0.25 / 7 : 0.25 / 16
      expectCount(count, of: Double(size), chance: chance, "lead \(lead)")
    }
    let sum = counts.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element }
    #expect(try history.total("lead:clinic") == sum)
  }

  @Test("are given on an earlier day to those for whom there is none as late as they want")
  func earlier() throws {
    let history = try run(
      "slotsPerWeek: 10, horizonDays: 14, choose: { 0: 0.01, 14: 1 }", size: 30, steps: 4,
      step: .week)
    // Nearly all want one or two weeks ahead; the days of leads 0, 1 and 2 are just enough for all.
    #expect(try history.series("booked:clinic") == [30, 0, 0, 0])
    #expect(try history.series("lead:clinic") == [10 * 7 + 10 * 14, 0, 0, 0])
  }

  @Test("end on their day for everybody, missed by the chance of their lead")
  func noShows() throws {
    let history = try run(
      "slotsPerWeek: 700_000, horizonDays: 30, choose: { 0: 0.3, 30: 1 }", size: 60_000,
      miss: "byLeadDays: { 0: 0.03, 1: 0.23, 8: 0.313, 15: 0.358 }", steps: 40)
    var days: [Int: Appointment] = [:]
    for appointment in appointments(history) { days[appointment.agent] = appointment }
    #expect(days.count == 60_000)
    var all = [0.0, 0, 0, 0]
    var missed = [0.0, 0, 0, 0]
    for entry in history.simulation.paths(population: 0) {
      guard case .move(let to) = entry.kind, to >= 3, let own = days[entry.agent] else { continue }
      #expect(entry.step == own.day)
      let lead = own.day - own.given - 1
      let group = lead >= 15 ? 3 : lead >= 8 ? 2 : lead >= 1 ? 1 : 0
      all[group] += 1
      missed[group] += to == 4 ? 1 : 0
    }
    #expect(all.reduce(0, +) == 60_000)
    try #require(all.allSatisfy { $0 > 0 })
    for (group, chance) in [0.03, 0.23, 0.313, 0.358].enumerated() {
      expectCount(missed[group], of: all[group], chance: chance, "group \(group)")
    }
  }

  @Test("multiply the chance to miss by the effects of that day")
  func effects() throws {
    let history = try World(
      """
      populations:
        people:
          size: 100_000
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
          breakdown: kind
          journey:
            stages: [booking, booked, attended, missed]
            start: booking
            transitions:
              book: { from: booking, to: booked, books: clinic }
              miss: { from: booked, to: missed, onDayOf: clinic, probability: 0.3, effects: { attributes: { kind: { y: 0.6 } }, channels: { text: 0.25 } } }
              come: { from: booked, to: attended, onDayOf: clinic, probability: rest }
      channels: { text: { population: people, engaged: 0.5 } }
      services: { clinic: { population: people, slotsPerWeek: 200_000, horizonDays: 14 } }
      triggers: { reminder: { on: { beforeAppointment: clinic, days: 0 }, send: text } }
      events: { tick: { population: people, while: booking, ratePerWeek: 0 } }
      """, steps: 3
    ).run()
    // Half of them engage with a text on the day: a response of ½ and a ratio of ½.
    for cell in 0..<2 {
      let booked = try history.series("transition:book", cell: cell)[0]
      expectCount(
        try history.series("transition:miss", cell: cell)[1], of: booked,
        chance: 0.3 * (cell == 1 ? 0.6 : 1) * 0.75, "cell \(cell)")
      #expect(try history.series("stage:booked", cell: cell) == [booked, 0, 0])
    }
  }
}
