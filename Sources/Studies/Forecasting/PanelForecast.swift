public import Estimation
public import Interchange
import Statistics

/// The coming periods of a panel: units and their total.
public struct PanelForecast: Sendable {
  private let spec: ForecastSpec
  private let history: OutcomeHistory
  private let draws: ForecastDraws
  private let isPlanned: Bool
  private let method: ForecastMethod

  /// Forecasts a panel.
  ///
  /// - Parameters:
  ///   - spec: What is forecast, and how.
  ///   - history: The whole history.
  ///   - document: The panel's file, for messages.
  ///   - horizon: Periods ahead, at least one.
  ///   - plan: Coming values of drivers; nil where the mean of the last periods goes on.
  ///   - threads: Threads that a method may use.
  ///   - simulator: A calibrated scenario that forecasts in place of the specification's method.
  /// - Throws: `StudyError` when the method cannot forecast this history.
  public init(
    _ spec: ForecastSpec, _ history: OutcomeHistory, document: String, horizon: Int,
    plan: [[Double]]? = nil, threads: Int = 1, simulator: TwinForecast? = nil
  ) async throws(StudyError) {
    try Self.check(spec, history, horizon: horizon)
    let question = spec.question(
      of: history, horizon: horizon, futureDrivers: plan, threads: threads)
    method = simulator == nil ? spec.method : .simulator
    do {
      draws = try await spec.draws(method, of: history, question, simulator)
    } catch {
      throw StudyError(
        document: document,
        problem: "method \(method.rawValue): \(error); write another method")
    }
    self.spec = spec
    self.history = history
    isPlanned = plan != nil
  }

  /// Makes sure that all futures fit into memory.
  static func check(
    _ spec: ForecastSpec, _ history: OutcomeHistory, horizon: Int
  ) throws(StudyError) {
    let each = history.units.count * horizon
    guard each * spec.drawCount > ForecastSpec.mostValues else { return }
    throw StudyError(
      document: spec.title,
      problem: "\(HumanNumber.grouped(history.units.count)) units, \(horizon) periods and "
        + "\(HumanNumber.grouped(spec.drawCount)) draws are too many futures at once; write draws: "
        + "\(max(100, ForecastSpec.mostValues / each)), or forecast fewer units at a time")
  }

  /// Names of the tables of a run.
  public static let tableNames: Set<String> = ["forecast"]

  /// The tables of the run.
  public func tables() -> [Table] { [forecastTable()] }

  /// The `forecast` table: each period and all together, of the total and of each unit.
  public func forecastTable() -> Table {
    var rows = TableBuilder()
    rows.text("period", "First day or number of the period; all for the whole horizon.")
    rows.text("unit", "Unit; all for the total.")
    rows.text("metric", "What is forecast.")
    rows.spread(unit: spec.outcome)
    func add(_ period: String, _ unit: String, _ values: [Double]) {
      rows.add("period", period)
      rows.add("unit", unit)
      rows.add("metric", spec.outcome)
      rows.add(Spread(counts: values))
    }
    for step in 0..<draws.horizon { add(label(step), "all", draws.totals(step: step)) }
    add("all", "all", sum(units: history.units.indices))
    guard history.units.count > 1 else { return table(rows) }
    for unit in history.units.indices {
      for step in 0..<draws.horizon {
        add(label(step), history.units[unit], draws.draws(unit: unit, step: step).map(Double.init))
      }
      add("all", history.units[unit], sum(units: unit..<unit + 1))
    }
    return table(rows)
  }

  private func table(_ rows: TableBuilder) -> Table {
    rows.table("forecast", meaning: "What each unit and their total will be, over futures.")
  }

  /// The sum of units over the horizon in each future.
  private func sum(units: Range<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: draws.drawCount)
    for unit in units {
      for step in 0..<draws.horizon {
        for (draw, value) in draws.draws(unit: unit, step: step).enumerated() {
          sums[draw] += Double(value)
        }
      }
    }
    return sums
  }

  private func label(_ step: Int) -> String {
    history.periods.label(of: history.periods.count + step)
  }

  /// The forecast for an analyst: plain sentences, and the total by period.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let title = "\(spec.title): forecast of \(spec.outcome)"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += sentences().flatMap { wrapped($0, width: width) }
    lines += ["", grid().plain(width: width, maximumRows: 24)]
    lines += assumptions().flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func sentences() -> [String] {
    let units = history.units.count
    let horizon = draws.horizon
    let last = history.periods.label(of: history.periods.count - 1)
    let total = Spread(counts: sum(units: history.units.indices))
    let whole = history.total().outcome
    let recent = whole.suffix(horizon).reduce(0, +)
    var sentences = [
      "\(HumanNumber.compact(total.mean)) \(spec.outcome) in the \(horizon) "
        + "period\(horizon == 1 ? "" : "s") after \(last), with a 90 % interval from "
        + "\(HumanNumber.compact(total.p05)) to \(HumanNumber.compact(total.p95)); by "
        + "\(method.title) from \(history.periods.count) periods of "
        + "\(units == 1 ? "one series" : "\(HumanNumber.grouped(units)) units")."
    ]
    if horizon <= whole.count {
      sentences.append(
        "The last \(horizon) seen \(horizon == 1 ? "was" : "were") \(HumanNumber.compact(recent)).")
    }
    if units > 1 {
      let means = history.units.indices.map { unit in
        sum(units: unit..<unit + 1).reduce(0, +) / Double(draws.drawCount)
      }
      let tenth = means.sorted(by: >).prefix((units + 9) / 10).reduce(0, +)
      let top = means.indices.sorted { (means[$1], $0) < (means[$0], $1) }.prefix(3)
      sentences.append(
        "A tenth of the units makes \(HumanNumber.percent(tenth / means.reduce(0, +))) of it; most is "
          + "expected of "
          + top.map { "\(history.units[$0]) (\(HumanNumber.compact(means[$0])))" }
          .joined(separator: ", ") + ".")
    }
    return sentences
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    for name in ["period", "total", "half of futures", "90 % of futures"] { rows.text(name, "") }
    for step in 0..<draws.horizon {
      let spread = Spread(counts: draws.totals(step: step))
      func range(_ low: Double, _ high: Double) -> String {
        "\(HumanNumber.text(low)) to \(HumanNumber.text(high))"
      }
      rows.add("period", label(step))
      rows.add("total", HumanNumber.text(spread.mean))
      rows.add("half of futures", range(spread.p25, spread.p75))
      rows.add("90 % of futures", range(spread.p05, spread.p95))
    }
    return rows.table("forecast", meaning: "")
  }

  private func assumptions() -> [String] {
    var sentences: [String] = []
    if history.units.count > 1 { sentences.append(Self.agreement(spec, [method])) }
    if !spec.drivers.isEmpty {
      let names = spec.drivers.map(\.column).joined(separator: ", ")
      sentences.append(
        isPlanned
          ? "\(names): as planned." : "\(names): no plan is given, and \(Self.heldWords(spec)).")
    }
    return sentences.filter { !$0.isEmpty }
  }

  /// What drivers do where nobody knows them.
  static func heldWords(_ spec: ForecastSpec) -> String {
    let count = spec.future.meanOfLast
    return count == 1
      ? "the last period of each unit goes on"
      : "the mean of the last \(count) periods of each unit goes on"
  }

  /// How units and their total are made to agree; empty where no method needs it.
  static func agreement(_ spec: ForecastSpec, _ methods: [ForecastMethod]) -> String {
    guard methods.contains(where: { !$0.sharesShocks }) else { return "" }
    let whose =
      methods.allSatisfy { !$0.sharesShocks }
      ? "Units" : "Units of methods that draw them apart"
    return switch spec.reconciliation {
    case .bottomUp:
      "\(whose) are drawn apart from each other; the total is their sum, and its intervals are "
        + "narrow where units share shocks."
    case .topDown:
      "\(whose) share out a forecast of the total, so that they add up in every future."
    case .minimumTrace:
      "\(whose) share out the mean of their sum and of a forecast of the total, weighted by their "
        + "variances, so that they add up in every future."
    }
  }
}
