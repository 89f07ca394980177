import Estimation
import Interchange
import Journeys
import Testing

@testable import Studies

/// A calibrated scenario as a forecaster of a panel.
@Suite("Twins of units")
struct TwinForecastTests {
  private let yaml = """
    arm: usual
    parameters: [rate, lift]
    data: { unit: id, period: month, stepsPerPeriod: 2 }
    targets:
      people: { panel: { event: tick, outcome: rx, channel: call, effort: calls, statistics: [outcome.mean] } }
    """

  /// A market in which half of the people never do anything.
  private let market = CalibrationSpecTests.market.replacing(
    "effects: { channels: { call: $lift } }",
    with: "effects: { attributes: { kind: { y: 0 } } }")

  private func forecaster(learned: Int = 3, outcome: String = "rx") throws -> TwinForecast {
    let document = try Worlds.small(market, weeks: 10)
    let spec = try CalibrationSpec(yaml: yaml, name: "c.yaml", scenario: document)
    return try TwinForecast(
      try document.drawing(from: ParameterDraws(names: ["rate", "lift"], rows: [[1, 2]])), spec,
      outcome: outcome, firstPeriod: "1", firstStep: 0, stepsPerPeriod: 2, learnedPeriods: learned,
      writtenPeriods: 5)
  }

  /// Two units over four periods: one that writes nothing, one that writes two a period.
  private func history(first: Int = 1) -> OutcomeHistory {
    OutcomeHistory(
      units: ["silent", "busy"], periods: PeriodAxis(first: first, step: .number, count: 4),
      outcome: [0, 0, 0, 0, 2, 2, 2, 2], driverNames: ["calls"],
      drivers: [[1, 1, 1, 1, 1, 1, 1, 1]])
  }

  @Test("do what people with such a past do next")
  func alike() async throws {
    let question = ForecastQuestion(horizon: 1, drawCount: 400, seed: 1)
    let draws = try await forecaster().draws(of: history(), question)
    // Of the silent nearly all are of the kind that never does anything; the others make two on average
    // (one a week), whose mean over 400 draws of 200 worlds lies within 0.5 but once in a million.
    let silent = draws.draws(unit: 0, step: 0).reduce(0, +) / 400
    let busy = draws.draws(unit: 1, step: 0).reduce(0, +) / 400
    #expect(silent < 0.05)
    #expect((1.5...2.5).contains(busy))
    let again = try await forecaster().draws(
      of: history(), ForecastQuestion(horizon: 1, drawCount: 400, seed: 1, threads: 2))
    #expect(again == draws)
  }

  /// One unit that writes eight a period, more than anybody in a world of fifty is likely to.
  ///
  /// People make two a period on average, and the busiest ten of a world some four, so that a forecast
  /// by them as they are is near two; scaled by at most two it is near four.
  @Test("are scaled to a unit's level, by a factor of at most two")
  func scale() async throws {
    let history = OutcomeHistory(
      units: ["huge"], periods: PeriodAxis(first: 1, step: .number, count: 4),
      outcome: [8, 8, 8, 8], driverNames: ["calls"], drivers: [[1, 1, 1, 1]])
    let draws = try await forecaster().draws(
      of: history, ForecastQuestion(horizon: 1, drawCount: 400, seed: 1))
    let mean = draws.draws(unit: 0, step: 0).reduce(0, +) / 400
    #expect((3...5).contains(mean), "\(mean)")
  }

  @Test("are not asked about a past that they have not learned, or about another time")
  func refusals() throws {
    let twins = try forecaster(learned: 5)
    #expect(
      twins.refusal(of: history())
        == "it has learned from 5 periods and cannot forecast from the end of period 4; use origins "
        + "after what it has learned, or a larger holdout")
    #expect(
      twins.refusal(of: history(first: -3))
        == "it has learned from a panel that begins with 1, and this one begins with -3; forecast the "
        + "panel that was calibrated to, or one that goes on")
    let error = #expect(throws: StudyError.self) { try forecaster(outcome: "scripts") }
    #expect(
      error?.description
        == "c.yaml: no target is a panel of scripts, so that no person of a world can stand for a unit; "
        + "calibrate to a panel of it")
  }
}
