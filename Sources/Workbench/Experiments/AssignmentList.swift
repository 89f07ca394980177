import Estimation
import Interchange

/// Who was assigned to which arm, as the list beside a design says it.
struct AssignmentList {
  /// The arm of each unit, by its place in the design, in the order of the list.
  private(set) var arms: [String: Int] = [:]
  /// The units in the order of the list.
  private(set) var units: [String] = []
  /// The cluster of each unit; empty without clusters.
  private(set) var clusters: [String: String] = [:]
  /// The stratum or pair of each unit; empty without.
  private(set) var blocks: [String: String] = [:]
  /// The name of the file.
  let name: String

  /// Reads the list of a design.
  ///
  /// - Parameters:
  ///   - file: A table with a row per assigned unit.
  ///   - design: What was drawn.
  ///   - repeats: Whether a unit may stand on several rows of one arm, as in results by period.
  /// - Throws: Everything that is wrong in the list.
  init(
    _ file: CSVFile, design: ExperimentDesign, repeats: Bool = false
  ) throws(PanelErrors) {
    name = file.name
    var problems = TableProblems(file)
    let columns = design.columns
    let names = problems.cells(columns.unit)
    let arms = problems.cells("arm")
    let cluster = columns.cluster.flatMap { problems.cells($0) }
    let blockColumns = Self.blockColumns(of: design, among: file.header)
    let blocks = blockColumns.compactMap { problems.cells($0) }
    try problems.throwIfAny()
    guard let names, let arms else { return }
    let known = design.arms.map(\.name)
    var lines: [String: Int] = [:]
    for row in names.indices {
      let unit = names[row]
      guard let arm = Self.arm(arms[row], among: known, row, &problems) else { continue }
      if let line = lines[unit], let other = self.arms[unit] {
        if repeats, other == arm { continue }
        problems.report(
          row: row, columns.unit,
          other == arm
            ? "\(unit) stands here a second time, after line \(line); keep one row per unit"
            : "\(unit) is in arm \(known[arm]) here and in arm \(known[other]) on line \(line); "
              + "keep the arm that was drawn")
        continue
      }
      lines[unit] = file.lines[row]
      self.arms[unit] = arm
      units.append(unit)
      if let cluster { clusters[unit] = cluster[row] }
      if !blocks.isEmpty {
        self.blocks[unit] = blocks.map { $0[row] }.joined(separator: " · ")
      }
    }
    try problems.throwIfAny()
  }

  /// The columns whose combinations are the strata or pairs; pairs may be called blocks.
  private static func blockColumns(
    of design: ExperimentDesign, among header: [String]
  ) -> [String] {
    switch design.kind {
    case .pairs: [header.contains("block") ? "block" : "pair"]
    case .stratified, .cluster, .holdout, .factorial: design.columns.strata
    case .individual, .blocked, .steppedWedge, .switchback, .geo: []
    }
  }

  private static func arm(
    _ cell: String, among known: [String], _ row: Int, _ problems: inout TableProblems
  ) -> Int? {
    if let arm = known.firstIndex(of: cell) { return arm }
    let remedy =
      nearestKey(to: cell, among: known).map { "did you mean \($0)?" }
      ?? "the arms are \(known.joined(separator: ", "))"
    problems.report(row: row, "arm", "\"\(cell)\" is no arm of the design; \(remedy)")
    return nil
  }
}
