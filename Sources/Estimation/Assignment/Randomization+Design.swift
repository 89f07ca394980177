import Statistics

extension Randomization {
  /// About how many assignments are possible before balance chooses among them; infinite where they
  /// are past counting.
  ///
  /// Remainders of strata are counted as if each went to the first arms.
  public var assignmentCount: Double {
    func logFactorial(_ count: Int) -> Double { Elementary.logGamma(Double(count) + 1) }
    let (weights, whole) = (plan.shares.weights, plan.shares.total)
    var logarithm = 0.0
    for members in strata {
      var left = members.count - weights.reduce(0) { $0 + members.count * $1 / whole }
      logarithm += logFactorial(members.count)
      for weight in weights {
        let extra = left > 0 && members.count * weight % whole > 0 ? 1 : 0
        left -= extra
        logarithm -= logFactorial(members.count * weight / whole + extra)
      }
    }
    return Elementary.exp(logarithm)
  }

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
