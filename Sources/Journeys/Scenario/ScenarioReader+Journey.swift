import Interchange

/// Stages, transitions and their effects.
extension ScenarioReader {
  mutating func readJourney(_ node: SpecNode?, _ index: Int, _ path: String) -> Journey {
    guard let node else {
      return Journey(stages: ["present"], start: [1], transitions: [])
    }
    let items = node["stages"]?.items ?? []
    let stages = items.compactMap(\.text)
    if stages.isEmpty {
      problem(node, path + ".stages", "a journey has at least one stage")
    }
    if stages.count > 64 {
      problem(node["stages"], path + ".stages", "\(stages.count) stages; at most 64")
    }
    for (position, stage) in stages.enumerated() where stages[..<position].contains(stage) {
      problem(items[position], "\(path).stages[\(position)]", "\"\(stage)\" is listed twice")
    }
    var journey = Journey(
      stages: stages, start: readStart(node["start"], stages, index, path), transitions: [])
    populations[index].journey = journey
    for entry in node["transitions"]?.entries ?? [] {
      let place = "\(path).transitions.\(entry.key)"
      if let transition = readTransition(entry.value, entry.key, index, place) {
        journey.transitions.append(transition)
      }
    }
    checkJourney(journey, node, index, path)
    return journey
  }

  private mutating func readStart(
    _ node: SpecNode?, _ stages: [String], _ index: Int, _ path: String
  ) -> [Double] {
    guard let node else { return stages.map { _ in 0 } }
    var start = stages.map { _ in 0.0 }
    if node.text != nil {
      if let stage = reference(
        node, among: stages, what: "stage of \(populationNames[index])", path: path + ".start")
      {
        start[stage] = 1
      }
      return start
    }
    _ = summed(node, path + ".start")
    for entry in node.entries {
      if let stage = stages.firstIndex(of: entry.key) {
        start[stage] = entry.value.number ?? 0
      } else {
        unknown(
          entry.key, among: stages, what: "stage of \(populationNames[index])", node: entry.value,
          path: path + ".start")
      }
    }
    return start
  }

  private mutating func readTransition(
    _ node: SpecNode, _ name: String, _ index: Int, _ path: String
  ) -> Transition? {
    let stages = populations[index].journey.stages
    let what = "stage of \(populationNames[index])"
    let from = references(node["from"], among: stages, what: what, path: path + ".from")
    guard
      let to = node["to"].flatMap({
        reference($0, among: stages, what: what, path: path + ".to")
      }), !from.isEmpty
    else { return nil }
    let link = TransitionLink(rawValue: node["link"]?.text ?? "cloglog") ?? .cloglog
    guard let base = readBase(node, link, path) else { return nil }
    if case .rest = base, node["effects"] != nil {
      problem(
        node["effects"], path + ".effects",
        "rest takes what the others leave; put the effect on the others")
    }
    let effects = readEffects(node["effects"], index, path + ".effects")
    return Transition(name: name, from: from, to: to, link: link, base: base, effects: effects)
  }

  private mutating func readBase(
    _ node: SpecNode, _ link: TransitionLink, _ path: String
  ) -> Transition.Base? {
    if let law = node["dwell"] {
      guard link == .cloglog else {
        problem(law, path + ".dwell", "a dwell law needs the link cloglog")
        return nil
      }
      return readDwell(law, path + ".dwell").map { .dwell($0, share: node["share"]?.number ?? 1) }
    }
    if node["share"] != nil {
      problem(node["share"], path + ".share", "a share belongs to a dwell law")
    }
    if let rate = ratePerWeek(node) {
      if link != .cloglog {
        problem(node, path, "link \(link.rawValue) takes a probability a step, not a rate")
      }
      return .ratePerWeek(rate)
    }
    guard let probability = node["probability"] else { return nil }
    if link == .cloglog {
      problem(
        probability, path + ".probability",
        "link cloglog takes a rate; write ratePerWeek, or link: logit or log")
    }
    if probability.text == "rest" {
      if link != .log {
        problem(probability, path + ".probability", "rest needs the link log")
      }
      return .rest
    }
    return probability.number.map { .probability($0) }
  }

  private mutating func readDwell(_ node: SpecNode, _ path: String) -> DwellLaw? {
    if let law = node["weibull"], let shape = law["shape"]?.number,
      let scale = law["scaleDays"]?.number
    {
      return .weibull(shape: shape, scaleDays: scale)
    }
    if let law = node["lognormal"], let median = law["medianDays"]?.number,
      let sigma = law["sigma"]?.number
    {
      return .lognormal(medianDays: median, sigma: sigma)
    }
    if let days = node["fixedDays"]?.number { return .fixed(days: days) }
    guard let table = node["table"] else { return nil }
    var points: [(days: Double, share: Double)] = []
    for entry in table.entries {
      guard let days = Double(entry.key), days >= 0, let share = entry.value.number else {
        problem(entry.value, path + ".table", "\"\(entry.key)\" is not a number of days")
        continue
      }
      points.append((days, share))
    }
    for (a, b) in zip(points, points.dropFirst()) where b.days <= a.days || b.share < a.share {
      problem(table, path + ".table", "days and shares ascend; \(b.days) days do not")
    }
    return .table(points)
  }

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
    if let parent = node["parent"] {
      effects.parentStages = readParentStages(parent, index, path + ".parent")
    }
    return effects
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
    if known[attribute].isCategorical {
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
