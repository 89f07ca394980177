import Interchange

extension PowerQuestion {
  /// Why no size does, and what would.
  func sizeRefusal(effect: Double, power wanted: Double) -> String {
    let share = HumanNumber.percent(wanted)
    let reached = power(size: Self.largestSize, effect: effect)
    if let difference = assumedDifference,
      statistic(size: Self.largestSize, effect: effect).distance <= 0
    {
      return "the assumed difference of \(HumanNumber.text(difference)) lies beyond the margin of "
        + "\(HumanNumber.text(effect)), so that no size shows non-inferiority; widen the margin or "
        + "assume a better treatment"
    }
    var remedies: [String] = []
    if let clusters = neededClusters(effect: effect) {
      remedies.append("use at least \(HumanNumber.text(clusters)) \(clusterNoun)")
    }
    if let found = foundEffect(at: Self.largestSize, power: wanted) {
      remedies.append(
        assumedDifference == nil
          ? "look for an effect of \(HumanNumber.text(found))"
          : "widen the margin to \(HumanNumber.text(found))")
    }
    let remedy = remedies.isEmpty ? "look for a larger effect" : remedies.joined(separator: ", or ")
    return "no number of \(design.sizeNoun.rawValue) reaches a power of \(share)"
      + (clusterCount.map {
        ": with \(HumanNumber.text($0)) \(clusterNoun) it stays below "
          + "\(HumanNumber.percent(reached)) because clusters differ"
      } ?? "") + "; \(remedy)"
  }

  /// Why no effect does, and what would.
  func effectRefusal(size: Double, power wanted: Double) -> String {
    var question = self
    question.size = nil
    question.effect = (isDecrease && assumedDifference == nil ? -0.5 : 0.5) * largestEffect
    let remedy =
      if largestEffect < .infinity, let enough = try? question.answer() {
        "use at least \(HumanNumber.text(enough.size.rounded(.up))) \(design.sizeNoun.rawValue) to "
          + "find half of what is possible"
      } else {
        "use more \(design.sizeNoun.rawValue)"
      }
    return "no possible effect is found with a power of \(HumanNumber.percent(wanted)) by "
      + "\(HumanNumber.text(size)) \(design.sizeNoun.rawValue); \(remedy)"
  }

  /// Clusters that are given; nil where they are asked for or there are none.
  private var clusterCount: Double? {
    switch design {
    case .clusters(let sample): if case .count(let count) = sample.known { count } else { nil }
    case .steppedWedge(let wedge): if case .clusters(let count) = wedge.known { count } else { nil }
    case .individual, .paired, .factorial: nil
    }
  }

  private var clusterNoun: String {
    if case .steppedWedge = design { "clusters" } else { "clusters in each arm" }
  }

  /// The fewest clusters that would do with very large ones; nil where there are none.
  private func neededClusters(effect: Double) -> Double? {
    var question = self
    switch design {
    case .clusters(var sample):
      sample.known = .size(Self.largestSize)
      question.design = .clusters(sample)
    case .steppedWedge(var wedge):
      wedge.known = .cellSize(Self.largestSize)
      question.design = .steppedWedge(wedge)
    case .individual, .paired, .factorial: return nil
    }
    guard clusterCount != nil else { return nil }
    // Rounded up past the limit itself, which only clusters without end would reach.
    return (try? question.answer()).map { ($0.size * (1 + 1e-9)).rounded(.up) }
  }
}
