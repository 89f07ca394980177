import Estimation
import Interchange
import Journeys

/// What of a scenario's transitions the likelihood reads, and what it cannot.
extension ObservedJourneyReader {
  func node(_ transition: Transition) -> SpecNode? {
    root["populations"]?[own.name]?["journey"]?["transitions"]?[transition.name]
  }

  /// A transition as far as rates express it.
  func way(_ transition: Transition) -> TransitionsSpec.Way {
    let stages = own.journey.stages
    var rate = StageQuantity(known: 1)
    for (key, weeks) in Self.weeksOfRate {
      if let text = node(transition)?[key]?.text {
        rate = StageQuantity(text: text, times: 1 / weeks) ?? rate
      }
    }
    return TransitionsSpec.Way(
      name: transition.name, from: transition.from.map { stages[$0] }, to: stages[transition.to],
      rate: rate)
  }

  /// The keys of rates, and the weeks of their units.
  private static let weeksOfRate = [
    ("ratePerDay", 1.0 / 7), ("ratePerWeek", 1), ("ratePerMonth", TimeGrid.weeksPerMonth),
    ("ratePerYear", TimeGrid.weeksPerYear),
  ]

  /// Adds the effects that columns of the panel express to a way.
  ///
  /// - Returns: What is left of the transition.
  mutating func leftOut(
    _ transition: Transition, _ index: Int, from way: inout TransitionsSpec.Way
  ) -> [LeftOut] {
    var rest: [LeftOut] = []
    if case .ratePerWeek = transition.base {} else { rest.append(.base) }
    let effects = node(transition)?["effects"]
    for entry in effects?["attributes"]?.entries ?? [] {
      guard columns.contains(entry.key) else {
        rest.append(.attribute(entry.key))
        continue
      }
      for level in entry.value.entries {
        guard let ratio = level.value.text.flatMap({ StageQuantity(text: $0) }) else { continue }
        let term: StageTerm =
          switch level.key {
          case "perUnit": .perUnit(column: entry.key)
          case "perDoubling": .perDoubling(column: entry.key)
          default: .level(column: entry.key, level: level.key)
          }
        way.effects.append(TransitionsSpec.Effect(term: term, ratio: ratio))
      }
    }
    for entry in effects?["channels"]?.entries ?? [] {
      guard columns.contains(entry.key),
        let ratio = entry.value.text.flatMap({ StageQuantity(text: $0) })
      else {
        // A channel that nobody uses has no response.
        let isUsed = zip(scenario.channels, scenario.channelsInUse).contains {
          $0.name == entry.key && $1
        }
        if isUsed { rest.append(.channel(entry.key)) }
        continue
      }
      if !responses.contains(entry.key) { responses.append(entry.key) }
      way.effects.append(
        TransitionsSpec.Effect(term: .perUnit(column: entry.key), ratio: ratio))
    }
    return rest + unseen(transition, index)
  }

  /// What no column of a panel could show.
  private func unseen(_ transition: Transition, _ index: Int) -> [LeftOut] {
    let effects = transition.effects
    var rest: [LeftOut] = []
    if effects.peers != 1 { rest.append(.unseen("peers")) }
    if !effects.parentStages.allSatisfy({ $0 == 1 }) { rest.append(.unseen("the parent's stage")) }
    if effects.pressure != 1 { rest.append(.unseen("contact pressure")) }
    if effects.deadEnds != 1 { rest.append(.unseen("dead ends")) }
    if effects.experience != 1 { rest.append(.unseen("experiences")) }
    for condition in scenario.conditions {
      let isAffected = condition.transitions.contains {
        $0.population == population && $0.transition == index && $0.ratio != 1
      }
      if isAffected { rest.append(.changing(condition.name)) }
    }
    return rest
  }
}
