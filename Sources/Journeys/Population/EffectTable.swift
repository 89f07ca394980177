import Statistics

/// What acts on single agents, for every way out of a stage or every event in a stage.
///
/// Flat, and with everything that the stage decides already worked out; channels that nobody can
/// remember are left out, because their response is zero.
struct EffectTable: Sendable {
  /// The effects of one transition or event on agents of one stage.
  struct Effects: Sendable {
    /// First of the agents' fixed log ratios in `PersonalTerms.values`; −1 without.
    let personalStart: Int
    /// Channel terms in `terms`.
    let terms: Range<Int>
    let peers: Double
    let pressure: Double
    let deadEnds: Double
    let experience: Double
    /// The largest sum of everything but peers; infinite where there is none.
    let largest: Double
  }

  /// A channel's effect on agents of one stage.
  struct Term: Sendable {
    let channel: Int
    /// First of the channel's memories.
    let memoryStart: Int
    /// Log ratio at full response.
    let logRatio: Double
    let saturation: SaturationCurve
    /// Content match of everybody in the stage, where agents do not differ.
    let match: Double
    let hasCodes: Bool
  }

  private(set) var effects: [Effects] = []
  private(set) var terms: [Term] = []

  /// The effects of the ways out, by place in the exit table.
  static func exits(of world: PopulationWorld) -> EffectTable {
    var table = EffectTable()
    for stage in 0..<world.plan.stageCount {
      for place in world.exits.firstExit[stage]..<world.exits.firstExit[stage + 1] {
        let transition = world.exits.transitions[place]
        table.append(
          world.plan.transitions[transition].response, stage: stage,
          personal: world.columns.transitionTerms, number: transition, world)
      }
    }
    return table
  }

  /// The effects on events: `effects[event * stages + stage]`.
  static func events(of world: PopulationWorld) -> EffectTable {
    var table = EffectTable()
    for event in world.plan.events.indices {
      for stage in 0..<world.plan.stageCount {
        table.append(
          world.plan.events[event].response, stage: stage, personal: world.columns.eventTerms,
          number: event, world)
      }
    }
    return table
  }

  private mutating func append(
    _ response: ResponsePlan, stage: Int, personal: PersonalTerms, number: Int,
    _ world: PopulationWorld
  ) {
    let plan = world.plan
    let first = terms.count
    var largest = personal.largest[number]
    if response.isMoody { largest += plan.largestFeeling(response) }
    for term in response.channels where world.isRemembered[term.channel] {
      let columns = world.columns.channels[term.channel]
      let matches =
        columns.match.isEmpty
        ? [1]
        : stride(from: stage, to: columns.match.count, by: plan.stageCount).map {
          columns.match[$0]
        }
      largest += matches.map { max(0, term.logRatio * $0) }.max() ?? 0
      terms.append(
        Term(
          channel: term.channel, memoryStart: term.channel * plan.size, logRatio: term.logRatio,
          saturation: plan.channels[term.channel].saturation, match: matches[0],
          hasCodes: !columns.matchCodes.isEmpty))
    }
    let slot = personal.slots[number]
    effects.append(
      Effects(
        personalStart: slot < 0 ? -1 : slot * plan.size, terms: first..<terms.count,
        peers: response.peers, pressure: response.pressure, deadEnds: response.deadEnds,
        experience: response.experience,
        largest: response.pressure > 0 ? .infinity : largest))
  }
}
