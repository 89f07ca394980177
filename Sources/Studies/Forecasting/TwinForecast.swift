import Estimation
import Interchange
public import Journeys
import Statistics

/// A calibrated scenario as a forecaster of real units.
///
/// Each future is one world of the posterior. In it every unit is followed by a person whose past was
/// like the unit's own: one of the nearest in what was written lately, before that and in the calls
/// that were made. What that person does next, scaled to the unit's level, is what the unit does in
/// this future. Nearest neighbors in simulated histories are a rejection sampler of a person's future
/// given the past: Beaumont (2010), "Approximate Bayesian Computation in Evolution and Ecology".
public struct TwinForecast: Sendable {
  private let document: ScenarioDocument
  private let spec: CalibrationSpec
  private let question: Target.AgentQuestion
  private let channel: Int?
  private let firstStep: Int
  private let stepsPerPeriod: Int
  /// Column of the panel that the touches of the channel stand for.
  private let effort: String?
  /// First period of the panel that the calibration has learned from.
  private let firstPeriod: String
  /// Periods of the panel that the calibration has learned from.
  private let learnedPeriods: Int
  /// Periods from the first one on that the scenario was written for; later ones are as it says of no
  /// date.
  let writtenPeriods: Int

  /// Worlds that futures are drawn from; *chosen*: their mean's error is a fourteenth of the spread.
  private static let worldCount = 200
  /// People among whom a unit's twin is drawn; *chosen*: about one in a hundred and more.
  private static let nearest = 10
  /// A twin's future is scaled to the unit's level by at most this; *chosen*, for units above all
  /// people of a world.
  private static let largestScale = 2.0

  /// A forecaster of the outcome of a panel that was calibrated to.
  ///
  /// - Parameters:
  ///   - document: The scenario with the draws of its calibration.
  ///   - spec: The calibration.
  ///   - outcome: Column of the panel that is forecast.
  ///   - firstPeriod: First period of the panel that was learned from.
  ///   - firstStep: First step of that period.
  ///   - stepsPerPeriod: Steps in a period.
  ///   - learnedPeriods: Periods of the panel that the calibration has learned from.
  ///   - writtenPeriods: Periods from the first one on that the scenario was written for.
  /// - Throws: `StudyError` when the calibration has no panel of this outcome.
  public init(
    _ document: ScenarioDocument, _ spec: CalibrationSpec, outcome: String, firstPeriod: String,
    firstStep: Int, stepsPerPeriod: Int, learnedPeriods: Int, writtenPeriods: Int
  ) throws(StudyError) {
    let found = spec.goals.compactMap { goal -> (Target.AgentQuestion, Int?, String?)? in
      guard case .panel(let question, let channel, outcome, let effort, _) = goal.measure else {
        return nil
      }
      return (question, channel, effort)
    }
    guard let (question, channel, effort) = found.first else {
      throw StudyError(
        document: spec.document,
        problem: "no target is a panel of \(outcome), so that no person of a world can stand for a "
          + "unit; calibrate to a panel of it")
    }
    self.document = document
    self.spec = spec
    self.question = question
    self.channel = channel
    self.effort = effort
    self.firstPeriod = firstPeriod
    self.firstStep = firstStep
    self.stepsPerPeriod = stepsPerPeriod
    self.learnedPeriods = learnedPeriods
    self.writtenPeriods = writtenPeriods
  }

  /// Why a history cannot be forecast without looking ahead, or is of another time; `nil` where it
  /// can.
  func refusal(of history: OutcomeHistory) -> String? {
    let first = history.periods.label(of: 0)
    guard first == firstPeriod else {
      return
        "it has learned from a panel that begins with \(firstPeriod), and this one begins with "
        + "\(first); forecast the panel that was calibrated to, or one that goes on"
    }
    guard history.periods.count >= learnedPeriods else {
      return
        "it has learned from \(learnedPeriods) periods and cannot forecast from the end of period "
        + "\(history.periods.count); use origins after what it has learned, or a larger holdout"
    }
    return nil
  }

  /// Forecasts a history of the panel.
  ///
  /// - Parameters:
  ///   - history: What was seen; its first driver is the effort, if it has one.
  ///   - asked: How far ahead, in how many futures.
  /// - Returns: Futures of all units, drawn together.
  /// - Throws: `StudyError` when the scenario ends before the horizon.
  func draws(
    of history: OutcomeHistory, _ asked: ForecastQuestion
  ) async throws -> ForecastDraws {
    let known = history.periods.count
    let periods = known + asked.horizon
    var study = try ForecastStudy(
      document, arms: [spec.arm], setting: spec.setting, replicates: 1, seed: spec.seed
    ).running(only: [spec.arm])
    let scenario = try study.scenario(arm: spec.arm, draw: nil)
    let end = firstStep + periods * stepsPerPeriod
    guard end <= scenario.time.count else {
      let weeks = Int((Double(end) * scenario.time.weeksPerStep).rounded(.up))
      throw StudyError(
        document: document.name,
        problem:
          "it ends with step \(scenario.time.count), and the forecast with step \(end); make "
          + "horizonWeeks at least \(weeks)")
    }
    var question = question
    question.periodSteps = stepsPerPeriod
    question.firstStep = firstStep
    study.records = [
      spec.arm: [AgentRecord(question, channel: channel, scenario: scenario)]
    ]
    // Where the panel has no column of calls, nobody's count.
    let driver = effort.flatMap { history.driverNames.firstIndex(of: $0) }
    let past = PastFeatures(
      outcome: history.outcome, effort: driver.map { history.drivers[$0] }, periods: known,
      known: known)
    let count = min(Self.worldCount, asked.drawCount)
    let worlds = study
    let futures = try await runReplicates(count, threads: asked.threads) { number -> [[Float]] in
      // Replicates below are those of the calibration itself.
      let world = try await worlds.worlds(draw: number, replicate: 1_000_000_000 + number)[0]
      let draws = stride(from: number, to: asked.drawCount, by: count)
      let twins = TwinWorld(
        world.records[0], periods: periods, known: known, usesEffort: driver != nil)
      return twins.futures(
        of: past, draws: Array(draws), seed: asked.seed, nearest: Self.nearest,
        largestScale: Self.largestScale)
    }
    var result = ForecastDraws(
      unitCount: history.units.count, horizon: asked.horizon, drawCount: asked.drawCount)
    for (number, world) in futures.enumerated() {
      for (place, values) in world.enumerated() {
        let draw = number + place * count
        for (cell, value) in values.enumerated() {
          result.values[cell * asked.drawCount + draw] = value
        }
      }
    }
    return result
  }
}

extension ForecastSpec {
  /// Forecasts by a method of the specification, or by a calibrated scenario.
  func draws(
    _ method: ForecastMethod, of history: OutcomeHistory, _ question: ForecastQuestion,
    _ simulator: TwinForecast?
  ) async throws(ForecastError) -> ForecastDraws {
    guard method == .simulator, let simulator else {
      return try await draws(method, of: history, question)
    }
    if let refusal = simulator.refusal(of: history) { throw .simulation(refusal) }
    do {
      return try await simulator.draws(of: history, question)
    } catch {
      throw .simulation("\(error)")
    }
  }
}
