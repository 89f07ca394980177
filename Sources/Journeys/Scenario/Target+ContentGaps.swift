extension Target {
  /// What a channel can carry, by stage and level.
  public struct ContentQuestion: Sendable {
    /// Arm in which it is asked.
    public let arm: String
    /// The channel.
    public let channel: Int
    /// Categorical attribute of its population whose levels are told apart.
    public let by: Int
    /// A cell is a gap when its best match is less.
    public let below: Double

    /// Number of cells of stage and level in which the best usable item matches too little.
    ///
    /// A personalized channel may use its library; another one carries its own item of the stage, and
    /// a stage in which it carries nothing is a gap. Only the stage and the attribute asked for count:
    /// what an item says about other attributes is left out.
    ///
    /// - Parameter scenario: The arm's world.
    /// - Returns: A count from 0 to stages × levels.
    public func gaps(in scenario: Scenario) -> Int {
      let carrier = scenario.channels[channel]
      let population = scenario.populations[carrier.population]
      let library = scenario.personalization(of: channel)?.library
      return population.journey.stages.indices.reduce(0) { gaps, stage in
        let usable = library ?? [carrier.content[stage]].compactMap { $0 }
        return gaps
          + population.attributes[by].levels.indices.filter { level in
            let best = usable.map {
              scenario.content[$0].match(stage: stage, attribute: by, level: level)
            }.max()
            return (best ?? 0) < below
          }.count
      }
    }
  }
}

extension ContentItem {
  /// The match in a stage for a level of an attribute, as far as these two say.
  func match(stage: Int, attribute: Int, level: Int) -> Double {
    let single = cells.first {
      $0.stage == stage && $0.attribute == attribute && $0.level == level
    }
    if let single { return single.match }
    return levels.filter { $0.attribute == attribute }.reduce(stages[stage]) {
      $0 * $1.match[level]
    }
  }
}
