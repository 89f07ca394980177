import Estimation
import Interchange
import Journeys
import Studies
import Testing

@Suite("Attribution study")
struct AttributionStudyTests {
  /// People who are reached by mail and calls, and buy on leaving the first stage.
  private func market(
    size: Int = 300, burnIn: Int = 0, idle: Bool = false, events: String = ""
  ) throws -> ScenarioDocument {
    try Worlds.small(
      """
      populations:
        people:
          size: \(size)
          journey:
            stages: [a, b]
            start: a
            transitions:
              go: { from: a, to: b, ratePerWeek: 0.05, effects: { channels: { mail: 3, call: 5 } } }
              back: { from: b, to: a, ratePerWeek: 0.1 }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 0.4 } }, engaged: 0.5 }
        call: { population: people, plan: { cadence: { perWeek: 0.2 } } }
      \(idle ? "  idle: { population: people, plan: { cadence: { perWeek: 0.4 } } }" : "")
      events:
        tick: { population: people, entering: b, probability: 1 }
        tock: { population: people, while: b, ratePerWeek: 0.3 }
      \(events)
      arms:
        mail: { channelsInUse: [mail] }
        all: {}
        aside: { onlyForTargets: true }
      """, weeks: 20, burnIn: burnIn)
  }

  private func study(
    _ document: ScenarioDocument, replicates: Int = 3,
    _ change: (inout AttributionStudy.Question) -> Void = { _ in }
  ) throws -> AttributionStudy {
    var question = AttributionStudy.Question()
    change(&question)
    return try AttributionStudy(document, question, replicates: replicates)
  }

  @Test("takes the last arm that is run, the outcome, and all people of a small population")
  func defaults() throws {
    let plain = try study(try market())
    #expect(plain.arm == "all" && plain.followed == 300 && plain.worldsPerReplicate == 4)
    #expect(plain.scenario.events[plain.event].name == "tick")
    #expect(plain.lookbackSteps == 12 && plain.followUpSteps == 4 && plain.milestone == 1)
    let other = try study(try market()) {
      $0.arm = "mail"
      $0.event = "tock"
      $0.agents = 50
      $0.milestone = "a"
      $0.lookbackDays = 20
      $0.measuresShapley = true
    }
    #expect(other.arm == "mail" && other.followed == 50 && other.worldsPerReplicate == 2)
    #expect(other.scenario.events[other.event].name == "tock")
    #expect(other.lookbackSteps == 2 && other.milestone == 0)
  }

  @Test("measures the truth as a forecast does, after a burn-in too", arguments: [0, 8])
  func truth(burnIn: Int) async throws {
    let document = try market(burnIn: burnIn)
    let found = try await study(document).run()
    let forecast = try await ForecastStudy(
      document, arms: ["all"], replicates: 3, measuresContributions: true
    ).run()
    let zero = forecast.headlines(arm: 0)
    for (replicate, whole) in forecast.headlines(arm: 1).enumerated() {
      let own = found.replicates[replicate]
      let without = forecast.worlds[replicate][1].variants.map(\.without.outcome)
      #expect(own.conversions == whole.outcome)
      #expect(own.losses == without.map { whole.outcome - $0 })
      #expect(own.allLost == whole.outcome - zero[replicate].outcome)
      #expect(own.losses.allSatisfy { $0 > 0 })
    }
  }

  @Test("credits, with everybody followed, all conversions that an engagement precedes")
  func sums() async throws {
    let found = try await study(try market(), { $0.custom = (1, 2, 3) }).run()
    #expect(found.study.models.count == 10)
    for replicate in found.replicates {
      let (all, untouched) = replicate.pathways.conversions
      #expect(replicate.scale == 1 && replicate.conversions == Double(all) && untouched > 0)
      for credits in replicate.credits {
        #expect(abs(credits.reduce(0, +) - Double(all - untouched)) < 1e-6)
      }
    }
  }

  @Test("scales a part of the people to all by the conversions themselves")
  func scale() async throws {
    let found = try await study(try market(), { $0.agents = 100 }).run()
    for replicate in found.replicates {
      let (all, untouched) = replicate.pathways.conversions
      #expect(replicate.scale > 2 && replicate.scale < 4.5)
      #expect(abs(replicate.scale * Double(all) - replicate.conversions) < 1e-6)
      let credited = replicate.credits[0].reduce(0, +)
      #expect(abs(credited - replicate.scale * Double(all - untouched)) < 1e-6)
    }
  }

  @Test("gives the same numbers for any number of threads")
  func threads() async throws {
    let document = try market()
    let one = try await study(document, replicates: 4).run().tables()
    let three = try await study(document, replicates: 4).run(threads: 3).tables()
    #expect(one.map { $0.csv() } == three.map { $0.csv() })
    let other = try AttributionStudy(document, replicates: 4, seed: 5)
    #expect(try await other.run().tables()[0].csv() != one[0].csv())
  }

  @Test("finds Shapley values that share out what all channels add, and nothing for an idle one")
  func shapley() async throws {
    let found = try await study(try market(idle: true)) { $0.measuresShapley = true }.run()
    let plain = try await study(try market(idle: true)).run()
    #expect(found.study.worldsPerReplicate == 8 && plain.study.worldsPerReplicate == 5)
    for (replicate, own) in found.replicates.enumerated() {
      #expect(abs(own.shapley.reduce(0, +) - own.allLost) < 1e-9)
      #expect(own.shapley[2] == 0 && own.losses[2] == 0)
      #expect(own.shapley[0] > 0 && own.shapley[1] > own.shapley[0])
      #expect(own.losses == plain.replicates[replicate].losses)
      #expect(own.allLost == plain.replicates[replicate].allLost)
      #expect(own.credits == plain.replicates[replicate].credits)
    }
    let table = found.attributionTable()
    #expect(table["shapley"] != nil && table["shapley_error"] != nil)
    #expect(plain.attributionTable()["shapley"] == nil)
    #expect(found.text(width: 1_000).contains("Against Shapley values of all combinations"))
  }

  @Test(
    "says what cannot be attributed, and what to do",
    arguments: [
      ("tack", "all", false, "no event \"tack\"; did you mean tick?"),
      (
        "tick", "zero", false,
        "the arm zero plans no touches, so there is nothing to credit; name another arm"
      ),
      (
        "visit", "all", false,
        "visit is an event of guests, whom no channel touches, so their paths hold nothing to "
          + "credit; name an event of people"
      ),
      (
        "tick", "all", true,
        "the arm all plans 9 channels, and Shapley values need a world for every combination of "
          + "them; at most 8 channels are possible; leave Shapley values out, or name an arm with "
          + "fewer channels"
      ),
    ])
  func messages(event: String, arm: String, isShapley: Bool, message: String) throws {
    let channels = (0..<9).map {
      "  c\($0): { population: people, plan: { cadence: { perWeek: 1 } } }"
    }
    let document = try Worlds.small(
      """
      populations: { people: { size: 9 }, guests: { size: 9 } }
      channels:
      \(channels.joined(separator: "\n"))
      events:
        tick: { population: people, while: present, ratePerWeek: 1 }
        visit: { population: guests, while: present, ratePerWeek: 1 }
      arms: { all: {} }
      """)
    let error = #expect(throws: StudyError.self) {
      try study(document) {
        $0.event = event
        $0.arm = arm
        $0.measuresShapley = isShapley
      }
    }
    #expect(error?.description == "small.yaml: \(message)")
    let stage = #expect(throws: StudyError.self) { try study(document) { $0.milestone = "absent" } }
    #expect(
      stage?.description == "small.yaml: no stage of people \"absent\"; known are present")
    #expect(throws: SpecProblems.self) { try study(document) { $0.arm = "everything" } }
  }
}
