import Interchange
public import Journeys
import Statistics

/// Runs what a scenario's targets need and says which hold.
public struct VerificationStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Replicates of each arm; the document's own number when `nil`.
  public let replicates: Int?
  /// Seed; the document's own when `nil`.
  public let seed: UInt64?
  /// Targets that are measured.
  public let targets: [Target]

  /// A study of a document's targets.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - wanted: Names of the targets to measure; all when `nil`.
  ///   - replicates: Replicates of each arm; the document's own number when `nil`.
  ///   - seed: Seed; the document's own when `nil`.
  /// - Throws: `StudyError` when the document has no target of a name.
  public init(
    _ document: ScenarioDocument, targets wanted: [String]? = nil, replicates: Int? = nil,
    seed: UInt64? = nil
  ) throws(StudyError) {
    let known = document.targets.map(\.name)
    let strange = (wanted ?? []).filter { !known.contains($0) }
    if let missing = strange.first {
      let near = nearestKey(to: missing, among: known).map { "did you mean \($0)?" }
      throw StudyError(
        document: document.name,
        problem: "no target \(strange.map { "\"\($0)\"" }.joined(separator: ", ")); "
          + (near
            ?? (known.isEmpty ? "none is declared" : "known are \(known.joined(separator: ", "))")))
    }
    self.document = document
    self.replicates = replicates
    self.seed = seed
    targets = document.targets.filter { wanted?.contains($0.name) ?? true }
  }

  /// Settings that targets are measured in, each run once; `nil` is the document as it stands.
  public var settings: [String?] {
    targets.map(\.setting).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Measures every target.
  ///
  /// Parameters stay at their own values: a target is about the scenario as it is written.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time.
  ///   - finished: Called with the number of replicates that have ended in the current setting.
  /// - Returns: One finding per target, in the document's order.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public func run(
    threads: Int = 1,
    finished: (_ setting: String?, _ replicates: Int, _ of: Int) -> Void = {
      _, _, _ in
    }
  ) async throws -> [TargetFinding] {
    var findings: [String: TargetFinding] = [:]
    for setting in settings {
      let targets = targets.filter { $0.setting == setting }
      var study = try ForecastStudy(
        document, arms: Array(Set(targets.flatMap { TargetReading.arms($0.measure) })).sorted(),
        setting: setting,
        replicates: replicates, seed: seed, drawsParameters: false)
      var reading = TargetReading(
        arms: study.arms,
        scenarios: try study.arms.map { try study.scenario(arm: $0, replicate: nil) })
      let prepared = targets.map { reading.prepare($0.measure) }
      study.records = reading.wanted.byArm
      let count = study.replicates
      let forecast = try await study.run(threads: threads) { finished(setting, $0, count) }
      for (target, prepared) in zip(targets, prepared) {
        findings[target.name] = TargetFinding(
          target, values: forecast.worlds.map { reading.value(prepared, in: $0) })
      }
    }
    return targets.compactMap { findings[$0.name] }
  }
}
