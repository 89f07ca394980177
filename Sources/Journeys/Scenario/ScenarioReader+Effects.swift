import Interchange

/// The ratios on transitions and events.
extension ScenarioReader {
  /// Reads the ratios on a transition or an event of a population.
  mutating func readEffects(_ node: SpecNode?, _ index: Int, _ path: String) -> Effects {
    var effects = Effects()
    guard let node else { return effects }
    for entry in node["channels"]?.entries ?? [] {
      let name = SpecNode(.scalar(entry.key), line: entry.line)
      guard
        let channel = reference(
          name, among: channelNames, what: "channel", path: path + ".channels"),
        let ratio = entry.value.number
      else { continue }
      let population = root["channels"]?[entry.key]?["population"]?.text
      if population != populationNames[index] {
        problem(
          entry.value, "\(path).channels.\(entry.key)",
          "the channel touches \(population ?? "nobody"), not \(populationNames[index])")
      }
      effects.channels.append((channel, ratio))
    }
    for entry in node["attributes"]?.entries ?? [] {
      readAttributeEffect(entry, index, path + ".attributes", &effects)
    }
    effects.peers = node["peers"]?.number ?? 1
    effects.pressure = node["pressure"]?.number ?? 1
    if node["pressure"] != nil, root["populations"]?[populationNames[index]]?["pressure"] == nil {
      problem(
        node["pressure"], path + ".pressure",
        "\(populationNames[index]) declares no contact pressure; add pressure to it")
    }
    if node["peers"] != nil, root["populations"]?[populationNames[index]]?["peers"] == nil {
      problem(
        node["peers"], path + ".peers", "\(populationNames[index]) declares no peers; add them")
    }
    readFelt(node, index, path, &effects)
    if let parent = node["parent"] {
      effects.parentStages = readParentStages(parent, index, path + ".parent")
    }
    return effects
  }

  /// Reads the ratios of what agents feel: dead ends and experiences.
  private mutating func readFelt(
    _ node: SpecNode, _ index: Int, _ path: String, _ effects: inout Effects
  ) {
    let name = populationNames[index]
    effects.deadEnds = node["deadEnds"]?.number ?? 1
    effects.experience = node["experience"]?.number ?? 1
    if node["deadEnds"] != nil, root["populations"]?[name]?["trust"] == nil {
      problem(
        node["deadEnds"], path + ".deadEnds", "\(name) declares no trust; add trust to it")
    }
    let experiences = root["experiences"]?.entries ?? []
    if node["experience"] != nil,
      !experiences.contains(where: { $0.value["population"]?.text == name })
    {
      problem(
        node["experience"], path + ".experience",
        "\(name) has no experience; declare one under experiences")
    }
  }

  private mutating func readAttributeEffect(
    _ entry: SpecEntry, _ index: Int, _ path: String, _ effects: inout Effects
  ) {
    let known = populations[index].attributes
    let name = SpecNode(.scalar(entry.key), line: entry.line)
    guard
      let attribute = reference(
        name, among: known.map(\.name), what: "attribute of \(populationNames[index])", path: path)
    else { return }
    let place = "\(path).\(entry.key)"
    if !known[attribute].isReal {
      guard category(name, of: index, path: place) != nil else { return }
      let ratios = byLevel(
        entry.value, of: index, attribute: attribute, path: place, otherwise: 1)
      effects.levels.append((attribute, ratios))
      return
    }
    for ratio in entry.value.entries {
      if ratio.value.number == 0 {
        problem(ratio.value, "\(place).\(ratio.key)", "a ratio per unit is above 0")
      }
      if ratio.key == "perDoubling", least(of: attribute, in: index) < 0 {
        problem(
          ratio.value, "\(place).perDoubling",
          "\"\(entry.key)\" can be negative and has no doublings; use perUnit")
      }
      switch ratio.key {
      case "perUnit": effects.perUnit.append((attribute, ratio.value.number ?? 1))
      case "perDoubling": effects.perDoubling.append((attribute, ratio.value.number ?? 1))
      default:
        unknown(
          ratio.key, among: ["perUnit", "perDoubling"], what: "effect of a real attribute",
          node: ratio.value, path: place)
      }
    }
  }

  /// Says that a population has no parent, unless one is named there and refused already.
  mutating func reportNoParent(_ node: SpecNode, _ index: Int, _ path: String) {
    guard root["populations"]?[populationNames[index]]?["parent"] == nil else { return }
    problem(node, path, "\(populationNames[index]) has no parent; declare one")
  }

  private mutating func readParentStages(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> [Double] {
    guard let parent = populations[index].parent else {
      reportNoParent(node, index, path)
      return []
    }
    let stages = populations[parent].journey.stages
    var ratios = stages.map { _ in 1.0 }
    for entry in node.entries {
      if let stage = stages.firstIndex(of: entry.key) {
        ratios[stage] = entry.value.number ?? 1
      } else {
        unknown(
          entry.key, among: stages, what: "stage of \(populationNames[parent])",
          node: entry.value, path: path)
      }
    }
    return ratios
  }
}
