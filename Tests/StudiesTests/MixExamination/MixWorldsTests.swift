import Interchange
import Journeys
import Statistics
import Studies
import Testing

@Suite("Worlds for mix models")
struct MixWorldsTests {
  @Test("have as truth what a forecast measures as contributions")
  func contributions() async throws {
    let document = try Worlds.shipped("tiny")
    let forecast = try await ForecastStudy(
      document, replicates: 3, measuresContributions: true, drawsParameters: false
    ).run()
    let arm = try #require(forecast.study.arms.firstIndex(of: "email-and-rep"))
    let worlds = try MixWorlds(document, arm: "email-and-rep", count: 3, flighting: nil)
    for number in 0..<3 {
      let truth = try worlds.world(number).truth
      let world = forecast.worlds[number][arm]
      #expect(truth.channels.map(\.channel) == ["email", "rep"])
      for (channel, variants) in zip(truth.channels, world.variants) {
        #expect(channel.incrementalOutcome == world.totals.outcome - variants.without.outcome)
        #expect(channel.incrementalValue == world.totals.value - variants.without.value)
        #expect(channel.incrementalByStep.reduce(0, +) == channel.incrementalOutcome)
        #expect(abs(channel.returnOnSpend * channel.spend - channel.incrementalValue) < 1e-6)
      }
    }
  }

  @Test("have as marginal return what a tenth more of the plan brings for its own cost")
  func marginal() async throws {
    func totals(_ factor: String) async throws -> (value: [Double], cost: [Double]) {
      let document = try Worlds.shipped("tiny", changes: [("channels.rep.plan.factor", factor)])
      let forecast = try await ForecastStudy(
        document, arms: ["email-and-rep"], replicates: 3, drawsParameters: false
      ).run()
      return (
        try forecast.totals("value", arm: "email-and-rep"),
        try forecast.totals("cost:rep", arm: "email-and-rep")
      )
    }
    let plain = try await totals("1")
    let more = try await totals("1.1")
    let worlds = try MixWorlds(
      try Worlds.shipped("tiny"), arm: "email-and-rep", count: 3, flighting: nil)
    for number in 0..<3 {
      let truth = try #require(try worlds.world(number).truth.channel("rep"))
      #expect(truth.spend == plain.cost[number])
      let added = more.cost[number] - plain.cost[number]
      try #require(added > 0)
      #expect(truth.marginalReturn == (more.value[number] - plain.value[number]) / added)
    }
  }

  @Test("draw parameters by world when asked, and are the same on any number of threads")
  func parameters() async throws {
    let document = try Worlds.shipped("demand-capture")
    func truths(_ draws: Bool, threads: Int) async throws -> [Double] {
      let worlds = try MixWorlds(
        document, arm: "both", count: 3, drawsParameters: draws,
        observations: [Observation(period: .steps(4))])
      let result = try await worlds.run(threads: threads) { seen in
        let panel = seen.panels[0]
        return [
          ChannelEstimate(
            granularity: panel.granularity, model: "none", channel: "video",
            outcome: IntervalEstimate(panel.panel[panel.outcome]?.reduce(0, +) ?? .nan))
        ]
      }
      return result.worlds.flatMap {
        $0.truth.channels.map(\.incrementalOutcome) + $0.estimates.map(\.outcome.value)
      }
    }
    let one = try await truths(true, threads: 1)
    #expect(try await truths(true, threads: 3) == one)
    #expect(try await truths(false, threads: 1) != one)
  }

  @Test("vary plans around their mean, differently in every world and place")
  func flighting() throws {
    let document = try Worlds.shipped("demand-capture")
    var flighting = Flighting.usual
    flighting.localShapes = [.blocks(weeks: 4, share: 0.7)]
    flighting.attribute = "geo"
    let worlds = try MixWorlds(
      document, arm: "both", count: 2,
      observations: [Observation(units: .levels(["geo"]))], flighting: flighting,
      places: MixWorlds.Places(count: 8))
    let first = try worlds.scenario(number: 0)
    let video = try #require(first.channels.firstIndex { $0.name == "video" })
    for rhythm in first.channels[video].rhythms {
      for start in stride(from: 0, to: rhythm.factors.count, by: 104) {
        let mean = rhythm.factors[start..<start + 104].reduce(0, +) / 104
        #expect(abs(mean - 1) < 1e-12)
      }
    }
    #expect(first.channels[video].rhythms.map(\.factors.count) == [104, 8 * 104])
    let second = try worlds.scenario(number: 1)
    #expect(first.channels[video].rhythms[0] != second.channels[video].rhythms[0])
    let panel = try worlds.world(0).seen.panels[0]
    #expect(panel.panel.units == (1...8).map { "\($0)" })
    let touches = try #require(panel.panel["video_touches"])
    #expect(touches[..<104] != touches[104..<208])
  }

  @Test("refuse what cannot be seen or withheld, with the remedy")
  func messages() throws {
    let document = try Worlds.shipped("demand-capture")
    func message(_ make: () throws -> MixWorlds) -> String {
      let error = #expect(throws: StudyError.self) { try make() }
      return error?.description ?? ""
    }
    #expect(
      message { try MixWorlds(document, arm: "zero") }
        == "demand-capture.yaml: the arm zero uses no channel; name an arm that does")
    #expect(
      message { try MixWorlds(document, observations: [Observation(units: .levels(["geo"]))]) }
        == "demand-capture.yaml: panel: adults have no attribute \"geo\"; known are region, cell")
    #expect(
      message {
        try MixWorlds(
          document,
          observations: [Observation(units: .levels(["geo", "region"]))],
          places: MixWorlds.Places(count: 100))
      }
        == "demand-capture.yaml: panel: geo × region has 400 units; at most 256, or single people")
    #expect(
      message { try MixWorlds(document, holdouts: [Holdout(channel: "tv", steps: 0..<9)]) }
        == "demand-capture.yaml: holdout: no channel \"tv\"; known are search, video")
    #expect(
      message { try MixWorlds(document, holdouts: [Holdout(channel: "video", steps: 90..<120)]) }
        == "demand-capture.yaml: holdout: steps 90 to 120 are not within the horizon of 104; move "
        + "the window")
    #expect(
      message {
        try MixWorlds(
          document,
          holdouts: [
            Holdout(
              channel: "video", steps: 0..<9,
              cells: .levels(attribute: "cell", withheld: ["placebo"]))
          ])
      }
        == "demand-capture.yaml: holdout: no category \"cell\" with the levels placebo; declare it "
        + "as an attribute")
    let tiny = try Worlds.shipped("tiny")
    #expect(
      message {
        try MixWorlds(
          tiny, arm: "email-and-rep", holdouts: [Holdout(channel: "rep", steps: 0..<9)])
      }
        == "tiny.yaml: holdout: rep touches hcps, and the outcome is of patients; withhold a channel "
        + "of theirs")
  }
}
