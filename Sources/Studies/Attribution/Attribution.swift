import Estimation
import Journeys

/// The result of an attribution study: every model beside the truth, in every replicate.
public struct Attribution: Sendable {
  /// The question.
  public let study: AttributionStudy
  /// What was found, by replicate.
  public let replicates: [AttributionReplicate]
  /// Models that could be computed, with their place in the replicates.
  let models: [(name: String, place: Int)]

  init(study: AttributionStudy, replicates: [AttributionReplicate]) {
    self.study = study
    self.replicates = replicates
    models = study.models.enumerated().filter { model in
      replicates.allSatisfy { $0.credits[model.offset].allSatisfy(\.isFinite) }
    }.map { ($0.element.name, $0.offset) }
  }

  /// The world that was run.
  var scenario: Scenario { study.scenario }

  /// Channels that are planned, or that people were engaged with all the same.
  var channels: [Int] {
    let planned = study.ownChannels
    return scenario.channels.indices.filter { channel in
      planned.contains(channel)
        || replicates.contains { replicate in
          models.contains { replicate.credits[$0.place][channel] != 0 }
        }
    }
  }

  /// Conversions that a model credits to a channel, by replicate.
  func credited(model: Int, channel: Int) -> [Double] {
    replicates.map { $0.credits[model][channel] }
  }

  /// Conversions lost without a channel, by replicate; empty for one that the arm does not plan.
  func lost(without channel: Int) -> [Double] {
    guard let place = study.ownChannels.firstIndex(of: channel) else { return [] }
    return replicates.map { $0.losses[place] }
  }

  /// Shapley values of a channel over all combinations, by replicate; empty where not measured.
  func shapley(of channel: Int) -> [Double] {
    guard let place = study.ownChannels.firstIndex(of: channel),
      study.question.measuresShapley
    else { return [] }
    return replicates.map { $0.shapley[place] }
  }

  /// How a model does against a truth.
  struct Score {
    /// Conversions credited wrongly over all planned channels, `Σ |credited − truth|`, by replicate.
    let misses: [Double]
    /// Share of the credit that stands at another channel than the truth, over means.
    let misplacedShare: Double
    /// Spearman's correlation between the ranks of credit and truth; `.nan` where ranks cannot
    /// differ.
    let rankAgreement: Double
  }

  /// Scores a model, or anything that gives each planned channel conversions, against a truth.
  ///
  /// - Parameters:
  ///   - credited: Conversions by channel, one number for each replicate.
  ///   - truth: The truth by channel, one number for each replicate.
  /// - Returns: How far apart they are.
  func score(_ credited: (Int) -> [Double], against truth: (Int) -> [Double]) -> Score {
    let planned = study.ownChannels
    let pairs = planned.map { (credited: credited($0), truth: truth($0)) }
    let misses = replicates.indices.map { replicate in
      pairs.reduce(0) { $0 + abs($1.credited[replicate] - $1.truth[replicate]) }
    }
    let given = pairs.map { Spread($0.credited).mean }
    let real = pairs.map { Spread($0.truth).mean }
    let (allGiven, allTrue) = (given.reduce(0, +), real.reduce(0, +))
    let misplaced =
      allGiven > 0 && allTrue > 0
      ? zip(given, real).reduce(0) { $0 + abs($1.0 / allGiven - $1.1 / allTrue) } / 2 : .nan
    return Score(
      misses: misses, misplacedShare: misplaced,
      rankAgreement: planned.count > 1 ? correlation(ranks(given), ranks(real)) ?? .nan : .nan)
  }

  /// The score of a model against the channels' knock-outs.
  func score(model: Int) -> Score {
    score({ credited(model: model, channel: $0) }, against: lost)
  }

  /// The score of a model against the channels' Shapley values.
  func shapleyScore(model: Int) -> Score {
    score({ credited(model: model, channel: $0) }, against: shapley)
  }

  /// Ranks from 1 for the largest; equal values share the middle of their places.
  func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
      let above = values.filter { $0 > value }.count
      let equal = values.filter { $0 == value }.count
      return Double(above) + Double(equal + 1) / 2
    }
  }

  /// Ranks of the planned channels under a model, from means over replicates.
  func ranks(model: Int) -> [Double] {
    ranks(study.ownChannels.map { Spread(credited(model: model, channel: $0)).mean })
  }

  /// Channels that act on leaving the first stage more than on any later move or event.
  ///
  /// By the declared ratios: a channel's largest effect, as a distance of the ratio from 1 on the
  /// log scale, on the transitions out of the first stage is above those on all other transitions
  /// of its population.
  var awarenessChannels: [Int] {
    study.ownChannels.filter { channel in
      let description = scenario.channels[channel]
      guard description.population == study.population else { return false }
      var (early, late) = (1.0, 1.0)
      for transition in scenario.populations[study.population].journey.transitions {
        for effect in transition.effects.channels where effect.channel == channel {
          let size = max(effect.ratio, 1 / effect.ratio)
          if transition.from.contains(0) {
            early = max(early, size)
          } else {
            late = max(late, size)
          }
        }
      }
      return early > late
    }
  }

  /// Everything that was counted on paths, over all replicates.
  var pathways: PathwayTally {
    replicates.reduce(into: PathwayTally()) { $0.merge($1.pathways) }
  }

  /// Everything that was counted on journeys, over all replicates.
  var journeys: JourneyTally? {
    guard var tally = replicates.first?.journeys else { return nil }
    for replicate in replicates.dropFirst() { tally.merge(replicate.journeys) }
    return tally
  }

  /// A pathway as text: channels with arrows between.
  func text(_ pathway: [Int]) -> String {
    pathway.map { scenario.channels[$0].name }.joined(separator: " > ")
  }
}
