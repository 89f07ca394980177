import Interchange
public import Journeys

/// What each lever is worth: alone, on top of all others, and what they do to each other.
///
/// Every rung is a world of its own on the same people and luck. Parameters keep their own values, so
/// that what differs between replicates is luck.
public struct LadderStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Arm that the switches are laid on.
  public let base: String
  /// Setting; the document as it stands when `nil`.
  public let setting: String?
  /// Replicates.
  public let replicates: Int
  /// Worlds of the ladder, in the order in which they run.
  public let rungs: [Rung]
  /// The worlds' scenarios, in the same order.
  let scenarios: [Scenario]

  /// One world of the ladder.
  public enum Rung: Sendable, Equatable {
    /// No own activity: what the increments of all others are measured from.
    case silence
    /// The base arm without any switch.
    case base
    /// One switch alone.
    case alone(Int)
    /// All switches but one.
    case without(Int)
    /// All switches together.
    case all
  }

  /// A study of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - base: Arm that the switches are laid on; the document's own choice when `nil`.
  ///   - setting: Setting; the document as it stands when `nil`.
  ///   - replicates: Replicates; the document's own number when `nil`.
  ///   - seed: Seed; the document's own when `nil`.
  /// - Throws: `StudyError` when there is nothing to switch, `SpecProblems` when the arm or the
  ///   setting does not exist.
  public init(
    _ document: ScenarioDocument, base: String? = nil, setting: String? = nil,
    replicates: Int? = nil, seed: UInt64? = nil
  ) throws {
    guard !document.switches.isEmpty else {
      throw StudyError(
        document: document.name,
        problem: "it declares no switches; add them, each with the part of the document that it "
          + "changes")
    }
    guard let arm = base ?? document.ladderBase else {
      throw StudyError(
        document: document.name,
        problem: "no arm uses channels and no switch; name one under ladder.base")
    }
    if let own = document.arms.first(where: { $0.name == arm }), !own.switches.isEmpty {
      throw StudyError(
        document: document.name,
        problem: "the arm \(arm) uses switches of its own; name one that uses none"
          + (document.ladderBase.map { ", such as \($0)" } ?? ""))
    }
    let names = document.switches.map(\.name)
    var rungs: [Rung] = [.silence, .base] + names.indices.map { .alone($0) }
    if names.count > 1 { rungs += names.indices.map { .without($0) } + [.all] }
    self.document = document
    self.base = arm
    self.setting = setting
    self.rungs = rungs
    scenarios = try rungs.map { rung in
      if rung == .silence {
        return try document.scenario(arm: document.baseline, setting: setting, seed: seed)
      }
      let switches =
        switch rung {
        case .silence, .base: [String]()
        case .alone(let own): [names[own]]
        case .without(let other): names.indices.filter { $0 != other }.map { names[$0] }
        case .all: names
        }
      return try document.scenario(arm: arm, switches: switches, setting: setting, seed: seed)
    }
    self.replicates = replicates ?? scenarios[0].replicates
  }

  /// The base arm's world.
  public var scenario: Scenario { scenarios[1] }

  /// Worlds that one replicate runs.
  public var worldsPerReplicate: Int { rungs.count }

  /// Runs every rung in every replicate.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time.
  ///   - finished: Called with the number of replicates that have ended.
  /// - Returns: Totals by rung.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public func run(
    threads: Int = 1, finished: (Int) -> Void = { _ in }
  ) async throws -> Ladder {
    let plans = scenarios.map { SimulationPlan($0) }
    let burnIn = try ReplicateWorlds.burnIn(of: document, scenario, setting: setting)
    let totals = try await runReplicates(replicates, threads: threads, finished: finished) {
      replicate in
      let worlds = try ReplicateWorlds(
        document: document.name, burnIn: burnIn, replicate: replicate)
      return try plans.map { plan in
        WorldTotals(
          try worlds.finished(plan).ledger, LedgerReading(plan), plan.scenario)
      }
    }
    return Ladder(study: self, totals: totals)
  }
}
