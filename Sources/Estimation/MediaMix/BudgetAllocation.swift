/// How a budget is best split over channels and periods, what it brings, and why.
///
/// Outcomes are incremental: against no spend in the window, with exposures before it as they were,
/// and after it the same in all plans. Effects after the window count as long as they last. With a
/// log link a channel's outcome is what would be lost if it alone went, so that channels do not add
/// up. Marginal returns are money per extra money, spread over periods as the plan is.
public struct BudgetAllocation: Sendable, Equatable {
  /// A number and where nine tenths of the draws have it.
  public struct Interval: Sendable, Equatable {
    /// The mean over draws; of a marginal return what the aim of the question makes of the draws.
    public let middle: Double
    /// The 5 % quantile.
    public let low: Double
    /// The 95 % quantile.
    public let high: Double
  }

  /// What keeps a channel from moving further.
  public enum Constraint: String, Sendable, CaseIterable {
    /// It may not spend less.
    case lowerBound = "lower bound"
    /// It may not spend more.
    case upperBound = "upper bound"
    /// All others are at bounds, and it takes what is left.
    case budget
    /// It may not move.
    case locked
    /// It is where it should be.
    case nothing = "nothing: marginal return equals the shadow price"
  }

  /// One channel.
  public struct Channel: Sendable, Equatable {
    /// The name.
    public let name: String
    /// Money per exposure; nil where nobody knows it, so that the channel stays as it was.
    public let cost: Double?
    /// Money in the base plan; 0 where the cost is not known.
    public let baseSpend: Double
    /// Money in the best plan; 0 where the cost is not known.
    public let spend: Double
    /// The least that it may spend over the window.
    public let least: Double
    /// The most that it may spend over the window.
    public let most: Double
    /// Money in each period of the base plan.
    public let basePlan: [Double]
    /// Money in each period of the best plan.
    public let plan: [Double]
    /// Incremental outcome of the base plan.
    public let baseOutcome: Interval
    /// Incremental outcome of the best plan.
    public let outcome: Interval
    /// Worth of the mean outcome over spend in the base plan; nil without spend.
    public let baseReturn: Double?
    /// Worth of the mean outcome over spend in the best plan; nil without spend.
    public let spendReturn: Double?
    /// Money for one more of money at the base plan.
    public let baseMarginalReturn: Interval
    /// Money for one more of money at the best plan.
    public let marginalReturn: Interval
    /// What keeps it from moving further.
    public let constraint: Constraint
    /// The largest exposure of the best plan over the largest of the fitted periods, per head; above
    /// 1 the curve is a guess.
    public let largestExposure: Double
    /// Why it moved or did not, in a sentence.
    public let reason: String
  }

  /// How climbs from different starts ended.
  public struct Starts: Sendable, Equatable {
    /// Climbs; 1 where all curves have falling slopes, so that there is one summit.
    public let count: Int
    /// Climbs that ended within a ten-thousandth of the best value.
    public let agreeing: Int
    /// How much less the worst one reached, in money.
    public let shortfall: Double
  }

  /// The periods in which money is spent.
  public let window: Range<Int>
  /// What tables call them.
  public let periods: [String]
  /// Periods after the window whose effects count.
  public let periodsAfter: Int
  /// Draws that count.
  public let draws: Int
  /// The channels, in the order of the model.
  public let channels: [Channel]
  /// Money in the base plan.
  public let baseSpend: Double
  /// Money in the best plan.
  public let spend: Double
  /// Money for the best one more of money; 1 where profit is made large, and nil where no channel
  /// may spend more.
  public let shadowPrice: Double?
  /// Incremental outcome of the base plan.
  public let baseOutcome: Interval
  /// Incremental outcome of the best plan.
  public let outcome: Interval
  /// Outcome of the best plan less that of the base plan, in the same draws.
  public let gain: Interval
  /// The share of draws in which the best plan brings more.
  public let chanceOfGain: Double
  /// Worth of the gain less the money that it takes beyond the base plan.
  public let profitGain: Interval
  /// The share of draws in which that is positive.
  public let chanceOfProfitGain: Double
  /// The largest difference of a marginal return from what its place asks for, over the largest one:
  /// below a millionth at a summit, and about a hundredth where a quantile is made large, which has
  /// kinks.
  public let residual: Double
  /// How climbs from different starts ended.
  public let starts: Starts
  /// What else a reader should know, in sentences.
  public let notes: [String]
}
