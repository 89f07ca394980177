public import Estimation
public import Interchange

/// A budget allocation with its tables and words.
public struct MixBudget: Sendable {
  private let fit: MixFit
  private let allocation: BudgetAllocation

  /// The answer to a question about money.
  ///
  /// - Throws: `EstimationError` when the question has no answer, with what would be feasible.
  public init(_ question: BudgetQuestion, _ fit: MixFit) throws(EstimationError) {
    self.fit = fit
    allocation = try BudgetAllocation(question, fit)
  }

  /// Tables that a complete run has.
  public static let tableNames: Set<String> = ["allocation", "plan", "summary"]

  /// The tables of the run.
  public func tables() -> [Table] { [allocationTable(), planTable(), summaryTable()] }

  private func allocationTable() -> Table {
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.number("base_spend", unit: "money", "Money of the base plan.")
    rows.number("spend", unit: "money", "Money of the best plan.")
    rows.number("least", unit: "money", "Lower bound.")
    rows.number("most", unit: "money", "Upper bound.")
    rows.posterior(
      "base_outcome", unit: "outcomes", "Outcomes that the channel brings under the base plan")
    rows.posterior(
      "outcome", unit: "outcomes", "Outcomes that the channel brings under the best plan")
    rows.posterior(
      "marginal_return", unit: "money per money", "Money back per further money under the best plan"
    )
    rows.posterior(
      "base_marginal_return", unit: "money per money",
      "Money back per further money under the base plan")
    rows.text("binds", "What keeps the channel where it is.")
    rows.text("reason", "Why it moved or did not.")
    for channel in allocation.channels {
      rows.add("channel", channel.name)
      rows.add("base_spend", channel.baseSpend)
      rows.add("spend", channel.spend)
      rows.add("least", channel.least)
      rows.add("most", channel.most)
      rows.add("base_outcome", channel.baseOutcome)
      rows.add("outcome", channel.outcome)
      rows.add("marginal_return", channel.marginalReturn)
      rows.add("base_marginal_return", channel.baseMarginalReturn)
      rows.add("binds", channel.constraint.rawValue)
      rows.add("reason", channel.reason)
    }
    return rows.table(
      "allocation",
      meaning: "How the budget is split, what it brings, and why; intervals hold 90 % of "
        + "\(allocation.draws) draws.")
  }

  private func planTable() -> Table {
    var rows = TableBuilder()
    rows.text("period", "First day or number of the period.")
    rows.text("channel", "Channel.")
    rows.number("base_spend", unit: "money", "Money of the base plan.")
    rows.number("spend", unit: "money", "Money of the best plan.")
    for (place, period) in allocation.periods.enumerated() {
      for channel in allocation.channels {
        rows.add("period", period)
        rows.add("channel", channel.name)
        rows.add("base_spend", channel.basePlan[place])
        rows.add("spend", channel.plan[place])
      }
    }
    return rows.table("plan", meaning: "Money by period and channel, over all units.")
  }

  private func summaryTable() -> Table {
    var rows = TableBuilder()
    rows.text("figure", "What the row says.")
    rows.posterior("value", unit: "", "The figure")
    func add(_ name: String, _ value: BudgetAllocation.Interval) {
      rows.add("figure", name)
      rows.add("value", value)
    }
    func add(_ name: String, _ value: Double) {
      rows.add("figure", name)
      rows.add("value_mean", value)
      rows.add("value_p05", .nan)
      rows.add("value_p95", .nan)
    }
    add("base_spend", allocation.baseSpend)
    add("spend", allocation.spend)
    add("base_outcome", allocation.baseOutcome)
    add("outcome", allocation.outcome)
    add("gain", allocation.gain)
    add("chance_of_gain", allocation.chanceOfGain)
    add("profit_gain", allocation.profitGain)
    add("chance_of_profit_gain", allocation.chanceOfProfitGain)
    add("shadow_price", allocation.shadowPrice ?? .nan)
    return rows.table(
      "summary", meaning: "The allocation as a whole, against the base plan; money and outcomes.")
  }

  /// The allocation in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let title = "\(fit.design.spec.title): where the money goes"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    let gain = allocation.gain
    lines += wrapped(
      "\(allocation.periods.count) periods, \(allocation.periods.first ?? "") to "
        + "\(allocation.periods.last ?? ""): \(HumanNumber.compact(allocation.spend)) in place of "
        + "\(HumanNumber.compact(allocation.baseSpend)). Outcomes against the base plan: "
        + "\(Self.words(gain)), a gain in \(HumanNumber.percent(allocation.chanceOfGain)) of the draws; "
        + "profit \(Self.words(allocation.profitGain)), a gain in "
        + "\(HumanNumber.percent(allocation.chanceOfProfitGain)).", width: width)
    if let price = allocation.shadowPrice {
      lines += wrapped(
        "One more dollar in the budget would return \(HumanNumber.text((price * 100).rounded() / 100)).",
        width: width)
    }
    lines += ["", grid().plain(width: width, maximumRows: nil)]
    lines += allocation.channels.flatMap { wrapped(Self.sentence($0.reason), width: width) }
    // The first note is about the gain, which stands above.
    lines += allocation.notes.dropFirst().flatMap {
      wrapped(Self.sentence($0.prefix(1).uppercased() + $0.dropFirst()), width: width)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    for name in ["channel", "base", "best", "outcomes", "marginal return", "binds"] {
      rows.text(name, "")
    }
    for channel in allocation.channels {
      rows.add("channel", channel.name)
      rows.add("base", HumanNumber.compact(channel.baseSpend))
      rows.add("best", HumanNumber.compact(channel.spend))
      rows.add("outcomes", Self.words(channel.outcome))
      rows.add("marginal return", Self.words(channel.marginalReturn, isRatio: true))
      rows.add("binds", channel.constraint.rawValue)
    }
    return rows.table("allocation", meaning: "")
  }

  private static func words(_ interval: BudgetAllocation.Interval, isRatio: Bool = false) -> String
  {
    func text(_ value: Double) -> String {
      isRatio ? HumanNumber.text((value * 100).rounded() / 100) : HumanNumber.compact(value)
    }
    guard interval.middle.isFinite else { return "" }
    return "\(text(interval.middle)) [\(text(interval.low))\(interval.low < 0 ? " to " : "–")"
      + "\(text(interval.high))]"
  }

  /// Words with a stop; names of channels stay as they are written.
  private static func sentence(_ words: String) -> String { "\(words)." }
}

extension TableBuilder {
  /// Adds a figure with the 90 % interval of its draws.
  fileprivate mutating func add(_ name: String, _ interval: BudgetAllocation.Interval) {
    add("\(name)_mean", interval.middle)
    add("\(name)_p05", interval.low)
    add("\(name)_p95", interval.high)
  }
}
