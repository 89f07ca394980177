/// What a rule assigns as a whole, and within which strata it keeps the shares.
struct AssignmentGroups {
  /// The units of each item: of a cluster, of a time block, or one unit.
  private(set) var items: [[Int]]
  /// The items of each stratum, matched set or block.
  private(set) var strata: [[Int]]
  /// The matched set or block of each unit; nil where the rule has none.
  private(set) var blocks: [Int]?

  init(plan: AssignmentPlan, roster: Roster) {
    let all = Array(roster.units.indices)
    items = all.map { [$0] }
    if let length = plan.timing?.blockLength, plan.kind == .switchback {
      items = stride(from: 0, to: all.count, by: length).map {
        Array($0..<min($0 + length, all.count))
      }
      // As many time blocks in a row as hold the shares exactly: no arm drifts to one end.
      strata = Self.parts(of: Array(items.indices), size: plan.shares.total)
      blocks = all.map { $0 / length }
      return
    }
    if let clusters = roster.clusters, plan.kind != .holdout {
      items = Roster.groups(of: clusters).map(\.members)
    }
    strata = [Array(items.indices)]
    if let names = roster.strata {
      let firsts = items.map { names[$0[0]] }
      strata = Roster.groups(of: firsts).map(\.members)
    }
    guard plan.kind == .pairs || plan.kind == .blocked else { return }
    if let known = roster.blocks {
      strata = Roster.groups(of: items.map { known[$0[0]] }).map(\.members)
    } else if plan.kind == .blocked {
      strata = strata.flatMap { Self.parts(of: $0, size: plan.unitsPerBlock) }
    } else {
      let space = MahalanobisSpace(roster.covariates, units: all.count).centers(of: items)
      strata = strata.flatMap {
        ResemblingSets(of: $0, size: plan.shares.total, in: space).sets
      }
    }
    var blocks = all
    for (block, members) in strata.enumerated() {
      for unit in members.flatMap({ items[$0] }) { blocks[unit] = block }
    }
    self.blocks = blocks
  }

  /// Elements in runs of one size, the last one perhaps shorter.
  private static func parts(of elements: [Int], size: Int) -> [[Int]] {
    stride(from: 0, to: elements.count, by: size).map {
      Array(elements[$0..<min($0 + size, elements.count)])
    }
  }
}
