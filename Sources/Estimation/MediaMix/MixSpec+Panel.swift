public import Interchange

extension MixSpec {
  /// The columns that the model needs of a table, with their roles; money that is its own channel's
  /// exposure is listed once.
  public var panelLayout: PanelLayout {
    var variables = [PanelVariable(outcome.column, likelihood.hasLogLink ? .count : .outcome)]
    if let size = columns.size { variables.append(PanelVariable(size, .size)) }
    for channel in channels {
      variables.append(PanelVariable(channel.exposure, .exposure))
      if let spend = channel.spend, spend != channel.exposure {
        variables.append(PanelVariable(spend, .spend))
      }
    }
    variables += controls.map { PanelVariable($0.column, .control) }
    return PanelLayout(
      time: columns.time, unit: columns.unit, group: columns.group, variables: variables)
  }

  /// Reads the data that the model is fitted to.
  ///
  /// - Parameter csv: A tidy table: one row per unit and period.
  /// - Returns: The columns of ``panelLayout``.
  /// - Throws: Every problem of the table, and what of the model does not go with its periods.
  public func panel(_ csv: CSVFile) throws(PanelErrors) -> Panel {
    let panel = try Panel(csv: csv, layout: panelLayout)
    var problems: [String] = []
    let count = panel.periods.count
    if holdoutPeriods >= count {
      problems.append(
        "a holdout of \(holdoutPeriods) of \(count) periods leaves nothing to fit; write a smaller "
          + "holdout")
    }
    if case .knots(let knots, _) = baseline.trend, knots > count - holdoutPeriods {
      problems.append(
        "a trend of \(knots) knots has too few periods, \(count - holdoutPeriods); write fewer knots"
      )
    }
    if let season, case .number = panel.periods.step, season.cycle > Double(count) {
      problems.append(
        "a season of \(JSONText.number(season.cycle)) periods is longer than the \(count) periods of "
          + "data; write the periods of a year as season.cycle, such as 52.18 for weeks or 12 for months"
      )
    }
    guard problems.isEmpty else {
      throw PanelErrors(
        problems.map { PanelError(file: csv.name, line: 0, column: columns.time, problem: $0) })
    }
    return panel
  }

  /// Reads a plan of exposures and controls in the periods after the data.
  ///
  /// - Parameters:
  ///   - csv: A tidy table without outcomes: one row per unit and period.
  ///   - history: The data, as ``panel(_:)`` reads it.
  /// - Returns: The columns of ``panelLayout`` but outcome and size; spend only where it is given.
  /// - Throws: Every problem of the table.
  public func plan(_ csv: CSVFile, continuing history: Panel) throws(PanelErrors) -> Panel {
    try Panel(plan: csv, continuing: history, layout: panelLayout)
  }

  private var season: Season? { baseline.season }
}
