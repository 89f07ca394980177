import Interchange

/// Content, events and what happens to everyone.
extension ScenarioReader {
  mutating func readContent() -> [ContentItem] {
    (root["content"]?.entries ?? []).map { entry in
      let path = "content.\(entry.key)"
      let population =
        entry.value["population"].flatMap {
          reference($0, among: populationNames, what: "population", path: path + ".population")
        } ?? 0
      var item = ContentItem(
        name: entry.key, population: population,
        stages: populations.isEmpty ? [] : populations[population].journey.stages.map { _ in 1 },
        levels: [], cells: [])
      guard !populations.isEmpty else { return item }
      readMatch(entry.value, &item, path)
      return item
    }
  }

  private mutating func readMatch(_ node: SpecNode, _ item: inout ContentItem, _ path: String) {
    let stages = populations[item.population].journey.stages
    let what = "stage of \(populationNames[item.population])"
    for entry in node["match"]?.entries ?? [] where entry.key != "stage" {
      let name = SpecNode(.scalar(entry.key), line: entry.line)
      guard let attribute = category(name, of: item.population, path: path + ".match") else {
        continue
      }
      item.levels.append(
        (
          attribute,
          byLevel(
            entry.value, of: item.population, attribute: attribute,
            path: "\(path).match.\(entry.key)", otherwise: 1)
        ))
    }
    for entry in node["match"]?["stage"]?.entries ?? [] {
      if let stage = stages.firstIndex(of: entry.key) {
        item.stages[stage] = entry.value.number ?? 1
      } else {
        unknown(
          entry.key, among: stages, what: what, node: entry.value, path: path + ".match.stage")
      }
    }
    for row in node["cells"]?.entries ?? [] {
      let name = SpecNode(.scalar(row.key), line: row.line)
      guard let stage = reference(name, among: stages, what: what, path: path + ".cells") else {
        continue
      }
      for cell in row.value.entries {
        readCell(cell, stage, &item, "\(path).cells.\(row.key)")
      }
    }
  }

  private mutating func readCell(
    _ cell: SpecEntry, _ stage: Int, _ item: inout ContentItem, _ path: String
  ) {
    let parts = cell.key.split(separator: "=", maxSplits: 1).map { String($0) }
    guard parts.count == 2 else {
      problem(cell.value, path, "\"\(cell.key)\" is not attribute=level")
      return
    }
    let name = SpecNode(.scalar(parts[0]), line: cell.line)
    guard let attribute = category(name, of: item.population, path: path) else { return }
    let levels = populations[item.population].attributes[attribute].levels
    guard let level = levels.firstIndex(of: parts[1]) else {
      unknown(parts[1], among: levels, what: "level of \(parts[0])", node: cell.value, path: path)
      return
    }
    item.cells.append((stage, attribute, level, cell.value.number ?? 1))
  }

  /// Names that the summary uses beside the headline event's.
  private static let reservedEvents = ["arm", "cost", "value", "romi", "ROMI"]

  mutating func readEvents(channels: [Channel]) -> [JourneyEvent] {
    (root["events"]?.entries ?? []).compactMap { entry in
      let path = "events.\(entry.key)"
      if Self.reservedEvents.contains(entry.key) {
        problem(
          entry.value, path, "\(entry.key) is a column of the summary; give the event another name")
      }
      guard
        let population = entry.value["population"].flatMap({
          reference($0, among: populationNames, what: "population", path: path + ".population")
        })
      else { return nil }
      return readEvent(entry.value, entry.key, population, channels, path)
    }
  }

  private mutating func readEvent(
    _ node: SpecNode, _ name: String, _ population: Int, _ channels: [Channel], _ path: String
  ) -> JourneyEvent {
    let isOnEntry = node["entering"] != nil
    let key = isOnEntry ? "entering" : "while"
    let amount: JourneyEvent.Amount =
      ratePerWeek(node).map { .ratePerWeek($0) } ?? .probability(node["probability"]?.number ?? 1)
    if isOnEntry, case .ratePerWeek = amount {
      problem(node, path, "an event on entering takes a probability, not a rate")
    }
    let dispersion = node["dispersion"]?.number ?? 1
    if !(1...1e6).contains(dispersion) {
      problem(
        node["dispersion"], path + ".dispersion", "variance over mean is 1 or more, up to a million"
      )
    }
    if dispersion > 1, case .probability = amount {
      problem(node["dispersion"], path + ".dispersion", "a chance has no dispersion; use a rate")
    }
    return JourneyEvent(
      name: name, title: node["title"]?.text ?? name, population: population, isOnEntry: isOnEntry,
      stageFactors: readStageFactors(node[key], population, "\(path).\(key)"),
      amount: amount,
      times: (node["times"]?.items ?? []).compactMap {
        factorAttribute($0, of: population, path: path + ".times")
      },
      dispersion: min(1e6, max(1, dispersion)),
      effects: readEffects(node["effects"], population, path + ".effects"),
      value: node["value"]?.number ?? 0, cost: node["cost"]?.number ?? 0,
      touchesParent: readParentTouch(node["touchesParent"], population, channels, path))
  }

  private mutating func readStageFactors(
    _ node: SpecNode?, _ population: Int, _ path: String
  ) -> [Double] {
    let stages = populations[population].journey.stages
    let what = "stage of \(populationNames[population])"
    var factors = stages.map { _ in 0.0 }
    if node?.entries.isEmpty ?? true {
      for stage in references(node, among: stages, what: what, path: path) { factors[stage] = 1 }
      return factors
    }
    for entry in node?.entries ?? [] {
      if let stage = stages.firstIndex(of: entry.key) {
        factors[stage] = entry.value.number ?? 0
      } else {
        unknown(entry.key, among: stages, what: what, node: entry.value, path: path)
      }
    }
    return factors
  }

  private mutating func readParentTouch(
    _ node: SpecNode?, _ population: Int, _ channels: [Channel], _ path: String
  ) -> Int? {
    let place = path + ".touchesParent"
    guard let node,
      let channel = reference(node, among: channelNames, what: "channel", path: place),
      channels.count == channelNames.count
    else { return nil }
    guard let parent = populations[population].parent else {
      reportNoParent(node, population, place)
      return nil
    }
    if channels[channel].population != parent {
      problem(
        node, place, "the channel does not touch \(populationNames[parent]), the parent")
      return nil
    }
    return channel
  }

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
