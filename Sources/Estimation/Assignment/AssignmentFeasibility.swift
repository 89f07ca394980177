/// Everything that keeps a roster from being assigned as a plan asks.
struct AssignmentFeasibility {
  let plan: AssignmentPlan
  let roster: Roster

  /// The largest set of resembling units; *chosen*: larger ones hardly resemble each other.
  static let largestSet = 10
  /// The most units of a stratum that are paired; *chosen* as about ten seconds.
  static let mostPaired = 20_000

  /// Small strata that are named one by one; *chosen* to fit on a screen.
  private static let mostNamed = 5

  /// The problems, those of missing columns first.
  func problems() -> [AssignmentProblem] {
    let missing = missingParts
    let constant = roster.covariates.filter(\.isConstant).map {
      AssignmentProblem.constant(column: $0.name)
    }
    guard missing.isEmpty else { return missing + constant }
    return constant + splitClusters + counts + sizes
  }

  private var missingParts: [AssignmentProblem] {
    let kind = plan.kind
    switch kind {
    case .stratified where roster.strata == nil:
      return [.missing(kind: kind, what: "columns of strata", option: "them with --by")]
    case .cluster where roster.clusters == nil:
      return [.missing(kind: kind, what: "a column of clusters", option: "it with --cluster")]
    case .pairs where roster.covariates.isEmpty:
      return [
        .missing(
          kind: kind, what: "columns in which units of a pair shall resemble each other",
          option: "them with --balance")
      ]
    case .geo where roster.covariates.isEmpty:
      return [
        .missing(kind: kind, what: "columns of history to balance", option: "them with --balance")
      ]
    default: return []
    }
  }

  /// Whether units go to arms in clusters.
  private var isClustered: Bool { roster.clusters != nil && plan.kind != .holdout }

  private var splitClusters: [AssignmentProblem] {
    guard isClustered, let clusters = roster.clusters, let strata = roster.strata else { return [] }
    return Roster.groups(of: clusters).compactMap { cluster in
      let found = Set(cluster.members.map { strata[$0] }).sorted()
      return found.count > 1 ? .splitCluster(name: cluster.name, strata: found) : nil
    }
  }

  private var counts: [AssignmentProblem] {
    let arms = plan.arms.count
    guard plan.kind != .holdout else { return [] }
    if plan.kind == .switchback, let length = plan.timing?.blockLength {
      let periods = roster.units.count
      return periods / length < arms
        ? [.tooFewBlocks(periods: periods, length: length, arms: arms)] : []
    }
    let (noun, count) =
      if let clusters = roster.clusters {
        ("clusters", Set(clusters).count)
      } else {
        ("units", roster.units.count)
      }
    if count < arms { return [.tooFewUnits(noun: noun, count: count, arms: arms)] }
    // The spread within a cell needs two clusters, without which no readout is possible.
    if plan.kind == .factorial, isClustered, count < 2 * arms {
      return [.tooFewClusters(count: count, cells: arms)]
    }
    guard let strata = roster.strata, !plan.allowsSmallStrata else { return [] }
    let groups = Roster.groups(of: strata)
    let small = groups.compactMap { stratum -> AssignmentProblem? in
      let count =
        roster.clusters.map { names in Set(stratum.members.map { names[$0] }).count }
        ?? stratum.members.count
      return count < arms
        ? .smallStratum(name: stratum.name, noun: noun, count: count, arms: arms) : nil
    }
    guard small.count > Self.mostNamed, case .smallStratum(let first, _, _, _)? = small.first else {
      return small
    }
    return [
      .smallStrata(
        count: small.count, total: groups.count, first: first, noun: noun, arms: arms)
    ]
  }

  private var sizes: [AssignmentProblem] {
    let total = plan.shares.total
    switch plan.kind {
    case .blocked:
      guard let size = plan.blockSize, !size.isMultiple(of: total) else { return [] }
      return [.blockSize(size, multipleOf: total)]
    case .pairs:
      guard total <= Self.largestSet else {
        return [.largeSets(size: total, most: Self.largestSet)]
      }
      let largest = roster.strata.map { Roster.groups(of: $0).map(\.members.count).max() ?? 0 }
      let count = isClustered ? 0 : largest ?? roster.units.count
      return count > Self.mostPaired ? [.tooManyUnits(count: count, most: Self.mostPaired)] : []
    case .switchback:
      guard let length = plan.timing?.blockLength, !roster.units.count.isMultiple(of: length),
        counts.isEmpty
      else { return [] }
      return [.partialBlock(periods: roster.units.count, length: length)]
    default: return []
    }
  }
}
