import Interchange
import Testing

@testable import Journeys

/// Arms that branch from a burn-in in which rules were at work.
@Suite("Rules after a burn-in")
struct RuleBranchTests {
  /// Runs the document's own world to step 0 and goes on under an arm.
  private func branch(_ world: World, arm: String = "plan") throws -> History {
    let past = SimulationPlan(try world.document.scenarioAsWritten())
    var simulation = Simulation(past, replicate: 0)
    while simulation.nextStep < 0 { try simulation.step() }
    let plan = try World(world, arm: arm).plan
    var branched = simulation.branched(to: plan, replicate: 0)
    try branched.run()
    return History(plan: plan, simulation: branched)
  }

  @Test("go on in the same plan without a trace of the branch", arguments: [3, 11, 20])
  func same(burnIn: Int) throws {
    let world = try World(LeverWorld().sections, steps: 25, burnIn: burnIn)
    let whole = try world.run()
    let branched = try branch(world)
    #expect(branched.ledger == whole.ledger)
    #expect(branched.simulation.paths(population: 0) == whole.simulation.paths(population: 0))
    for metric in ["late:mail", "followed:lead", "sent:reminder", "chosen:call", "points:visit"] {
      #expect(try whole.total(metric) > 0, "\(metric)")
    }
  }

  /// Everybody opts out at the only mail before step 0, with four weeks until that holds.
  private func optOut(_ arm: String) throws -> [Double] {
    let world = try World(
      """
      populations: { people: { size: 100, journey: { stages: [a], start: a } } }
      channels: { mail: { population: people, optOut: 1, plan: { cadence: { perWeek: 1 } } } }
      policy: { optOutDelayDays: 28 }
      arms: { plan: { \(arm) } }
      """, steps: 6, burnIn: 1)
    let history = try branch(world)
    #expect(try history.total("optouts:mail") == 0)
    #expect(try history.series("late:mail") == history.series("delivered:mail"))
    return try history.series("delivered:mail")
  }

  @Test("keep the day of an opt-out, unless the arm knows no delay")
  func withdrawals() throws {
    #expect(try optOut("") == [100, 100, 100, 0, 0, 0])
    #expect(try optOut("policy: { optOutDelayDays: 7 }") == [100, 100, 100, 0, 0, 0])
    #expect(try optOut("policy: { optOutDelayDays: 0 }") == [0, 0, 0, 0, 0, 0])
  }

  @Test("begin limits and quiet times anew that only the arm has")
  func limits() throws {
    func sent(_ past: String, _ arm: String) throws -> [Double] {
      let world = try World(
        """
        populations: { people: { size: 100, journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: 1 } } }
          text: { population: people, engaged: 0 }
        triggers: { recall: { on: { engaged: mail }, send: text\(past) } }
        arms: { plan: { triggers: { recall: { \(arm) } } } }
        """, steps: 6, burnIn: 4)
      return try branch(world).series("delivered:text")
    }
    #expect(try sent("", "limit: 2") == [100, 100, 100, 0, 0, 0])
    #expect(try sent("", "quietDays: 21") == [100, 100, 0, 0, 100, 0])
    // Set off in weeks −4 and −1, before and after the start: quiet until week 2.
    #expect(try sent(", quietDays: 21", "share: 1") == [100, 0, 0, 100, 0, 0])
    #expect(try sent(", limit: 6", "share: 1") == [100, 100, 100, 0, 0, 0])
    #expect(try sent(", limit: 6", "limit: null") == [100, 100, 100, 100, 100, 100])
  }

  @Test("forget the rungs that an arm's shorter ladder no longer has, and keep the others")
  func ladders() throws {
    let ladder = "[ { send: text }, { send: text, afterDays: 14 }, { send: text, afterDays: 35 } ]"
    func sent(_ arm: String) throws -> [Double] {
      let world = try World(
        """
        populations: { people: { size: 100, journey: { stages: [a], start: a } } }
        channels:
          text: { population: people, engaged: 0 }
        triggers: { recall: { on: { entering: a }, ladder: \(ladder) } }
        arms: { plan: { \(arm) } }
        """, steps: 6, burnIn: 1)
      return try branch(world).series("delivered:text")
    }
    #expect(try sent("") == [0, 100, 0, 0, 100, 0])
    #expect(
      try sent(
        "triggers: { recall: { ladder: [ { send: text }, { send: text, afterDays: 14 } ] } }")
        == [0, 100, 0, 0, 0, 0])
    #expect(
      try sent("triggers: { recall: { ladder: [ { send: text } ] } }") == [0, 0, 0, 0, 0, 0])
    #expect(try sent("triggers: { recall: null }") == [0, 0, 0, 0, 0, 0])
  }

  @Test("drop the next best action in an arm that has none, and the rules it does not know")
  func levers() throws {
    var levers = LeverWorld()
    levers.arms = """
      arms:
        plan: {}
        calendar: { policy: { nextBestAction: null } }
        bare: { policy: null, handoffs: null, triggers: { reminder: null, note: null } }
      """
    let world = try World(levers.sections, steps: 10, burnIn: 8)
    #expect(try branch(world, arm: "calendar").total("planned:call") > 0)
    let bare = try branch(world, arm: "bare")
    #expect(try bare.total("planned:text") > 0)
    #expect(try bare.total("held:mail") == 0)
  }

  @Test("have the slots of the arm, less those taken before, and everybody's appointment")
  func slots() throws {
    func booked(_ arm: String) throws -> History {
      let world = try World(
        """
        populations:
          people:
            size: 60
            journey:
              stages: [booking, booked, seen]
              start: booking
              transitions:
                book: { from: booking, to: booked, books: clinic }
                come: { from: booked, to: seen, onDayOf: clinic, probability: rest }
        channels: {}
        services: { clinic: { population: people, slotsPerWeek: 5, horizonDays: 28 } }
        arms: { plan: { \(arm) } }
        events: { tick: { population: people, while: booking, ratePerWeek: 0 } }
        """.replacing("channels: {}\n", with: ""), steps: 8, burnIn: 2)
      return try branch(world)
    }
    // In weeks −2 and −1, 25 and 5 are booked: all of weeks −1 to 4, 5 a week.
    let same = try booked("")
    #expect(try same.series("booked:clinic") == [5, 5, 5, 5, 5, 5, 0, 0])
    #expect(try same.series("transition:come") == [5, 5, 5, 5, 5, 5, 5, 5])
    // With 8 slots a week, 3 more are free in each of the weeks 1 to 4, and 8 in week 5.
    let more = try booked("services: { clinic: { slotsPerWeek: 8 } }")
    #expect(try more.series("booked:clinic") == [20, 8, 2, 0, 0, 0, 0, 0])
    #expect(try more.series("transition:come") == [5, 8, 8, 8, 8, 8, 8, 2])
    let fewer = try booked("services: { clinic: { slotsPerWeek: 2 } }")
    #expect(try fewer.series("booked:clinic") == [2, 2, 2, 2, 2, 2, 2, 2])
    #expect(try fewer.series("transition:come") == [5, 5, 5, 5, 5, 2, 2, 2])
  }
}
