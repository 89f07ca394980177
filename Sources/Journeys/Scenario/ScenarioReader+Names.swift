import Interchange

/// Names that must not be used twice, and random streams that must not coincide.
extension ScenarioReader {
  func nameProblems() -> [SpecProblem] {
    var problems: [SpecProblem] = []
    var owners: [String: String] = [:]
    for (index, population) in populations.enumerated() {
      for transition in population.journey.transitions {
        if let other = owners[transition.name] {
          let node = root["populations"]?[populationNames[index]]?["journey"]?["transitions"]
          problems.append(
            SpecProblem(
              document: document, line: node?[transition.name]?.line ?? 0,
              path: "populations.\(population.name).journey.transitions.\(transition.name)",
              problem: "\(other) has a transition of this name; rename one"))
        }
        owners[transition.name] = population.name
      }
    }
    let handoffs = root["handoffs"]?.entries.map(\.key) ?? []
    for trigger in root["triggers"]?.entries ?? [] where handoffs.contains(trigger.key) {
      problems.append(
        SpecProblem(
          document: document, line: trigger.line, path: "triggers.\(trigger.key)",
          problem: "a handoff has this name; rename one"))
    }
    if let (first, second) = Purpose.collision(in: purposes) {
      problems.append(
        SpecProblem(
          document: document, line: 0, path: "",
          problem: "the names behind \"\(first)\" and \"\(second)\" share random numbers; "
            + "rename one of them"))
    }
    return problems
  }

  /// Every random stream that the scenario opens.
  private var purposes: [String] {
    var purposes: [String] = []
    for population in populations {
      let name = population.name
      purposes += [
        Purpose.start(name), Purpose.contacts(name), Purpose.near(name), Purpose.paths(name),
        Purpose.transition(name), Purpose.known(name), Purpose.actionDue(name),
        Purpose.action(name),
      ]
      purposes += population.attributes.map { Purpose.attribute(name, $0.name) }
    }
    for channel in channelNames {
      purposes += [
        Purpose.planned(channel), Purpose.phase(channel), Purpose.consent(channel),
        Purpose.touch(channel), Purpose.service(channel), Purpose.rhythm(channel),
        Purpose.flighting(channel), Purpose.spendNoise(channel),
      ]
    }
    purposes += (root["parameters"]?.entries ?? []).map { Purpose.parameter($0.key) }
    func names(_ section: String) -> [String] { (root[section]?.entries ?? []).map(\.key) }
    purposes += names("handoffs").map { Purpose.handoff($0) }
    purposes += names("triggers").map { Purpose.trigger($0) }
    purposes += names("services").map { Purpose.service(booking: $0) }
    purposes += names("experiences").flatMap { [Purpose.experience($0), Purpose.person($0)] }
    purposes.append(Purpose.approval)
    return purposes
      + eventNames.flatMap {
        [Purpose.event($0), Purpose.peerTouch($0), Purpose.capture($0), Purpose.reporting($0)]
      }
  }
}
