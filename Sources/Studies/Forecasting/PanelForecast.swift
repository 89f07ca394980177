public import Estimation
public import Interchange
import Statistics

/// The coming periods of a panel: units and their total.
public struct PanelForecast: Sendable {
  let spec: ForecastSpec
  let history: OutcomeHistory
  let draws: ForecastDraws
  let isPlanned: Bool
  /// The last period that the scenario was written for, where a simulator forecasts beyond it.
  let scenarioEnd: String?
  /// The hierarchical model, where it forecasts.
  let fit: CountPanelFit?
  let method: ForecastMethod

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
  ///   - progress: Called with the number of ``steps`` done, from any thread.
  /// - Throws: `StudyError` when the method cannot forecast this history.
  public init(
    _ spec: ForecastSpec, _ history: OutcomeHistory, document: String, horizon: Int,
    plan: [[Double]]? = nil, threads: Int = 1, simulator: TwinForecast? = nil,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws(StudyError) {
    try Self.check(spec, history, horizon: horizon)
    let chosen = simulator == nil ? spec.method : .simulator
    if plan != nil { try Self.checkPlan(of: chosen, spec) }
    let question = spec.question(
      of: history, horizon: horizon, futureDrivers: plan, threads: threads)
    method = chosen
    do {
      if method == .hierarchical {
        let counter = StepCounter()
        let learned = try await CountPanelFit.learned(from: history, for: question) { _, _ in
          progress(counter.next())
        }
        fit = learned
        draws = learned.forecast(question)
      } else {
        fit = nil
        draws = try await spec.draws(method, of: history, question, simulator)
      }
    } catch {
      throw StudyError(
        document: document,
        problem: "method \(method.rawValue): \(error); write another method")
    }
    self.spec = spec
    self.history = history
    isPlanned = plan != nil
    scenarioEnd = simulator.flatMap { simulator in
      let written = simulator.writtenPeriods
      return history.periods.count + horizon > written
        ? history.periods.label(of: written - 1) : nil
    }
  }

  /// Makes sure that a plan is not given in vain.
  private static func checkPlan(
    of method: ForecastMethod, _ spec: ForecastSpec
  ) throws(StudyError) {
    let problem: String
    if method == .simulator {
      problem =
        "a calibrated scenario has its own plan; leave --plan out, and change the channels in the "
        + "scenario"
    } else if spec.drivers.isEmpty {
      problem =
        "the specification names no drivers; list the columns of the plan under drivers, or leave "
        + "--plan out"
    } else if !method.usesDrivers {
      problem =
        "method \(method.rawValue) uses no drivers; leave --plan out, or write method: hierarchical"
    } else {
      return
    }
    throw StudyError(document: "--plan", problem: problem)
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

  /// Steps that progress counts to where the hierarchical model forecasts; other methods take none.
  public static let steps = CountPanelSettings().iterations

  /// Names of the tables of a run.
  ///
  /// - Parameter method: How the outcome is forecast.
  /// - Returns: The names in the order of ``tables()``.
  public static func tableNames(of method: ForecastMethod) -> [String] {
    method == .hierarchical ? ["forecast", "parameters"] : ["forecast"]
  }

  /// The tables of the run.
  public func tables() -> [Table] {
    [forecastTable()] + (fit.map { [Self.parameterTable(of: $0)] } ?? [])
  }

  /// The `forecast` table: each period and all together, of the total and of each unit.
  public func forecastTable() -> Table {
    var rows = TableBuilder()
    rows.text("period", "First day or number of the period; all for the whole horizon.")
    rows.text("unit", "Unit; all for the total.")
    rows.text("metric", "What is forecast.")
    rows.spread(unit: spec.outcome)
    for (level, half) in [("50", "25"), ("90", "5")] {
      rows.number(
        "low_\(level)", unit: spec.outcome,
        "Lower end of the \(level) % interval: the largest future with at most \(half) % below it.")
      rows.number(
        "high_\(level)", unit: spec.outcome,
        "Its upper end: the least future with which \(level) % are within; nearer than a quantile where "
          + "fewer than \(half) % lie below the lower end.")
    }
    func add(_ period: String, _ unit: String, _ values: [Double]) {
      rows.add("period", period)
      rows.add("unit", unit)
      rows.add("metric", spec.outcome)
      rows.add(Spread(values))
      let sorted = values.sorted()
      for (name, level) in [("50", 0.5), ("90", 0.9)] {
        let interval = PredictionInterval(sorted, level: level)
        rows.add("low_\(name)", interval.low)
        rows.add("high_\(name)", interval.high)
      }
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
  func sum(units: Range<Int>) -> [Double] {
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

  func label(_ step: Int) -> String {
    history.periods.label(of: history.periods.count + step)
  }
}
