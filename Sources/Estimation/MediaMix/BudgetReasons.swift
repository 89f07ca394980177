import Interchange

/// Why channels moved or did not, in sentences.
struct BudgetReasons {
  let currency: String
  let price: Double?
  /// Whether no budget binds, so that the last of money must bring back itself.
  let isForProfit: Bool

  /// Changes below this share of the base spend are called none; *chosen*.
  private static let smallest = 1e-3

  /// Channels with their reasons.
  func explain(_ channels: [BudgetAllocation.Channel]) -> [BudgetAllocation.Channel] {
    channels.indices.map { place in
      channels[place].explained(reason(channels[place], isFlat: isFlat(place, channels)))
    }
  }

  /// Whether the interval of a channel's marginal return includes those of all others that may move.
  private func isFlat(_ place: Int, _ channels: [BudgetAllocation.Channel]) -> Bool {
    let own = channels[place].baseMarginalReturn
    let others = channels.indices.filter { $0 != place && channels[$0].constraint != .locked }
    guard !others.isEmpty, own.low < own.high else { return false }
    return others.allSatisfy {
      own.low <= channels[$0].baseMarginalReturn.low
        && own.high >= channels[$0].baseMarginalReturn.high
    }
  }

  private func reason(_ channel: BudgetAllocation.Channel, isFlat: Bool) -> String {
    guard channel.cost != nil else {
      return "\(channel.name) stays as it was: nobody knows its spend"
    }
    var reason = "\(move(channel)): \(cause(channel))"
    if isFlat, channel.constraint != .locked {
      let marginal = channel.baseMarginalReturn
      reason +=
        "; flat: the interval of its marginal return, \(text(marginal.low)) to "
        + "\(text(marginal.high)), includes that of all others, so data cannot tell"
    }
    if channel.isExtrapolated {
      reason +=
        "; its largest exposure is \(text(channel.largestExposure)) times the largest observed, "
        + "where the curve is a guess"
    }
    return reason
  }

  private func move(_ channel: BudgetAllocation.Channel) -> String {
    let change = channel.spend - channel.baseSpend
    let isStill = change.magnitude <= Self.smallest * max(channel.baseSpend, channel.spend)
    let bound =
      switch channel.constraint {
      case .lowerBound: "its lower bound "
      case .upperBound: "its upper bound "
      default: ""
      }
    if channel.constraint == .locked {
      return "\(channel.name) is locked at \(text(channel.spend))"
    }
    if isStill { return "\(channel.name) stays at \(bound)\(text(channel.spend))" }
    return
      "\(channel.name) \(change > 0 ? "rises" : "falls") from \(text(channel.baseSpend)) to "
      + "\(bound)\(text(channel.spend))"
  }

  private func cause(_ channel: BudgetAllocation.Channel) -> String {
    let marginal = text(channel.marginalReturn.middle)
    let elsewhere =
      isForProfit
      ? "and must return 1"
      : price.map { "the last \(currency) elsewhere \(text($0))" }
        ?? "and no channel may spend more"
    switch channel.constraint {
    case .lowerBound, .upperBound: return "one more \(currency) returns \(marginal), \(elsewhere)"
    case .locked: return "one more \(currency) would return \(marginal), \(elsewhere)"
    case .budget:
      return
        "it takes what is left of the budget, as all others are at bounds; one more \(currency) "
        + "returns \(marginal)"
    case .nothing:
      let before = text(channel.baseMarginalReturn.middle)
      return
        "one more \(currency) returned \(before) at the base and returns \(marginal) now, as "
        + "everywhere that money is free to move"
    }
  }

  private func text(_ number: Double) -> String { HumanNumber.text(number) }

  /// What else a reader should know.
  func notes(
    _ channels: [BudgetAllocation.Channel], gain: BudgetAllocation.Interval, chance: Double,
    starts: BudgetAllocation.Starts, draws: Int, of all: Int, after: Int
  ) -> [String] {
    var notes = [
      "the best plan brings \(text(gain.middle)) more than the base plan, between "
        + "\(text(gain.low)) and \(text(gain.high)) in nine of ten draws, and more in "
        + "\(HumanNumber.percent(chance)) of them"
    ]
    let moving = channels.filter { $0.constraint != .locked }
    if let first = moving.first, moving.count > 1,
      moving.allSatisfy({ ($0.spend - first.spend).magnitude <= 1e-6 * first.spend })
    {
      let isEven = moving.allSatisfy {
        ($0.marginalReturn.middle - first.marginalReturn.middle).magnitude
          <= 1e-6 * first.marginalReturn.middle.magnitude
      }
      notes.append(
        isEven
          ? "the split is equal because one more \(currency) returns "
            + "\(text(first.marginalReturn.middle)) in every channel there"
          : "the split is equal because bounds leave no other")
    }
    if starts.agreeing < starts.count {
      notes.append(
        "\(starts.count - starts.agreeing) of \(starts.count) starts ended at a plan worth up to "
          + "\(text(starts.shortfall)) less; some curve is S-shaped, and a better plan may exist")
    }
    if draws < all { notes.append("\(draws) of \(text(Double(all))) draws count, evenly thinned") }
    if after > 0 {
      notes.append(
        "effects up to \(after) periods after the window count, with the same exposures there in "
          + "all plans")
    }
    return notes
  }
}

extension BudgetAllocation.Channel {
  /// Whether the best plan goes where no exposure was observed.
  public var isExtrapolated: Bool { largestExposure > 1 + 1e-9 }

  /// The same channel with a reason.
  func explained(_ reason: String) -> Self {
    Self(
      name: name, cost: cost, baseSpend: baseSpend, spend: spend, least: least, most: most,
      basePlan: basePlan, plan: plan, baseOutcome: baseOutcome, outcome: outcome,
      baseReturn: baseReturn, spendReturn: spendReturn, baseMarginalReturn: baseMarginalReturn,
      marginalReturn: marginalReturn, constraint: constraint, largestExposure: largestExposure,
      reason: reason)
  }
}
