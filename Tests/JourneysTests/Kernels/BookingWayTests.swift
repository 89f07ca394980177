import Interchange
import Journeys
import Testing

/// Ways that book, lead times that people want, and touches that share a step.
@Suite("Bookings and single touches")
struct BookingWayTests {
  private static let book = "{ from: wait, to: booked, books: desk }"
  private static let giveUp = "{ from: wait, to: gone, link: log, probability: 0.1 }"

  private func queue(_ ways: String, slots: Int) throws -> History {
    try World(
      """
      populations:
        people:
          size: 2_000
          journey:
            stages: [wait, booked, came, gone]
            start: wait
            transitions:
              { \(ways), come: { from: booked, to: came, onDayOf: desk, probability: rest } }
      services: { desk: { population: people, slotsPerWeek: \(slots), horizonDays: 28 } }
      events: { tick: { population: people, entering: came, probability: 1 } }
      """, steps: 1, step: .day
    ).run()
  }

  /// 2,000 people give up with one chance in ten; the band errs once in a million.
  @Test(
    "leave the chances of the other ways out of the stage alone, whichever is declared first",
    arguments: [
      "book: \(Self.book), give_up: \(Self.giveUp)",
      "give_up: \(Self.giveUp), book: \(Self.book)",
    ])
  func links(ways: String) throws {
    let history = try queue(ways, slots: 0)
    expectCount(try history.total("transition:give_up"), of: 2_000, chance: 0.1)
    #expect(try history.total("transition:book") == 0)
  }

  /// Within a bracket every day is as likely: 0 to 7 days have eight, 8 to 14 have seven.
  ///
  /// One false alarm in a million.
  @Test("give people the lead times that they want")
  func wanted() throws {
    let history = try World(
      """
      populations:
        people:
          size: 20_000
          journey:
            stages: [wait, booked, came]
            start: wait
            transitions:
              book: { from: wait, to: booked, books: desk }
              come: { from: booked, to: came, onDayOf: desk, probability: rest }
      services:
        desk: { population: people, slotsPerWeek: 700_000, horizonDays: 28, choose: { 7: 0.5, 14: 1 } }
      events: { tick: { population: people, entering: came, probability: 1 } }
      """, steps: 20, step: .day
    ).run()
    let came = try history.series("transition:come")
    for (step, count) in came.enumerated() {
      let chance = (1...8).contains(step) ? 0.5 / 8 : (9...15).contains(step) ? 0.5 / 7 : 0
      expectCount(count, of: 20_000, chance: chance, "step \(step)")
    }
  }

  @Test("leave a suggestion that is not carried out to the calendars, budgets among them")
  func calendars() throws {
    let history = try World(
      """
      populations: { people: { size: 2_000, attributes: { w: { constant: 4 } } } }
      channels:
        rep: { population: people, plan: { budget: { perWeek: 2000, weightedBy: w } }, cost: { perTouch: 10 } }
        mail: { population: people, plan: { cadence: { perWeek: 0.3 } } }
      policy:
        nextBestAction: { population: people, channels: [rep, mail], perWeek: 1, acceptance: 0 }
      events: { tick: { population: people, while: present, ratePerWeek: 0 } }
      """, steps: 10
    ).run()
    // 200 touches a week by budget and 600 by cadence: a quarter of the 20,000 actions.
    expectCount(try history.total("planned:rep"), of: 20_000, chance: 0.25)
    #expect(try history.total("planned:rep") + history.total("planned:mail") == 20_000)
  }

  @Test("continue a thread with one touch of a step, however many there are")
  func single() throws {
    let history = try World(
      """
      populations: { people: { size: 300 } }
      channels:
        mail:
          population: people
          plan: { cadence: { perWeek: 1, spacing: even }, flights: { once: { from: 2027-01-04, to: 2027-01-04 } } }
        call: { population: people, plan: { cadence: { perWeek: 3 } } }
      handoffs: { answer: { after: mail, to: call, withinDays: 14, success: 0 } }
      events: { tick: { population: people, while: present, ratePerWeek: 0 } }
      """, steps: 3
    ).run()
    #expect(try history.total("followed:answer") == 300)
    #expect(try history.total("continued:call") == 300)
    #expect(try history.total("engaged:call") == 2_700)
  }

  @Test("charge the weekly cost of a channel that only rules send on")
  func kept() throws {
    let world = try World(
      """
      populations: { people: { size: 10 } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1, spacing: even } } }
        text: { population: people, cost: { perWeek: 7 } }
      triggers: { nudge: { on: { engaged: mail }, send: text } }
      events: { tick: { population: people, while: present, ratePerWeek: 0 } }
      """, steps: 4)
    #expect(try world.run().series("cost:text") == [7, 7, 7, 7])
    #expect(try World(world, arm: "zero").run().series("cost:text") == [0, 0, 0, 0])
  }
}
