public import Interchange

/// Outcomes by market and period, as a table on disk.
public struct GeoHistoryFile: Sendable {
  /// The outcomes.
  public let panel: Panel
  /// The names of the columns of periods, markets and outcomes.
  public let columns: (time: String, unit: String, outcome: String)
  /// The name of the file without its folder, and the hash of its content.
  public let input: (name: String, hash: UInt64)

  /// Names of columns that are found without being told, the first that is there.
  private static let usual = (
    time: ["period", "date", "week", "month", "day", "time"],
    unit: ["unit", "market", "geo", "dma", "territory", "region", "location"],
    outcome: ["outcome", "nrx", "trx", "sales", "scripts", "revenue", "y"]
  )

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - path: The path as the user typed it.
  ///   - time: The column of periods; found by its name unless given.
  ///   - unit: The column of markets; found by its name unless given.
  ///   - outcome: The column of outcomes; found by its name unless given.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` or `PanelErrors` with everything
  ///   that is wrong in it.
  public init(path: String, time: String?, unit: String?, outcome: String?) throws {
    let file = try DataFile(path: path)
    input = file.input
    var problems: [PanelError] = []
    func find(_ given: String?, _ usual: [String], _ option: String, _ noun: String) -> String {
      if let given { return given }
      for name in usual {
        if let column = file.csv.header.first(where: { $0.lowercased() == name }) { return column }
      }
      problems.append(
        PanelError(
          file: path, line: 1, column: "",
          problem: "no column of \(noun) was found; name one of "
            + "\(file.csv.header.joined(separator: ", ")) with \(option)"))
      return ""
    }
    columns = (
      time: find(time, Self.usual.time, "--period", "periods"),
      unit: find(unit, Self.usual.unit, "--unit", "markets"),
      outcome: find(outcome, Self.usual.outcome, "--outcome", "outcomes")
    )
    if !problems.isEmpty { throw PanelErrors(problems) }
    panel = try Panel(
      csv: file.csv,
      layout: PanelLayout(
        time: columns.time, unit: columns.unit,
        // Lifts are shares of outcomes, which a negative one has none of.
        variables: [PanelVariable(columns.outcome, .exposure)]))
  }
}
