import Statistics

/// Log ratios that all agents of a step share.
struct SharedLogRatios: Sendable {
  /// Environment and parent's stage: `[transition * parentStages + parentStage]`.
  let values: [Double]

  init(_ plan: PopulationPlan, step index: Int) {
    values = plan.transitions.flatMap { transition in
      let response = transition.response
      let environment = response.environment.isEmpty ? 0 : response.environment[index]
      return (0..<plan.parentStageCount).map {
        environment + (response.parentStages.isEmpty ? 0 : response.parentStages[$0])
      }
    }
  }
}

/// How likely anyone can be to leave a stage, as thresholds of 32-bit words.
///
/// An agent whose word reaches the threshold stays, whatever its own effects are, so most agents
/// need no response at all. The bound only skips work: no result depends on it. It holds until the
/// environment changes.
struct StageBounds: Sendable {
  /// Log ratios by transition and parent's stage.
  let shared: [Double]
  /// Active contacts that thresholds tell apart: from none to so many, less one.
  let contactLevels: Int
  /// Thresholds: `[(stage * parentStages + parentStage) * contactLevels + active contacts]`.
  let thresholds: [UInt64]
  private let index: Int

  /// Contacts up to which thresholds tell the active ones apart; *chosen* so that tables stay small.
  private static let mostContacts = 32

  init(_ world: PopulationWorld, step index: Int) {
    let plan = world.plan
    let parents = plan.parentStageCount
    let shared = SharedLogRatios(plan, step: index).values
    let contacts = world.network?.contacts ?? 0
    let tellsContacts =
      contacts > 0 && contacts <= Self.mostContacts && world.exits.peers.contains { $0 != 0 }
    let levels = tellsContacts ? contacts + 1 : 1
    var thresholds: [UInt64] = []
    for stage in 0..<plan.stageCount {
      for parent in 0..<parents {
        for active in 0..<levels {
          let share = tellsContacts ? Double(active) / Double(contacts) : nil
          let chance = Self.chance(world, stage: stage, shareOfPeers: share) {
            shared[$0 * parents + parent]
          }
          thresholds.append(Self.threshold(chance))
        }
      }
    }
    self.shared = shared
    self.thresholds = thresholds
    self.index = index
    contactLevels = levels
  }

  /// Whether the bounds hold in another step.
  func holds(at other: Int, _ plan: PopulationPlan) -> Bool {
    plan.transitions.allSatisfy {
      let environment = $0.response.environment
      return environment.isEmpty || environment[other] == environment[index]
    }
  }

  private static func chance(
    _ world: PopulationWorld, stage: Int, shareOfPeers: Double?, shared: (Int) -> Double
  ) -> Double {
    let exits = world.exits
    var sum = 0.0
    for place in exits.firstExit[stage]..<exits.firstExit[stage + 1] {
      let transition = exits.transitions[place]
      if exits.isRest[transition] { return 1 }
      let effects = world.exitEffects.effects[place]
      let peers = shareOfPeers.map { effects.peers * $0 } ?? max(0, effects.peers)
      let ratio = shared(transition) + effects.largest + peers
      // Without a bound; and what has none times a ratio of zero is no number.
      if !(ratio < .infinity) { return 1 }
      let hazards = exits.dwell[transition]
      if hazards.isEmpty {
        sum += exits.strength(transition, link: exits.links[stage], logRatio: ratio, elapsed: 0)
      } else {
        sum += (hazards.max() ?? 0) * Exponential.value(ratio)
      }
    }
    // A sum of hazards is above the chance to leave, and so is that with a hair for rounding.
    let most = sum * (1 + 1e-9)
    return exits.links[stage] == .cloglog ? -Elementary.expm1(-most) * (1 + 1e-9) : most
  }

  /// The first word whose uniform number is not below a chance.
  static func threshold(_ chance: Double) -> UInt64 {
    UInt64(min(0x1p32, max(0, (chance * 0x1p32 - 0.5).rounded(.up))))
  }
}
