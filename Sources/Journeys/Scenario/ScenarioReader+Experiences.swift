import Interchange

/// What people feel about what they went through.
extension ScenarioReader {
  mutating func readExperiences() -> [Experience] {
    (root["experiences"]?.entries ?? []).compactMap { entry in
      let path = "experiences.\(entry.key)"
      guard
        let population = entry.value["population"].flatMap({
          reference($0, among: populationNames, what: "population", path: path + ".population")
        })
      else { return nil }
      return readExperience(entry.value, entry.key, population, path)
    }
  }

  private mutating func readExperience(
    _ node: SpecNode, _ name: String, _ population: Int, _ path: String
  ) -> Experience {
    let touchpoints = node["touchpoints"]?.entries ?? []
    if !(1...16).contains(touchpoints.count) {
      problem(
        node["touchpoints"], path + ".touchpoints",
        "\(touchpoints.count) touchpoints; write 1 to 16")
    }
    if node["deadEnds"] != nil, populations[population].trust == nil {
      problem(
        node["deadEnds"], path + ".deadEnds",
        "\(populationNames[population]) declares no trust; add trust to it")
    }
    expect(node["repeats"], 0...1e6, path + ".repeats")
    let (response, extremes) = (node["response"]?.number ?? 1, node["extremes"]?.number ?? 1)
    if response * extremes > 1 + 1e-9 {
      problem(
        node["extremes"], path + ".extremes",
        "the response rate of extreme answers is \(HumanNumber.text(response * extremes)), above 1")
    }
    return Experience(
      name: name, population: population,
      isOccasion: stageFlags(node["entering"], of: population, path: path + ".entering"),
      expected: node["expected"]?.number ?? 7,
      touchpoints: touchpoints.map { (name: $0.key, score: $0.value.number ?? 0) },
      personSd: node["personSd"]?.number ?? 0, visitSd: node["visitSd"]?.number ?? 0,
      unevenness: node["unevenness"]?.number ?? 0, repeats: node["repeats"]?.number ?? 0,
      perRepeat: node["perRepeat"]?.number ?? 0,
      channels: readPoints(node["channels"], population, path + ".channels"),
      deadEnds: node["deadEnds"]?.number ?? 0, response: response, extremes: extremes)
  }

  private mutating func readPoints(
    _ node: SpecNode?, _ population: Int, _ path: String
  ) -> [(channel: Int, points: Double)] {
    (node?.entries ?? []).compactMap { entry in
      let name = SpecNode(.scalar(entry.key), line: entry.line)
      guard let channel = reference(name, among: channelNames, what: "channel", path: path) else {
        return nil
      }
      expectChannel(channel, touches: population, entry.value, "\(path).\(entry.key)")
      return (channel: channel, points: entry.value.number ?? 0)
    }
  }
}
