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
  private static let finalists = 2
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

  /// The best choice of a region.
  func best(_ region: BudgetRegion) -> Found {
    let ascent = BudgetAscent(question, objective, region)
    let isConcave = objective.response.isConcave
    guard !isConcave || question.aim != .mean else {
      let start = BudgetStarts(objective: objective, region: region).base()
      return Found(
        summit: ascent.climb(from: start), region: region,
        starts: BudgetAllocation.Starts(count: 1, agreeing: 1, shortfall: 0))
    }
    let starts = BudgetStarts(objective: coarse, region: region)
    let summits = rough(region, from: isConcave ? starts.few() : starts.all())
    var finals: [BudgetAscent.Summit] = []
    for summit in summits where finals.count < Self.finalists {
      let isNear = summits[0].value - summit.value <= 1e-2 * summits[0].value.magnitude
      let isNew = finals.allSatisfy { distance($0.choice, summit.choice) > 1e-2 * region.most }
      if isNear, isNew { finals.append(summit) }
    }
    let climbed = finals.map { ascent.climb(from: $0.choice) }.sorted { $0.value > $1.value }
    let top = summits[0].value
    // Heights that differ by less may be one summit, reached from two sides.
    let slack = 1e-4 * top.magnitude
    return Found(
      summit: climbed[0], region: region,
      starts: BudgetAllocation.Starts(
        count: summits.count, agreeing: summits.count { $0.value >= top - slack },
        shortfall: top - (summits.last?.value ?? top)))
  }

  /// Rough summits, the highest first.
  private func rough(_ region: BudgetRegion, from starts: [[Double]]) -> [BudgetAscent.Summit] {
    let ascent = BudgetAscent(question, coarse, region, effort: .rough)
    return starts.map { ascent.climb(from: $0) }.sorted { $0.value > $1.value }
  }

  private func distance(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }

  /// Budgets that are tried when a return is asked for, from the largest to the smallest; *chosen*:
  /// eighths, then quarters of the last as long as the return may rise.
  private static let shares: [Double] = [
    1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0.03125, 0.0078125, 0.001953125, 0,
  ]

  /// The largest budget whose best choice earns a return.
  private func largest(earning target: Double) throws(EstimationError) -> Found {
    let unpriced = objective.response.horizon.unpricedSum
    var above: (total: Double, excess: Double)?
    var highest = (earned: -Double.infinity, money: 0.0)
    var last: [Double]?
    for share in Self.shares {
      let total = region.least + (region.most - region.least) * share
      let money = total - unpriced
      guard money > 0 else { continue }
      let summit = next(budget(total), after: last)
      last = summit.choice
      let earned = summit.value / money
      if earned > highest.earned { highest = (earned, money) }
      // What rounding may take from a return that is just earned.
      guard earned < target - 1e-12 * target else {
        guard let above else { return best(budget(total)) }
        return between((total, earned - target), above, summit.choice, target)
      }
      above = (total, earned - target)
    }
    throw .mixModel(
      "budget: no spend within the bounds earns \(HumanNumber.text(target)) on the whole; the best "
        + "return is \(HumanNumber.text(highest.earned)), at \(HumanNumber.text(highest.money)); ask "
        + "for less or lower the lower bounds")
  }

  /// A summit of a budget, near the last one's where there was one.
  private func next(_ region: BudgetRegion, after last: [Double]?) -> BudgetAscent.Summit {
    guard let last else { return best(region).summit }
    let ascent = BudgetAscent(question, objective, region)
    guard !objective.response.isConcave else { return ascent.climb(from: last) }
    let starts = BudgetStarts(objective: coarse, region: region).few()
    return ascent.climb(from: rough(region, from: [last] + starts)[0].choice)
  }

  private func budget(_ total: Double) -> BudgetRegion {
    var region = region
    region.total = total
    return region
  }

  /// The budget between one that earns the return and one that does not: by the regula falsi of
  /// Illinois, each climb beginning where the last ended.
  private func between(
    _ earning: (total: Double, excess: Double), _ failing: (total: Double, excess: Double),
    _ choice: [Double], _ target: Double
  ) -> Found {
    let unpriced = objective.response.horizon.unpricedSum
    var below = earning
    var above = failing
    var last = choice
    for _ in 0..<60 where above.total - below.total > 1e-12 * above.total {
      let share = below.excess / (below.excess - above.excess)
      let total = below.total + share * (above.total - below.total)
      let summit = next(budget(total), after: last)
      let left = summit.value / (total - unpriced) - target
      if left >= 0 {
        last = summit.choice
        below = (total, left)
        above.excess /= 2
      } else {
        above = (total, left)
        below.excess /= 2
      }
      if left >= 0, left <= 1e-10 * target { break }
    }
    let region = budget(below.total)
    let summit = BudgetAscent(question, objective, region).climb(from: last)
    let found = best(region)
    return found.summit.value >= summit.value
      ? found : Found(summit: summit, region: region, starts: found.starts)
  }
}
