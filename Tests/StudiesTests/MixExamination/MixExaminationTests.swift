import Interchange
import Journeys
import Statistics
import Studies
import Testing

@Suite("Examination of mix models")
struct MixExaminationTests {
  @Test("measures bias, error and coverage against the truth of each world")
  func accuracy() async throws {
    let worlds = try MixWorlds(
      try Worlds.shipped("demand-capture"), arm: "both", count: 4,
      observations: [Observation(period: .months)])
    let truths = try (0..<4).map {
      try #require(try worlds.world($0).truth.channel("video")).incrementalOutcome
    }
    let spends = try (0..<4).map { try #require(try worlds.world($0).truth.channel("video")).spend }
    let examination = try await worlds.run { world in
      let truth = truths[world.number]
      // Too high by 30 in two worlds and by 10 in a third, silent in the last.
      if world.number == 3 { return [] }
      let off = world.number == 2 ? 10.0 : 30.0
      return [
        ChannelEstimate(
          granularity: world.panels[0].granularity, model: "fixed", channel: "video",
          outcome: IntervalEstimate(truth + off, low: truth + off - 20, high: truth + off + 20),
          returnOnSpend: IntervalEstimate(2))
      ]
    }
    let rows = examination.accuracies()
    #expect(rows.map(\.quantity) == [.outcome, .returnOnSpend])
    let outcome = rows[0]
    #expect(outcome.granularity == "nation, months" && outcome.model == "fixed")
    #expect(outcome.truths == Array(truths[..<3]))
    #expect(abs(outcome.bias - 70.0 / 3) < 1e-9)
    #expect(abs(outcome.rootMeanSquaredError - (1900.0 / 3).squareRoot()) < 1e-9)
    #expect(abs(outcome.relativeBias - outcome.bias / outcome.meanTruth) < 1e-12)
    #expect(abs(outcome.coverage - 1.0 / 3) < 1e-12)
    #expect(abs(outcome.meanWidth - 40) < 1e-9)
    #expect(outcome.coverageInterval.low > 0.05 && outcome.coverageInterval.high < 0.8)
    #expect(rows[1].coverage.isNaN && rows[1].meanEstimate == 2)
    for world in 0..<3 {
      // A prescription is worth 60.
      #expect(abs(rows[1].truths[world] - 60 * truths[world] / spends[world]) < 1e-9)
    }
  }
}
