/// What is asked of a fitted mix model: how to split money over channels and periods.
public struct BudgetQuestion: Sendable, Equatable {
  /// How much is spent.
  public enum Amount: Sendable, Equatable {
    /// This much money over the window.
    case total(Double)
    /// As much as still earns this return on the whole spend, money per money.
    case returnOnSpend(Double)
    /// As much as gives the largest profit: the worth of the outcome less the spend.
    case mostProfit
  }

  /// What is made large, of the worth of the incremental outcome over the draws of the fit.
  public enum Aim: Sendable, Equatable {
    /// The mean.
    case mean
    /// A quantile, such as 0.1 for what is reached in nine of ten draws, as the mean of draws near
    /// it. Harrell and Davis (1982), "A new distribution-free quantile estimator".
    case quantile(Double)
    /// The mean less so many standard deviations.
    case meanLessDeviations(Double)
  }

  /// How spend is spread over the periods of the window.
  public enum Pacing: Sendable, Equatable {
    /// As in the base plan: one number per channel is chosen.
    case asBase
    /// Freely: one number per channel and period is chosen, in multiples of the channel's base spend
    /// in the mean period. What the base plan spends in a period is always allowed there.
    case free(low: Double, high: Double)
  }

  /// What a channel may spend over the window.
  public enum Bounds: Sendable, Equatable {
    /// Multiples of its base spend.
    case multiples(low: Double, high: Double)
    /// Amounts of money; an infinite upper one is none.
    case amounts(low: Double, high: Double)
    /// Its base spend.
    case locked
  }

  /// What is said of one channel.
  public struct Rule: Sendable, Equatable {
    /// The channel's name.
    public var channel: String
    /// What it may spend; as all channels do when nil.
    public var bounds: Bounds?
    /// Money per exposure; taken from the data when nil.
    public var cost: Double?

    /// A rule.
    public init(channel: String, bounds: Bounds? = nil, cost: Double? = nil) {
      self.channel = channel
      self.bounds = bounds
      self.cost = cost
    }
  }

  /// How much is spent.
  public var amount: Amount
  /// The periods in which it is spent, counted from the first of the design; nil for the last
  /// thirteen fitted ones, or as many as there are.
  public var window: Range<Int>?
  /// The periods whose exposures are the base plan, as many as the window has; nil for the window.
  public var base: Range<Int>?
  /// What is made large.
  public var aim = Aim.mean
  /// How spend is spread over periods.
  public var pacing = Pacing.asBase
  /// What channels without a rule may spend; *chosen*: half to twice the base, because curves are
  /// known where there were exposures.
  public var bounds = Bounds.multiples(low: 0.5, high: 2)
  /// What is said of single channels.
  public var rules: [Rule] = []
  /// Draws that count, evenly thinned from those of the fit; *chosen*: the mean of 200 is known to
  /// 7 % of the spread of the draws.
  public var draws = 200
  /// What sentences call one of the money.
  public var currency = "dollar"

  /// A question with usual choices.
  public init(_ amount: Amount) {
    self.amount = amount
  }
}

extension BudgetQuestion {
  /// Refuses numbers that mean nothing.
  func check(channels: [String]) throws(EstimationError) {
    for rule in rules where !channels.contains(rule.channel) {
      throw .mixModel(
        "budget: \(rule.channel): the model has no such channel; it has "
          + channels.joined(separator: ", "))
    }
    for channel in channels {
      try check(bounds(of: channel), channel)
      if let cost = cost(of: channel), !(cost > 0 && cost.isFinite) {
        throw .mixModel("budget: \(channel): the cost \(cost) is not a positive number")
      }
    }
    if case .quantile(let share) = aim, !(share > 0 && share < 1) {
      throw .mixModel("budget: the quantile \(share) is not between 0 and 1; try 0.1")
    }
    if case .meanLessDeviations(let risk) = aim, !(risk >= 0 && risk.isFinite) {
      throw .mixModel("budget: the risk \(risk) is not a number from 0; try 1")
    }
    if case .free(let low, let high) = pacing, !(low >= 0 && low <= 1 && high >= 1) {
      throw .mixModel(
        "budget: pacing from \(low) to \(high) leaves out the mean period; write a lower multiple "
          + "from 0 to 1 and an upper one from 1")
    }
    guard draws > 0 else {
      throw .mixModel("budget: \(draws) draws say nothing; use at least 1")
    }
    let number: Double =
      switch amount {
      case .total(let money): money
      case .returnOnSpend(let target): target
      case .mostProfit: 0
      }
    guard number >= 0, number.isFinite else {
      throw .mixModel("budget: \(number) is not an amount; write a number from 0")
    }
  }

  private func check(_ bounds: Bounds, _ channel: String) throws(EstimationError) {
    let low: Double
    let high: Double
    switch bounds {
    case .locked: return
    case .amounts(let least, let most), .multiples(let least, let most):
      low = least
      high = most
    }
    guard low >= 0, low.isFinite, !high.isNaN else {
      throw .mixModel(
        "budget: \(channel): the bounds \(low) and \(high) are not amounts; write numbers from 0")
    }
    guard low <= high else {
      throw .mixModel(
        "budget: \(channel): the lower bound \(low) is above the upper one \(high); swap or widen "
          + "them")
    }
  }

  /// What a channel may spend.
  func bounds(of channel: String) -> Bounds {
    rules.last { $0.channel == channel && $0.bounds != nil }?.bounds ?? bounds
  }

  /// What an exposure of a channel costs, where that is said.
  func cost(of channel: String) -> Double? {
    rules.last { $0.channel == channel && $0.cost != nil }?.cost
  }
}
