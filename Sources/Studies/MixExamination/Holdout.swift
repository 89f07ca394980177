import Interchange
import Journeys

/// An experiment within a world: a channel is withheld from some people for a while.
public struct Holdout: Sendable, Equatable {
  /// Who goes without.
  public enum Cells: Sendable, Equatable {
    /// A share of the people, drawn by chance.
    case drawn(share: Double)
    /// People of some levels of an attribute that the scenario declares, against all others.
    case levels(attribute: String, withheld: [String])
  }

  /// Name of the channel.
  public var channel: String
  /// Reported steps in which it is withheld.
  public var steps: Range<Int>
  /// Who goes without.
  public var cells: Cells

  /// An experiment.
  public init(channel: String, steps: Range<Int>, cells: Cells = .drawn(share: 0.5)) {
    self.channel = channel
    self.steps = steps
    self.cells = cells
  }

  /// The category that tells the cells apart, and its levels that go without.
  var split: (attribute: String, withheld: [String]) {
    switch cells {
    case .drawn: ("holdout_\(channel)", ["withheld"])
    case .levels(let attribute, let withheld): (attribute, withheld)
    }
  }
}

/// What a team reads out of a holdout: the difference between the cells, scaled to everybody.
public struct LiftReadout: Sendable, Equatable {
  /// Name of the channel.
  public let channel: String
  /// First and last period of the panel that the experiment touches, counted from 0.
  public let periods: ClosedRange<Int>
  /// Outcomes that the channel brought in the window, had everybody been reached as planned.
  public let incrementalOutcome: Double
  /// Its standard error, from how people differ.
  public let standardError: Double
  /// Share of the people from whom the channel was withheld: how much the panel misses in the window.
  public let withheldShare: Double

  /// The 90 % interval by the normal distribution.
  public var interval: IntervalEstimate {
    let half = 1.644_853_626_951_472_2 * standardError  // 95 % point of the standard normal
    return IntervalEstimate(
      incrementalOutcome, low: incrementalOutcome - half, high: incrementalOutcome + half)
  }
}

extension Scenario {
  /// The same market with the experiments in it.
  ///
  /// - Parameters:
  ///   - holdouts: The experiments.
  ///   - document: Name of the document, for messages.
  ///   - isActive: Whether the channels are withheld; without, only the cells are drawn.
  /// - Returns: The scenario with cells and rhythms added.
  /// - Throws: `StudyError` when a channel, an attribute or a level does not exist.
  func with(
    _ holdouts: [Holdout], document: String, isActive: Bool = true
  ) throws(StudyError) -> Scenario {
    var world = self
    for holdout in holdouts {
      guard let channel = channels.firstIndex(where: { $0.name == holdout.channel }) else {
        throw StudyError(
          document: document,
          problem: "holdout: no channel \"\(holdout.channel)\"; known are "
            + channels.map(\.name).joined(separator: ", "))
      }
      guard events[outcome].population == channels[channel].population else {
        throw StudyError(
          document: document,
          problem: "holdout: \(holdout.channel) touches "
            + "\(populations[channels[channel].population].name), and the outcome is of "
            + "\(populations[events[outcome].population].name); withhold a channel of theirs")
      }
      guard !holdout.steps.isEmpty, holdout.steps.lowerBound >= 0,
        holdout.steps.upperBound <= time.count
      else {
        throw StudyError(
          document: document,
          problem: "holdout: steps \(holdout.steps.lowerBound) to \(holdout.steps.upperBound) are "
            + "not within the horizon of \(time.count); move the window")
      }
      if case .drawn(let share) = holdout.cells {
        world = world.split(
          by: holdout.split.attribute, levels: ["reached", "withheld"], shares: [1 - share, share])
      }
      if isActive { try world.withhold(holdout, channel, document: document) }
    }
    return world
  }

  /// Takes a channel away from the cells of an experiment in its window.
  private mutating func withhold(
    _ holdout: Holdout, _ channel: Int, document: String
  ) throws(StudyError) {
    let attributes = populations[channels[channel].population].attributes
    guard let place = attributes.firstIndex(where: { $0.name == holdout.split.attribute }),
      attributes[place].isCategorical,
      holdout.split.withheld.allSatisfy({ attributes[place].levels.contains($0) })
    else {
      throw StudyError(
        document: document,
        problem: "holdout: no category \"\(holdout.split.attribute)\" with the levels "
          + "\(holdout.split.withheld.joined(separator: ", ")); declare it as an attribute")
    }
    channels[channel].rhythms.append(
      TouchRhythm(
        attribute: place,
        factors: attributes[place].levels.flatMap { level in
          (0..<time.count).map {
            holdout.split.withheld.contains(level) && holdout.steps.contains($0) ? 0 : 1
          }
        }))
  }

  /// The same market with a channel withheld from everybody in a window.
  func withholding(_ channel: Int, in steps: Range<Int>) -> Scenario {
    var world = self
    world.channels[channel].rhythms.append(
      TouchRhythm(factors: (0..<time.count).map { steps.contains($0) ? 0 : 1 }))
    return world
  }
}
