import Interchange
import Statistics

/// Channels, their plans, content and synergies.
extension ScenarioReader {
  mutating func readChannels() -> [Channel] {
    (root["channels"]?.entries ?? []).compactMap { entry in
      let path = "channels.\(entry.key)"
      guard
        let population = entry.value["population"].flatMap({
          reference($0, among: populationNames, what: "population", path: path + ".population")
        })
      else { return nil }
      return readChannel(entry.value, entry.key, population, path)
    }
  }

  private mutating func readChannel(
    _ node: SpecNode, _ name: String, _ population: Int, _ path: String
  ) -> Channel {
    let isPull = node["direction"]?.text == "pull"
    func varying(
      _ reader: inout ScenarioReader, _ key: String, _ fallback: Double
    ) -> Varying {
      reader.varying(node[key], of: population, path: "\(path).\(key)", otherwise: fallback)
    }
    let saturation = node["saturation"]
    var channel = Channel(
      name: name, title: node["title"]?.text ?? name, population: population,
      function: node["function"]?.text ?? "", isPull: isPull,
      plan: readPlan(node["plan"], population, path + ".plan"),
      access: varying(&self, "access", 1), consent: varying(&self, "consent", 1),
      capacityPerWeek: node["capacityPerWeek"]?.number,
      capacityOrder: realAttribute(
        node["capacityOrder"], of: population, path: path + ".capacityOrder"),
      cap: readCap(node["cap"], path + ".cap"), seen: varying(&self, "seen", 1),
      engaged: varying(&self, "engaged", 1),
      affinity: factorAttribute(node["affinity"], of: population, path: path + ".affinity"),
      personalization: node["personalization"]?.number ?? 1,
      retentionPerWeek: retentionPerWeek(node["carryover"]),
      saturation: .hill(
        half: saturation?["half"]?.number ?? 1, slope: saturation?["slope"]?.number ?? 1),
      weight: node["weight"]?.number ?? 1,
      pressure: node["pressure"]?.number ?? (isPull ? 0 : 1),
      optOut: node["optOut"]?.number ?? 0,
      content: readContentPlan(node["content"], population, path + ".content"),
      cost: ChannelCost(
        perTouch: node["cost"]?["perTouch"]?.number ?? 0,
        perEngagement: node["cost"]?["perEngagement"]?.number ?? 0,
        perWeek: node["cost"]?["perWeek"]?.number ?? 0))
    checkMatch(of: channel, node, path)
    if channel.capacityOrder != nil, channel.capacityPerWeek == nil {
      problem(node["capacityOrder"], path + ".capacityOrder", "needs capacityPerWeek")
    }
    if case .budget = channel.plan?.amount, channel.cost.perTouch <= 0 {
      problem(node["plan"], path + ".plan.budget", "a budget needs cost.perTouch above 0")
      channel.plan = nil
    }
    return channel
  }

  /// The match of a channel is a table over stages and all attributes that its content tells apart.
  private mutating func checkMatch(of channel: Channel, _ node: SpecNode, _ path: String) {
    var attributes: Set<Int> = []
    for case let item? in channel.content {
      attributes.formUnion(content[item].levels.map(\.attribute))
      attributes.formUnion(content[item].cells.map(\.attribute))
    }
    let cells = attributes.reduce(1.0) {
      $0 * Double(max(1, populations[channel.population].attributes[$1].levels.count))
    }
    if cells > 4_096 {
      problem(
        node["content"], path + ".content",
        "its content tells \(HumanNumber.text(cells)) kinds of people apart; at most 4,096")
    }
  }

  private mutating func readPlan(
    _ node: SpecNode?, _ population: Int, _ path: String
  ) -> TouchPlan? {
    guard let node, !node.isNull else { return nil }
    let amount: TouchPlan.Amount
    if let cadence = node["cadence"] {
      let (key, weeks) =
        cadence["perWeek"] != nil
        ? ("perWeek", 1.0)
        : cadence["perMonth"] != nil
          ? ("perMonth", TimeGrid.weeksPerMonth) : ("perYear", TimeGrid.weeksPerYear)
      var perWeek = varying(
        cadence[key], of: population, path: "\(path).cadence.\(key)", otherwise: 0)
      perWeek.values = perWeek.values.map { $0 / weeks }
      amount = .cadence(
        Cadence(
          perWeek: perWeek,
          scaledBy: factorAttribute(
            cadence["scaledBy"], of: population, path: path + ".cadence.scaledBy"),
          isEven: cadence["spacing"]?.text == "even"))
    } else if let budget = node["budget"] {
      let perWeek =
        budget["perWeek"]?.number ?? budget["perMonth"]?.number.map { $0 / TimeGrid.weeksPerMonth }
        ?? budget["perYear"]?.number.map { $0 / TimeGrid.weeksPerYear } ?? 0
      amount = .budget(
        perWeek: perWeek,
        weightedBy: factorAttribute(
          budget["weightedBy"], of: population, path: path + ".budget.weightedBy"))
    } else {
      return nil
    }
    let stages = populations[population].journey.stages
    let eligible = references(
      node["stages"], among: stages, what: "stage of \(populationNames[population])",
      path: path + ".stages")
    return TouchPlan(
      amount: amount,
      isEligible: stages.indices.map { node["stages"] == nil || eligible.contains($0) },
      factor: node["factor"]?.number ?? 1,
      flights: readFlights(node["flights"], path + ".flights"))
  }

  private mutating func readFlights(
    _ node: SpecNode?, _ path: String
  ) -> [(steps: ClosedRange<Int>, intensity: Double)] {
    (node?.entries ?? []).compactMap { entry in
      guard
        let steps = window(entry.value, path: "\(path).\(entry.key)", otherwise: nil)
      else { return nil }
      return (steps, entry.value["intensity"]?.number ?? 1)
    }
  }

  /// The steps of a window given by first and last day.
  mutating func window(
    _ node: SpecNode, path: String, otherwise whole: ClosedRange<Int>?
  ) -> ClosedRange<Int>? {
    guard let first = node["from"]?.date.map({ grid.step(containing: $0) }) ?? whole?.lowerBound,
      let last = node["to"]?.date.map({ grid.step(containing: $0) }) ?? whole?.upperBound
    else { return nil }
    guard first <= last else {
      problem(node["to"] ?? node, path, "the last day is before the first; exchange them")
      return nil
    }
    return first...last
  }

  mutating func readCap(_ node: SpecNode?, _ path: String) -> FrequencyCap? {
    guard let node, !node.isNull else { return nil }
    let days = node["perWeeks"]?.integer.map { $0 * 7 } ?? node["perDays"]?.integer ?? 7
    if days % grid.step.days != 0 {
      problem(node, path, "a window of \(days) days is not a whole number of steps")
    }
    if (node["touches"]?.integer ?? 1) > 255 {
      problem(node["touches"], path + ".touches", "a cap is at most 255 touches in a window")
    }
    return FrequencyCap(
      touches: min(255, max(1, node["touches"]?.integer ?? 1)), windowDays: days)
  }

  private mutating func readContentPlan(
    _ node: SpecNode?, _ population: Int, _ path: String
  ) -> [Int?] {
    let stages = populations[population].journey.stages
    guard let node, !node.isNull else { return stages.map { _ in nil } }
    if node.text != nil {
      let item = carried(node, population, path)
      return stages.map { _ in item }
    }
    var items: [Int?] = stages.map { _ in nil }
    for entry in node.entries {
      guard let stage = stages.firstIndex(of: entry.key) else {
        unknown(
          entry.key, among: stages, what: "stage of \(populationNames[population])",
          node: entry.value, path: path)
        continue
      }
      items[stage] = carried(entry.value, population, path)
    }
    return items
  }

  mutating func carried(_ node: SpecNode, _ population: Int, _ path: String) -> Int? {
    guard let item = reference(node, among: contentNames, what: "content item", path: path),
      content.indices.contains(item)
    else { return nil }
    if content[item].population != population {
      problem(
        node, path,
        "\"\(content[item].name)\" is made for \(populationNames[content[item].population])")
    }
    return item
  }

  mutating func readSynergies(channels: [Channel]) -> [Synergy] {
    (root["synergies"]?.entries ?? []).compactMap { entry in
      let path = "synergies.\(entry.key)"
      guard
        let first = entry.value["first"].flatMap({
          reference($0, among: channelNames, what: "channel", path: path + ".first")
        }),
        let then = entry.value["then"].flatMap({
          reference($0, among: channelNames, what: "channel", path: path + ".then")
        }), channels.count == channelNames.count
      else { return nil }
      if channels[first].population != channels[then].population {
        problem(entry.value, path, "the two channels touch different populations")
      }
      let days =
        entry.value["withinDays"]?.number ?? (entry.value["withinWeeks"]?.number ?? 0) * 7
      if days < Double(grid.step.days) {
        problem(
          entry.value, path, "the synergy ends before the next step begins; let it last longer")
      }
      return Synergy(
        name: entry.key, first: first, then: then, ratio: entry.value["ratio"]?.number ?? 1,
        withinDays: days)
    }
  }
}
