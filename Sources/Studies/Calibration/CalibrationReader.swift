import Estimation
import Interchange
import Journeys
import Statistics

/// Reads a calibration whose form has been checked, gathering every problem on the way.
struct CalibrationReader {
  let arm: String
  let setting: String?
  private let root: SpecNode
  private let document: String
  private let scenario: ScenarioDocument
  private var asking: TargetReader
  private var own: [SpecProblem] = []

  /// - Throws: `SpecProblems` when the arm or the setting does not exist.
  init(root: SpecNode, document: String, scenario: ScenarioDocument) throws(SpecProblems) {
    self.root = root
    self.document = document
    self.scenario = scenario
    arm = root["arm"]?.text ?? scenario.baseline
    setting = root["setting"]?.text
    asking = try TargetReader(asking: scenario, document: document, arm: arm, setting: setting)
  }

  /// Everything that was found wrong.
  var problems: [SpecProblem] { own + asking.problems }

  private mutating func report(_ node: SpecNode?, _ path: String, _ text: String) {
    own.append(SpecProblem(document: document, line: node?.line ?? 0, path: path, problem: text))
  }

  // MARK: Parameters

  mutating func readParameters() -> [ScenarioParameter] {
    let all = scenario.parameters(arm: arm, setting: setting)
    let open = all.filter {
      $0.prior != nil && scenario.isAsWritten($0) && $0.name != ParameterDraws.numberColumn
    }
    guard let node = root["parameters"] else {
      if open.isEmpty {
        report(
          nil, "parameters",
          "\(scenario.name) has no parameter with a prior; give what is to be learned a prior, low "
            + "and high under parameters")
      }
      return open
    }
    var chosen: [ScenarioParameter] = []
    if node.items.isEmpty { report(node, "parameters", "names none; write at least one") }
    for (index, item) in node.items.enumerated() {
      let name = item.text ?? ""
      let path = "parameters[\(index)]"
      guard let parameter = all.first(where: { $0.name == name }) else {
        let near = nearestKey(to: name, among: all.map(\.name)).map { "did you mean \($0)?" }
        report(
          item, path,
          "unknown parameter \"\(name)\"; "
            + (near ?? "those with a prior are \(open.map(\.name).joined(separator: ", "))"))
        continue
      }
      if parameter.prior == nil {
        report(
          item, path,
          "\(name) has no prior in \(scenario.name); give it prior, low and high, or leave it out")
      } else if !scenario.isAsWritten(parameter) {
        report(
          item, path,
          "\(name) has a value of its own in the arm \(arm)"
            + (setting.map { " or the setting \($0)" } ?? "")
            + ", which no draw changes; leave it out, or calibrate another arm")
      } else if name == ParameterDraws.numberColumn {
        report(
          item, path, "\(name) is the name of the column that numbers draws; rename the parameter")
      } else if chosen.contains(parameter) {
        report(item, path, "\(name) is named twice; remove one")
      } else {
        chosen.append(parameter)
      }
    }
    return chosen
  }

  // MARK: Budget

  /// The most worlds of a calibration; *chosen*, and few enough that each has its own number.
  private static let mostWorlds = 10_000_000
  /// The most minutes; *chosen* as two years.
  private static let mostMinutes = 1_000_000.0

  mutating func checkBudget() {
    let budget = root["budget"]
    if let worlds = budget?["simulations"]?.integer, worlds > Self.mostWorlds {
      report(
        budget?["simulations"], "budget.simulations", "\(worlds) is more than \(Self.mostWorlds)")
    }
    if let minutes = budget?["minutes"]?.number, minutes > Self.mostMinutes {
      report(
        budget?["minutes"], "budget.minutes",
        "\(HumanNumber.text(minutes)) is more than \(HumanNumber.text(Self.mostMinutes)); leave it out "
          + "for no bound")
    }
  }

  // MARK: Data

  /// How the data are read; `nil` when no target needs them.
  mutating func readData(_ goals: [CalibrationSpec.Goal]) -> CalibrationSpec.PastLayout? {
    var outcomes: [String] = []
    // A panel's outcome is held against events of people; a series may be a sum of anything.
    var counts: Set<String> = []
    var efforts: [String] = []
    for goal in goals {
      switch goal.measure {
      case .series(let column, _): outcomes.append(column)
      case .panel(_, _, let outcome, let effort, _):
        outcomes.append(outcome)
        counts.insert(outcome)
        efforts += effort.map { [$0] } ?? []
      case .figure: break
      }
    }
    guard let node = root["data"] else {
      if !outcomes.isEmpty {
        report(nil, "data", "missing; targets of data need it: write period and perhaps unit")
      }
      return nil
    }
    let named =
      outcomes.map { PanelVariable($0, counts.contains($0) ? .count : .outcome, mayBeZero: true) }
      + efforts.map { PanelVariable($0, .exposure) }
    let variables = named.reduce(into: [PanelVariable]()) { variables, variable in
      if !variables.contains(where: { $0.name == variable.name }) { variables.append(variable) }
    }
    return CalibrationSpec.PastLayout(
      layout: PanelLayout(
        time: node["period"]?.text ?? "", unit: node["unit"]?.text, variables: variables),
      stepsPerPeriod: node["stepsPerPeriod"]?.integer, start: node["start"]?.date,
      holdout: node["holdout"]?.integer ?? 0)
  }

  // MARK: Targets

  mutating func readGoals() -> [CalibrationSpec.Goal] {
    let entries = root["targets"]?.entries ?? []
    if entries.isEmpty { report(root["targets"], "targets", "names none; write at least one") }
    return entries.compactMap { entry in
      let path = "targets.\(entry.key)"
      guard let (measure, tolerance) = readMeasure(entry.value, path) else { return nil }
      return CalibrationSpec.Goal(
        name: entry.key, measure: measure, tolerance: tolerance,
        weight: entry.value["weight"]?.number ?? 1, place: (entry.line, path))
    }
  }

  private mutating func readMeasure(
    _ node: SpecNode, _ path: String
  ) -> (CalibrationSpec.Measure, CalibrationSpec.Tolerance)? {
    var tolerance = CalibrationSpec.Tolerance.absolute(node["tolerance"]?.number ?? 0)
    if let share = node["relativeTolerance"]?.number { tolerance = .relative(share) }
    if let series = node["series"] {
      refuse(node, ["is", "between"], path, "the data say what a series is")
      let place = "\(path).series"
      return asking.readQuantity(series, arm, place).map {
        (.series(column: series["column"]?.text ?? "", $0), tolerance)
      }
    }
    if let panel = node["panel"] {
      refuse(node, ["is", "between"], path, "the data say what a panel's figures are")
      return readPanel(panel, "\(path).panel").map { ($0, tolerance) }
    }
    if let name = node["target"] {
      return readTarget(name, node, path)
    }
    guard let figure = node["figure"] else { return nil }
    let measure = asking.readMeasure(figure, arm, "\(path).figure")
    let bounds = node["between"]?.items.compactMap(\.number) ?? []
    if bounds.count == 2 {
      guard bounds[0] <= bounds[1] else {
        report(node["between"], "\(path).between", "the lower figure comes first")
        return nil
      }
      tolerance = Self.tolerance(low: bounds[0], high: bounds[1])
    }
    guard let value = node["is"]?.number ?? (bounds.count == 2 ? bounds.reduce(0, +) / 2 : nil)
    else {
      report(node, path, "a figure needs is, with a tolerance, or between")
      return nil
    }
    return measure.map { (.figure($0, value: value), tolerance) }
  }

  private mutating func refuse(
    _ node: SpecNode, _ keys: [String], _ path: String, _ reason: String
  ) {
    for key in keys where node[key] != nil {
      report(node[key], "\(path).\(key)", "\(reason); remove it")
    }
  }

  private mutating func readTarget(
    _ name: SpecNode, _ node: SpecNode, _ path: String
  ) -> (CalibrationSpec.Measure, CalibrationSpec.Tolerance)? {
    refuse(
      node, ["is", "between", "tolerance", "relativeTolerance"], path,
      "the scenario's target says it")
    let place = "\(path).target"
    let known = scenario.targets.map(\.name)
    guard let target = scenario.targets.first(where: { $0.name == name.text }) else {
      let near = nearestKey(to: name.text ?? "", among: known).map { "did you mean \($0)?" }
      report(
        name, place,
        "no target \"\(name.text ?? "")\" in \(scenario.name); "
          + (near ?? (known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))")))
      return nil
    }
    if target.setting != setting {
      report(
        name, place,
        "\(target.name) is measured in \(target.setting.map { "the setting \($0)" } ?? "no setting"), "
          + "the calibration in \(setting.map { "the setting \($0)" } ?? "none"); write it as a figure"
      )
      return nil
    }
    return (
      .figure(target.measure, value: (target.low + target.high) / 2),
      Self.tolerance(low: target.low, high: target.high)
    )
  }

  /// An interval taken as the central 90 % of a normal error; *chosen*, as for priors.
  private static func tolerance(low: Double, high: Double) -> CalibrationSpec.Tolerance {
    .absolute((high - low) / 2 / Normal.quantile(0.95))
  }

  private mutating func readPanel(
    _ node: SpecNode, _ path: String
  ) -> CalibrationSpec.Measure? {
    guard let question = asking.readQuestion(node, arm, path) else { return nil }
    var channel: Int?
    if node["channel"] != nil {
      guard let found = asking.readChannel(node, of: question, path) else { return nil }
      channel = found
    }
    let effort = node["effort"]?.text
    if (effort == nil) != (channel == nil) {
      report(node, path, "channel and effort belong together; write both or none")
    }
    let items = node["statistics"]?.items ?? []
    if items.isEmpty { report(node, "\(path).statistics", "names none; write at least one") }
    let statistics = items.enumerated().compactMap { index, item -> PanelStatistic? in
      let place = "\(path).statistics[\(index)]"
      guard let statistic = PanelStatistic(name: item.text ?? "") else {
        report(
          item, place,
          "unknown statistic \"\(item.text ?? "")\"; write \(PanelStatistic.accepted)")
        return nil
      }
      if statistic.needsEffort, channel == nil {
        report(item, place, "\(statistic.name) needs the effort; write channel and effort")
      }
      return statistic
    }
    return .panel(
      question, channel: channel, outcome: node["outcome"]?.text ?? "", effort: effort, statistics)
  }
}
