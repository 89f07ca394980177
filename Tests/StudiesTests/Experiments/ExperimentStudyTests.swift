import Interchange
import Journeys
import Statistics
import Testing

@testable import Studies

/// Tests within a market whose truth is known from its own arms.
@Suite("Planned tests within a market")
struct ExperimentStudyTests {
  /// People who write at rates that differ, more while they remember calls; those of a shop may follow
  /// one another.
  static func document(peers: Double? = nil, children: String = "") throws -> ScenarioDocument {
    let shops = (1...25).map { "s\($0): 0.04" }.joined(separator: ", ")
    let watching = peers == nil ? "" : "peers: { group: shop, active: [user] }"
    let effect = peers.map { ", peers: \($0)" } ?? ""
    // Where people learn from one another few begin on their own.
    let (users, rate) = (peers ?? 1) > 1 ? (0.05, 0.004) : (0.3, 0.03)
    return try ScenarioDocument(
      yaml: """
        rounds: 1
        name: testing-ground
        time: { start: 2027-01-04, step: week, horizonWeeks: 40 }
        outcome: script
        baseline: usual
        seed: 11
        replicates: 10
        populations:
          people:
            size: 1200
            attributes:
              shop: { shares: { \(shops) } }
              kind: { shares: { small: 0.7, large: 0.3 } }
              volume: { lognormal: { mean: 1, sigma: 0.8 } }
            \(watching)
            journey:
              stages: [other, user]
              start: { other: \(1 - users), user: \(users) }
              transitions:
                try: { from: other, to: user, ratePerWeek: \(rate), effects: { channels: { call: 4 }\(effect) } }
                stop: { from: user, to: other, ratePerWeek: 0.04 }
        \(children)
        channels:
          call: { population: people, plan: { cadence: { perWeek: 0.25 } }, carryover: { halfLifeWeeks: 4 }, cost: { perTouch: 50 } }
        events:
          script: { population: people, while: user, ratePerWeek: 0.5, times: volume, value: 90 }
        arms:
          usual: { title: U1 As before, channelsInUse: none }
          calls: { title: U2 With calls }
        """, name: "ground.yaml")
  }

  private func question(_ designs: [TestDesign] = [.individual]) -> TestQuestion {
    var question = TestQuestion()
    question.designs = designs
    question.durations = [10, 20]
    question.pastSteps = [0, 15]
    return question
  }

  @Test(
    "find the truth without bias, reject A/A tests at their level and cover, whatever the design")
  func honest() async throws {
    var asked = question([
      .individual, .stratified(by: ["kind"]), .cluster(by: "shop"),
    ])
    asked.sizes = [400, nil]
    let plan = try await ExperimentStudy(
      try Self.document(), question: asked, replicates: 200
    ).run(threads: 2)
    #expect(plan.rows.count == 24)
    for row in plan.rows {
      // 24 rows of three claims at 4.5 standard errors: a false-alarm rate of 5e-4.
      #expect(row.bias.magnitude < 4.5 * row.biasError, "\(row.test)")
      let error = (0.05 * 0.95 / 200).squareRoot()
      #expect((row.falsePositives.share - 0.05).magnitude < 4.5 * error, "\(row.test)")
      #expect((row.coverage.share - 0.95).magnitude < 4.5 * error, "\(row.test)")
      #expect(row.truth.mean > 0 && row.controlMean > 0)
    }
    // Strata and history sharpen the readout, more people and a longer test find more.
    let individual = plan.rows.filter { $0.test.design == .individual }
    for (plain, adjusted) in zip(
      individual.filter { $0.test.past == 0 }, individual.filter { $0.test.past > 0 })
    {
      #expect(adjusted.intervalWidth < plain.intervalWidth)
      #expect(adjusted.detectable < plain.detectable)
    }
    let power = individual.filter { $0.test.past == 15 && $0.test.duration == 20 }.map(
      \.power.share)
    #expect(power[0] < power[1])
  }

  @Test(
    "let clusters cross in waves, and read the wedge out without bias where effects are at once")
  func stepped() async throws {
    var asked = question([.stepped(by: "shop", waves: 4)])
    asked.durations = [20]
    asked.pastSteps = [0, 12]
    // Calls act on scripts themselves and are forgotten at once, so that the effect starts in full.
    let document = try ScenarioDocument(
      yaml: """
        rounds: 1
        name: wedge
        time: { start: 2027-01-04, step: week, horizonWeeks: 40 }
        outcome: script
        baseline: usual
        populations:
          people:
            size: 1000
            attributes:
              shop: { shares: { \((1...25).map { "s\($0): 0.04" }.joined(separator: ", ")) } }
              volume: { lognormal: { mean: 1, sigma: 0.8 } }
            journey: { stages: [user], start: user }
        channels:
          call: { population: people, plan: { cadence: { perWeek: 1 } } }
        events:
          script: { population: people, while: user, ratePerWeek: 0.5, times: volume, effects: { channels: { call: 1.6 } } }
        arms: { usual: { channelsInUse: none }, calls: {} }
        """, name: "wedge.yaml")
    let plan = try await ExperimentStudy(document, question: asked, replicates: 120).run(threads: 2)
    for row in plan.rows {
      // 2 rows of three claims at 4.5 standard errors: a false-alarm rate of 4e-5.
      #expect(row.truth.mean > 0.5)
      #expect(row.bias.magnitude < 4.5 * row.biasError, "\(row.test)")
      let error = (0.05 * 0.95 / 120).squareRoot()
      #expect((row.falsePositives.share - 0.05).magnitude < 4.5 * error)
      #expect((row.coverage.share - 0.95).magnitude < 4.5 * error)
      #expect(row.clusters == 25 && row.treated == 500 && row.control == 500)
    }
    #expect(plan.rows[1].intervalWidth < plan.rows[0].intervalWidth)
  }

  @Test("state a power and a smallest effect that belong together")
  func detectable() async throws {
    var asked = question()
    asked.durations = [20]
    let plan = try await ExperimentStudy(
      try Self.document(), question: asked, replicates: 200
    ).run(threads: 2)
    for row in plan.rows {
      // By the normal distribution from the mean error of the readout; 4 Monte-Carlo errors.
      let error = row.detectable / (1.959964 + 0.841621)
      let expected =
        1 - 0.5 * Elementary.erfc((row.truth.mean / error - 1.959964) / 2.0.squareRoot())
      let spread = (expected * (1 - expected) / 200).squareRoot() + 0.01
      #expect((row.power.share - expected).magnitude < 4 * spread, "\(row.test)")
      // And by closed formula from ten markets, whose spread is known to about a tenth.
      #expect((row.formulaPower - expected).magnitude < 0.1, "\(row.test)")
    }
  }

  @Test("with peers who change nothing are no test of people who influence one another")
  func idlePeers() async throws {
    let asked = question([.individual, .cluster(by: "shop")])
    let alone = try await ExperimentStudy(
      try Self.document(), question: asked, replicates: 3
    ).run()
    let watched = try ExperimentStudy(try Self.document(peers: 1), question: asked, replicates: 3)
    #expect(!watched.isTied)
    let tied = try await watched.run()
    for (left, right) in zip(alone.replicates, tied.replicates) {
      #expect(left.findings == right.findings)
      #expect(left.courses == right.courses)
    }
  }

  @Test(
    "show that people who influence one another bias a test of single people, and clusters less")
  func interference() async throws {
    var asked = question([.individual, .cluster(by: "shop")])
    asked.durations = [20]
    asked.pastSteps = [0]
    let plan = try await ExperimentStudy(
      try Self.document(peers: 40), question: asked, replicates: 240
    ).run(threads: 2)
    let (single, whole) = (plan.rows[0], plan.rows[1])
    // The control group is lifted by treated colleagues: the effect is understated, beyond chance.
    #expect(single.bias < -4.5 * single.biasError)
    #expect(whole.bias.magnitude < 4.5 * whole.biasError)
    #expect(plan.text(width: 100).contains("People in this market influence one another."))
  }

  @Test("come out the same on any number of threads")
  func threads() async throws {
    let study = try ExperimentStudy(
      try Self.document(peers: 4), question: question(), replicates: 4)
    let (one, two) = (try await study.run(threads: 1), try await study.run(threads: 2))
    for (left, right) in zip(one.replicates, two.replicates) {
      #expect(left.findings == right.findings && left.courses == right.courses)
      #expect(left.cost == right.cost && left.value == right.value)
    }
  }

  @Test("count what the arm costs, and what a control group gives up")
  func money() async throws {
    var asked = question()
    asked.durations = [20]
    asked.pastSteps = [0]
    asked.controlShares = [0.25]
    let plan = try await ExperimentStudy(
      try Self.document(), question: asked, replicates: 20
    ).run(threads: 2)
    let row = plan.rows[0]
    // 900 people × 0.25 calls a week × 20 weeks × 50.
    #expect((row.extraCost - 225_000).magnitude < 5_000)
    #expect((row.forgoneOutcome - 300 * row.truth.mean).magnitude < 1e-9)
    #expect((row.forgoneValue - 90 * row.forgoneOutcome).magnitude < 1e-6)
    #expect(row.price == row.extraCost + row.forgoneValue)
  }

  @Test("call arms by the first word of their titles")
  func labels() throws {
    let study = try ExperimentStudy(
      try Self.document(), arms: ["U1", "u2"], question: question(), replicates: 1)
    #expect(study.arms == ["usual", "calls"])
  }

  @Test(
    "say in one sentence what does not fit, and what would",
    arguments: ["cluster", "long"])
  func refused(_ what: String) throws {
    var asked = question()
    var expected = ""
    switch what {
    case "cluster":
      asked.designs = [.cluster(by: "shops")]
      expected = "no category \"shops\" of people; did you mean shop?"
    default:
      asked.durations = [30]
      expected =
        "a test of 30 weeks after 15 weeks of history does not fit into the horizon of 40; shorten the "
        + "test or its history, or lengthen time.horizonWeeks"
    }
    let error = #expect(throws: StudyError.self) {
      try ExperimentStudy(try Self.document(), question: asked)
    }
    #expect(error?.problem == expected)
  }

  @Test("refuse more people than there are, pairs without a history, few clusters and a single arm")
  func refusedSizes() throws {
    func problem(_ change: (inout TestQuestion) -> Void, arms: [String]? = nil) -> String? {
      var asked = question()
      change(&asked)
      let error = #expect(throws: StudyError.self) {
        try ExperimentStudy(try Self.document(), arms: arms, question: asked)
      }
      return error?.problem
    }
    #expect(
      problem { $0.sizes = [5000] }
        == "a test of 5,000 people: people has 1,200, and a test needs at least 8; choose a size between"
    )
    #expect(
      problem { $0.designs = [.pairs] }
        == "pairs are matched on the outcome before the test; give --pre a length above 0 only")
    #expect(
      problem {
        $0.designs = [.pairs]
        $0.controlShares = [0.3]
      }
        == "a pair has one person in either of two arms; plan pairs with two arms and --control-share 0.5"
    )
    #expect(
      problem { $0.designs = [.cluster(by: "kind")] }
        == "kind has 2 levels, and this test needs at least 4, two in each arm; assign people or "
        + "declare more")
    #expect(
      problem { $0.designs = [.stepped(by: "shop", waves: 12)] }
        == "a stepped wedge of 12 waves: clusters cross from one arm to one other in at least two waves, and a "
        + "test of 10 steps has room for 9; change --arms, --waves or --weeks")
    #expect(
      problem({ _ in }, arms: ["usual"])
        == "a test compares arms; name at least two different ones with --arms")
    #expect(
      problem { $0.start = 30 }
        == "a test that starts after 30 weeks needs 15 before and 20 after its start, of 40 in all; start "
        + "it after 15 to 20 weeks")
  }
}
