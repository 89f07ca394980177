public import Interchange

extension ForecastSpec {
  /// The columns that a forecast needs of a table.
  public var panelLayout: PanelLayout {
    PanelLayout(
      time: time, unit: unit,
      variables: [PanelVariable(outcome, .count, mayBeZero: true)]
        + drivers.map { PanelVariable($0.column, .exposure) },
      absentRowsAreZero: missingRowsAreZero)
  }

  /// Reads the history that a forecast is made from.
  ///
  /// - Parameter csv: A tidy table: one row per unit and period.
  /// - Returns: The panel, with the columns of ``panelLayout``.
  /// - Throws: Every problem of the table, columns without any variation among them.
  public func panel(_ csv: CSVFile) throws(PanelErrors) -> Panel {
    let panel = try Panel(csv: csv, layout: panelLayout)
    var problems: [PanelError] = []
    if let unit, panel.units.contains("all") {
      problems.append(
        PanelError(
          file: csv.name, line: 0, column: unit,
          problem: "a unit is named all, as tables call the total; rename it"))
    }
    for (index, name) in panel.variables.enumerated() {
      let column = panel[name] ?? []
      guard let first = column.first, column.allSatisfy({ $0 == first }) else { continue }
      let remedy =
        index == 0
        ? "there is nothing to forecast; check the column" : "it explains nothing; drop the driver"
      problems.append(
        PanelError(
          file: csv.name, line: 0, column: name,
          problem: "every row has the value \(JSONText.number(first)); \(remedy)"))
    }
    guard problems.isEmpty else { throw PanelErrors(problems) }
    return panel
  }

  /// Reads coming values of the drivers.
  ///
  /// - Parameters:
  ///   - csv: A tidy table without outcomes: one row per unit and coming period.
  ///   - history: The panel of ``panel(_:)``.
  ///   - horizon: Periods ahead, which the plan covers at least.
  /// - Returns: One unit-major column over the horizon for each driver.
  /// - Throws: Every problem of the table.
  public func plan(
    _ csv: CSVFile, continuing history: Panel, horizon: Int
  ) throws(PanelErrors) -> [[Double]] {
    let plan = try Panel(plan: csv, continuing: history, layout: panelLayout)
    let count = plan.periods.count
    guard count >= horizon else {
      throw PanelErrors([
        PanelError(
          file: csv.name, line: 0, column: time,
          problem: "the plan ends at \(plan.periods.label(of: count - 1)) and the forecast at "
            + "\(history.periods.label(of: history.periods.count + horizon - 1)); plan \(horizon) "
            + "periods, or forecast \(count)")
      ])
    }
    return drivers.map { driver in
      OutcomeHistory.columns(plan[driver.column] ?? [], 0..<horizon, of: count)
    }
  }

  /// The history in a panel.
  ///
  /// - Parameter panel: The panel of ``panel(_:)``.
  /// - Returns: Its outcome and drivers.
  public func history(in panel: Panel) -> OutcomeHistory {
    OutcomeHistory(
      units: panel.units == [""] ? [outcome] : panel.units, periods: panel.periods,
      outcome: panel[outcome] ?? [], driverNames: drivers.map(\.column),
      drivers: drivers.map { panel[$0.column] ?? [] })
  }

  /// The question of a forecast.
  ///
  /// - Parameters:
  ///   - history: What is known.
  ///   - horizon: Periods ahead.
  ///   - futureDrivers: Coming values of drivers; nil where the mean of the last periods goes on.
  ///   - threads: Threads that a method may use.
  /// - Returns: The question, for all units.
  public func question(
    of history: OutcomeHistory, horizon: Int, futureDrivers: [[Double]]? = nil, threads: Int = 1
  ) -> ForecastQuestion {
    ForecastQuestion(
      horizon: horizon, drawCount: drawCount, seed: seed,
      season: season ?? history.periods.seasonByCalendar, retentions: drivers.map(\.retention),
      futureDrivers: futureDrivers
        ?? history.heldDrivers(horizon: horizon, meanOfLast: future.meanOfLast),
      threads: threads)
  }

  /// Forecasts a history, with units that add up to a total as the specification says.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - history: What is known.
  ///   - question: The question of ``question(of:horizon:futureDrivers:threads:)``.
  /// - Returns: Futures of all units.
  /// - Throws: Why the method cannot forecast this history.
  public func draws(
    _ method: ForecastMethod, of history: OutcomeHistory, _ question: ForecastQuestion
  ) async throws(ForecastError) -> ForecastDraws {
    let draws = try await method.draws(of: history, question)
    guard reconciliation != .bottomUp, !method.sharesShocks, history.units.count > 1 else {
      return draws
    }
    let total = try await method.methodOfTotal.draws(of: history.total(), question)
    return reconciliation.reconciled(draws, total: total, seed: question.seed)
  }
}
