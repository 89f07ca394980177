import Interchange

/// What happens to everyone.
extension ScenarioReader {
  mutating func readConditions() -> [Condition] {
    let whole = -1_000_000...1_000_000
    return (root["environment"]?.entries ?? []).map { entry in
      let path = "environment.\(entry.key)"
      var condition = Condition(
        name: entry.key, steps: window(entry.value, path: path, otherwise: whole) ?? whole,
        byMonth: entry.value["byMonth"]?.items.compactMap(\.number), transitions: [], events: [],
        channels: [])
      if let months = condition.byMonth, months.count != 12 { condition.byMonth = nil }
      for target in entry.value["transitions"]?.entries ?? [] {
        appendTransition(target, &condition, path + ".transitions")
      }
      for target in entry.value["events"]?.entries ?? [] {
        let name = SpecNode(.scalar(target.key), line: target.line)
        if let event = reference(name, among: eventNames, what: "event", path: path + ".events") {
          condition.events.append((event, target.value.number ?? 1))
        }
      }
      for target in entry.value["channels"]?.entries ?? [] {
        let name = SpecNode(.scalar(target.key), line: target.line)
        if let channel = reference(
          name, among: channelNames, what: "channel", path: path + ".channels")
        {
          condition.channels.append((channel, target.value.number ?? 1))
        }
      }
      return condition
    }
  }

  private mutating func appendTransition(
    _ target: SpecEntry, _ condition: inout Condition, _ path: String
  ) {
    for (population, spec) in populations.enumerated() {
      if let transition = spec.journey.transitions.firstIndex(where: { $0.name == target.key }) {
        if spec.journey.transitions[transition].base.bookedService != nil {
          problem(
            target.value, "\(path).\(target.key)",
            "a booking needs a free slot and nothing else; name the way into its stage")
        }
        condition.transitions.append((population, transition, target.value.number ?? 1))
        return
      }
    }
    let declared = (root["populations"]?.entries ?? []).flatMap {
      $0.value["journey"]?["transitions"]?.entries.map(\.key) ?? []
    }
    // A transition that was refused has been reported; what refers to it is not at fault.
    if declared.contains(target.key) { return }
    let names = populations.flatMap { $0.journey.transitions.map(\.name) }
    unknown(target.key, among: names, what: "transition", node: target.value, path: path)
  }
}
