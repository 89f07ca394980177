/// What a fit says of one channel in one world.
public struct ChannelEstimate: Sendable, Equatable {
  /// The panel that was fitted, by its granularity, such as `nation`.
  public var granularity: String
  /// The model or its variant, in a few words.
  public var model: String
  /// Name of the channel.
  public var channel: String
  /// Outcomes that would be lost without the channel, over all periods of the panel and everybody.
  public var outcome: IntervalEstimate
  /// Money that comes back for money spent; `nil` where the fit does not say.
  public var returnOnSpend: IntervalEstimate?

  /// What a fit says of one channel.
  public init(
    granularity: String, model: String, channel: String, outcome: IntervalEstimate,
    returnOnSpend: IntervalEstimate? = nil
  ) {
    self.granularity = granularity
    self.model = model
    self.channel = channel
    self.outcome = outcome
    self.returnOnSpend = returnOnSpend
  }
}

/// A number with the interval that should hold the truth in 90 % of worlds.
public struct IntervalEstimate: Sendable, Equatable {
  /// The number.
  public var value: Double
  /// Lower end of the 90 % interval; NaN without one.
  public var low: Double
  /// Upper end of the 90 % interval; NaN without one.
  public var high: Double

  /// A number with its interval.
  public init(_ value: Double, low: Double = .nan, high: Double = .nan) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// Width of the interval.
  public var width: Double { high - low }

  /// Whether the interval holds a number; `nil` without an interval.
  public func holds(_ number: Double) -> Bool? {
    low.isFinite && high.isFinite && number.isFinite ? low <= number && number <= high : nil
  }
}
