/// Ways in which a study looks at a market that the document does not spell out.
extension Scenario {
  /// The same market, its people told apart by one more category.
  ///
  /// People without parents draw their level; children have that of their parent. Nothing else that
  /// is drawn changes.
  ///
  /// - Parameters:
  ///   - name: Name of the category, which no population has yet.
  ///   - levels: Names of its levels.
  ///   - shares: Share of each level, summing to 1.
  /// - Returns: The scenario with the category as last attribute of every population.
  public func split(by name: String, levels: [String], shares: [Double]) -> Scenario {
    precondition(levels.count == shares.count && levels.count <= 256, "each level has a share")
    precondition(
      !populations.contains { $0.attributes.contains { $0.name == name } },
      "no population has the category yet")
    var split = self
    let places = populations.map(\.attributes.count)
    for (index, population) in populations.enumerated() {
      let draw: Attribute.Draw =
        population.parent.map { .parent(attribute: places[$0]) } ?? .shares(shares)
      split.populations[index].attributes.append(
        Attribute(name: name, levels: levels, draw: draw, scaledBy: []))
    }
    return split
  }

  /// The same market, counted by other categories.
  ///
  /// - Parameter names: Names of categorical attributes; a population that lacks one is counted as a
  ///   whole.
  /// - Returns: The scenario with the breakdown of every population replaced.
  public func brokenDown(by names: [String]) -> Scenario {
    var other = self
    for (index, population) in populations.enumerated() {
      let found = names.compactMap { name in
        population.attributes.firstIndex { $0.name == name && $0.isCategorical }
      }
      other.populations[index].breakdown = found.count == names.count ? found : []
    }
    return other
  }

  /// Channels in use that a calendar, a rule or the next best action sends touches of.
  public var ownChannels: [Int] {
    channels.indices.filter {
      channelsInUse[$0] && (channels[$0].plan != nil || isSentByPolicy(channel: $0))
    }
  }
}
