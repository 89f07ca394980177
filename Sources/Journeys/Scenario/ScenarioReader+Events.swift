import Interchange

/// What agents do, and whom they touch by it.
extension ScenarioReader {
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
      value: readValue(node["value"], path + ".value"), cost: node["cost"]?.number ?? 0,
      touchesParent: readParentTouch(node["touchesParent"], population, channels, path),
      touchesPeers: readPeerTouch(node["touchesPeers"], population, path + ".touchesPeers"))
  }

  /// A margin, or the discounted sum of the margins of years: `Σ perYear·retention^y/(1+discount)^y`.
  private mutating func readValue(_ node: SpecNode?, _ path: String) -> Double {
    guard let node, let perYear = node["perYear"]?.number else { return node?.number ?? 0 }
    let years = node["years"]?.integer ?? 1
    if years > 200 {
      problem(node["years"], path + ".years", "\(years) years are too many; at most 200")
    }
    let kept =
      (node["retentionPerYear"]?.number ?? 1) / (1 + (node["discountPerYear"]?.number ?? 0))
    var (value, weight) = (0.0, 1.0)
    for _ in 0..<min(200, max(1, years)) {
      value += perYear * weight
      weight *= kept
    }
    return value
  }

  private mutating func readPeerTouch(
    _ node: SpecNode?, _ population: Int, _ path: String
  ) -> PeerTouch? {
    guard let node, let name = node["channel"],
      let channel = reference(name, among: channelNames, what: "channel", path: path + ".channel")
    else { return nil }
    expectChannel(channel, touches: population, name, path + ".channel")
    let count = node["count"]?.integer ?? 1
    if count > 1_000 {
      problem(node["count"], path + ".count", "\(count) others are too many; at most 1000")
    }
    return PeerTouch(
      channel: channel, count: min(1_000, max(1, count)),
      within: category(node["within"], of: population, path: path + ".within"))
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
}
