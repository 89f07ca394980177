/// What the journeys of customers have in common: where they stop, how long they take, and what
/// follows an engagement.
public struct JourneyTally: Sendable, Equatable {
  /// Customers by what they did last.
  public struct DropOff: Sendable, Equatable {
    /// Customers who did not convert.
    public internal(set) var customers = 0

    /// Steps from their last engagement, or last move, to the end.
    public internal(set) var silence = StepCounts()
  }

  /// What follows the engagements with a channel.
  public struct FollowUp: Sendable, Equatable {
    /// Engagements that were observed for the whole window after them.
    public internal(set) var engagements = 0

    /// Those followed by an engagement with another channel in a later step of the window.
    public internal(set) var crossed = 0

    /// Those followed by a conversion in the same step or a later one of the window.
    public internal(set) var converted = 0
  }

  /// Steps after an engagement in which something counts as following it.
  public let window: Int

  /// Customers.
  public private(set) var customers = 0

  /// Customers who converted.
  public private(set) var converters = 0

  /// Steps from the start to the first conversion.
  public private(set) var timeFromStart = StepCounts()

  /// Steps from the first engaged touch to the first conversion, of those who had one before it.
  public private(set) var timeFromTouch = StepCounts()

  /// Engaged touches before or in the step of the first conversion, of those who converted.
  public private(set) var depthOfConverters = StepCounts()

  /// Engaged touches of those who did not convert.
  public private(set) var depthOfOthers = StepCounts()

  /// Those who did not convert by the channel that they engaged with last.
  public private(set) var dropOffByChannel: [DropOff]

  /// Those who did not convert and never engaged.
  public private(set) var neverEngaged = DropOff()

  /// Those who did not convert by the stage that they came to last.
  public private(set) var dropOffByStage: [DropOff]

  /// What follows engagements, by channel.
  public private(set) var followUps: [FollowUp]

  /// A tally of nobody.
  ///
  /// - Parameters:
  ///   - channels: Number of channels.
  ///   - stages: Number of stages.
  ///   - window: Steps after an engagement in which something counts as following it.
  public init(channels: Int, stages: Int, window: Int) {
    self.window = window
    dropOffByChannel = [DropOff](repeating: DropOff(), count: channels)
    dropOffByStage = [DropOff](repeating: DropOff(), count: stages)
    followUps = [FollowUp](repeating: FollowUp(), count: channels)
  }

  /// Counts a journey.
  ///
  /// - Parameters:
  ///   - journey: The journey.
  ///   - last: The last step that was observed.
  public mutating func add(_ journey: CustomerJourney, last: Int) {
    customers += 1
    if let first = journey.conversions.first?.step {
      converters += 1
      timeFromStart.add(first)
      depthOfConverters.add(journey.touches.filter { $0.step <= first }.count)
      if let touch = journey.touches.first, touch.step <= first {
        timeFromTouch.add(first - touch.step)
      }
    } else {
      depthOfOthers.add(journey.touches.count)
      let move = journey.entries.last
      dropOffByStage[move?.stage ?? journey.start].note(silence: last - (move?.step ?? 0))
      if let touch = journey.touches.last {
        dropOffByChannel[touch.channel].note(silence: last - touch.step)
      } else {
        neverEngaged.note(silence: last)
      }
    }
    addFollowUps(journey, last: last)
  }

  private mutating func addFollowUps(_ journey: CustomerJourney, last: Int) {
    var next = 0
    for (place, touch) in journey.touches.enumerated() where touch.step + window <= last {
      let end = touch.step + window
      let later = journey.touches[(place + 1)...].prefix { $0.step <= end }
      let isCrossed = later.contains { $0.channel != touch.channel && $0.step > touch.step }
      while next < journey.conversions.count, journey.conversions[next].step < touch.step {
        next += 1
      }
      let isConverted = next < journey.conversions.count && journey.conversions[next].step <= end
      followUps[touch.channel].engagements += 1
      followUps[touch.channel].crossed += isCrossed ? 1 : 0
      followUps[touch.channel].converted += isConverted ? 1 : 0
    }
  }

  /// Adds the counts of another tally of the same channels, stages and window.
  public mutating func merge(_ other: JourneyTally) {
    precondition(
      window == other.window && followUps.count == other.followUps.count
        && dropOffByStage.count == other.dropOffByStage.count,
      "tallies of one shape are merged")
    customers += other.customers
    converters += other.converters
    timeFromStart.merge(other.timeFromStart)
    timeFromTouch.merge(other.timeFromTouch)
    depthOfConverters.merge(other.depthOfConverters)
    depthOfOthers.merge(other.depthOfOthers)
    neverEngaged.merge(other.neverEngaged)
    for index in followUps.indices {
      dropOffByChannel[index].merge(other.dropOffByChannel[index])
      followUps[index].merge(other.followUps[index])
    }
    for index in dropOffByStage.indices {
      dropOffByStage[index].merge(other.dropOffByStage[index])
    }
  }

  /// What follows the engagements with all channels together.
  public var allFollowUps: FollowUp {
    followUps.reduce(into: FollowUp()) { $0.merge($1) }
  }
}

extension JourneyTally.DropOff {
  fileprivate mutating func note(silence steps: Int) {
    customers += 1
    silence.add(max(0, steps))
  }

  fileprivate mutating func merge(_ other: Self) {
    customers += other.customers
    silence.merge(other.silence)
  }
}

extension JourneyTally.FollowUp {
  fileprivate mutating func merge(_ other: Self) {
    engagements += other.engagements
    crossed += other.crossed
    converted += other.converted
  }
}
