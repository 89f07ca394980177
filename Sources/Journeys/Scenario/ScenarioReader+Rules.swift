import Interchange

/// Everything that says what follows from what.
extension ScenarioReader {
  /// Reads policy and rules, once people, channels and events are known.
  mutating func readRules(into scenario: inout Scenario) {
    scenario.services = readServices()
    scenario.experiences = readExperiences()
    // The indices of channels hold only when none was refused; that has been reported then.
    guard channels.count == channelNames.count, !populations.isEmpty else { return }
    scenario.policy = readPolicy(root["policy"])
    scenario.handoffs = readHandoffs()
    scenario.triggers = readTriggers()
    checkCircles(scenario.handoffs, scenario.triggers)
  }

  /// The most times that a rule acts for one agent.
  mutating func readLimit(_ node: SpecNode?, _ path: String) -> Int? {
    guard let limit = node?.integer else { return nil }
    if limit > 255 {
      problem(node, path, "a limit is at most 255; leave it out for any number")
    }
    return min(255, max(1, limit))
  }

  /// Whether the touches of a rule wait for approval, which somebody must give.
  mutating func readApprovalNeed(_ node: SpecNode?, _ path: String) -> Bool {
    guard node?.flag == true else { return false }
    if root["policy"]?["approval"] == nil {
      problem(node, path, "nobody approves anything; declare policy.approval")
    }
    return true
  }

  // MARK: Circles

  /// A rule as the channels that it listens to and those that it sends.
  private struct Link {
    let section: String
    let name: String
    let listens: Set<Int>
    let sends: Set<Int>
  }

  /// Rules that set each other off again and again must be limited somewhere.
  mutating func checkCircles(_ handoffs: [Handoff], _ triggers: [Trigger]) {
    var links = handoffs.compactMap { handoff in
      handoff.limit == nil && handoff.success.largest > 0
        ? Link(
          section: "handoffs", name: handoff.name, listens: Set(handoff.after),
          sends: [handoff.to]) : nil
    }
    links += triggers.compactMap { trigger in
      guard trigger.limit == nil, trigger.quietDays == 0, trigger.share.largest > 0 else {
        return nil
      }
      return Link(
        section: "triggers", name: trigger.name, listens: Set(trigger.cause.channels),
        sends: Set(trigger.rungs.map(\.channel)))
    }
    var isSettled = links.map { _ in false }
    for start in links.indices where !isSettled[start] {
      guard let circle = circle(through: start, links, avoiding: isSettled) else {
        isSettled[start] = true
        continue
      }
      report(circle.map { links[$0] })
      for link in circle { isSettled[link] = true }
    }
  }

  /// The shortest way from a link back to itself, or `nil` when there is none.
  private func circle(
    through start: Int, _ links: [Link], avoiding isSettled: [Bool]
  ) -> [Int]? {
    var ways = [[start]]
    var isReached = isSettled
    while !ways.isEmpty {
      var longer: [[Int]] = []
      for way in ways {
        let sends = links[way[way.count - 1]].sends
        for next in links.indices where !sends.isDisjoint(with: links[next].listens) {
          if next == start { return way }
          if isReached[next] { continue }
          isReached[next] = true
          longer.append(way + [next])
        }
      }
      ways = longer
    }
    return nil
  }

  private mutating func report(_ circle: [Link]) {
    guard let first = circle.first else { return }
    let names = (circle + [first]).map(\.name).joined(separator: " → ")
    let words = circle.contains { $0.section == "triggers" } ? "limit or quietDays" : "a limit"
    let remedy =
      circle.count == 1
      ? "runs in a circle; give it \(words)" : "run in a circle; give one of them \(words)"
    problem(
      root[first.section]?[first.name], "\(first.section).\(first.name)", "\(names) \(remedy)")
  }
}

extension Trigger.Cause {
  /// The channels whose touches it listens to.
  var channels: [Int] {
    switch self {
    case .engaged(let channels), .delivered(let channels): channels
    default: []
    }
  }
}
