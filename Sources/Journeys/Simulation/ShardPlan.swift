/// How a world is split into parts that run by themselves.
///
/// A world is split by the agents of its first population, each with all its descendants, when
/// nothing in it looks across families: no peers, shared capacities, totals, services or word of
/// mouth; and when no arm branches from a burn-in, which may split another way. Parts have a fixed
/// size, so that results and memory do not depend on threads.
struct ShardPlan: Sendable {
  /// Rows of the first population in each part; `nil` when everybody is in one.
  let ranges: [Range<Int>]?
  /// The first population, whose agents have no parents.
  let root: Int

  /// Agents of a part, about.
  ///
  /// *Chosen*: many enough that what a step costs by itself does not count, few enough that parts on all
  /// threads take little memory. Rows of a part are a multiple of 64, which keeps blocks of random words
  /// whole.
  static let agents = 262_144
  private static let rowMultiple = 64

  /// A world in one part, for questions about single agents.
  static let whole = ShardPlan(ranges: nil, root: 0)

  private init(ranges: [Range<Int>]?, root: Int) {
    self.ranges = ranges
    self.root = root
  }

  init(_ plan: SimulationPlan) {
    let roots = plan.populations.indices.filter { plan.populations[$0].parent == nil }
    root = roots.first ?? 0
    let isSplit =
      plan.burnIn == 0 && roots.count == 1 && plan.agentCount > Self.agents
      && plan.populations.allSatisfy { Self.isSplittable($0, in: plan.scenario) }
    guard isSplit else {
      ranges = nil
      return
    }
    let size = plan.populations[root].size
    let rows = max(1, Int(Double(size) * Double(Self.agents) / Double(plan.agentCount)))
    let step = (rows + Self.rowMultiple - 1) / Self.rowMultiple * Self.rowMultiple
    ranges = stride(from: 0, to: size, by: step).map { $0..<min(size, $0 + step) }
  }

  /// Whether no agent looks at another one that is not its parent.
  private static func isSplittable(_ plan: PopulationPlan, in scenario: Scenario) -> Bool {
    // Children that go step by step would need rows in whole blocks of random words.
    guard plan.parent == nil || plan.sojourns != nil else { return false }
    let sharesChannels = plan.channels.contains { channel in
      if case .total = channel.amount { return true }
      return channel.capacityPerStep != nil || !channel.library.isEmpty
    }
    let sharesEvents = plan.events.contains { $0.peerTouch != nil }
    return !sharesChannels && !sharesEvents && plan.peers == nil && plan.services.isEmpty
      && plan.trust == nil && plan.nextAction == nil && plan.pathCount == 0
      && (plan.parent == nil || Self.isDrawnApart(scenario.populations[plan.index]))
  }

  /// Whether attributes of some agents can be drawn without the others.
  private static func isDrawnApart(_ population: PopulationSpec) -> Bool {
    population.attributes.allSatisfy { attribute in
      switch attribute.draw {
      case .decile, .rank, .levelColumn, .numberColumn: false
      default: true
      }
    }
  }
}
