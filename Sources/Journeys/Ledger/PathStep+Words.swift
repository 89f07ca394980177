/// One thing that happened to an agent, with the scenario's names.
public struct PathWords: Sendable, Equatable {
  /// start, move, touch, event, detail, thread, trigger, action, appointment, experience or optout.
  public let kind: String
  /// Stage, channel, event or rule.
  public let name: String
  /// What else there is to say; empty for nothing.
  public let detail: String

  /// A step in words.
  public init(kind: String, name: String, detail: String) {
    self.kind = kind
    self.name = name
    self.detail = detail
  }
}

extension PathStep {
  /// The step in words.
  ///
  /// - Parameters:
  ///   - scenario: The arm's world.
  ///   - population: The agent's population.
  /// - Returns: Kind, name and detail, as the table of paths shows them.
  public func words(in scenario: Scenario, population: Int) -> PathWords {
    let stages = scenario.populations[population].journey.stages
    func own<Item>(_ items: [Item], _ owner: (Item) -> Int) -> [Item] {
      items.filter { owner($0) == population }
    }
    func channel(_ number: Int) -> String { own(scenario.channels, \.population)[number].name }
    func handoff(_ number: Int) -> String { own(scenario.handoffs, \.population)[number].name }
    switch kind {
    case .start(let stage): return PathWords(kind: "start", name: stages[stage], detail: "")
    case .move(let stage): return PathWords(kind: "move", name: stages[stage], detail: "")
    case .touch(let number, let isEngaged):
      return PathWords(
        kind: "touch", name: channel(number), detail: isEngaged ? "engaged" : "not engaged")
    case .event(let event, let count):
      return PathWords(
        kind: "event", name: own(scenario.events, \.population)[event].name,
        detail: String(count))
    case .detail(let isSeen, let match, let continued):
      let follows = continued.map { ", continues \(handoff($0))" } ?? ""
      return PathWords(
        kind: "detail", name: isSeen ? "seen" : "not seen",
        detail: "match \((match * 100).rounded() / 100)\(follows)")
    case .thread(let number, let fate):
      return PathWords(kind: "thread", name: handoff(number), detail: fate.name)
    case .trigger(let number, let what):
      return PathWords(
        kind: "trigger", name: own(scenario.triggers, \.population)[number].name,
        detail: what.name)
    case .action(let number, let propensity, let isExploration):
      return PathWords(
        kind: "action", name: channel(number),
        detail: "propensity \((propensity * 1000).rounded() / 1000)"
          + (isExploration ? ", explored" : ""))
    case .appointment(let number, let leadDays):
      return PathWords(
        kind: "appointment", name: own(scenario.services, \.population)[number].name,
        detail: "\(leadDays) days ahead")
    case .experience(let number, let points, let isAnswered):
      return PathWords(
        kind: "experience", name: own(scenario.experiences, \.population)[number].name,
        detail: "\(points) of 10" + (isAnswered ? ", answered" : ""))
    case .optOut(let number): return PathWords(kind: "optout", name: channel(number), detail: "")
    }
  }
}
