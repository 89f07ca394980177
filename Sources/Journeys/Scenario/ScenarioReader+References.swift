import Interchange

/// Problems, and names that refer to something.
extension ScenarioReader {
  /// Reports a problem at a node.
  mutating func problem(_ node: SpecNode?, _ path: String, _ text: String) {
    problems.append(
      SpecProblem(document: document, line: node?.line ?? 0, path: path, problem: text))
  }

  /// The index of the thing that a node names, or `nil` after reporting that there is none.
  mutating func reference(
    _ node: SpecNode, among names: [String], what: String, path: String
  ) -> Int? {
    guard let text = node.text else { return nil }
    if let index = names.firstIndex(of: text) { return index }
    unknown(text, among: names, what: what, node: node, path: path)
    return nil
  }

  /// Reports a name that nothing has.
  mutating func unknown(
    _ text: String, among names: [String], what: String, node: SpecNode?, path: String
  ) {
    // A journey without stages has been reported; what refers to them is not at fault.
    if names.isEmpty, what.hasPrefix("stage of") { return }
    let remedy: String
    if let near = nearestKey(to: text, among: names) {
      remedy = "did you mean \(near)?"
    } else if names.isEmpty {
      remedy = "none is declared"
    } else {
      remedy = "known are \(names.prefix(12).joined(separator: ", "))"
    }
    problem(node, path, "unknown \(what) \"\(text)\"; \(remedy)")
  }

  /// The indices of the things that a node names.
  mutating func references(
    _ node: SpecNode?, among names: [String], what: String, path: String
  ) -> [Int] {
    var found: [Int] = []
    for item in node?.items ?? [] {
      if let index = reference(item, among: names, what: what, path: path) { found.append(index) }
    }
    return found
  }

  /// The population of an entry of a section when it is another one than that at hand.
  ///
  /// An unknown population has been reported where it is named.
  func populationName(
    of entry: String, in section: String, otherThan population: Int
  ) -> String? {
    guard let name = root[section]?[entry]?["population"]?.text, populationNames.contains(name),
      name != populationNames[population]
    else { return nil }
    return name
  }

  /// Reports a channel that touches another population than the one at hand.
  mutating func expectChannel(
    _ channel: Int, touches population: Int, _ node: SpecNode?, _ path: String
  ) {
    let name = channelNames[channel]
    if let other = populationName(of: name, in: "channels", otherThan: population) {
      problem(node, path, "\"\(name)\" touches \(other), not \(populationNames[population])")
    }
  }

  /// The channels that a node names, which must touch a population; each once.
  mutating func channels(
    _ node: SpecNode?, of population: Int, path: String
  ) -> [Int] {
    var found: [Int] = []
    for item in node?.items ?? [] {
      guard let channel = reference(item, among: channelNames, what: "channel", path: path)
      else { continue }
      expectChannel(channel, touches: population, item, path)
      if !found.contains(channel) { found.append(channel) }
    }
    return found
  }

  /// The service that a node names, which must be for a population.
  mutating func service(_ node: SpecNode, of population: Int, path: String) -> Int? {
    guard let service = reference(node, among: serviceNames, what: "service", path: path)
    else { return nil }
    let name = serviceNames[service]
    if let other = populationName(of: name, in: "services", otherThan: population) {
      problem(node, path, "\"\(name)\" is for \(other), not \(populationNames[population])")
    }
    return service
  }

  /// Whether each stage of a population is named; all are when the node says nothing.
  mutating func stageFlags(_ node: SpecNode?, of population: Int, path: String) -> [Bool] {
    let stages = populations[population].journey.stages
    let named = references(
      node, among: stages, what: "stage of \(populationNames[population])", path: path)
    return stages.indices.map { node == nil || named.contains($0) }
  }

  /// The index of a population's real attribute.
  mutating func realAttribute(
    _ node: SpecNode?, of population: Int, path: String
  ) -> Int? {
    attribute(node, of: population, path: path, wanted: "real") { $0.isReal }
  }

  /// The index of a real attribute that multiplies or weighs, and so cannot be negative.
  mutating func factorAttribute(
    _ node: SpecNode?, of population: Int, path: String
  ) -> Int? {
    guard let index = realAttribute(node, of: population, path: path) else { return nil }
    let least = least(of: index, in: population)
    if least < 0 {
      let name = populations[population].attributes[index].name
      problem(
        node, path,
        "\"\(name)\" can be negative and cannot multiply or weigh; draw it from a distribution "
          + "of positive numbers, such as lognormal")
    }
    return index
  }

  /// The least value that a real attribute can take.
  func least(of attribute: Int, in population: Int) -> Double {
    switch populations[population].attributes[attribute].draw {
    case .constant(let value): return value
    case .uniform(let low, _): return low
    case .normal(let mean, let sd): return sd == 0 ? mean : -.infinity
    case .numberColumn(let numbers): return numbers.min() ?? 0
    case .product(let factors):
      return factors.contains { self.least(of: $0, in: population) < 0 } ? -.infinity : 0
    case .parent(let passed):
      guard let parent = populations[population].parent else { return 0 }
      return least(of: passed, in: parent)
    default: return 0
    }
  }

  /// The index of a population's categorical attribute.
  mutating func category(_ node: SpecNode?, of population: Int, path: String) -> Int? {
    guard let index = grouping(node, of: population, path: path) else { return nil }
    let attribute = populations[population].attributes[index]
    if !attribute.isCategorical {
      problem(
        node, path,
        "\"\(attribute.name)\" has \(attribute.levels.count) groups, too many to be told apart "
          + "here; at most \(Attribute.mostLevels)")
      return nil
    }
    return index
  }

  /// The index of a population's attribute that says who belongs together, in any number of groups.
  mutating func grouping(_ node: SpecNode?, of population: Int, path: String) -> Int? {
    attribute(node, of: population, path: path, wanted: "categorical") { !$0.isReal }
  }

  private mutating func attribute(
    _ node: SpecNode?, of population: Int, path: String, wanted: String,
    _ isWanted: (Attribute) -> Bool
  ) -> Int? {
    guard let node else { return nil }
    let known = populations[population].attributes
    guard
      let index = reference(
        node, among: known.map(\.name), what: "attribute of \(populationNames[population])",
        path: path)
    else { return nil }
    if !isWanted(known[index]) {
      problem(node, path, "\"\(known[index].name)\" is not a \(wanted) attribute")
      return nil
    }
    return index
  }
}
