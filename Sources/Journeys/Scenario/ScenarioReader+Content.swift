import Interchange

/// What touches carry, and how well it matches.
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
}
