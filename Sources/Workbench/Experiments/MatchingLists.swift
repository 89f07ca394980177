public import Estimation
public import Interchange

/// Test units and candidates, ready to be matched.
public struct MatchingLists: Sendable {
  /// The column of units.
  public let unit: String
  /// All units; strata are categories that a match shares, covariates what is near.
  public let roster: Roster
  /// Whether each unit of the roster is on the test list.
  public let isTest: [Bool]
  /// The columns as they are, to see the balance of.
  public let described: [Covariate]

  /// Reads a pool and a test list.
  ///
  /// The pool may hold the test units too; a test unit that it does not hold needs its columns on the
  /// test list.
  ///
  /// - Parameters:
  ///   - candidates: The pool.
  ///   - test: The test list: names alone, or whole rows.
  ///   - columns: What the columns mean; all columns but those of names and categories are matched on
  ///     where none is named.
  /// - Throws: Everything that is wrong in the two.
  public init(
    candidates: UnitListFile, test: UnitListFile, columns: UnitColumns
  ) throws(PanelErrors) {
    let unit = columns.unit ?? candidates.csv.header[0]
    let matched =
      columns.covariates.isEmpty
      ? candidates.csv.header.filter { $0 != unit && !columns.strata.contains($0) }
      : columns.covariates
    var pool = UnitRows(candidates.csv)
    let known = Set(pool.units(unit))
    var list = UnitRows(test.csv)
    let tests = list.units(unit)
    try Self.throwAll(pool.errors + list.errors)
    let absent = tests.indices.filter { !known.contains(tests[$0]) }
    let needed = columns.strata + matched.map(UnitRows.column)
    let missing = needed.filter { !test.csv.header.contains($0) }
    if !missing.isEmpty {
      for row in absent {
        list.report(
          row, unit,
          "\(tests[row]) is no candidate, and the test list has no \(missing.joined(separator: ", ")); "
            + "add the unit to the candidates, or the columns to the test list")
      }
      try list.throwIfAny()
    }
    pool.append(test.csv, rows: absent)
    let units = pool.cells(unit)
    let strata = columns.strata.map { pool.names($0, noun: "category") }
    let covariates = matched.map { pool.covariate($0) }
    var plain: [String] = []
    for name in needed where !plain.contains(name) { plain.append(name) }
    try pool.throwIfAny()
    let roster = Roster(
      units: units, strata: UnitColumns.labels(strata), covariates: covariates.compactMap(\.self))
    let chosen = Set(tests)
    self.unit = unit
    self.roster = roster
    isTest = roster.units.map { chosen.contains($0) }
    described = plain.compactMap { pool.description($0)?.selecting(roster.rows) }
  }

  private static func throwAll(_ errors: [PanelError]) throws(PanelErrors) {
    if !errors.isEmpty { throw PanelErrors(errors) }
  }
}
