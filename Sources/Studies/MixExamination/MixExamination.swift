public import Journeys
public import Statistics

/// How well fits find what channels truly do, over many worlds.
public struct MixExamination: Sendable {
  /// The question.
  public let study: MixWorlds
  /// The first world's scenario, for names and units.
  public let scenario: Scenario
  /// Truth and estimates by world.
  public let worlds: [ExaminedWorld]
}

/// One world after it has been fitted.
public struct ExaminedWorld: Sendable {
  /// What is true of it.
  public let truth: MixTruth
  /// What the fit says of it.
  public let estimates: [ChannelEstimate]
}

/// What is estimated of a channel.
public enum MixQuantity: String, Sendable, CaseIterable {
  /// Headline events that the channel brings over the horizon.
  case outcome
  /// Margin of those events per money spent on the channel.
  case returnOnSpend

  func estimate(_ channel: ChannelEstimate) -> IntervalEstimate? {
    switch self {
    case .outcome: channel.outcome
    case .returnOnSpend: channel.returnOnSpend
    }
  }

  func truth(_ channel: ChannelTruth) -> Double {
    switch self {
    case .outcome: channel.incrementalOutcome
    case .returnOnSpend: channel.outcomeReturnOnSpend
    }
  }
}

/// Truth and estimates of one channel by one model, over worlds.
public struct MixAccuracy: Sendable {
  /// The panel that was fitted.
  public let granularity: String
  /// The model.
  public let model: String
  /// The channel.
  public let channel: String
  /// What is estimated.
  public let quantity: MixQuantity
  /// The truth of each world in which there is an estimate.
  public let truths: [Double]
  /// The estimates of the same worlds.
  public let estimates: [IntervalEstimate]

  /// Mean truth.
  public var meanTruth: Double { Spread(truths).mean }
  /// Mean estimate.
  public var meanEstimate: Double { Spread(estimates.map(\.value)).mean }
  /// Estimate less truth, world by world.
  public var errors: [Double] { zip(estimates, truths).map { $0.value - $1 } }
  /// Mean of estimate less truth.
  public var bias: Double { Spread(errors).mean }
  /// Bias over the size of the mean truth; NaN where that is 0.
  public var relativeBias: Double {
    meanTruth == 0 ? .nan : bias / meanTruth.magnitude
  }
  /// Root of the mean squared error.
  public var rootMeanSquaredError: Double {
    Spread(errors.map { $0 * $0 }).mean.squareRoot()
  }
  /// Whether each interval holds its truth, of those that there are.
  var held: [Bool] { zip(estimates, truths).compactMap { $0.holds($1) } }
  /// Share of the 90 % intervals that hold the truth; NaN without intervals.
  public var coverage: Double {
    held.isEmpty ? .nan : Double(held.count { $0 }) / Double(held.count)
  }
  /// What the share could be by the luck of the worlds: Wilson's 90 % interval; all of 0 to 1
  /// without intervals.
  public var coverageInterval: WilsonInterval {
    WilsonInterval(successes: held.count { $0 }, trials: held.count)
  }
  /// Mean width of the intervals.
  public var meanWidth: Double { Spread(estimates.map(\.width)).mean }
}

extension MixExamination {
  /// Accuracy of every model, channel and quantity, in the order in which fits gave them.
  public func accuracies() -> [MixAccuracy] {
    var kinds: [ChannelEstimate] = []
    for estimate in worlds.flatMap(\.estimates)
    where !kinds.contains(where: { $0.isSameKind(as: estimate) }) {
      kinds.append(estimate)
    }
    return MixQuantity.allCases.flatMap { quantity in
      kinds.compactMap { accuracy(quantity, of: $0) }
    }
  }

  private func accuracy(_ quantity: MixQuantity, of kind: ChannelEstimate) -> MixAccuracy? {
    var truths: [Double] = []
    var estimates: [IntervalEstimate] = []
    for world in worlds {
      guard let truth = world.truth.channel(kind.channel).map(quantity.truth), truth.isFinite,
        let found = world.estimates.first(where: { $0.isSameKind(as: kind) }),
        let estimate = quantity.estimate(found), estimate.value.isFinite
      else { continue }
      truths.append(truth)
      estimates.append(estimate)
    }
    if truths.isEmpty { return nil }
    return MixAccuracy(
      granularity: kind.granularity, model: kind.model, channel: kind.channel,
      quantity: quantity, truths: truths, estimates: estimates)
  }

  /// Readouts of experiments that are in all worlds, and what they should have found.
  public func lifts(of channel: String) -> [HoldoutTruth] {
    worlds.flatMap { $0.truth.holdouts.filter { $0.channel == channel } }
  }
}

extension ChannelEstimate {
  /// Whether two estimates are of one channel by one model.
  func isSameKind(as other: ChannelEstimate) -> Bool {
    granularity == other.granularity && model == other.model && channel == other.channel
  }
}
