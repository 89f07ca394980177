/// How far the arms of an assignment are apart in the covariates that shall be balanced.
struct ArmBalance: Sendable {
  private let space: MahalanobisSpace
  private let arms: Int

  init(_ roster: Roster, arms: Int) {
    space = MahalanobisSpace(roster.covariates, units: roster.units.count)
    self.arms = arms
  }

  /// The Mahalanobis distance of the arms' means from the mean of all, squared, weighted by the sizes
  /// of the arms and summed.
  ///
  /// For two arms it is the distance of Morgan and Rubin (2012), `n₁n₂/n · dᵀS⁻¹d` with the difference
  /// `d` of the means; its mean over assignments of single units is (arms − 1) · dimensions.
  ///
  /// - Parameter assigned: The arm of each unit.
  /// - Returns: 0 for the same means in all arms.
  func distance(_ assigned: [Int]) -> Double {
    let dimensions = space.dimensions
    var sums = [Double](repeating: 0, count: arms * dimensions)
    var counts = [Double](repeating: 0, count: arms)
    for (unit, arm) in assigned.enumerated() {
      counts[arm] += 1
      for direction in 0..<dimensions {
        sums[arm * dimensions + direction] += space.coordinates[unit * dimensions + direction]
      }
    }
    return sums.indices.reduce(0) { total, place in
      let count = counts[place / dimensions]
      return count > 0 ? total + sums[place] * sums[place] / count : total
    }
  }
}
