/// How the touches of a channel run, settled once for a run.
///
/// One random word decides a touch: below the chance of access it is delivered, below access × seen
/// it is seen, below access × seen × engaged it engages. What is below the lower limit is spread
/// evenly under the higher one, so the decisions are as independent as from words of their own.
struct TouchWay: Sendable {
  /// Whether no rule and no governor looks at single touches, so that 64 agents can go at a time.
  let isPlain: Bool
  /// Whether a planned touch is engaged for certain, so that it needs no random word.
  let isCertain: Bool
  /// Whether what is delivered is seen for certain, and what is seen engages for certain.
  let isSeenForCertain: Bool
  let isEngagedForCertain: Bool
  /// Words of touches that access lets through.
  let delivered: WordLimits
  /// Words of touches that are seen.
  let seen: WordLimits
  /// Words of touches that engage an agent at the most.
  let engaged: WordLimits
  /// Whether the chance of one agent has to be computed where a word is below that limit: always,
  /// only beyond the tolerance of contact pressure, or never.
  let check: Check
  /// Place of each agent in the order of service; empty for rows from a random start.
  let serviceRank: [Int32]
  /// Largest of the agents' rates, at intensity 1.
  let largestRate: Double

  enum Check: Sendable { case always, underPressure, never }

  init(_ plan: PopulationPlan, columns: PersonalColumns, channel: Int) {
    let channelPlan = plan.channels[channel]
    let own = columns.channels[channel]
    let rules = plan.rules
    isPlain =
      rules.handoffsTo[channel].isEmpty && rules.handoffsAfter[channel].isEmpty
      && rules.onDelivered[channel].isEmpty && rules.onEngaged[channel].isEmpty
      && plan.nextAction?.option(channel: channel) == nil
      && !(plan.governor?.isGoverned[channel] ?? false)
    let (access, seen, engaged) = (own.access, own.seen, own.engaged)
    let raised = channelPlan.synergies.reduce(1) { $0 * max(1, $1.ratio) }
    let fatigue = plan.pressure?.logEngagement ?? 0
    delivered = WordLimits(size: access.column.count) { access[$0] }
    self.seen = WordLimits(size: max(access.column.count, seen.column.count)) {
      access[$0] * seen[$0]
    }
    self.engaged = WordLimits(
      size: max(access.column.count, seen.column.count, engaged.column.count)
    ) { access[$0] * seen[$0] * (fatigue > 0 ? 1 : min(1, engaged[$0] * raised)) }
    check =
      !channelPlan.synergies.isEmpty || fatigue > 0
      ? .always : fatigue < 0 ? .underPressure : .never
    isCertain =
      check == .never && self.engaged.isCertain && plan.rules.handoffsTo[channel].isEmpty
    isSeenForCertain = seen.isCertain
    isEngagedForCertain = check == .never && engaged.isCertain
    var serviceRank = [Int32](repeating: 0, count: own.serviceOrder.count)
    for place in own.serviceOrder.indices {
      serviceRank[Int(own.serviceOrder[place])] = Int32(place)
    }
    self.serviceRank = serviceRank
    largestRate = own.rates.max() ?? own.rate
  }
}
