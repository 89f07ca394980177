import Statistics

/// The effects on a transition or an event, compiled to sums of logarithms.
struct ResponsePlan: Sendable, Equatable {
  /// Channel terms: index of the channel within its population, and log ratio at full response.
  var channels: [ChannelTerm] = []
  /// Level terms: attribute and log ratio per level.
  var levels: [LevelTerm] = []
  /// Log ratio per unit of real attributes, and per natural logarithm of them.
  var units: [RealTerm] = []
  /// Log ratio when all peers are active.
  var peers = 0.0
  /// Log ratio by the parent's stage; empty for none.
  var parentStages: [Double] = []
  /// Log ratio per unit of contact pressure beyond tolerance.
  var pressure = 0.0
  /// Log ratio per dead end that is still felt, and per point of the last experience.
  var deadEnds = 0.0
  var experience = 0.0
  /// Log ratio by step, burn-in first; empty for none.
  var environment: [Double] = []

  struct ChannelTerm: Sendable, Equatable {
    var channel: Int
    var logRatio: Double
  }

  struct LevelTerm: Sendable, Equatable {
    var attribute: Int
    var logRatios: [Double]
  }

  struct RealTerm: Sendable, Equatable {
    var attribute: Int
    var logRatio: Double
    var isLogarithmic: Bool
  }

  init(_ effects: Effects, localChannel: [Int?], environment: [Double]) {
    for effect in effects.channels {
      if let channel = localChannel[effect.channel], effect.ratio != 1 {
        channels.append(ChannelTerm(channel: channel, logRatio: Elementary.log(effect.ratio)))
      }
    }
    levels = effects.levels.map {
      LevelTerm(attribute: $0.attribute, logRatios: $0.ratios.map { Elementary.log($0) })
    }
    units =
      effects.perUnit.map {
        RealTerm(
          attribute: $0.attribute, logRatio: Elementary.log($0.ratio), isLogarithmic: false)
      }
      + effects.perDoubling.map {
        RealTerm(
          attribute: $0.attribute, logRatio: Elementary.log($0.ratio) / Elementary.log(2),
          isLogarithmic: true)
      }
    peers = Elementary.log(effects.peers)
    parentStages =
      effects.parentStages.allSatisfy { $0 == 1 }
      ? [] : effects.parentStages.map { Elementary.log($0) }
    pressure = Elementary.log(effects.pressure)
    deadEnds = Elementary.log(effects.deadEnds)
    experience = Elementary.log(effects.experience)
    self.environment = environment.allSatisfy { $0 == 0 } ? [] : environment
  }

  /// Whether the response is the same for all agents of a stage and parent's stage.
  var isShared: Bool {
    channels.isEmpty && levels.isEmpty && units.isEmpty && peers == 0 && pressure == 0
      && !isMoody
  }

  /// Whether trust or the last experience matters.
  var isMoody: Bool { deadEnds != 0 || experience != 0 }

  /// Whether it has terms that are fixed for an agent for the whole run.
  var isPersonal: Bool { !levels.isEmpty || !units.isEmpty }
}
