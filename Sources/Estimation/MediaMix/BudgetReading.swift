import Statistics

/// What a plan brings in every draw, with its parts and marginal returns.
struct BudgetReading {
  /// Money per channel and period.
  let spend: [Double]
  /// Incremental outcomes, one per draw.
  let outcomes: [Double]
  /// What would be lost if a channel alone went, one number per draw of each channel.
  let parts: [[Double]]
  /// Money for one more of money in each channel.
  let marginals: [BudgetAllocation.Interval]

  /// Reads a plan.
  ///
  /// - Parameters:
  ///   - objective: The draws.
  ///   - spend: Money per channel and period.
  ///   - region: What is free to move.
  ///   - isChoice: Whether one more of money goes to numbers that are free only.
  init(
    _ objective: BudgetObjective, _ spend: [Double], _ region: BudgetRegion, isChoice: Bool
  ) {
    self.spend = spend
    let response = objective.response
    let horizon = response.horizon
    let draws = response.draws.count
    let count = horizon.window.count
    let worth = horizon.design.spec.outcome.value
    var slopes = [Double](repeating: 0, count: spend.count * draws)
    let whole = response.outcomes(spend, gradient: &slopes)
    outcomes = zip(whole, response.outcomes(horizon.idleSpend)).map { $0 - $1 }
    parts = horizon.channels.indices.map { channel in
      var without = spend
      for place in 0..<count { without[channel * count + place] = 0 }
      return zip(whole, response.outcomes(without)).map { $0 - $1 }
    }
    let weights = objective.weigh(outcomes.map { worth * $0 }).weights
    marginals = horizon.channels.indices.map { channel in
      let shares = Self.shares(
        channel, horizon, spend, objective.isFree && isChoice ? region : nil)
      let returns = (0..<draws).map { draw in
        worth * dot(shares, slopes, at: draw * spend.count + channel * count)
      }
      let interval = BudgetAllocation.Interval(returns)
      return BudgetAllocation.Interval(
        middle: dot(weights, returns), low: interval.low, high: interval.high)
    }
  }

  /// How one more of money is spread over periods: as the plan is, over those that are free to move
  /// where there are such.
  private static func shares(
    _ channel: Int, _ horizon: BudgetHorizon, _ spend: [Double], _ region: BudgetRegion?
  ) -> [Double] {
    let count = horizon.window.count
    var plan = Array(spend[channel * count..<(channel + 1) * count])
    if let region {
      let slack = 1e-7 * region.most
      let free = plan.indices.map { place in
        let number = channel * count + place
        return plan[place] > region.low[number] + slack && plan[place] < region.high[number] - slack
      }
      if free.contains(true) {
        for place in plan.indices where !free[place] { plan[place] = 0 }
      }
    }
    let sum = plan.reduce(0, +)
    return sum > 0 ? plan.map { $0 / sum } : horizon.channels[channel].pace
  }
}

extension BudgetAllocation.Interval {
  /// The mean of draws, and their 5 % and 95 % quantiles.
  init(_ draws: [Double]) {
    let ends = quantiles(of: draws, [0.05, 0.95])
    middle = draws.reduce(0, +) / Double(draws.count)
    low = ends[0]
    high = ends[1]
  }
}
