import Interchange
import Journeys
import Studies
import Testing

@Suite("Forecast")
struct ForecastTests {
  @Test("of the zero arm has no touches and no cost")
  func zero() async throws {
    let forecast = try await Worlds.tiny.value
    #expect(forecast.study.arms[0] == "zero")
    for channel in forecast.scenario.channels.indices {
      for step in FunnelStep.allCases {
        let touches = forecast.totals(
          .touches(channel: channel, step), arm: 0, steps: 0..<forecast.scenario.time.count)
        // A request of a patient still asks its HCP, but the channel is not in use.
        #expect(touches.allSatisfy { $0 == 0 }, "\(step.name)")
      }
    }
    #expect(try forecast.totals("cost", arm: "zero").allSatisfy { $0 == 0 })
    #expect(try forecast.totals("event:fill", arm: "zero").allSatisfy { $0 > 0 })
  }

  @Test("compares arms replicate by replicate")
  func paired() async throws {
    let forecast = try await Worlds.tiny.value
    let base = try forecast.totals("event:fill", arm: "zero")
    let table = forecast.summaryTable()
    for arm in ["email", "email-and-rep"] {
      let own = try forecast.totals("event:fill", arm: arm)
      let differences = zip(own, base).map { $0 - $1 }
      let row = try #require(try table.rows(where: ["arm": arm, "metric": "fill"]).first)
      let spread = Spread(differences)
      #expect(try table.numbers("against_baseline_mean")[row] == spread.mean)
      #expect(try table.numbers("against_baseline_p05")[row] == spread.p05)
      #expect(try table.numbers("against_baseline_p95")[row] == spread.p95)
    }
    // Unpaired, the spread of the email arm's difference would be wider than that of the arm.
    let email = try forecast.totals("event:fill", arm: "email")
    #expect(Spread(zip(email, base).map { $0 - $1 }).sd < Spread(email).sd)
  }

  @Test("returns net margin over cost, both against the baseline")
  func romi() async throws {
    let forecast = try await Worlds.tiny.value
    let table = forecast.summaryTable()
    let base = try forecast.totals("value", arm: "zero")
    for arm in ["email", "email-and-rep"] {
      let value = try forecast.totals("value", arm: arm)
      let fills = try forecast.totals("event:fill", arm: arm)
      #expect(value == fills.map { 120 * $0 })
      let cost = try forecast.totals("cost", arm: arm)
      let emails = try forecast.totals("delivered:email", arm: arm)
      let calls = try forecast.totals("delivered:rep", arm: arm)
      #expect(cost == zip(emails, calls).map { $0 + 375 * $1 })
      let romi = value.indices.map { (value[$0] - base[$0] - cost[$0]) / cost[$0] }
      let row = try #require(try table.rows(where: ["arm": arm, "metric": "romi"]).first)
      let expected = Spread(romi)
      #expect(abs(try table.numbers("mean")[row] - expected.mean) < 1e-12)
      #expect(abs(try table.numbers("p05")[row] - expected.p05) < 1e-12)
    }
    #expect(try table.rows(where: ["arm": "zero", "metric": "romi"]).isEmpty)
  }

  @Test("puts the baseline first and leaves out what is only for targets")
  func arms() throws {
    let sections = """
      populations: { people: { size: 5, journey: { stages: [a], start: a, transitions: {} } } }
      channels: { email: { population: people, plan: { cadence: { perWeek: 1 } } } }
      events: { tick: { population: people, while: a, ratePerWeek: 1 } }
      baseline: usual
      arms: { more: {}, usual: { channelsInUse: [] }, shadow: { onlyForTargets: true } }
      """
    let document = try Worlds.small(sections)
    #expect(try ForecastStudy(document).arms == ["usual", "zero", "more"])
    #expect(try ForecastStudy(document, arms: ["shadow"]).arms == ["usual", "shadow"])
    #expect(try ForecastStudy(document, arms: ["usual", "more"]).arms == ["usual", "more"])
    let error = #expect(throws: SpecProblems.self) {
      try ForecastStudy(document, arms: ["moer"])
    }
    #expect(error?.problems.map(\.problem) == ["no arm \"moer\"; did you mean more?"])
  }

  @Test("runs an arm once, however often it is named")
  func repeatedArms() throws {
    let study = try ForecastStudy(try Worlds.shipped("tiny"), arms: ["email", "zero", "email"])
    #expect(study.arms == ["zero", "email"])
  }

  @Test("gives the same worlds on any number of threads, and to any number of replicates")
  func threads() async throws {
    let document = try Worlds.shipped("tiny")
    let whole = try await Worlds.tiny.value
    for (threads, replicates) in [(1, 5), (5, 3), (3, 7)] {
      let study = try ForecastStudy(document, replicates: replicates)
      let forecast = try await study.run(threads: threads)
      #expect(forecast.worlds.count == replicates)
      for (own, other) in zip(forecast.worlds, whole.worlds) {
        #expect(own.map(\.ledger) == other.map(\.ledger))
      }
    }
    let other = try await ForecastStudy(document, seed: 2).run()
    #expect(other.worlds[0].map(\.ledger) != whole.worlds[0].map(\.ledger))
  }

  @Test("counts replicates as they end")
  func progress() async throws {
    var seen: [Int] = []
    let study = try ForecastStudy(try Worlds.shipped("tiny"), arms: [], replicates: 4)
    _ = try await study.run(threads: 2) { seen.append($0) }
    #expect(seen == [1, 2, 3, 4])
    #expect(try study.worldsPerReplicate() == 1)
    let measured = try ForecastStudy(try Worlds.shipped("tiny"), measuresContributions: true)
    // Three arms; e-mail twice more, e-mail and rep twice more each.
    #expect(try measured.worldsPerReplicate() == 9)
  }
}
