public import Interchange

/// Named values and their priors.
extension ScenarioDocument {
  /// The same document whose draws of parameters are rows of a calibration.
  ///
  /// Parameters that the rows do not hold keep their own values, as they did when the rows were
  /// found. An arm or a setting that gives a parameter another value than the document keeps it: it
  /// asks what would happen then.
  ///
  /// - Parameter draws: The rows.
  /// - Returns: The document with these draws.
  /// - Throws: `SpecProblems` when the document has no parameter of a name.
  public func drawing(from draws: ParameterDraws) throws(SpecProblems) -> ScenarioDocument {
    let written = Self.parameters(in: root)
    let known = written.map(\.name)
    let problems = draws.names.filter { !known.contains($0) }.map { name in
      SpecProblem(
        document: self.name, line: root["parameters"]?.line ?? 0, path: "parameters",
        problem: "no parameter \"\(name)\", which the draws hold; "
          + (nearestKey(to: name, among: known).map { "did you mean \($0)?" }
            ?? "take the scenario that was calibrated"))
    }
    if !problems.isEmpty { throw SpecProblems(problems) }
    var document = self
    document.parameterDraws = draws
    document.writtenParameters = written
    return document
  }

  /// Whether the value of a parameter differs between draws.
  public func isDrawn(_ parameter: ScenarioParameter) -> Bool {
    guard let parameterDraws else { return parameter.prior != nil }
    return parameterDraws.names.contains(parameter.name) && isAsWritten(parameter)
  }

  /// The value of a parameter in a draw.
  ///
  /// - Parameters:
  ///   - parameter: A parameter of one of the document's worlds.
  ///   - draw: Number of the draw, from 0.
  ///   - seed: The scenario's seed.
  /// - Returns: The value of the calibration's row, or a quantile of the prior.
  public func value(of parameter: ScenarioParameter, draw: Int, seed: UInt64) -> Double {
    guard let parameterDraws else { return parameter.value(draw: draw, seed: seed) }
    guard isAsWritten(parameter) else { return parameter.value }
    return parameterDraws.value(of: parameter.name, draw: draw) ?? parameter.value
  }

  /// Whether no overlay gives a parameter of one of the document's worlds another value.
  public func isAsWritten(_ parameter: ScenarioParameter) -> Bool {
    (writtenParameters ?? Self.parameters(in: root))
      .first { $0.name == parameter.name }?.value == parameter.value
  }

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
