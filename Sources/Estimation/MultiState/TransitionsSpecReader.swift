public import Interchange

extension TransitionsSpec {
  /// The keys of a section about observed stages, for the shape of a document that holds one.
  public static let fields: [SpecField] = [
    .optional(
      "population", .text, "Population whose journey it is; needed when there are several."),
    .required("data", .fields(columns), "Columns of the panel."),
    .optional(
      "time", .choice(["steps", "continuous"]),
      "steps (the default): one move at most in each step, as in a simulation; continuous: moves at "
        + "any time."),
    .optional(
      "transitions", .map(.fields(way), of: "transition"),
      "Transitions whose rates or effects are read from other columns or parameters than the "
        + "scenario's own."),
  ]

  private static let columns = SpecShape(
    "stage columns", "Columns of a table with one row per unit and observation.",
    [
      .required("unit", .text, "Column of names of units."),
      .required("period", .text, "Column of dates, YYYY-MM-DD, or of whole numbers of periods."),
      .required("stage", .text, "Column of names of stages."),
      .optional(
        "periodDays", .number(.positive),
        "Length of a numbered period in days; that of a step unless said."),
    ])

  private static let way = SpecShape(
    "observed transition", "What a transition depends on, in parameters and columns.",
    [
      .optional("from", .oneOrMore(.text), "Stage or stages that it leaves."),
      .optional("to", .text, "Stage that it reaches."),
      .required(
        "rate", .number(.notNegative), "Rate a week where all columns are 0, such as $trial_rate."),
      .optional(
        "effects",
        .map(
          .either([
            .number(.notNegative), .map(.number(.notNegative), of: "level"),
          ]), of: "column"),
        "Ratio of the rate per unit of a column; by level of a column of words; or perDoubling."),
    ])

  /// Reads a section that its shape has accepted.
  ///
  /// - Parameters:
  ///   - node: The mapping whose keys are ``fields``, perhaps among others.
  ///   - document: The name of the document, for messages.
  ///   - path: The dotted path of the section; empty for the root.
  ///   - problems: Receives what is wrong with the values.
  public init(
    _ node: SpecNode, document: String, path: String = "", problems: inout [SpecProblem]
  ) {
    let data = node["data"]
    population = node["population"]?.text
    unit = data?["unit"]?.text ?? ""
    period = data?["period"]?.text ?? ""
    stage = data?["stage"]?.text ?? ""
    daysPerPeriod = data?["periodDays"]?.number
    isContinuous = node["time"]?.text == "continuous"
    ways = (node["transitions"]?.entries ?? []).map { Self.way($0) }
    problems += Self.repeatedColumns(data, document, path.isEmpty ? "data" : "\(path).data")
  }

  private static func way(_ entry: SpecEntry) -> TransitionsSpec.Way {
    let node = entry.value
    var effects: [TransitionsSpec.Effect] = []
    for effect in node["effects"]?.entries ?? [] {
      if effect.value.entries.isEmpty {
        effects.append(
          TransitionsSpec.Effect(
            term: .perUnit(column: effect.key), ratio: quantity(effect.value)))
      }
      for level in effect.value.entries {
        let term: StageTerm =
          switch level.key {
          case "perUnit": .perUnit(column: effect.key)
          case "perDoubling": .perDoubling(column: effect.key)
          default: .level(column: effect.key, level: level.key)
          }
        effects.append(TransitionsSpec.Effect(term: term, ratio: quantity(level.value)))
      }
    }
    return TransitionsSpec.Way(
      name: entry.key, from: node["from"]?.items.compactMap(\.text) ?? [], to: node["to"]?.text,
      rate: quantity(node["rate"]), effects: effects, line: entry.line)
  }

  /// What a checked node says; 1 where the shape has reported it.
  private static func quantity(_ node: SpecNode?) -> StageQuantity {
    node?.text.flatMap { StageQuantity(text: $0) } ?? StageQuantity(known: 1)
  }

  /// A column that is meant to be two things.
  private static func repeatedColumns(
    _ data: SpecNode?, _ document: String, _ path: String
  ) -> [SpecProblem] {
    var first: [String: String] = [:]
    return ["unit", "period", "stage"].compactMap { key in
      guard let node = data?[key], let column = node.text else { return nil }
      guard let other = first[column] else {
        first[column] = key
        return nil
      }
      return SpecProblem(
        document: document, line: node.line, path: "\(path).\(key)",
        problem: "column \(column) is the \(other) already; name another column")
    }
  }
}
