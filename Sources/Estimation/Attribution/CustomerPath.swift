/// A touch that a customer engaged with.
public struct CustomerTouch: Sendable, Equatable {
  /// The channel, by number.
  public let channel: Int

  /// The step in which it happened.
  public let step: Int

  /// A touch of a channel in a step.
  public init(channel: Int, step: Int) {
    self.channel = channel
    self.step = step
  }
}

/// The engaged touches that a conversion is credited to, or touches that none followed.
public struct CustomerPath: Sendable, Equatable {
  /// Engaged touches, the earliest first.
  public let touches: [CustomerTouch]

  /// Step of the conversion; nil where none followed.
  public let conversionStep: Int?

  /// Conversions in that step; 0 where none followed.
  public let conversions: Int

  /// Step in which the customer passed the middle milestone on this path; nil where it did not.
  public let milestone: Int?

  /// A path.
  ///
  /// - Parameters:
  ///   - touches: Engaged touches, the earliest first.
  ///   - conversionStep: Step of the conversion; nil for a path without one.
  ///   - conversions: Conversions in that step, at least one; without a step none.
  ///   - milestone: Step in which the customer passed the middle milestone.
  public init(
    touches: [CustomerTouch], conversionStep: Int? = nil, conversions: Int = 1,
    milestone: Int? = nil
  ) {
    precondition(conversions > 0 || conversionStep == nil, "a conversion counts at least once")
    self.touches = touches
    self.conversionStep = conversionStep
    self.conversions = conversionStep == nil ? 0 : conversions
    self.milestone = milestone
  }

  /// The channels in the order of their touches, with repeats of one channel collapsed.
  public var pathway: [Int] {
    touches.reduce(into: []) { if $0.last != $1.channel { $0.append($1.channel) } }
  }

  /// The channels that touched, each once, ascending.
  public var channels: [Int] { Set(touches.map(\.channel)).sorted() }
}
