public import Estimation
public import Interchange

/// An assignment as people use it: the list, how many are where, and how alike the arms are.
public struct AssignmentAnswer: Sendable {
  /// The design; its files are named when they are written.
  public let design: ExperimentDesign
  let randomization: Randomization
  /// The arm of each unit of the roster.
  public let arms: [Int]
  /// How alike the arms are, column by column.
  let balance: [ArmsBalance]
  private let kept: [(name: String, cells: [String])]

  /// Draws an assignment.
  ///
  /// - Parameters:
  ///   - randomization: The rule, made ready.
  ///   - columns: What the columns of the list mean.
  ///   - kept: Columns that the list of assigned units keeps, that of the units first.
  ///   - described: Columns to see the balance of.
  /// - Throws: `AssignmentProblems` where no assignment is balanced enough, or an arm of a holdout
  ///   has nobody.
  public init(
    _ randomization: Randomization, columns: ExperimentDesign.Columns,
    kept: [(name: String, cells: [String])], described: [Covariate]
  ) throws(AssignmentProblems) {
    self.randomization = randomization
    self.kept = kept
    design = try randomization.design(
      unit: columns.unit, cluster: columns.cluster, strata: columns.strata)
    arms = try randomization.arms()
    let (assigned, count) = (arms, design.arms.count)
    balance = described.flatMap { $0.columns() }.map {
      ArmsBalance(column: $0.name, values: $0.values, arms: assigned, count: count)
    }
    let empty = design.arms.indices.filter { design.arms[$0].units == 0 }
    if !empty.isEmpty {
      throw AssignmentProblems(
        empty.map {
          .emptyArm(
            name: design.arms[$0].name, isHoldout: $0 == 0, share: design.arms[$0].share,
            units: arms.count)
        })
    }
  }

  /// The list of assigned units, in the order of their names.
  public func list() -> Table {
    var rows = TableBuilder()
    for column in kept { rows.text(column.name, "As the list has it.") }
    if randomization.blocks != nil {
      rows.count("block", unit: "", "Matched set or block of units or periods, from 1.")
    }
    let isWedge = design.kind == .steppedWedge
    if isWedge { rows.count("start", unit: "period", "First treated period, from 1.") }
    rows.text("arm", "Arm, wave or cell that the unit is assigned to.")
    for (unit, arm) in arms.enumerated() {
      for column in kept { rows.add(column.name, column.cells[unit]) }
      if let blocks = randomization.blocks { rows.add("block", blocks[unit] + 1) }
      if isWedge { rows.add("start", design.arms[arm].start ?? 0) }
      rows.add("arm", design.arms[arm].name)
    }
    return rows.table("assignment", meaning: "Who is assigned to which arm.")
  }

  /// How many units each arm has in each stratum, and how alike the arms are.
  public func tables() -> [Table] { [counts(), balances()] }

  /// Units by stratum and arm, with the sum over strata in the last row.
  private func counts() -> Table {
    var rows = TableBuilder()
    rows.text("stratum", "Combination of the columns of strata; all of them in the last row.")
    rows.count("units", unit: "units", "Units of the stratum.")
    for arm in design.arms {
      rows.count(arm.name, unit: "units", "Units of the stratum in the arm \(arm.name).")
    }
    func add(_ name: String, _ members: [Int]) {
      rows.add("stratum", name)
      rows.add("units", members.count)
      for (arm, described) in design.arms.enumerated() {
        rows.add(described.name, members.count { arms[$0] == arm })
      }
    }
    for stratum in randomization.roster.groupedByStratum { add(stratum.name, stratum.members) }
    add("all", Array(arms.indices))
    return rows.table("counts", meaning: "How many units each arm has.")
  }

  private func balances() -> Table {
    var rows = TableBuilder()
    rows.text("column", "Column of the list, or one category of it.")
    for arm in design.arms {
      rows.number("mean_\(arm.name)", unit: "", "Mean in the arm \(arm.name).")
    }
    rows.number(
      "largest_difference", unit: "sd", "Largest difference of two arms, in standard deviations.")
    for row in balance {
      rows.add("column", row.column)
      for (arm, described) in design.arms.enumerated() {
        rows.add("mean_\(described.name)", row.means[arm])
      }
      rows.add("largest_difference", row.largestDifference)
    }
    return rows.table("balance", meaning: "How alike the arms are before anything happened.")
  }
}

/// How one column differs between arms.
struct ArmsBalance: Sendable {
  let column: String
  /// Its mean in each arm; NaN in an arm without units.
  let means: [Double]
  /// The largest standardized difference of two arms, in magnitude; infinite where no arm varies and
  /// they differ.
  let largestDifference: Double

  init(column: String, values: [Double], arms: [Int], count: Int) {
    self.column = column
    var groups = [[Double]](repeating: [], count: count)
    for (unit, arm) in arms.enumerated() { groups[arm].append(values[unit]) }
    means = groups.map { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) }
    let present = groups.filter { !$0.isEmpty }
    var largest = 0.0
    for (place, group) in present.enumerated() {
      for other in present[..<place] {
        let pair = CovariateBalance(column: column, group: group, reference: other)
        largest = max(largest, pair.standardizedDifference.magnitude)
      }
    }
    largestDifference = largest
  }
}
