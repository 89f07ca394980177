import Interchange

/// The search for the best choice, over starts and, where a return is asked for, over budgets.
struct BudgetSearch {
  let question: BudgetQuestion
  let objective: BudgetObjective
  let region: BudgetRegion
  /// The objective of fewer draws, on which starts are compared.
  private let coarse: BudgetObjective

  /// Draws on which starts are compared; *chosen*: summits are told apart long before their heights
  /// are known to the last digit.
  private static let coarseDraws = 40
  /// Summits of the comparison that are climbed with all draws; *chosen*.
  private static let finalists = 3
  /// The best choice found.
  struct Found {
    let summit: BudgetAscent.Summit
    let region: BudgetRegion
    let starts: BudgetAllocation.Starts
  }

  init(_ question: BudgetQuestion, _ objective: BudgetObjective, _ region: BudgetRegion) {
    self.question = question
    self.objective = objective
    self.region = region
    coarse = BudgetObjective(
      objective.response.thinned(to: Self.coarseDraws), question,
      takesSpendOff: objective.takesSpendOff)
  }

  /// Answers the question.
  func run() throws(EstimationError) -> Found {
    guard case .returnOnSpend(let target) = question.amount else { return best(region) }
    return try largest(earning: target)
  }

  /// Whether there is one summit only.
  private var isConcave: Bool { objective.response.isConcave && question.aim == .mean }

  /// The best choice of a region.
  func best(_ region: BudgetRegion) -> Found {
    let ascent = BudgetAscent(question, objective, region)
    guard !isConcave else {
      let start = BudgetStarts(objective: objective, region: region).base()
      return Found(
        summit: ascent.climb(from: start), region: region,
        starts: BudgetAllocation.Starts(count: 1, agreeing: 1, shortfall: 0))
    }
    let trial = BudgetAscent(question, coarse, region)
    let summits = BudgetStarts(objective: coarse, region: region).all()
      .map { trial.climb(from: $0) }
      .sorted { $0.value > $1.value }
    var finals: [BudgetAscent.Summit] = []
    for summit in summits where finals.count < Self.finalists {
      let isNew = finals.allSatisfy { distance($0.choice, summit.choice) > 1e-3 * region.most }
      if isNew { finals.append(summit) }
    }
    let climbed = finals.map { ascent.climb(from: $0.choice) }.sorted { $0.value > $1.value }
    let top = summits[0].value
    // Heights that differ by less are one summit, reached from two sides.
    let slack = 1e-5 * top.magnitude
    return Found(
      summit: climbed[0], region: region,
      starts: BudgetAllocation.Starts(
        count: summits.count, agreeing: summits.count { $0.value >= top - slack },
        shortfall: top - (summits.last?.value ?? top)))
  }

  private func distance(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }

  /// Budgets that are tried when a return is asked for, between the smallest and the largest:
  /// twelfths, then halves of the last as long as a return may rise, and the smallest; *chosen*.
  private static let shares =
    (1...12).reversed().map { Double($0) / 12 }
    + (1...10).map { 1 / Double(12 << $0) } + [0]

  /// The largest budget whose best choice earns a return.
  private func largest(earning target: Double) throws(EstimationError) -> Found {
    let unpriced = objective.response.horizon.unpricedSum
    let (least, most) = (region.least, region.most)
    var above: (total: Double, excess: Double)?
    var highest = (earned: -Double.infinity, money: 0.0)
    for share in Self.shares {
      let total = least + (most - least) * share
      let money = total - unpriced
      guard money > 0 else { continue }
      let found = best(budget(total))
      let earned = found.summit.value / money
      if earned > highest.earned { highest = (earned, money) }
      // What rounding may take from a return that is just earned.
      guard earned < target - 1e-12 * target else {
        guard let above else { return found }
        return between(found, earned - target, above.total, above.excess, target)
      }
      above = (total, earned - target)
    }
    throw .mixModel(
      "budget: no spend within the bounds earns \(HumanNumber.text(target)) on the whole; the best "
        + "return is \(HumanNumber.text(highest.earned)), at \(HumanNumber.text(highest.money)); ask "
        + "for less or lower the lower bounds")
  }

  private func budget(_ total: Double) -> BudgetRegion {
    var region = region
    region.total = total
    return region
  }

  /// The budget between one that earns the return and one that does not: by the regula falsi of
  /// Illinois, each climb beginning where the last ended.
  private func between(
    _ found: Found, _ excess: Double, _ aboveTotal: Double, _ aboveExcess: Double,
    _ target: Double
  ) -> Found {
    let unpriced = objective.response.horizon.unpricedSum
    var below = (total: found.summit.choice.reduce(0, +), excess: excess)
    var above = (total: aboveTotal, excess: aboveExcess)
    var last = found
    for _ in 0..<60 where above.total - below.total > 1e-12 * above.total {
      let share = below.excess / (below.excess - above.excess)
      let total = below.total + share * (above.total - below.total)
      let region = budget(total)
      let summit = BudgetAscent(question, objective, region).climb(from: last.summit.choice)
      let left = summit.value / (total - unpriced) - target
      if left >= 0 {
        last = Found(summit: summit, region: region, starts: found.starts)
        below = (total, left)
        above.excess /= 2
      } else {
        above = (total, left)
        below.excess /= 2
      }
      if left >= 0, left <= 1e-10 * target { break }
    }
    return last
  }
}
