import Interchange

/// Touches sent because of something.
extension ScenarioReader {
  mutating func readTriggers() -> [Trigger] {
    (root["triggers"]?.entries ?? []).compactMap { entry in
      let path = "triggers.\(entry.key)"
      let rungs = readRungs(entry.value, path)
      guard let first = rungs.first else { return nil }
      return readTrigger(entry.value, entry.key, rungs, channels[first.channel].population, path)
    }
  }

  private mutating func readTrigger(
    _ node: SpecNode, _ name: String, _ rungs: [Trigger.Rung], _ population: Int, _ path: String
  ) -> Trigger? {
    guard let cause = node["on"].flatMap({ readCause($0, population, path + ".on") }) else {
      return nil
    }
    expectStep(node["quietDays"], path: path + ".quietDays")
    return Trigger(
      name: name, population: population, cause: cause, rungs: rungs,
      share: ramp(node["share"], path: path + ".share"),
      isEligible: stageFlags(node["while"], of: population, path: path + ".while"),
      stopsWhenEngaged: node["stopsWhenEngaged"]?.flag ?? false,
      quietDays: node["quietDays"]?.number ?? 0, limit: readLimit(node["limit"], path + ".limit"),
      replacesPlanned: node["replacesPlanned"]?.flag ?? false,
      needsApproval: readApprovalNeed(node["needsApproval"], path + ".needsApproval"))
  }

  /// The touches, all of the population of the first.
  private mutating func readRungs(_ node: SpecNode, _ path: String) -> [Trigger.Rung] {
    if let name = node["send"] {
      return reference(name, among: channelNames, what: "channel", path: path + ".send").map {
        [Trigger.Rung(channel: $0, afterDays: node["waitDays"]?.number ?? 0)]
      } ?? []
    }
    var rungs: [Trigger.Rung] = []
    for (index, item) in (node["ladder"]?.items ?? []).enumerated() {
      let place = "\(path).ladder[\(index)]"
      guard
        let channel = item["send"].flatMap({
          reference($0, among: channelNames, what: "channel", path: place + ".send")
        })
      else { continue }
      if let first = rungs.first {
        expectChannel(
          channel, touches: channels[first.channel].population, item["send"], place + ".send")
      }
      let days = item["afterDays"]?.number ?? 0
      if let last = rungs.last, days < last.afterDays {
        problem(
          item["afterDays"] ?? item, place + ".afterDays",
          "days ascend; \(HumanNumber.text(days)) comes after \(HumanNumber.text(last.afterDays))")
      }
      rungs.append(Trigger.Rung(channel: channel, afterDays: days))
    }
    if node["ladder"] != nil, node["ladder"]?.items.isEmpty ?? true {
      problem(node["ladder"], path + ".ladder", "the ladder is empty; write a touch, or use send")
    }
    return rungs
  }

  private mutating func readCause(
    _ node: SpecNode, _ population: Int, _ path: String
  ) -> Trigger.Cause? {
    if let service = node["beforeAppointment"] {
      return readAppointmentCause(node, service, population, path)
    }
    if node["days"] != nil {
      problem(node["days"], path + ".days", "days belong to beforeAppointment")
    }
    if let names = node["engaged"] {
      return .engaged(channels(names, of: population, path: path + ".engaged"))
    }
    if let names = node["delivered"] {
      return .delivered(channels(names, of: population, path: path + ".delivered"))
    }
    if let names = node["entering"] {
      let stages = references(
        names, among: populations[population].journey.stages,
        what: "stage of \(populationNames[population])", path: path + ".entering")
      return .entering(Set(stages).sorted())
    }
    guard let names = node["event"] else { return nil }
    let events = references(names, among: eventNames, what: "event", path: path + ".event")
    for event in events {
      if let other = populationName(of: eventNames[event], in: "events", otherThan: population) {
        problem(
          names, path + ".event",
          "\"\(eventNames[event])\" is done by \(other), not \(populationNames[population])")
      }
    }
    return .event(Set(events).sorted())
  }

  private mutating func readAppointmentCause(
    _ node: SpecNode, _ name: SpecNode, _ population: Int, _ path: String
  ) -> Trigger.Cause? {
    guard let service = service(name, of: population, path: path + ".beforeAppointment") else {
      return nil
    }
    guard let days = node["days"]?.number else {
      if node["days"] == nil {
        problem(node, path, "says not how long before the appointment; add days")
      }
      return nil
    }
    let horizon = root["services"]?[serviceNames[service]]?["horizonDays"]?.number ?? .infinity
    if days > horizon {
      problem(
        node["days"], path + ".days",
        "nobody books more than \(HumanNumber.text(horizon)) days ahead; write fewer days")
    }
    return .beforeAppointment(service: service, days: days)
  }
}
