import Interchange

/// What must hold for a journey as a whole.
extension ScenarioReader {
  /// Stages that nobody reaches, links that disagree, and chances that sum above one.
  mutating func checkJourney(
    _ journey: Journey, _ node: SpecNode?, _ index: Int, _ path: String
  ) {
    // A way that was refused would make the stages behind it look out of reach.
    if journey.transitions.count == node?["transitions"]?.entries.count ?? 0 {
      reportUnreachable(journey, node, path)
      checkAppointments(journey, node, path)
    }
    for (stage, name) in journey.stages.enumerated() {
      let leaving = journey.transitions.filter { $0.from.contains(stage) }
      // Bookings have no link, and appointments are checked among themselves.
      let drawn = leaving.filter { $0.base.bookedService == nil && $0.base.appointment == nil }
      let place = path + ".transitions"
      let declared = node?["transitions"]
      if let first = drawn.first, let other = drawn.first(where: { $0.link != first.link }) {
        problem(
          declared?[other.name] ?? declared, "\(place).\(other.name)",
          "ways out of \"\(name)\" use the links \(first.link.rawValue) and "
            + "\(other.link.rawValue); use one")
      }
      if leaving.filter(\.base.isRest).count > 1 {
        problem(declared, place, "two ways out of \"\(name)\" take the rest; one may")
      }
      let sum = leaving.reduce(0.0) { sum, transition in
        if case .probability(let chance) = transition.base { sum + chance } else { sum }
      }
      if sum > 1 + 1e-9 {
        problem(
          declared, place,
          "chances out of \"\(name)\" sum to \(HumanNumber.text(sum)), above 1")
      }
      reportShares(leaving, name, declared, place)
    }
  }

  /// Shares of one dwell law must sum to one, or people would leave too late or too early.
  private mutating func reportShares(
    _ leaving: [Transition], _ stage: String, _ node: SpecNode?, _ path: String
  ) {
    var laws: [(law: DwellLaw, sum: Double)] = []
    for transition in leaving {
      guard case .dwell(let law, let share) = transition.base else { continue }
      if let known = laws.firstIndex(where: { $0.law == law }) {
        laws[known].sum += share
      } else {
        laws.append((law, share))
      }
    }
    for (_, sum) in laws where abs(sum - 1) > 1e-6 {
      problem(
        node, path,
        "shares of the dwell law out of \"\(stage)\" sum to \(HumanNumber.text(sum)), not to 1")
    }
  }

  private mutating func reportUnreachable(_ journey: Journey, _ node: SpecNode?, _ path: String) {
    var reached = journey.start.map { $0 > 0 }
    var isGrowing = reached.contains(true)
    guard isGrowing else { return }
    while isGrowing {
      isGrowing = false
      for transition in journey.transitions
      where !reached[transition.to] && transition.from.contains(where: { reached[$0] }) {
        reached[transition.to] = true
        isGrowing = true
      }
    }
    for (stage, name) in journey.stages.enumerated() where !reached[stage] {
      problem(
        node?["stages"], path + ".stages",
        "nobody can reach \"\(name)\"; add a transition to it, or a start share")
    }
  }
}
