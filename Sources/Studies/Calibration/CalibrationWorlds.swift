import Estimation
public import Interchange
public import Journeys
import Statistics

/// Worlds of a scenario at chosen values of its free parameters, and the figures that they show.
public struct CalibrationWorlds: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// The calibration.
  public let spec: CalibrationSpec
  /// The data; `nil` when no target needs them.
  public let panel: Panel?
  let figures: CalibrationFigures
  /// Steps of people in a world, over all arms.
  let work: Int
  private let arms: [String]

  /// What one world shows.
  struct Outcome: Sendable, Equatable {
    /// The figures of the calibration.
    let figures: [Double]
    /// The figures that were held out.
    let heldOut: [Double]
    /// What is wrong, where the parameters break the scenario; what is written down does not say.
    var failure: StudyError?

    /// Whether the world shows nothing.
    var isBroken: Bool { failure != nil || figures.allSatisfy { !$0.isFinite } }
  }

  /// Compiles a calibration.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - spec: Which parameters are learned, and from what.
  ///   - panel: The data; `nil` when no target needs them.
  /// - Throws: `SpecProblems` or `StudyError` when scenario, calibration and data do not fit together.
  public init(_ document: ScenarioDocument, _ spec: CalibrationSpec, panel: Panel?) throws {
    self.document = document
    self.spec = spec
    self.panel = panel
    let named = spec.goals.flatMap { goal -> [String] in
      if case .figure(let measure, _) = goal.measure { return TargetReading.arms(measure) }
      return [spec.arm]
    }
    arms = Array(Set(named)).sorted()
    let study = try Self.study(document, spec, arms)
    figures = try CalibrationFigures(spec, study, panel: panel)
    work = try study.arms.reduce(0) { sum, arm in
      let scenario = try study.scenario(arm: arm, draw: nil)
      return sum + scenario.time.count * scenario.populations.reduce(0) { $0 + $1.size }
    }
  }

  private static func study(
    _ document: ScenarioDocument, _ spec: CalibrationSpec, _ arms: [String]
  ) throws -> ForecastStudy {
    try ForecastStudy(
      document, arms: arms, setting: spec.setting, replicates: 1, seed: spec.seed
    ).running(only: arms)
  }

  /// The values of the free parameters at a point of normal scores, such as
  /// `base = 1.2, call_ratio = 2`.
  func place(of point: [Double]) -> String {
    zip(spec.parameters, values(at: point))
      .map { "\($0.name) = \(HumanNumber.text($1))" }.joined(separator: ", ")
  }

  /// The values of the free parameters at a point of normal scores.
  ///
  /// - Parameter point: A normal score of the prior for each free parameter.
  /// - Returns: Values in the order of the free parameters.
  public func values(at point: [Double]) -> [Double] {
    zip(spec.parameters, point).map { parameter, score in
      // Beyond eight deviations a probability is no longer told from 0 or 1.
      let chance = Normal.cumulative(min(8, max(-8, score)))
      return parameter.prior?.quantile(chance, center: parameter.value) ?? parameter.value
    }
  }

  /// Simulates points, side by side.
  ///
  /// - Parameters:
  ///   - points: Normal scores of the free parameters.
  ///   - replicates: The luck of each point; two points of one replicate share every draw that they
  ///     do not disagree about.
  ///   - threads: Worlds that run at a time.
  ///   - finished: Called with the number of points that have ended.
  /// - Returns: What each point shows; figures that are not a number where values break the scenario,
  ///   with what is wrong.
  /// - Throws: Where no world can be begun, such as by cancellation.
  func outcomes(
    _ points: [[Double]], replicates: [Int], threads: Int,
    finished: (Int) -> Void = { _ in }
  ) async throws -> [Outcome] {
    guard !points.isEmpty else { return [] }
    let rows = points.map { values(at: $0) }
    let drawn = try document.drawing(
      from: ParameterDraws(names: spec.parameters.map(\.name), rows: rows))
    var study = try Self.study(drawn, spec, arms)
    study.records = figures.records
    let worlds = study
    let figures = figures
    let found = try await runReplicates(points.count, threads: threads, finished: finished) {
      index -> Result<Outcome, StudyError> in
      do {
        let ended = try await worlds.worlds(draw: index, replicate: replicates[index])
        return .success(
          Outcome(figures: figures.values(in: ended), heldOut: figures.heldOut(in: ended)))
      } catch let error as StudyError {
        return .failure(error)
      } catch let error as SpecProblems {
        return .failure(StudyError(document: drawn.name, problem: error.description))
      }
    }
    let failed = Outcome(
      figures: figures.observed.names.map { _ in .nan },
      heldOut: figures.heldOut.names.map { _ in .nan })
    return found.map { result in
      switch result {
      case .success(let outcome): return outcome
      case .failure(let error):
        var outcome = failed
        outcome.failure = error
        return outcome
      }
    }
  }
}
