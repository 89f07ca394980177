extension Randomization {
  /// The design that describes this randomization; files and analysis are left to be said.
  ///
  /// - Parameters:
  ///   - unit: The column of units.
  ///   - cluster: The column of clusters.
  ///   - strata: The columns of strata.
  /// - Returns: The design with the sizes that assignment 0 has.
  /// - Throws: What ``arms(replicate:)`` throws.
  public func design(
    unit: String, cluster: String? = nil, strata: [String] = []
  ) throws(AssignmentProblems) -> ExperimentDesign {
    let assigned = try arms()
    let cells = AssignmentPlan.cells(plan.factors)
    let length = plan.timing?.blockLength ?? 1
    let arms = plan.arms.indices.map { arm in
      let units = assigned.indices.filter { assigned[$0] == arm }
      return ExperimentDesign.Arm(
        name: plan.arms[arm], share: plan.shares.shares[arm], units: units.count,
        clusters: roster.clusters.map { names in Set(units.map { names[$0] }).count },
        start: plan.kind == .steppedWedge ? 1 + length * (arm + 1) : nil,
        levels: plan.factors.isEmpty ? [] : cells[arm])
    }
    var design = ExperimentDesign(
      kind: plan.kind,
      columns: ExperimentDesign.Columns(unit: unit, cluster: cluster, strata: strata), arms: arms,
      control: plan.kind == .steppedWedge ? nil : plan.arms.first, seed: plan.seed)
    design.factors = plan.factors
    design.timing = plan.timing
    design.rerandomization = rerandomization
    return design
  }
}
