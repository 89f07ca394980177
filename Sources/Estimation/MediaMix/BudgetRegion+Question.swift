import Interchange

extension BudgetRegion {
  /// The choices that a question allows.
  ///
  /// - Parameters:
  ///   - question: Its bounds and amount; the budget is set where it asks for a total.
  ///   - horizon: The base plan.
  /// - Throws: ``EstimationError`` when nothing is allowed, with what would be.
  init(_ question: BudgetQuestion, _ horizon: BudgetHorizon) throws(EstimationError) {
    let names = horizon.design.spec.channels.map(\.name)
    guard horizon.channels.contains(where: { $0.cost != nil }) else {
      throw .mixModel(
        "budget: no channel has a spend; name the column of one, or a cost per exposure")
    }
    var low: [Double] = []
    var high: [Double] = []
    var groups: [Group] = []
    for (place, channel) in horizon.channels.enumerated() {
      let window = try Self.bounds(question, names[place], channel)
      let boxes = Self.boxes(question, channel, window)
      let first = low.count
      low += boxes.map(\.low)
      high += boxes.map(\.high)
      groups.append(
        Group(
          places: first..<low.count,
          low: max(window.low, boxes.reduce(0) { $0 + $1.low }),
          high: min(window.high, boxes.reduce(0) { $0 + $1.high })))
    }
    self.init(low: low, high: high, groups: groups, total: nil)
    guard case .total(let money) = question.amount else { return }
    let unpriced = horizon.unpricedSum
    try check(money, least: least - unpriced, most: most - unpriced)
    total = min(max(money + unpriced, least), most)
  }

  private func check(_ money: Double, least: Double, most: Double) throws(EstimationError) {
    // What rounding of bounds may leave; far less than anybody writes.
    let slack = 1e-9 * max(money, least)
    guard money >= least - slack else {
      throw .mixModel(
        "budget: \(HumanNumber.text(money)) is less than the lower bounds of all channels together; "
          + "raise it to at least \(Self.text(least, .up)), or lower the bounds")
    }
    guard money <= most + slack else {
      throw .mixModel(
        "budget: \(HumanNumber.text(money)) is more than the upper bounds of all channels together; "
          + "lower it to at most \(Self.text(most, .down)), or raise the bounds")
    }
  }

  private static func text(_ money: Double, _ rule: FloatingPointRoundingRule) -> String {
    HumanNumber.text(money >= 1000 ? money.rounded(rule) : money)
  }

  private static func bounds(
    _ question: BudgetQuestion, _ name: String, _ channel: BudgetHorizon.Channel
  ) throws(EstimationError) -> (low: Double, high: Double) {
    let base = channel.baseSpend.reduce(0, +)
    guard channel.cost != nil else { return (base, base) }
    let low: Double
    let high: Double
    switch question.bounds(of: name) {
    case .locked: return (base, base)
    case .multiples(let least, let most):
      // Any multiple of nothing is nothing, even an infinite one.
      guard base > 0 else { return (0, 0) }
      low = least * base
      high = most * base
    case .amounts(let least, let most):
      low = least
      high = most
    }
    guard high.isInfinite else { return (low, high) }
    guard case .total(let money) = question.amount else {
      throw .mixModel(
        "budget: \(name): without a total budget every channel needs an upper bound; write one")
    }
    return (low, max(low, money))
  }

  /// Bounds of the numbers that are chosen for a channel.
  private static func boxes(
    _ question: BudgetQuestion, _ channel: BudgetHorizon.Channel,
    _ window: (low: Double, high: Double)
  ) -> [(low: Double, high: Double)] {
    guard case .free(let low, let high) = question.pacing else { return [window] }
    let base = channel.baseSpend
    let isLocked =
      channel.cost == nil || (window.low == window.high && window.low == base.reduce(0, +))
    if isLocked { return base.map { ($0, $0) } }
    guard window.high > 0 else { return base.map { _ in (0, 0) } }
    let count = Double(base.count)
    let sum = base.reduce(0, +)
    // Where the bounds of the window leave out the base plan, the nearest total that they allow.
    let allowed = sum > 0 ? min(max(sum, window.low), window.high) : window.high
    return base.map { spend in
      (
        min(low * min(sum, allowed) / count, spend),
        min(max(high * allowed / count, spend), window.high)
      )
    }
  }
}

extension BudgetHorizon {
  /// What the base plan of channels of unknown cost adds to a choice, in exposures.
  var unpricedSum: Double {
    channels.reduce(0) { $0 + ($1.cost == nil ? $1.baseSpend.reduce(0, +) : 0) }
  }
}
