public import Estimation
import Foundation
import Interchange
import Statistics
public import Studies

/// A table of results on disk, read beside the list of assigned units.
public enum ResultsFile {
  /// Matches results with what was assigned.
  ///
  /// The list is the given one, or the one that the design names in its own folder, or the table of
  /// results itself where it has a column `arm`.
  ///
  /// - Parameters:
  ///   - path: The table of results: a row per unit, or per unit and period.
  ///   - list: The list of assigned units; nil for that of the design.
  ///   - design: What was drawn.
  ///   - folder: The folder of the design, empty for the current one or with a stroke at its end.
  ///   - columns: Which columns mean what.
  /// - Returns: The results as columns.
  /// - Throws: Everything that is wrong in either table.
  public static func read(
    _ path: String, list: String?, of design: ExperimentDesign, in folder: String,
    _ columns: ResultsColumns
  ) throws -> ExperimentResults {
    let table = try DataFile(path: path).csv
    let named = design.assignment.map { folder + $0.name }
    let place = list ?? named.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    guard let place else {
      guard table.header.contains("arm") else {
        throw StudyError(
          document: path,
          problem:
            "has no column arm, and the list of assigned units is not beside the design; name it "
            + "with --list")
      }
      let assignment = try AssignmentList(table, design: design, repeats: columns.period != nil)
      return try results(table, assignment, design, columns)
    }
    let file = try DataFile(path: place)
    var found = try results(table, AssignmentList(file.csv, design: design), design, columns)
    found.isListOriginal = design.assignment.map { $0.hash == file.input.hash }
    return found
  }

  /// Columns of a table that may be the outcome: those that mean nothing else.
  ///
  /// - Parameters:
  ///   - path: The path of the table as the user typed it.
  ///   - design: The design, some of whose columns the table may have.
  ///   - others: Columns with another meaning.
  /// - Returns: Names in the order of the table.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is no table.
  public static func possibleOutcomes(
    _ path: String, of design: ExperimentDesign, besides others: [String]
  ) throws -> [String] {
    let columns = design.columns
    let known =
      [columns.unit, "arm", "block", "pair", "start"] + columns.strata + others
      + (columns.cluster.map { [$0] } ?? [])
    return try DataFile(path: path).csv.header.filter { !known.contains($0) }
  }

  /// The results of tables that are open.
  static func results(
    _ table: CSVFile, _ assignment: AssignmentList, _ design: ExperimentDesign,
    _ columns: ResultsColumns
  ) throws -> ExperimentResults {
    var reader = ResultsReader(TableProblems(table), assignment, design, columns)
    reader.read()
    try reader.problems.throwIfAny()
    return try reader.results()
  }
}
