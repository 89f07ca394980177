import Estimation
import Interchange
import Journeys

/// Reads the transitions of a scenario as ways of a likelihood, gathering what cannot be read.
struct ObservedJourneyReader {
  let scenario: Scenario
  /// The scenario's document with expressions as they are written.
  let root: SpecNode
  let document: String
  let spec: TransitionsSpec
  let specName: String
  /// The columns of the panel.
  let columns: [String]
  /// The names of all parameters of the scenario.
  let parameters: [String]

  var problems: [SpecProblem] = []
  var remarks: [String] = []
  var responses: [String] = []
  /// The population whose journey it is.
  var population = 0

  init(
    scenario: Scenario, root: SpecNode, document: String, spec: TransitionsSpec, specName: String,
    columns: [String], parameters: [String]
  ) {
    self.scenario = scenario
    self.root = root
    self.document = document
    self.spec = spec
    self.specName = specName
    self.columns = columns
    self.parameters = parameters
  }

  var own: PopulationSpec { scenario.populations[population] }

  /// The ways; `nil` after reporting what is wrong.
  mutating func read() -> [TransitionsSpec.Way]? {
    guard findPopulation() else { return nil }
    checkNames()
    var ways: [TransitionsSpec.Way] = []
    for (index, transition) in own.journey.transitions.enumerated() {
      var inherited = way(transition)
      let rest = leftOut(transition, index, from: &inherited)
      guard let listed = spec.ways.first(where: { $0.name == transition.name }) else {
        report(rest, of: transition)
        ways.append(inherited)
        continue
      }
      checkStages(listed, inherited)
      remark(rest, inherited, listed)
      var way = listed
      way.from = inherited.from
      way.to = inherited.to
      ways.append(way)
    }
    return problems.isEmpty ? ways : nil
  }

  func nothingToLearn(_ used: [String]) -> SpecProblem {
    SpecProblem(
      document: document, line: root["parameters"]?.line ?? 0, path: "parameters",
      problem: used.isEmpty
        ? "no transition of \(own.name) depends on a parameter; write a rate as $name, and give the "
          + "parameter a prior"
        : "none of \(used.joined(separator: ", ")) is to be learned; give one a prior, low and high"
    )
  }

  // MARK: Names

  private mutating func findPopulation() -> Bool {
    let moving = scenario.populations.indices.filter {
      !scenario.populations[$0].journey.transitions.isEmpty
    }
    let names = moving.map { scenario.populations[$0].name }
    if let asked = spec.population {
      if let place = moving.first(where: { scenario.populations[$0].name == asked }) {
        population = place
        return true
      }
      let near = nearestKey(to: asked, among: names).map { "did you mean \($0)?" }
      reportSpec(
        0, "population",
        "no population \"\(asked)\" with transitions in \(document); "
          + (near ?? "there are \(names.joined(separator: ", "))"))
      return false
    }
    guard moving.count == 1, let only = moving.first else {
      reportSpec(
        0, "population",
        names.isEmpty
          ? "nobody moves in \(document); calibrate it by simulation"
          : "several populations move; write one of \(names.joined(separator: ", "))")
      return false
    }
    population = only
    return true
  }

  private mutating func checkNames() {
    let known = own.journey.transitions.map(\.name)
    for listed in spec.ways {
      let path = "transitions.\(listed.name)"
      if !known.contains(listed.name) {
        let near = nearestKey(to: listed.name, among: known).map { "did you mean \($0)?" }
        reportSpec(
          listed.line, path,
          "no such transition of \(own.name); "
            + (near ?? "there are \(known.joined(separator: ", "))"))
      }
      let names = listed.rate.names + listed.effects.flatMap(\.ratio.names)
      for name in names where !parameters.contains(name) {
        let near = nearestKey(to: name, among: parameters).map { "did you mean $\($0)?" }
        reportSpec(
          listed.line, path,
          "$\(name) is no parameter of \(document); "
            + (near ?? "declare it under parameters there"))
      }
    }
  }

  private mutating func checkStages(
    _ listed: TransitionsSpec.Way, _ inherited: TransitionsSpec.Way
  ) {
    let isSame =
      (listed.from.isEmpty || Set(listed.from) == Set(inherited.from))
      && (listed.to ?? inherited.to) == inherited.to
    if isSame { return }
    reportSpec(
      listed.line, "transitions.\(listed.name)",
      "in \(document) it leads from \(inherited.from.joined(separator: ", ")) to "
        + "\(inherited.to ?? ""); write these, or leave from and to out")
  }

  // MARK: Reporting

  private mutating func reportSpec(_ line: Int, _ path: String, _ text: String) {
    problems.append(SpecProblem(document: specName, line: line, path: path, problem: text))
  }

  private mutating func report(_ rest: [LeftOut], of transition: Transition) {
    for part in rest {
      problems.append(
        SpecProblem(
          document: document, line: node(transition)?.line ?? 0,
          path: "populations.\(own.name).journey.transitions.\(transition.name)",
          problem: part.problem + "; or list the transition under transitions in \(specName)"))
    }
  }

  private mutating func remark(
    _ rest: [LeftOut], _ inherited: TransitionsSpec.Way, _ listed: TransitionsSpec.Way
  ) {
    let read = Set(listed.effects.map(\.term.column))
    let unread = inherited.effects.map(\.term.column).reduce(into: [String]()) { names, name in
      if !read.contains(name), !names.contains(name) { names.append(name) }
    }
    let parts =
      unread + rest.filter { !$0.isRead(from: read) }.map(\.words)
    if parts.isEmpty { return }
    remarks.append(
      "\(listed.name): the likelihood leaves out \(parts.joined(separator: ", ")), which the scenario "
        + "has; its rate is then that of the people who were observed, and not the scenario's base."
    )
  }
}
