public import Interchange

extension ForecastSpec {
  /// The language: what a document may say.
  public static let shape = SpecShape(
    "forecast", "What is forecast from a panel of counts, and how.",
    [
      .optional("title", .text, "One line for headings; the name of the document unless said."),
      .required("time", .text, "Column of dates, YYYY-MM-DD, or of whole numbers of periods."),
      .optional("unit", .text, "Column of HCPs, territories or others; one series unless said."),
      .required("outcome", .text, "Column of counts that are forecast."),
      .optional(
        "drivers",
        .either([
          .list(.text, count: nil), .map(.orNothing(.fields(driver)), of: "column"),
        ]),
        "Columns of what drives the outcome, such as calls; none unless said."),
      .optional(
        "method", .choice(ForecastMethod.allCases.map(\.rawValue)),
        "How the outcome is forecast; hierarchical unless said, and ets where there are no units."),
      .optional(
        "baselines", .list(.choice(ForecastMethod.allCases.map(\.rawValue)), count: nil),
        "Methods that backtests hold it against; all but hierarchical unless said."),
      .optional(
        "season", .integer(atLeast: 2),
        "Periods of a season; 12 for months, 4 for quarters, 52 for weeks and 7 for days unless said, "
          + "none for numbered periods."),
      .optional("draws", .integer(atLeast: 100), "Futures that are drawn; 1,000 unless said."),
      .optional("seed", .integer(atLeast: 0), "Seed of every random number; 1 unless said."),
      .optional(
        "reconcile", .choice(Reconciliation.allCases.map(\.rawValue)),
        "How methods that draw units apart are made to add up: bottomUp, the total is the sum of "
          + "units; topDown, units share out a forecast of the total (the default); minimumTrace, "
          + "units share out the mean of both, weighted by their variances."),
      .optional("future", .fields(future), "What drivers are in coming periods without a plan."),
      .optional(
        "missing", .choice(["refuse", "zero"]),
        "What a missing row of a unit is: refuse, a mistake (the default); zero, a period in which "
          + "nothing happened."),
      .optional("source", .text, "Source of the data."),
      .optional("note", .text, "What the forecast is for."),
    ])

  static let driver = SpecShape(
    "driver", "A column that drives the outcome.",
    [
      .optional(
        "retention", .number(.share),
        "Share that is kept from one period to the next, below 1, for methods that do not learn it; "
          + "0.5 unless said.")
    ])

  static let future = SpecShape(
    "future", "What drivers are in coming periods.",
    [
      .optional(
        "meanOfLast", .integer(atLeast: 1),
        "Last periods of each unit whose mean goes on; 3 unless said."),
      .optional(
        "backtest", .choice(["held", "known"]),
        "What backtests know of drivers after an origin: held, nothing, the mean goes on (the "
          + "default); known, what they were, as where plans are carried out as written."),
    ])

  /// Reads a specification.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: How messages call it.
  /// - Throws: Every problem found, in the order of lines.
  public init(yaml: String, name: String) throws(SpecProblems) {
    let document = try SpecDocument(yaml: yaml, name: name)
    var problems: [SpecProblem] = []
    let root = document.root.resolving([:], document: name, problems: &problems)
    problems += Self.shape.problems(in: root, document: name)
    var reader = ForecastSpecReader(root: root, document: name)
    self = reader.read()
    // A problem in form may have others as its consequences.
    if problems.isEmpty { problems = reader.problems }
    if !problems.isEmpty { throw SpecProblems(problems) }
  }
}

/// Reads a checked document, gathering what single values cannot show.
struct ForecastSpecReader {
  let root: SpecNode
  let document: String
  private(set) var problems: [SpecProblem] = []

  init(root: SpecNode, document: String) {
    self.root = root
    self.document = document
  }

  /// The specification, meaningful when `problems` is empty afterwards.
  mutating func read() -> ForecastSpec {
    let method =
      ForecastMethod(rawValue: root["method"]?.text ?? "")
      ?? .usual(hasUnits: root["unit"] != nil)
    let baselines =
      root["baselines"]?.items.compactMap { ForecastMethod(rawValue: $0.text ?? "") }
      ?? ForecastMethod.baselines.filter { $0 != method }
    let spec = ForecastSpec(
      title: root["title"]?.text ?? document, time: root["time"]?.text ?? "",
      unit: root["unit"]?.text, outcome: root["outcome"]?.text ?? "", drivers: readDrivers(),
      method: method, baselines: baselines, season: root["season"]?.integer,
      drawCount: root["draws"]?.integer ?? 1000,
      seed: UInt64(max(0, root["seed"]?.integer ?? 1)),
      reconciliation: Reconciliation(rawValue: root["reconcile"]?.text ?? "") ?? .topDown,
      future: ForecastSpec.Future(
        meanOfLast: root["future"]?["meanOfLast"]?.integer ?? 3,
        isKnownInBacktests: root["future"]?["backtest"]?.text == "known"),
      missingRowsAreZero: root["missing"]?.text == "zero")
    checkColumns(spec)
    checkMethods(spec)
    return spec
  }

  private mutating func problem(_ node: SpecNode?, _ path: String, _ text: String) {
    problems.append(
      SpecProblem(document: document, line: node?.line ?? 0, path: path, problem: text))
  }

  private mutating func readDrivers() -> [ForecastSpec.Driver] {
    guard let node = root["drivers"] else { return [] }
    // *Chosen* between effects that are gone at once and effects that stay.
    let usual = 0.5
    if case .list(let items) = node.content {
      return items.compactMap { item in
        item.text.map { ForecastSpec.Driver(column: $0, retention: usual) }
      }
    }
    return node.entries.map { entry in
      let retention = entry.value["retention"]?.number ?? usual
      if retention >= 1 {
        problem(
          entry.value["retention"], "drivers.\(entry.key).retention",
          "an effect that never ends has no scale; write a share below 1")
      }
      return ForecastSpec.Driver(column: entry.key, retention: retention)
    }
  }

  /// Every column has one job.
  private mutating func checkColumns(_ spec: ForecastSpec) {
    var jobs = [spec.time: "the column of time"]
    func take(
      _ reader: inout ForecastSpecReader, _ column: String, _ job: String, _ node: SpecNode?,
      _ path: String
    ) {
      if column.isEmpty {
        reader.problem(
          node, path, "the name of a column is empty; write one of the table's header")
      } else if let first = jobs.updateValue(job, forKey: column) {
        reader.problem(node, path, "\"\(column)\" is \(first) already; name another column")
      }
    }
    if let unit = spec.unit { take(&self, unit, "the column of units", root["unit"], "unit") }
    take(&self, spec.outcome, "the outcome", root["outcome"], "outcome")
    for (index, driver) in spec.drivers.enumerated() {
      let drivers = root["drivers"]
      if let node = drivers?[driver.column] {
        take(&self, driver.column, "a driver", node, "drivers.\(driver.column)")
      } else {
        take(&self, driver.column, "a driver", drivers?.items[index], "drivers[\(index)]")
      }
    }
  }

  private mutating func checkMethods(_ spec: ForecastSpec) {
    var seen: Set<ForecastMethod> = [spec.method]
    for (index, method) in spec.baselines.enumerated() where !seen.insert(method).inserted {
      problem(
        root["baselines"]?.items[index], "baselines[\(index)]",
        method == spec.method
          ? "\(method.rawValue) is the method itself; name others to hold it against"
          : "\(method.rawValue) is named twice; keep one of them")
    }
  }
}
