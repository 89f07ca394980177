import Interchange
import Statistics

/// Reads a checked document into a `Scenario`, collecting every problem on the way.
///
/// Reading is tolerant: a value that is missing or wrong in form has been reported by the shape
/// already, so it is replaced by something harmless and reading goes on. The scenario counts only
/// when no problem was found.
struct ScenarioReader {
  let document: String
  let root: SpecNode
  let files: [String: String]
  var problems: [SpecProblem] = []

  var grid: TimeGrid
  var populations: [PopulationSpec] = []
  let populationNames: [String]
  let channelNames: [String]
  let contentNames: [String]
  let eventNames: [String]
  var content: [ContentItem] = []

  init(root: SpecNode, document: String, files: [String: String]) {
    self.document = document
    self.root = root
    self.files = files
    self.populationNames = root["populations"]?.entries.map(\.key) ?? []
    self.channelNames = root["channels"]?.entries.map(\.key) ?? []
    self.contentNames = root["content"]?.entries.map(\.key) ?? []
    self.eventNames = root["events"]?.entries.map(\.key) ?? []
    self.grid = Self.grid(root["time"])
  }

  private static func grid(_ time: SpecNode?) -> TimeGrid {
    let step = StepLength(rawValue: time?["step"]?.text ?? "") ?? .week
    let days =
      time?["horizonWeeks"]?.integer.map { $0 * 7 } ?? time?["horizonDays"]?.integer ?? step.days
    let start = time?["start"]?.date ?? CivilDate(dayNumber: 0)
    return TimeGrid(start: start, step: step, count: max(1, (days + step.days - 1) / step.days))
  }

  /// The scenario, meaningful when `problems` is empty afterwards.
  mutating func read() -> Scenario {
    checkCalendar()
    readPopulations()
    content = readContent()
    let channels = readChannels()
    let events = readEvents(channels: channels)
    let outcome =
      root["outcome"].flatMap {
        reference($0, among: eventNames, what: "event", path: "outcome")
      } ?? 0
    let time = root["time"]
    let burnInDays =
      time?["burnInWeeks"]?.integer.map { $0 * 7 } ?? time?["burnInDays"]?.integer ?? 0
    let name = root["name"]?.text ?? ""
    if name.isEmpty || !name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) {
      problem(root["name"], "name", "\"\(name)\" holds other than letters, digits and hyphens")
    }
    return Scenario(
      name: name, title: root["title"]?.text ?? name,
      currency: root["currency"]?.text ?? "USD", time: grid,
      burnInSteps: (burnInDays + grid.step.days - 1) / grid.step.days,
      seed: UInt64(max(0, root["seed"]?.integer ?? 1)),
      replicates: max(1, root["replicates"]?.integer ?? 20), outcome: outcome,
      populations: populations, channels: channels, channelsInUse: readChannelsInUse(),
      content: content, synergies: readSynergies(channels: channels), events: events,
      conditions: readConditions())
  }

  /// Horizon and burn-in must fit in the steps that a run can count.
  private mutating func checkCalendar() {
    let time = root["time"]
    let burnInDays =
      time?["burnInWeeks"]?.integer.map { $0 * 7 } ?? time?["burnInDays"]?.integer ?? 0
    let steps = grid.count + burnInDays / grid.step.days
    if steps > 20_000 {
      problem(
        time, "time",
        "\(HumanNumber.text(Double(steps))) steps are too many; at most 20,000 with the burn-in, or "
          + "a longer step")
    }
  }

  private mutating func readChannelsInUse() -> [Bool] {
    guard let node = root["channelsInUse"], !node.isNull else {
      return channelNames.map { _ in true }
    }
    switch node.text {
    case "all": return channelNames.map { _ in true }
    case "none": return channelNames.map { _ in false }
    default: break
    }
    var used = channelNames.map { _ in false }
    for (index, item) in node.items.enumerated() {
      if let channel = reference(
        item, among: channelNames, what: "channel", path: "channelsInUse[\(index)]")
      {
        used[channel] = true
      }
    }
    return used
  }

  // MARK: Pieces that all sections use

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

  /// The index of a population's real attribute.
  mutating func realAttribute(
    _ node: SpecNode?, of population: Int, path: String
  ) -> Int? {
    attribute(node, of: population, path: path, wanted: "real") { !$0.isCategorical }
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
    case .parent(let passed):
      guard let parent = populations[population].parent else { return 0 }
      return least(of: passed, in: parent)
    default: return 0
    }
  }

  /// The index of a population's categorical attribute.
  mutating func category(_ node: SpecNode?, of population: Int, path: String) -> Int? {
    attribute(node, of: population, path: path, wanted: "categorical") { $0.isCategorical }
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

  /// A number that may depend on a category of a population.
  mutating func varying(
    _ node: SpecNode?, of population: Int, path: String, otherwise fallback: Double
  ) -> Varying {
    guard let node else { return Varying(fallback) }
    if let number = node.number { return Varying(number) }
    guard let attribute = category(node["by"], of: population, path: path + ".by") else {
      return Varying(fallback)
    }
    let values = byLevel(
      node["values"], of: population, attribute: attribute, path: path + ".values",
      otherwise: node["otherwise"]?.number)
    return Varying(attribute: attribute, values: values)
  }

  /// One number for each level of an attribute; a missing level needs `otherwise`.
  mutating func byLevel(
    _ node: SpecNode?, of population: Int, attribute: Int, path: String, otherwise: Double?
  ) -> [Double] {
    let levels = populations[population].attributes[attribute].levels
    var values = levels.map { _ in otherwise }
    for entry in node?.entries ?? [] {
      guard let level = levels.firstIndex(of: entry.key) else {
        unknown(
          entry.key, among: levels,
          what: "level of \(populations[population].attributes[attribute].name)",
          node: entry.value, path: path)
        continue
      }
      values[level] = entry.value.number
    }
    for (level, value) in zip(levels, values) where value == nil {
      problem(node, path, "level \"\(level)\" has no number; add it, or otherwise")
    }
    return values.map { $0 ?? 0 }
  }

  /// Share kept from one week to the next.
  func retentionPerWeek(_ node: SpecNode?) -> Double? {
    guard let node else { return nil }
    if let kept = node["retentionPerWeek"]?.number { return kept }
    if let kept = node["retentionPerMonth"]?.number {
      return Elementary.pow(kept, 1 / TimeGrid.weeksPerMonth)
    }
    if let weeks = node["halfLifeWeeks"]?.number { return Elementary.pow(0.5, 1 / weeks) }
    if let days = node["halfLifeDays"]?.number { return Elementary.pow(0.5, 7 / days) }
    return nil
  }

  /// A rate a week from the key that the node uses, or `nil` when it uses none.
  func ratePerWeek(_ node: SpecNode?) -> Double? {
    guard let node else { return nil }
    if let rate = node["ratePerDay"]?.number { return rate * 7 }
    if let rate = node["ratePerWeek"]?.number { return rate }
    if let rate = node["ratePerMonth"]?.number { return rate / TimeGrid.weeksPerMonth }
    if let rate = node["ratePerYear"]?.number { return rate / TimeGrid.weeksPerYear }
    return nil
  }
}
