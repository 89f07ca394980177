import Interchange
import Statistics

extension BudgetAllocation {
  /// Answers a question about the budget.
  ///
  /// - Parameters:
  ///   - question: How much is spent, when, and within which bounds.
  ///   - fit: A fitted model, read over a design with the periods of the question.
  /// - Throws: ``EstimationError`` when bounds and budget contradict each other, a target cannot be
  ///   reached, or the data do not say what an exposure costs.
  public init(_ question: BudgetQuestion, _ fit: MixFit) throws(EstimationError) {
    try question.check(channels: fit.design.spec.channels.map(\.name))
    let draws = BudgetResponse.thinned(fit.draws.rows, to: question.draws)
    let horizon = try BudgetHorizon(
      question, fit.design, after: BudgetStrand.reach(fit, draws: draws))
    let region = try BudgetRegion(question, horizon)
    let objective = BudgetObjective(
      BudgetResponse(fit, horizon, draws: draws), question,
      takesSpendOff: question.amount == .mostProfit)
    let found = try BudgetSearch(question, objective, region).run()
    let summary = BudgetSummary(question, objective, found, allDraws: fit.draws.rows)
    self = summary.allocation()
  }
}

/// An answer on the way into words and intervals.
struct BudgetSummary {
  let question: BudgetQuestion
  let objective: BudgetObjective
  let found: BudgetSearch.Found
  let allDraws: Int
  let horizon: BudgetHorizon
  let base: BudgetReading
  let best: BudgetReading

  init(
    _ question: BudgetQuestion, _ objective: BudgetObjective, _ found: BudgetSearch.Found,
    allDraws: Int
  ) {
    self.question = question
    self.objective = objective
    self.found = found
    self.allDraws = allDraws
    horizon = objective.response.horizon
    base = BudgetReading(objective, horizon.baseSpend, found.region, isChoice: false)
    best = BudgetReading(
      objective, objective.spend(found.summit.choice), found.region,
      isChoice: true)
  }

  private var worth: Double { horizon.design.spec.outcome.value }
  private var count: Int { horizon.window.count }

  /// The answer.
  func allocation() -> BudgetAllocation {
    let price = shadowPrice()
    let channels = self.channels(price)
    let baseSpend = channels.reduce(0) { $0 + $1.baseSpend }
    let spend = channels.reduce(0) { $0 + $1.spend }
    let gains = zip(best.outcomes, base.outcomes).map { $0 - $1 }
    let profits = gains.map { worth * $0 - (spend - baseSpend) }
    let size = Double(gains.count)
    let gain = BudgetAllocation.Interval(gains)
    let chance = Double(gains.count { $0 > 0 }) / size
    let reasons = BudgetReasons(
      currency: question.currency, price: price, isForProfit: objective.takesSpendOff)
    return BudgetAllocation(
      window: horizon.window, periods: horizon.window.map { horizon.design.periods.label(of: $0) },
      periodsAfter: horizon.after, draws: objective.response.draws.count,
      channels: reasons.explain(channels), baseSpend: baseSpend, spend: spend, shadowPrice: price,
      baseOutcome: BudgetAllocation.Interval(base.outcomes),
      outcome: BudgetAllocation.Interval(best.outcomes), gain: gain, chanceOfGain: chance,
      profitGain: BudgetAllocation.Interval(profits),
      chanceOfProfitGain: Double(profits.count { $0 > 0 }) / size,
      residual: found.summit.residual, starts: found.starts,
      notes: reasons.notes(
        channels, gain: gain, chance: chance, starts: found.starts,
        draws: objective.response.draws.count, of: allDraws, after: horizon.after))
  }

  private var region: BudgetRegion { found.region }

  /// What keeps the numbers of a channel, and whether its sum is between bounds.
  private func constraint(_ channel: Int) -> BudgetAllocation.Constraint {
    let group = region.groups[channel]
    let slack = 1e-7 * region.most
    let name = horizon.design.spec.channels[channel].name
    if horizon.channels[channel].cost == nil || question.bounds(of: name) == .locked
      || group.high - group.low <= slack
    {
      return .locked
    }
    let sum = group.places.reduce(0) { $0 + found.summit.choice[$1] }
    if sum <= group.low + slack { return .lowerBound }
    return sum >= group.high - slack ? .upperBound : .nothing
  }

  /// Money for the best one more of money.
  private func shadowPrice() -> Double? {
    guard question.amount != .mostProfit else { return 1 }
    let slack = 1e-7 * region.most
    var free: [Double] = []
    var best: Double?
    for (channel, group) in region.groups.enumerated() {
      let constraint = constraint(channel)
      guard constraint != .locked, constraint != .upperBound else { continue }
      for place in group.places where found.summit.choice[place] < region.high[place] - slack {
        let slope = found.summit.gradient[place]
        best = max(best ?? slope, slope)
        if constraint == .nothing, found.summit.choice[place] > region.low[place] + slack {
          free.append(slope)
        }
      }
    }
    return free.isEmpty ? best : free.reduce(0, +) / Double(free.count)
  }

  private func channels(_ price: Double?) -> [BudgetAllocation.Channel] {
    var constraints = horizon.channels.indices.map { constraint($0) }
    if question.amount != .mostProfit, constraints.count(where: { $0 == .nothing }) == 1 {
      constraints = constraints.map { $0 == .nothing ? .budget : $0 }
    }
    return horizon.channels.indices.map { channel in
      let isPriced = horizon.channels[channel].cost != nil
      let part = channel * count..<(channel + 1) * count
      let none = [Double](repeating: 0, count: count)
      let basePlan = isPriced ? horizon.channels[channel].baseSpend : none
      let plan = isPriced ? Array(best.spend[part]) : none
      let group = region.groups[channel]
      return BudgetAllocation.Channel(
        name: horizon.design.spec.channels[channel].name, cost: horizon.channels[channel].cost,
        baseSpend: basePlan.reduce(0, +), spend: plan.reduce(0, +),
        least: isPriced ? group.low : 0, most: isPriced ? group.high : 0,
        basePlan: basePlan, plan: plan,
        baseOutcome: BudgetAllocation.Interval(base.parts[channel]),
        outcome: BudgetAllocation.Interval(best.parts[channel]),
        baseReturn: earned(base.parts[channel], basePlan),
        spendReturn: earned(best.parts[channel], plan),
        baseMarginalReturn: base.marginals[channel], marginalReturn: best.marginals[channel],
        constraint: constraints[channel], largestExposure: largestExposure(channel), reason: "")
    }
  }

  private func earned(_ outcomes: [Double], _ plan: [Double]) -> Double? {
    let spend = plan.reduce(0, +)
    guard spend > 0 else { return nil }
    return worth * outcomes.reduce(0, +) / Double(outcomes.count) / spend
  }

  /// The largest scaled exposure of the best plan.
  private func largestExposure(_ channel: Int) -> Double {
    let perMoney = horizon.channels[channel].exposurePerMoney
    return perMoney.indices.reduce(0) {
      max($0, perMoney[$1] * best.spend[channel * count + $1 % count])
    }
  }
}
