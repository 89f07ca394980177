import Interchange

/// Stages, and where agents begin.
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
}
