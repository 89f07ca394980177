import Interchange
import Testing

@testable import Journeys

/// Triggers without chance: the exact step of every touch.
@Suite("Triggers")
struct TriggerTests {
  private static let size = 400.0

  static func sections(
    _ trigger: String, mail: String = "", journey: String = "stages: [a], start: a",
    policy: String = "", more: String = ""
  ) -> String {
    """
    populations: { people: { size: 400, paths: 400, journey: { \(journey) } } }
    channels:
      mail: { population: people, function: marketing, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-04 } } }\(mail) }
      text: { population: people, function: service, engaged: 0 }
      call: { population: people, function: sales, engaged: 0 }
    triggers: { recall: { \(trigger) } }
    policy: { \(policy) }
    \(more)
    """
  }

  /// Expects everybody to be touched in some steps and nobody in the others.
  private func expect(
    _ metric: String, _ history: History, in steps: [Int],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(
      try history.series(metric)
        == (0..<history.plan.stepCount).map { steps.contains($0) ? Self.size : 0 },
      "\(metric)", sourceLocation: sourceLocation)
  }

  @Test(
    "send a touch so many days after the occasion is seen, in the next step at the earliest",
    arguments: [(0, 1), (7, 2), (8, 3), (14, 3), (15, 4)])
  func waitInWeeks(days: Int, sent: Int) throws {
    let history = try World(
      Self.sections("on: { engaged: mail }, send: text, waitDays: \(days)"), steps: 8
    ).run()
    try expect("fired:recall", history, in: [0])
    try expect("sent:recall", history, in: [sent])
    try expect("delivered:text", history, in: [sent])
    #expect(try history.total("wait:recall") == Self.size * Double(sent) * 7)
  }

  @Test("send the rungs of a ladder on their days", arguments: [StepLength.week, .day])
  func ladder(step: StepLength) throws {
    let history = try World(
      Self.sections(
        "on: { engaged: mail }, ladder: [ { send: text }, { send: call }, { send: text, afterDays: 14 }, { send: call, afterDays: 30 } ]"
      ).replacing("perWeek: 1", with: step == .day ? "perWeek: 7" : "perWeek: 1"),
      steps: step == .day ? 40 : 8, step: step
    ).run()
    try expect("fired:recall", history, in: [0])
    try expect("delivered:text", history, in: step == .day ? [1, 15] : [1, 3])
    try expect("delivered:call", history, in: step == .day ? [1, 31] : [1, 6])
    #expect(try history.total("sent:recall") == 4 * Self.size)
    // Both touches of the first step wait one step.
    let days = step == .day ? 1 + 1 + 15 + 31 : 7 + 7 + 21 + 42
    #expect(try history.total("wait:recall") == Self.size * Double(days))
  }

  /// Agents are in `a` for two weeks, then in `b` for one, and so on.
  private static let circle =
    "stages: [a, b], start: a, transitions: { ab: { from: a, to: b, dwell: { fixedDays: 14 } }, ba: { from: b, to: a, dwell: { fixedDays: 7 } } }"

  @Test("end with the first rung that finds the agent elsewhere, for good")
  func exit() throws {
    let ladder =
      "on: { entering: a }, limit: 1, ladder: [ { send: text }, { send: text, afterDays: 7 }, { send: text, afterDays: 14 }, { send: text, afterDays: 21 } ]"
    let all = try World(Self.sections(ladder, journey: Self.circle), steps: 8).run()
    try expect("stage:b", all, in: [1, 4, 7])
    try expect("delivered:text", all, in: [0, 1, 2, 3])
    // In step 2 agents are in b when touches go out; in step 3 they are back in a, too late.
    let some = try World(
      Self.sections(ladder + ", while: [a]", journey: Self.circle), steps: 8
    ).run()
    try expect("delivered:text", some, in: [0, 1])
    try expect("fired:recall", some, in: [0])
  }

  @Test("hear of a stage at the start and at every entry")
  func entering() throws {
    let history = try World(
      Self.sections("on: { entering: [a] }, send: text, waitDays: 7", journey: Self.circle),
      steps: 10
    ).run()
    try expect("transition:ba", history, in: [2, 5, 8])
    // Who starts in a has entered it just before step 0.
    try expect("fired:recall", history, in: [0, 2, 5, 8])
    try expect("sent:recall", history, in: [1, 4, 7])
    #expect(try history.total("wait:recall") == 3 * Self.size * 14)
    let other = try World(
      Self.sections("on: { entering: b }, send: text", journey: Self.circle), steps: 6
    ).run()
    try expect("sent:recall", other, in: [2, 5])
  }

  @Test("hear of deliveries that nobody engages with, and engagements only when there are some")
  func deliveries() throws {
    let mail = ", engaged: 0"
    let delivered = try World(
      Self.sections("on: { delivered: mail }, send: text", mail: mail), steps: 4
    ).run()
    try expect("fired:recall", delivered, in: [0])
    try expect("delivered:text", delivered, in: [1])
    let engaged = try World(
      Self.sections("on: { engaged: mail }, send: text", mail: mail), steps: 4
    ).run()
    try expect("fired:recall", engaged, in: [])
  }

  @Test("hear of an event once a step, however often it happens in it")
  func events() throws {
    let world = try World(
      Self.sections(
        "on: { event: tick }, send: text",
        more: "events: { tick: { population: people, while: a, ratePerWeek: 1.5 } }"), steps: 12)
    let history = try world.run()
    var happened = [Double](repeating: 0, count: 12)
    for entry in history.simulation.paths(population: 0) {
      if case .event = entry.kind { happened[entry.step] += 1 }
    }
    #expect(try history.series("fired:recall") == happened)
    #expect(try history.series("delivered:text") == [0] + happened.dropLast())
    #expect(try history.total("event:tick") > happened.reduce(0, +) + 1_000)
  }

  @Test("end when the agent has engaged with anything since, their own touches included")
  func engagement() throws {
    let trigger =
      "on: { engaged: mail }, ladder: [ { send: text }, { send: text, afterDays: 14 }, { send: text, afterDays: 28 } ]"
    func sent(_ stops: Bool, text: Double, web: Double) throws -> History {
      try World(
        Self.sections("\(trigger), stopsWhenEngaged: \(stops)").replacing(
          "service, engaged: 0", with: "service, engaged: \(text)"
        )
        .replacing(
          "call: { population: people",
          with:
            "call: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-18, to: 2027-01-24 } } }"
        )
        .replacing("sales, engaged: 0", with: "sales, engaged: \(web)"), steps: 8
      ).run()
    }
    try expect("sent:recall", try sent(true, text: 0, web: 0), in: [1, 3, 5])
    try expect("sent:recall", try sent(true, text: 0, web: 1), in: [1])
    try expect("sent:recall", try sent(false, text: 0, web: 1), in: [1, 3, 5])
    try expect("sent:recall", try sent(true, text: 1, web: 0), in: [1])
  }

  @Test("are quiet after an occasion, and act at most so often")
  func quietAndLimit() throws {
    let weekly = Self.sections("on: { engaged: mail }, send: text, RULE")
      .replacing("to: 2027-01-04", with: "to: 2028-01-04")
    func fired(_ rule: String) throws -> History {
      try World(weekly.replacing("RULE", with: rule), steps: 10).run()
    }
    try expect("fired:recall", try fired("quietDays: 21"), in: [0, 3, 6, 9])
    try expect("fired:recall", try fired("quietDays: 15"), in: [0, 3, 6, 9])
    try expect("fired:recall", try fired("limit: 2"), in: [0, 1])
    try expect("fired:recall", try fired("quietDays: 14, limit: 3"), in: [0, 2, 4])
    try expect(
      "fired:recall", try fired("share: { before: 0, after: 1, fromDay: 14, toDay: 14 }"),
      in: [2, 3, 4, 5, 6, 7, 8, 9])
    try expect("delivered:text", try fired("quietDays: 21"), in: [1, 4, 7])
  }

  @Test("send nothing in an arm that does not use the channel, and the rest of the ladder in it")
  func silence() throws {
    let ladder = Self.sections(
      "on: { entering: a }, ladder: [ { send: text }, { send: call, afterDays: 7 }, { send: text, afterDays: 14 } ]",
      more: "arms: { plan: {}, calls: { channelsInUse: [call] } }")
    let world = try World(ladder, steps: 5)
    let silent = try World(world, arm: "zero").run()
    for metric in ["sent:recall", "planned:text", "planned:call", "planned:mail"] {
      try expect(metric, silent, in: [])
    }
    let calls = try World(world, arm: "calls").run()
    try expect("planned:text", calls, in: [])
    try expect("delivered:call", calls, in: [1])
    try expect("sent:recall", calls, in: [1])
    try expect("sent:recall", try world.run(), in: [0, 1, 2])
  }
}
