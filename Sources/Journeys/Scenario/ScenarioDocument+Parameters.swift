import Interchange

/// Named values and their priors.
extension ScenarioDocument {
  static func parameters(in world: SpecNode) -> [ScenarioParameter] {
    computed(world).compactMap { entry in
      guard let value = entry.value["value"]?.number else { return nil }
      return ScenarioParameter(name: entry.key, value: value, prior: prior(entry.value))
    }
  }

  /// The parameters with their arithmetic done; what refers to another parameter is reported later,
  /// with the rest of the document.
  private static func computed(_ world: SpecNode) -> [SpecEntry] {
    var ignored: [SpecProblem] = []
    return world["parameters"]?.resolving([:], document: "", problems: &ignored).entries ?? []
  }

  static func prior(_ node: SpecNode) -> ParameterPrior? {
    guard let text = node["prior"]?.text, let shape = ParameterPrior.Shape(rawValue: text),
      let low = node["low"]?.number, let high = node["high"]?.number
    else { return nil }
    return ParameterPrior(shape: shape, low: low, high: high)
  }

  static func priorProblems(in world: SpecNode, document: String) -> [SpecProblem] {
    var problems: [SpecProblem] = []
    for entry in computed(world) {
      guard let shape = entry.value["prior"]?.text else { continue }
      func report(_ text: String) {
        problems.append(
          SpecProblem(
            document: document, line: entry.value["prior"]?.line ?? entry.line,
            path: "parameters.\(entry.key)", problem: text))
      }
      guard let low = entry.value["low"]?.number, let high = entry.value["high"]?.number,
        let value = entry.value["value"]?.number
      else {
        report("a prior needs low and high, its 5 % and 95 % points")
        continue
      }
      if !(low < high) { report("low is not below high; exchange them") }
      if !(low...max(low, high)).contains(value) {
        report("the value lies outside low and high")
      }
      if shape == "lognormal", low <= 0 { report("a lognormal prior needs low above 0") }
      if shape == "logitnormal", low <= 0 || high >= 1 {
        report("a logitnormal prior needs low and high between 0 and 1")
      }
    }
    return problems
  }
}
