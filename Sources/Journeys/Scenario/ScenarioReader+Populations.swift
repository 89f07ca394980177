import Interchange

/// Populations, their parents and their attributes.
extension ScenarioReader {
  /// Reads every population, parents before children.
  mutating func readPopulations() {
    let nodes = root["populations"]?.entries ?? []
    populations = nodes.map { Self.empty($0.key) }
    for index in parentsFirst(nodes) {
      let node = nodes[index].value
      let path = "populations.\(nodes[index].key)"
      readMembership(node, index, path)
      readAttributes(node, index, path)
      readParentWeight(node, index, path)
      populations[index].journey = readJourney(node["journey"], index, path + ".journey")
      readCircle(node["peers"], index, path + ".peers")
      readPressure(node["pressure"], index)
      readTrust(node["trust"], index)
      populations[index].breakdown = (node["breakdown"]?.items ?? []).compactMap {
        category($0, of: index, path: path + ".breakdown")
      }
      let cells = populations[index].breakdown.reduce(1) {
        $0 * populations[index].attributes[$1].levels.count
      }
      if cells > 256 {
        problem(node["breakdown"], path + ".breakdown", "\(cells) cells are too many; at most 256")
      }
      populations[index].paths = min(
        max(0, node["paths"]?.integer ?? 0), populations[index].size)
      populations[index].continuationWeeks = node["continuationWeeks"]?.number ?? 4
    }
  }

  private static func empty(_ name: String) -> PopulationSpec {
    PopulationSpec(
      name: name, title: name, size: 1, agents: nil, parent: nil, parentWeight: nil,
      attributes: [], journey: Journey(stages: [], start: [], transitions: []), peers: nil,
      pressure: nil, breakdown: [], paths: 0, continuationWeeks: 4)
  }

  private static func parentName(_ node: SpecNode) -> SpecNode? {
    node["parent"]?["population"] ?? (node["parent"]?.text == nil ? nil : node["parent"])
  }

  /// The order in which populations can be read; cycles of parents are reported and cut.
  private mutating func parentsFirst(_ nodes: [SpecEntry]) -> [Int] {
    for (index, entry) in nodes.enumerated() {
      guard let parent = Self.parentName(entry.value) else { continue }
      let path = "populations.\(entry.key).parent"
      populations[index].parent = reference(
        parent, among: populationNames, what: "population", path: path)
    }
    var order: [Int] = []
    for start in nodes.indices {
      var chain: [Int] = []
      var current: Int? = start
      while let index = current, !order.contains(index) {
        if let first = chain.firstIndex(of: index) {
          let cycle = (chain[first...] + [index]).map { populationNames[$0] }
          problem(
            nodes[index].value, "populations.\(nodes[index].key).parent",
            "parents run in a cycle: \(cycle.joined(separator: " → ")); remove one of them")
          populations[chain[chain.count - 1]].parent = nil
          break
        }
        chain.append(index)
        current = populations[index].parent
      }
      order += chain.reversed().filter { !order.contains($0) }
    }
    return order
  }

  private mutating func readMembership(_ node: SpecNode, _ index: Int, _ path: String) {
    populations[index].title = node["title"]?.text ?? populationNames[index]
    populations[index].size = max(1, node["size"]?.integer ?? 1)
    guard let name = node["agents"]?.text else {
      if populations[index].size > 2_000_000_000 {
        problem(node["size"], path + ".size", "at most 2000000000 agents")
      }
      return
    }
    guard let text = files[name] else {
      problem(node["agents"], path + ".agents", "the file \"\(name)\" was not found")
      return
    }
    do {
      let csv = try CSVFile(text: text, name: name)
      populations[index].agents = csv
      populations[index].size = max(1, csv.rows.count)
      if csv.rows.isEmpty {
        problem(node["agents"], path + ".agents", "the file \"\(name)\" holds no agents")
      }
    } catch {
      problem(node["agents"], path + ".agents", "\(error)")
    }
  }

  private mutating func readParentWeight(_ node: SpecNode, _ index: Int, _ path: String) {
    guard let weight = node["parent"]?["weightedBy"], let parent = populations[index].parent
    else { return }
    populations[index].parentWeight = factorAttribute(
      weight, of: parent, path: path + ".parent.weightedBy")
  }

  private mutating func readCircle(_ node: SpecNode?, _ index: Int, _ path: String) {
    guard let node, !node.isNull else { return }
    let stages = populations[index].journey.stages
    let active = references(
      node["active"], among: stages, what: "stage of \(populationNames[index])",
      path: path + ".active")
    let circle: Peers.Circle
    if let contacts = node["contacts"]?.integer {
      if contacts >= populations[index].size || contacts > 1_000 {
        problem(
          node["contacts"], path + ".contacts",
          "\(contacts) contacts are too many; fewer than agents, and at most 1000")
      }
      circle = .contacts(
        contacts,
        weightedBy: factorAttribute(node["weightedBy"], of: index, path: path + ".weightedBy"),
        near: readNear(node, index, path))
    } else if let group = category(node["group"], of: index, path: path + ".group") {
      circle = .group(attribute: group)
    } else {
      return
    }
    populations[index].peers = Peers(
      circle: circle, isActive: stages.indices.map { active.contains($0) })
  }

  private mutating func readNear(
    _ node: SpecNode, _ index: Int, _ path: String
  ) -> Peers.Near? {
    let (within, share) = (node["mostlyWithin"], node["share"])
    if within != nil, share == nil {
      problem(within, path + ".mostlyWithin", "nothing says how mostly; add share, from 0 to 1")
    } else if within == nil, share != nil {
      problem(share, path + ".share", "a share of nothing; add mostlyWithin, or remove it")
    }
    guard let attribute = grouping(within, of: index, path: path + ".mostlyWithin"),
      let share = share?.number
    else { return nil }
    return Peers.Near(attribute: attribute, share: share)
  }

  private mutating func readTrust(_ node: SpecNode?, _ index: Int) {
    guard let node, !node.isNull else { return }
    populations[index].trust = Trust(
      start: node["start"]?.number ?? 1, deadEnd: node["deadEnd"]?.number ?? 1,
      continued: node["continued"]?.number ?? 0, retentionPerWeek: retentionPerWeek(node) ?? 1)
  }

  private mutating func readPressure(_ node: SpecNode?, _ index: Int) {
    guard let node, !node.isNull else { return }
    populations[index].pressure = ContactPressure(
      retentionPerWeek: retentionPerWeek(node) ?? 0, tolerance: node["tolerance"]?.number ?? 0,
      engagement: node["engagement"]?.number ?? 1, optOut: node["optOut"]?.number ?? 1,
      toleranceBy: factorAttribute(
        node["toleranceBy"], of: index,
        path: "populations.\(populationNames[index]).pressure.toleranceBy"))
  }
}
