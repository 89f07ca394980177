import Interchange

/// Which touch should follow which engagement.
extension ScenarioReader {
  mutating func readHandoffs() -> [Handoff] {
    (root["handoffs"]?.entries ?? []).compactMap { entry in
      let path = "handoffs.\(entry.key)"
      guard
        let to = entry.value["to"].flatMap({
          reference($0, among: channelNames, what: "channel", path: path + ".to")
        })
      else { return nil }
      return readHandoff(entry.value, entry.key, to, path)
    }
  }

  private mutating func readHandoff(
    _ node: SpecNode, _ name: String, _ to: Int, _ path: String
  ) -> Handoff {
    func chance(_ reader: inout ScenarioReader, _ key: String) -> Ramp {
      reader.ramp(node[key], path: "\(path).\(key)")
    }
    let population = channels[to].population
    let within = node["withinDays"]?.number ?? 0
    if within > 0, within < Double(grid.step.days) {
      problem(
        node["withinDays"], path + ".withinDays",
        "the thread ends before the next step begins; let it last longer")
    } else if let delay = node["delayDays"]?.number, within > 0,
      (delay / Double(grid.step.days)).rounded(.up)
        > (within / Double(grid.step.days)).rounded(.down)
    {
      problem(
        node["delayDays"], path + ".delayDays",
        "a follow-up after \(HumanNumber.text(delay)) days misses the deadline of "
          + "\(HumanNumber.text(within)); shorten it")
    }
    return Handoff(
      name: name, population: population,
      after: channels(node["after"], of: population, path: path + ".after"), to: to,
      isEligible: stageFlags(node["stages"], of: population, path: path + ".stages"),
      opens: node["opens"]?.number ?? 1, withinDays: within, landing: chance(&self, "landing"),
      captured: chance(&self, "captured"), success: chance(&self, "success"),
      context: chance(&self, "context"), delayDays: node["delayDays"]?.number ?? 0,
      replacesPlanned: node["replacesPlanned"]?.flag ?? false,
      engagement: node["engagement"]?.number ?? 1, response: node["response"]?.number ?? 1,
      limit: readLimit(node["limit"], path + ".limit"),
      needsApproval: readApprovalNeed(node["needsApproval"], path + ".needsApproval"))
  }
}
