public import Estimation
public import Interchange

/// A table of the past of units: a row per unit and period.
public struct HistoryFile: Sendable {
  /// The units and periods.
  public let panel: Panel

  /// The column of the outcome.
  public let outcome: String
  /// The name of the file and the hash of its content, and the columns that were read.
  public let identity: String

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - path: The path as the user typed it.
  ///   - outcome: The column of the outcome.
  ///   - unit: The column of units.
  ///   - period: The column of periods: dates or whole numbers.
  ///   - cluster: The column of clusters; nil without them.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` or `PanelErrors` with what is wrong
  ///   in it.
  public init(
    path: String, outcome: String, unit: String, period: String, cluster: String?
  ) throws {
    self.outcome = outcome
    let file = try DataFile(path: path)
    identity = "\(file.input.name) \(file.input.hash) \(unit),\(period),\(outcome),\(cluster ?? "")"
    panel = try Panel(
      csv: file.csv,
      layout: PanelLayout(
        // A unit without any outcome is a prescriber like others here, so that it is read as any number.
        time: period, unit: unit, group: cluster, variables: [PanelVariable(outcome, .control)]))
  }

  /// What the past says about units.
  ///
  /// - Parameters:
  ///   - before: Periods of the earlier window, 0 for none.
  ///   - after: Periods of the later window, at least 1.
  /// - Returns: The estimates.
  /// - Throws: `PowerError` where the past is too short or does not vary.
  public func estimates(before: Int, after: Int) throws(PowerError) -> PowerHistory {
    try PowerHistory(panel, variable: outcome, before: before, after: after)
  }
}
