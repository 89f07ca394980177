import Statistics

/// Choices from which climbs begin, because S-shaped curves have more than one summit.
struct BudgetStarts {
  let objective: BudgetObjective
  let region: BudgetRegion

  /// Vertices that are drawn; *chosen*: with the others fifteen starts, or nine where one number per
  /// period makes climbs long.
  private var vertices: Int { objective.isFree ? 6 : 12 }
  /// Portions in which the greedy start hands out the budget; *chosen*.
  private static let portions = 20

  /// The base plan, an equal split and a greedy one.
  func few() -> [[Double]] { [base(), equal(), greedy()] }

  /// The few, and random vertices.
  func all() -> [[Double]] {
    let center = equal()
    let corners = (0..<vertices).map { vertex($0) }
    // Slopes at a bound of 0 may be 0 or infinite; a little off they tell the way.
    let pulled = corners.map { corner in zip(corner, center).map { 0.99 * $0 + 0.01 * $1 } }
    return few() + pulled
  }

  /// The base plan, moved to the nearest choice.
  func base() -> [Double] {
    let channels = objective.response.horizon.channels
    return near(
      objective.isFree
        ? channels.flatMap(\.baseSpend) : channels.map { $0.baseSpend.reduce(0, +) })
  }

  private func near(_ point: [Double]) -> [Double] {
    region.projection(of: point, metric: point.map { _ in 1 }).choice
  }

  private func equal() -> [Double] {
    let sum = region.total ?? (region.least + region.most) / 2
    return near(region.low.map { _ in sum / Double(region.low.count) })
  }

  /// Portions of the budget, each for the number with the largest derivative.
  private func greedy() -> [Double] {
    guard let total = region.total else { return region.high }
    let portion = (total - region.least) / Double(Self.portions)
    var choice = region.low
    for group in region.groups { fill(group, upTo: group.low, &choice) }
    for _ in 0..<Self.portions {
      let gradient = objective.judge(choice).gradient
      var left = portion
      for place in choice.indices.sorted(by: { gradient[$0] > gradient[$1] }) where left > 0 {
        let group = region.groups.first { $0.places.contains(place) }
        let sum = group?.places.reduce(0) { $0 + choice[$1] } ?? 0
        let step = min(left, region.high[place] - choice[place], (group?.high ?? 0) - sum)
        choice[place] += max(0, step)
        left -= max(0, step)
      }
    }
    return near(choice)
  }

  /// Channels in a random order, each filled before the next; without a budget, each full or empty.
  private func vertex(_ number: Int) -> [Double] {
    let stream = RandomStream(seed: 0, replicate: number, purpose: "budget/vertex")
    let keys = region.groups.indices.map { stream.uniform(agent: $0, step: 0) }
    var choice = region.low
    for group in region.groups { fill(group, upTo: group.low, &choice) }
    guard let total = region.total else {
      for (place, group) in region.groups.enumerated() where keys[place] < 0.5 {
        fill(group, upTo: group.high, &choice)
      }
      return choice
    }
    var left = total - region.least
    for place in region.groups.indices.sorted(by: { (keys[$0], $0) < (keys[$1], $1) }) {
      let group = region.groups[place]
      let step = min(left, group.high - group.low)
      fill(group, upTo: group.low + step, &choice)
      left -= step
    }
    return near(choice)
  }

  /// Raises a group's numbers in proportion to their room until their sum is reached.
  private func fill(_ group: BudgetRegion.Group, upTo sum: Double, _ choice: inout [Double]) {
    let present = group.places.reduce(0) { $0 + choice[$1] }
    let room = group.places.reduce(0) { $0 + region.high[$1] - choice[$1] }
    guard room > 0, sum > present else { return }
    for place in group.places {
      choice[place] += (sum - present) * (region.high[place] - choice[place]) / room
    }
  }
}
