public import Estimation
public import Interchange

/// A list of units on disk: who can be assigned, or was.
public struct UnitListFile: Sendable {
  /// The table as it came in.
  let csv: CSVFile

  /// The name without its folder, and the hash of the content.
  public let input: (name: String, hash: UInt64)

  /// Opens a list.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is no table.
  public init(path: String) throws {
    let file = try DataFile(path: path)
    csv = file.csv
    input = file.input
  }

  init(text: String, path: String) throws {
    csv = try CSVFile(text: text, name: path)
    input = (path, contentHash(Array(text.utf8)))
  }

  /// The units of the list.
  ///
  /// - Parameter columns: What the columns mean.
  /// - Returns: The units with what an assignment must know of them.
  /// - Throws: Everything that is wrong in the list.
  public func list(_ columns: UnitColumns) throws(PanelErrors) -> UnitList {
    var rows = UnitRows(csv)
    let unit = columns.unit ?? csv.header[0]
    let units = rows.units(unit)
    let clusters = columns.cluster.map { rows.names($0, noun: "cluster") }
    let strata = columns.strata.map { rows.names($0, noun: "stratum") }
    let covariates = columns.covariates.map { rows.covariate($0) }
    let raw = columns.covariates.map(UnitRows.column)
    let used = [unit] + [columns.cluster].compactMap(\.self) + columns.strata + raw
    // A list with arms was assigned before, or is not the one that is meant.
    for name in UnitList.addedColumns
    where used.contains(name) || (name == "arm" && csv.header.contains(name)) {
      rows.report(
        name, "the assignment adds a column of this name; rename or remove the one of the list")
    }
    try rows.throwIfAny()
    let roster = Roster(
      units: units, clusters: clusters, strata: UnitColumns.labels(strata),
      covariates: covariates.compactMap(\.self))
    let known = Set([unit] + [columns.cluster].compactMap(\.self) + columns.strata)
    let described = csv.header.filter { !known.contains($0) }.compactMap { rows.description($0) }
    var kept: [String] = []
    for name in used where !kept.contains(name) { kept.append(name) }
    return UnitList(
      columns: columns, unit: unit, roster: roster,
      kept: kept.map { name in
        let cells = rows.cells(name)
        return (name, roster.rows.map { cells[$0] })
      }, described: described.map { $0.selecting(roster.rows) }, source: input)
  }

  /// The randomization of a design, made ready again for the list that it assigned.
  ///
  /// - Parameter design: The design that stands beside the list.
  /// - Returns: The randomization, which draws the assignment of the list as replicate 0.
  /// - Throws: Everything that is wrong in the list.
  public func randomization(of design: ExperimentDesign) throws(PanelErrors) -> Randomization {
    var rows = UnitRows(csv)
    let units = rows.units(design.columns.unit)
    let clusters = design.columns.cluster.map { rows.names($0, noun: "cluster") }
    let strata = design.columns.strata.map { rows.names($0, noun: "stratum") }
    let covariates = (design.rerandomization?.columns ?? []).map { rows.covariate($0) }
    let blocks = csv.header.contains("block") ? rows.names("block", noun: "block") : nil
    try rows.throwIfAny()
    return Randomization(
      repeating: design,
      of: Roster(
        units: units, clusters: clusters, strata: UnitColumns.labels(strata), blocks: blocks,
        covariates: covariates.compactMap(\.self)))
  }
}

extension UnitListFile {
  /// Makes sure that a list and its design are enough to draw the same assignment again.
  ///
  /// - Parameters:
  ///   - list: The list that is about to be written.
  ///   - design: The design that is about to be written.
  ///   - arms: The arm of each unit of the list.
  /// - Throws: An error where something else is drawn.
  public static func check(
    _ list: [UInt8], of design: ExperimentDesign, against arms: [Int]
  ) throws {
    let file = try UnitListFile(
      text: String(decoding: list, as: UTF8.self), path: design.assignment?.name ?? "")
    let read = try ExperimentDesign(json: design.json, name: "design.json")
    guard read == design, try file.randomization(of: read).arms() == arms else {
      throw WorkbenchError(
        path: file.input.name, operation: "cannot be written",
        reason: "what would be read back is another assignment",
        remedy: "check the names of units and arms for characters that a table cannot hold")
    }
  }
}

/// Units with what an assignment must know of them, everything in the order of the roster.
public struct UnitList: Sendable {
  /// Columns that an assignment adds to the list.
  static let addedColumns = ["block", "start", "arm"]

  /// The columns as the user named them.
  public let columns: UnitColumns
  /// The column of units.
  public let unit: String
  /// The units.
  public let roster: Roster
  /// The columns that the list of assigned units keeps, with their cells.
  public let kept: [(name: String, cells: [String])]
  /// All further columns that are numbers or a few categories, to see the balance of.
  public let described: [Covariate]
  /// The name of the file and the hash of its content.
  public let source: (name: String, hash: UInt64)
}
