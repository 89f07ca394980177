import Statistics

/// A rule of assignment made ready for a roster: it can draw the assignment, and draw it again.
///
/// Assignment 0 is the one that counts. The others are as likely as it was before it was drawn, so a
/// test by rearrangement compares what was observed under 0 with what would have been under 1, 2, ….
public struct Randomization: Sendable {
  /// Who or what is assigned.
  public let roster: Roster
  /// The matched set, block or time block of each unit, counted from 0; nil where the rule has none.
  public let blocks: [Int]?
  /// How assignments are drawn until one is balanced; nil where the first one counts.
  public let rerandomization: Rerandomization?

  /// Names, shares and seed.
  let plan: AssignmentPlan
  /// The units of each item that goes to an arm as a whole: a cluster, a time block or one unit.
  let items: [[Int]]
  /// The items of each stratum, within which the shares hold.
  let strata: [[Int]]
  private let balance: ArmBalance?

  /// Makes a rule ready.
  ///
  /// - Parameters:
  ///   - plan: What is asked.
  ///   - roster: Whom or what to assign.
  /// - Throws: Everything that makes it infeasible.
  public init(_ plan: AssignmentPlan, of roster: Roster) throws(AssignmentProblems) {
    let problems = AssignmentFeasibility(plan: plan, roster: roster).problems()
    if !problems.isEmpty { throw AssignmentProblems(problems) }
    let groups = AssignmentGroups(plan: plan, roster: roster)
    self.roster = roster
    self.plan = plan
    items = groups.items
    strata = groups.strata
    blocks = groups.blocks
    guard let acceptance = plan.acceptance else {
      (balance, rerandomization) = (nil, nil)
      return
    }
    let balance = ArmBalance(roster, arms: plan.arms.count)
    self.balance = balance
    let drawing = ProportionalDraw(plan: plan, items: groups.items, strata: groups.strata)
    let pilot = drawing.pilot(balance, acceptance: acceptance)
    let found = try drawing.accepted(balance, threshold: pilot.threshold, replicate: 0)
    rerandomization = Rerandomization(
      columns: roster.covariates.map(\.name), threshold: pilot.threshold, draws: found.draws,
      acceptance: pilot.acceptance, distance: found.distance)
  }

  /// Makes the rule of a design ready again for the list that it assigned.
  ///
  /// - Parameters:
  ///   - design: The design as its document says it.
  ///   - roster: The list of assigned units, with clusters, strata, blocks and balanced columns where
  ///     the design has them.
  public init(repeating design: ExperimentDesign, of roster: Roster) {
    var plan = AssignmentPlan(
      design.kind, arms: design.arms.map(\.name), shares: ArmShares(design.arms.map(\.share)),
      seed: design.seed)
    plan.factors = design.factors
    plan.timing = design.timing
    let groups = AssignmentGroups(plan: plan, roster: roster)
    self.roster = roster
    self.plan = plan
    items = groups.items
    strata = groups.strata
    blocks = groups.blocks
    rerandomization = design.rerandomization
    balance = rerandomization == nil ? nil : ArmBalance(roster, arms: plan.arms.count)
  }

  /// One assignment.
  ///
  /// - Parameter replicate: 0 for the one that counts; others for tests by rearrangement.
  /// - Returns: The arm of each unit of the roster, from 0 in the order of the plan.
  /// - Throws: When balance was asked for and not found in a hundred thousand draws, as happens when the roster
  ///   is not the one that was assigned.
  public func arms(replicate: Int = 0) throws(AssignmentProblems) -> [Int] {
    if plan.kind == .holdout { return byHash(replicate) }
    let drawing = ProportionalDraw(plan: plan, items: items, strata: strata)
    guard let balance, let threshold = rerandomization?.threshold else {
      return drawing.arms(replicate: replicate, attempt: 0)
    }
    return try drawing.accepted(balance, threshold: threshold, replicate: replicate).arms
  }

  /// Arms by a number that belongs to the name of a unit, so that a list that grows moves nobody, and
  /// a larger share of the first arm only adds to it.
  private func byHash(_ replicate: Int) -> [Int] {
    let bounds = plan.shares.weights.reduce(into: [Int]()) { $0.append(($0.last ?? 0) + $1) }
    return roster.units.map { unit in
      let stream = RandomStream(
        seed: plan.seed, replicate: replicate, purpose: "assign/holdout/\(unit)")
      let place = stream.uniform(agent: 0, step: 0) * Double(plan.shares.total)
      return bounds.firstIndex { place < Double($0) } ?? bounds.count - 1
    }
  }
}
