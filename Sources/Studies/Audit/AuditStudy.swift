import Interchange
public import Journeys

/// Where engaged people are lost, and what it would bring not to lose them.
///
/// A handoff is repaired by making it work: the click lands, the signal is captured and seen at once,
/// and the follow-up is made in context. Each repair is a world of its own on the same people and
/// luck. Parameters keep their own values.
public struct AuditStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Arm.
  public let arm: String
  /// Setting; the document as it stands when `nil`.
  public let setting: String?
  /// Replicates.
  public let replicates: Int
  /// The arm's world.
  public let scenario: Scenario

  /// A study of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - arm: Arm; the one that a ladder would start from, else the first after the baseline, when
  ///     `nil`.
  ///   - setting: Setting; the document as it stands when `nil`.
  ///   - replicates: Replicates; the document's own number when `nil`.
  ///   - seed: Seed; the document's own when `nil`.
  /// - Throws: `StudyError` when the arm has no handoffs, `SpecProblems` when the arm or the setting
  ///   does not exist.
  public init(
    _ document: ScenarioDocument, arm: String? = nil, setting: String? = nil,
    replicates: Int? = nil, seed: UInt64? = nil
  ) throws {
    let chosen = document.studied(arm)
    let scenario = try document.scenario(arm: chosen, setting: setting, seed: seed)
    guard !scenario.handoffs.isEmpty else {
      throw StudyError(
        document: document.name,
        problem:
          "the arm \(chosen) declares no handoffs, so nothing can break; add handoffs that say "
          + "which touch should follow which engagement")
    }
    self.document = document
    self.arm = chosen
    self.setting = setting
    self.scenario = scenario
    self.replicates = replicates ?? scenario.replicates
  }

  /// Worlds that one replicate runs: as it is, each handoff repaired, and all of them.
  public var worldsPerReplicate: Int {
    scenario.handoffs.count == 1 ? 2 : scenario.handoffs.count + 2
  }

  /// Runs every world in every replicate.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time.
  ///   - finished: Called with the number of replicates that have ended.
  /// - Returns: What broke, and what repairs are worth.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public func run(
    threads: Int = 1, finished: (Int) -> Void = { _ in }
  ) async throws -> Audit {
    let handoffs = scenario.handoffs.indices
    func plan(repairing repaired: [Int]) -> SimulationPlan {
      var world = scenario
      for handoff in repaired { world.handoffs[handoff] = world.handoffs[handoff].repaired() }
      return SimulationPlan(world)
    }
    let asIs = plan(repairing: [])
    let repairs =
      handoffs.map { plan(repairing: [$0]) }
      + (handoffs.count > 1 ? [plan(repairing: Array(handoffs))] : [])
    let burnIn = try ReplicateWorlds.burnIn(of: document, scenario, setting: setting)
    let found = try await runReplicates(replicates, threads: threads, finished: finished) {
      replicate in
      let worlds = try ReplicateWorlds(
        document: document.name, burnIn: burnIn, replicate: replicate)
      func totals(_ plan: SimulationPlan, _ ledger: Ledger) -> WorldTotals {
        WorldTotals(ledger, LedgerReading(plan), plan.scenario)
      }
      let ledger = try worlds.finished(asIs).ledger
      return AuditReplicate(
        ledger: ledger, asIs: totals(asIs, ledger),
        repaired: try repairs.map { totals($0, try worlds.finished($0).ledger) })
    }
    return Audit(study: self, reading: LedgerReading(asIs), replicates: found)
  }
}

/// The worlds of one replicate of an audit.
struct AuditReplicate: Sendable {
  /// What happened as things are.
  let ledger: Ledger
  let asIs: WorldTotals
  /// By handoff; with several handoffs, all of them repaired come last.
  let repaired: [WorldTotals]
}
