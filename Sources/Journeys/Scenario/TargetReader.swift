public import Interchange

/// Reads targets, and what other documents ask of a scenario's worlds in the same words, once its arms
/// have been checked.
public struct TargetReader {
  private let file: ScenarioDocument
  private var document: String
  private let arms: [String]
  private let settings: [String]
  /// The world of the target at hand; indices of questions are those of its arm.
  private var scenario: Scenario
  private var setting: String?
  /// What was found wrong so far.
  public private(set) var problems: [SpecProblem] = []

  /// - Parameters:
  ///   - document: A document whose arms have been checked.
  ///   - scenario: The document's world without any arm.
  init(document: ScenarioDocument, scenario: Scenario) {
    self.scenario = scenario
    file = document
    self.document = document.name
    arms = document.arms.map(\.name)
    settings = document.settings
  }

  /// A reader of a document that asks about the worlds of a scenario.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - document: The document that asks, for messages.
  ///   - arm: Arm that is meant unless a question names another.
  ///   - setting: Setting; the scenario as it stands when `nil`.
  /// - Throws: `SpecProblems` when the arm or the setting does not exist.
  public init(
    asking scenario: ScenarioDocument, document: String, arm: String, setting: String?
  ) throws(SpecProblems) {
    self.init(document: scenario, scenario: try scenario.scenario(arm: arm, setting: setting))
    self.document = document
    self.setting = setting
  }

  mutating func read(_ node: SpecNode?) -> [Target] {
    (node?.entries ?? []).compactMap { entry in
      let path = "targets.\(entry.key)"
      let bounds = entry.value["between"]?.items.compactMap(\.number) ?? []
      guard bounds.count == 2, bounds[0] <= bounds[1] else {
        report(entry.value["between"], path + ".between", "the lower figure comes first")
        return nil
      }
      let arm = name(entry.value["arm"], among: arms, "arm", path + ".arm") ?? arms[arms.count - 1]
      setting = name(
        entry.value["setting"], among: settings, "setting", path + ".setting")
      scenario = (try? file.scenario(arm: arm, setting: setting)) ?? scenario
      guard let measure = readMeasure(entry.value, arm, path) else { return nil }
      return Target(
        name: entry.key, question: entry.value["question"]?.text ?? "", low: bounds[0],
        high: bounds[1],
        setting: setting,
        measure: measure, source: entry.value["source"]?.text ?? "",
        note: entry.value["note"]?.text ?? "")
    }
  }

  /// What is measured.
  ///
  /// - Parameters:
  ///   - node: A mapping as ``Target/Measure/shape`` describes it.
  ///   - arm: Arm that is meant unless the mapping names another.
  ///   - path: Its place, for messages.
  /// - Returns: `nil` when a problem was found.
  public mutating func readMeasure(
    _ node: SpecNode, _ arm: String, _ path: String
  ) -> Target.Measure? {
    if node["value"] != nil {
      guard let first = readRatio(node, arm, path) else { return nil }
      let over = node["over"].flatMap { readRatio($0, arm, path + ".over") }
      let less = node["less"].flatMap { readRatio($0, arm, path + ".less") }
      return .value(Target.Figure(first: first, over: over, less: less))
    }
    if let gaps = node["contentGaps"] {
      return readContentGaps(gaps, arm, path + ".contentGaps").map { .contentGaps($0) }
    }
    for key in TargetShape.agentMeasures {
      guard let body = node[key] else { continue }
      let place = "\(path).\(key)"
      guard let question = readQuestion(body, arm, place) else { return nil }
      switch key {
      case "topShare": return .topShare(question, top: body["top"]?.number ?? 0.1)
      case "gini": return .gini(question)
      case "dispersion": return .dispersion(question)
      case "autocorrelation": return readAutocorrelation(body, question, place)
      case "agentShare":
        return .agentShare(question, atLeastPerStep: body["atLeastPerStep"]?.number ?? 0)
      default: break
      }
      guard let channel = readChannel(body, of: question, place) else { return nil }
      switch key {
      case "correlation": return .correlation(question, channel: channel)
      case "exposed": return .exposed(question.wholeTime(of: scenario), channel: channel)
      default:
        return .elasticity(question, channel: channel, isWithin: body["design"]?.text == "within")
      }
    }
    return nil
  }

  /// The channel whose touches are held against the events of a question.
  ///
  /// - Parameters:
  ///   - node: A mapping with `channel`.
  ///   - question: The question.
  ///   - path: Its place, for messages.
  /// - Returns: `nil` when a problem was found.
  public mutating func readChannel(
    _ node: SpecNode, of question: Target.AgentQuestion, _ path: String
  ) -> Int? {
    let channels = scenario.channels.map(\.name)
    guard let channel = index(node["channel"], among: channels, "channel", path + ".channel")
    else { return nil }
    if scenario.channels[channel].population != scenario.events[question.event].population {
      report(node["channel"], path, "the channel and the event are of different populations")
      return nil
    }
    return channel
  }

  private mutating func readRatio(
    _ node: SpecNode, _ arm: String, _ path: String
  ) -> Target.Ratio? {
    guard let value = node["value"].flatMap({ readQuantity($0, arm, path + ".value") }) else {
      return nil
    }
    guard let per = node["per"] else { return Target.Ratio(value: value, per: nil) }
    return readQuantity(per, arm, path + ".per").map { Target.Ratio(value: value, per: $0) }
  }

  /// Metrics of the forecast, summed over a window.
  ///
  /// - Parameters:
  ///   - node: A mapping as ``Target/Quantity/shape`` describes it.
  ///   - arm: Arm that is meant unless the mapping names another.
  ///   - path: Its place, for messages.
  /// - Returns: `nil` when a problem was found.
  public mutating func readQuantity(
    _ node: SpecNode, _ arm: String, _ path: String
  ) -> Target.Quantity? {
    let metrics = (node["metric"]?.items ?? []).compactMap(\.text)
    guard !metrics.isEmpty else { return nil }
    let whole = 0...(scenario.time.count - 1)
    var steps = whole
    if let from = node["from"]?.date { steps = steps.clamped(from: scenario.time, first: from) }
    if let to = node["to"]?.date { steps = steps.clamped(from: scenario.time, last: to) }
    if node["at"]?.text == "last" { steps = steps.upperBound...steps.upperBound }
    let quantity = Target.Quantity(
      metrics: metrics, less: (node["less"]?.items ?? []).compactMap(\.text),
      arms: readArms(node, arm, path),
      levels: (node["where"]?.entries ?? []).map { ($0.key, $0.value.text ?? "") },
      steps: steps.lowerBound..<(steps.upperBound + 1))
    for arm in quantity.arms { check(quantity, in: arm.name, node, path) }
    return quantity
  }

  /// The arms of a quantity with their weights: one, one less another, or any sum.
  private mutating func readArms(
    _ node: SpecNode, _ arm: String, _ path: String
  ) -> [(name: String, weight: Double)] {
    guard let weights = node["arms"] else {
      let owner = name(node["arm"], among: arms, "arm", path + ".arm") ?? arm
      let minus = name(node["minus"], among: arms, "arm", path + ".minus")
      return [(name: owner, weight: 1)] + (minus.map { [(name: $0, weight: -1)] } ?? [])
    }
    if weights.entries.isEmpty { report(weights, path + ".arms", "names no arm; write one") }
    return weights.entries.compactMap { entry in
      let key = SpecNode(.scalar(entry.key), line: entry.line)
      return name(key, among: arms, "arm", path + ".arms").map {
        (name: $0, weight: entry.value.number ?? 1)
      }
    }
  }

  /// Reports what an arm does not have of a quantity.
  private mutating func check(
    _ quantity: Target.Quantity, in arm: String, _ node: SpecNode, _ path: String
  ) {
    guard let world = try? file.scenario(arm: arm, setting: setting) else { return }
    if quantity.resolved(in: world) != nil { return }
    let known = Metric.all(in: world).map { $0.name(in: world) }
    for (key, metric) in quantity.metrics.map({ ("metric", $0) })
      + quantity.less.map({ ("less", $0) }) where !known.contains(metric)
    {
      let near = nearestKey(to: metric, among: known).map { "did you mean \($0)?" }
      report(
        node[key], "\(path).\(key)",
        "unknown metric \"\(metric)\" in the arm \(arm); "
          + (near ?? "the forecast table lists them"))
      return
    }
    report(
      node["where"], path + ".where",
      "the breakdown of the arm \(arm) does not have these attributes and levels; add them to the "
        + "breakdown of the metric's population")
  }

  /// A question to the record of single agents.
  ///
  /// - Parameters:
  ///   - node: A mapping with `event`, and perhaps `only`, `from` and `periodWeeks`.
  ///   - arm: Arm in which agents are recorded.
  ///   - path: Its place, for messages.
  /// - Returns: `nil` when a problem was found.
  public mutating func readQuestion(
    _ node: SpecNode, _ arm: String, _ path: String
  ) -> Target.AgentQuestion? {
    let events = scenario.events.map(\.name)
    guard let event = index(node["event"], among: events, "event", path + ".event") else {
      return nil
    }
    let population = scenario.populations[scenario.events[event].population]
    var only: [(attribute: Int, levels: [Int])] = []
    for entry in node["only"]?.entries ?? [] {
      let place = path + ".only"
      let names = population.attributes.map(\.name)
      let key = SpecNode(.scalar(entry.key), line: entry.line)
      guard let attribute = index(key, among: names, "attribute", place) else { continue }
      let levels = entry.value.items.compactMap {
        index($0, among: population.attributes[attribute].levels, "level", place)
      }
      only.append((attribute, levels))
    }
    let weeks = node["periodWeeks"]?.integer ?? 4
    let first = node["from"]?.date.map { max(0, scenario.time.step(containing: $0)) } ?? 0
    return Target.AgentQuestion(
      arm: arm, event: event, periodSteps: max(1, weeks * 7 / scenario.time.step.days),
      only: only, firstStep: min(first, scenario.time.count - 1))
  }

  private mutating func readAutocorrelation(
    _ node: SpecNode, _ question: Target.AgentQuestion, _ path: String
  ) -> Target.Measure? {
    let lag = node["lag"]?.integer ?? 1
    let periods = (scenario.time.count - question.firstStep) / question.periodSteps
    guard lag < periods else {
      report(
        node["lag"] ?? node, path,
        "nothing is \(lag) periods apart in \(periods); use a smaller lag or shorter periods")
      return nil
    }
    return .autocorrelation(question, lag: lag)
  }

  private mutating func readContentGaps(
    _ node: SpecNode, _ arm: String, _ path: String
  ) -> Target.ContentQuestion? {
    let channels = scenario.channels.map(\.name)
    guard let channel = index(node["channel"], among: channels, "channel", path + ".channel")
    else { return nil }
    let population = scenario.populations[scenario.channels[channel].population]
    guard
      let attribute = index(
        node["by"], among: population.attributes.map(\.name), "attribute of \(population.name)",
        path + ".by")
    else { return nil }
    guard population.attributes[attribute].isCategorical else {
      report(
        node["by"], path + ".by",
        "\"\(population.attributes[attribute].name)\" is not a categorical attribute")
      return nil
    }
    return Target.ContentQuestion(
      arm: arm, channel: channel, by: attribute, below: node["below"]?.number ?? 1)
  }

  // MARK: Names

  private mutating func report(_ node: SpecNode?, _ path: String, _ text: String) {
    problems.append(
      SpecProblem(document: document, line: node?.line ?? 0, path: path, problem: text))
  }

  private mutating func index(
    _ node: SpecNode?, among names: [String], _ what: String, _ path: String
  ) -> Int? {
    guard let text = node?.text else { return nil }
    if let index = names.firstIndex(of: text) { return index }
    let near = nearestKey(to: text, among: names).map { "did you mean \($0)?" }
    report(
      node, path,
      "unknown \(what) \"\(text)\"; " + (near ?? "known are \(names.joined(separator: ", "))"))
    return nil
  }

  private mutating func name(
    _ node: SpecNode?, among names: [String], _ what: String, _ path: String
  ) -> String? {
    index(node, among: names, what, path).map { names[$0] }
  }
}

extension Target.AgentQuestion {
  /// The same question with all steps in one period.
  fileprivate func wholeTime(of scenario: Scenario) -> Target.AgentQuestion {
    Target.AgentQuestion(
      arm: arm, event: event, periodSteps: scenario.time.count, only: only, firstStep: firstStep)
  }
}

extension ClosedRange<Int> {
  /// The part of the steps from the step that holds a date.
  fileprivate func clamped(from grid: TimeGrid, first: CivilDate) -> ClosedRange<Int> {
    Swift.min(Swift.max(lowerBound, grid.step(containing: first)), upperBound)...upperBound
  }

  /// The part of the steps to the step that holds a date.
  fileprivate func clamped(from grid: TimeGrid, last: CivilDate) -> ClosedRange<Int> {
    lowerBound...Swift.max(Swift.min(upperBound, grid.step(containing: last)), lowerBound)
  }
}
