/// Everything that happened to one customer within an observed time: engagements, conversions and
/// the stages of a journey.
public struct CustomerJourney: Sendable, Equatable {
  /// Conversions in one step.
  public struct Conversion: Sendable, Equatable {
    /// The step.
    public let step: Int

    /// How many there were, at least one.
    public let count: Int

    /// Conversions in a step.
    public init(step: Int, count: Int) {
      self.step = step
      self.count = count
    }
  }

  /// A stage that the customer came to.
  public struct Entry: Sendable, Equatable {
    /// The stage, by number.
    public let stage: Int

    /// The step in which it was entered.
    public let step: Int

    /// A stage that was entered in a step.
    public init(stage: Int, step: Int) {
      self.stage = stage
      self.step = step
    }
  }

  /// Engaged touches, the earliest first.
  ///
  /// The order within a step is the order in which they shall count.
  public var touches: [CustomerTouch]

  /// Conversions, at most one entry a step, the earliest first.
  public var conversions: [Conversion]

  /// Stage in which the customer was first observed.
  public var start: Int

  /// Stages entered since, the earliest first.
  public var entries: [Entry]

  /// Channels that touched the customer at all, engaged or not.
  public var reached: Set<Int>

  /// A journey.
  ///
  /// - Parameters:
  ///   - touches: Engaged touches, the earliest first.
  ///   - conversions: Conversions, at most one entry a step, the earliest first.
  ///   - start: Stage in which the customer was first observed.
  ///   - entries: Stages entered since, the earliest first.
  ///   - reached: Channels that touched the customer, engaged or not.
  public init(
    touches: [CustomerTouch] = [], conversions: [Conversion] = [], start: Int = 0,
    entries: [Entry] = [], reached: Set<Int> = []
  ) {
    self.touches = touches
    self.conversions = conversions
    self.start = start
    self.entries = entries
    self.reached = reached
  }

  /// The journey cut into paths, so that every engaged touch is on exactly one.
  ///
  /// Each conversion has a path: the touches since the previous conversion that are at most the
  /// lookback before it, none perhaps. Touches that no conversion followed within the lookback
  /// make paths without one, each no longer than the lookback from its first touch to its last.
  ///
  /// - Parameters:
  ///   - lookback: Steps from a touch to the last conversion that it can be credited with, not
  ///     negative; a conversion in the step of the touch comes after it.
  ///   - milestone: Stage whose first entry since the previous conversion is the middle milestone
  ///     of a converting path; nil for none.
  /// - Returns: The paths; the converting ones in the order of their conversions.
  public func paths(lookback: Int, milestone: Int? = nil) -> [CustomerPath] {
    precondition(lookback >= 0, "a lookback is not negative")
    var paths: [CustomerPath] = []
    var next = 0
    var previous = Int.min
    for conversion in conversions {
      var waiting: [CustomerTouch] = []
      while next < touches.count, touches[next].step <= conversion.step {
        waiting.append(touches[next])
        next += 1
      }
      let first =
        waiting.firstIndex { $0.step >= conversion.step - lookback } ?? waiting.endIndex
      Self.addUnconverted(waiting[..<first], lookback, to: &paths)
      let passed = entries.first {
        $0.stage == milestone && $0.step > previous && $0.step <= conversion.step
      }
      paths.append(
        CustomerPath(
          touches: Array(waiting[first...]), conversionStep: conversion.step,
          conversions: conversion.count, milestone: passed?.step))
      previous = conversion.step
    }
    Self.addUnconverted(touches[next...], lookback, to: &paths)
    return paths
  }

  private static func addUnconverted(
    _ touches: ArraySlice<CustomerTouch>, _ lookback: Int, to paths: inout [CustomerPath]
  ) {
    var current: [CustomerTouch] = []
    for touch in touches {
      if let first = current.first, touch.step - first.step > lookback {
        paths.append(CustomerPath(touches: current))
        current = []
      }
      current.append(touch)
    }
    if !current.isEmpty { paths.append(CustomerPath(touches: current)) }
  }
}
