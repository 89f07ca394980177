import Interchange
import Statistics

/// How the plans of channels vary over the horizon, and from place to place.
///
/// Written plans are often the same every week, and from a constant nothing can be learned. Each
/// channel gets factors of its own from addressed random numbers; their mean over the horizon is 1, so
/// that the plan as a whole stays what it is. Shapes multiply.
public struct Flighting: Sendable, Equatable {
  /// How a plan varies.
  public enum Shape: Sendable, Equatable {
    /// Bursts of so many weeks, and weeks between them at a part of their intensity.
    case pulses(onWeeks: ClosedRange<Int>, offWeeks: ClosedRange<Int>, low: Double)
    /// Blocks of so many weeks that are on with a chance, and off otherwise.
    case blocks(weeks: Int, share: Double)
    /// Up and down along straight lines once a year by a part, from a peak of the channel's own.
    case season(amplitude: Double)
    /// The logarithm drifts by normal steps and is drawn back to zero, half-way in so many weeks.
    case walk(sdPerWeek: Double, halfLifeWeeks: Double)
  }

  /// What all places share.
  public var shapes: [Shape]
  /// What each level of the attribute has for itself.
  public var localShapes: [Shape]
  /// Categorical attribute of the levels; channels of populations without it vary for everybody alike.
  public var attribute: String?
  /// Names of channels whose plans stay as written.
  public var exempt: Set<String>

  /// A way to vary plans.
  public init(
    shapes: [Shape], localShapes: [Shape] = [], attribute: String? = nil, exempt: Set<String> = []
  ) {
    self.shapes = shapes
    self.localShapes = localShapes
    self.attribute = attribute
    self.exempt = exempt
  }

  /// Bursts of 3 to 8 weeks with 2 to 6 weeks between them at three tenths, under a slow drift.
  ///
  /// *Chosen* to look like a media calendar; considered were on and off alone, which no sales force
  /// has, and a drift alone, which a trend of the baseline could take for its own.
  public static let usual = Flighting(shapes: [
    .pulses(onWeeks: 3...8, offWeeks: 2...6, low: 0.3), .walk(sdPerWeek: 0.1, halfLifeWeeks: 12),
  ])

  /// The scenario with plans that vary.
  ///
  /// - Parameters:
  ///   - scenario: A market; channels that nothing sends stay as they are.
  ///   - replicate: Number of the world; each has calendars of its own.
  /// - Returns: The scenario with a rhythm, or two, added to each channel.
  public func applied(to scenario: Scenario, replicate: Int) -> Scenario {
    var varied = scenario
    for channel in scenario.ownChannels where !exempt.contains(scenario.channels[channel].name) {
      let name = scenario.channels[channel].name
      let stream = RandomStream(
        seed: scenario.seed, replicate: replicate, purpose: Purpose.flighting(name))
      if !shapes.isEmpty {
        varied.channels[channel].rhythms.append(
          TouchRhythm(factors: factors(shapes, scenario.time, stream, level: 0)))
      }
      let attributes = scenario.populations[scenario.channels[channel].population].attributes
      if !localShapes.isEmpty, let place = attributes.firstIndex(where: { $0.name == attribute }) {
        let local = attributes[place].levels.indices.flatMap {
          factors(localShapes, scenario.time, stream, level: $0 + 1)
        }
        varied.channels[channel].rhythms.append(TouchRhythm(attribute: place, factors: local))
      }
    }
    return varied
  }

  /// The product of shapes by step, with mean 1.
  private func factors(
    _ shapes: [Shape], _ time: TimeGrid, _ stream: RandomStream, level: Int
  ) -> [Double] {
    let weeks = (time.count * time.step.days + 6) / 7
    var weekly = [Double](repeating: 1, count: weeks)
    for (number, shape) in shapes.enumerated() {
      let own = shape.weekly(weeks) { stream.uniform(agent: level, step: $0, draw: number) }
      for week in weekly.indices { weekly[week] *= own[week] }
    }
    let factors = (0..<time.count).map { weekly[$0 * time.step.days / 7] }
    let mean = factors.reduce(0, +) / Double(max(1, factors.count))
    // Blocks that are all off would be no plan at all.
    return mean > 0 ? factors.map { $0 / mean } : factors.map { _ in 1 }
  }
}

extension Flighting.Shape {
  /// Factors by week, not yet brought to a mean of 1.
  ///
  /// - Parameters:
  ///   - weeks: Number of weeks.
  ///   - uniform: The uniform number of a place in the sequence.
  /// - Returns: One factor of at least 0 for each week.
  fileprivate func weekly(_ weeks: Int, uniform: (Int) -> Double) -> [Double] {
    switch self {
    case .pulses(let on, let off, let low):
      return pulses(weeks, on: on, off: off, low: low, uniform: uniform)
    case .blocks(let length, let share):
      return (0..<weeks).map { uniform($0 / max(1, length)) < share ? 1 : 0 }
    case .season(let amplitude):
      let peak = uniform(0)
      return (0..<weeks).map { week in
        let phase = Double(week) / TimeGrid.weeksPerYear + peak
        let distance = (phase - phase.rounded()).magnitude
        return max(0, 1 + amplitude * (1 - 4 * distance))
      }
    case .walk(let sd, let halfLife):
      let kept = Elementary.pow(0.5, 1 / halfLife)
      var level = 0.0
      return (0..<weeks).map { week in
        level = kept * level + sd * Normal.quantile(uniform(week))
        return Elementary.exp(level)
      }
    }
  }

  private func pulses(
    _ weeks: Int, on: ClosedRange<Int>, off: ClosedRange<Int>, low: Double,
    uniform: (Int) -> Double
  ) -> [Double] {
    func length(_ range: ClosedRange<Int>, _ number: Double) -> Int {
      max(1, range.lowerBound + Int(number * Double(range.count)))
    }
    var factors: [Double] = []
    var isOn = uniform(0) < 0.5
    // The first stretch has begun at some time before the horizon.
    var place = 1
    while factors.count < weeks {
      let whole = length(isOn ? on : off, uniform(place))
      let left = place == 1 ? max(1, Int(uniform(2) * Double(whole)) + 1) : whole
      factors += [Double](repeating: isOn ? 1 : low, count: left)
      isOn.toggle()
      place += place == 1 ? 2 : 1
    }
    return Array(factors[..<weeks])
  }
}
