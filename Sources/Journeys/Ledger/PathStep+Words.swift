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

/// What the numbers in the paths of a population stand for, looked up once for many steps.
public struct PathNames: Sendable {
  fileprivate let stages: [String]
  fileprivate let channels: [String]
  fileprivate let handoffs: [String]
  fileprivate let events: [String]
  fileprivate let triggers: [String]
  fileprivate let services: [String]
  fileprivate let experiences: [String]

  /// The names in a population of an arm's world.
  public init(_ scenario: Scenario, population: Int) {
    func own<Item>(_ items: [Item], _ owner: (Item) -> Int, _ name: (Item) -> String) -> [String] {
      items.filter { owner($0) == population }.map(name)
    }
    stages = scenario.populations[population].journey.stages
    channels = own(scenario.channels, \.population, \.name)
    handoffs = own(scenario.handoffs, \.population, \.name)
    events = own(scenario.events, \.population, \.name)
    triggers = own(scenario.triggers, \.population, \.name)
    services = own(scenario.services, \.population, \.name)
    experiences = own(scenario.experiences, \.population, \.name)
  }
}

extension PathStep {
  /// The step in words.
  ///
  /// - Parameter names: The names in the agent's population.
  /// - Returns: Kind, name and detail, as the table of paths shows them.
  public func words(_ names: PathNames) -> PathWords {
    switch kind {
    case .start(let stage): return PathWords(kind: "start", name: names.stages[stage], detail: "")
    case .move(let stage): return PathWords(kind: "move", name: names.stages[stage], detail: "")
    case .touch(let number, let isEngaged):
      return PathWords(
        kind: "touch", name: names.channels[number], detail: isEngaged ? "engaged" : "not engaged")
    case .event(let event, let count):
      return PathWords(
        kind: "event", name: names.events[event],
        detail: String(count))
    case .detail(let isSeen, let match, let continued):
      let follows = continued.map { ", continues \(names.handoffs[$0])" } ?? ""
      return PathWords(
        kind: "detail", name: isSeen ? "seen" : "not seen",
        detail: "match \((match * 100).rounded() / 100)\(follows)")
    case .thread(let number, let fate):
      return PathWords(kind: "thread", name: names.handoffs[number], detail: fate.name)
    case .trigger(let number, let what):
      return PathWords(
        kind: "trigger", name: names.triggers[number],
        detail: what.name)
    case .action(let number, let propensity, let isExploration):
      return PathWords(
        kind: "action", name: names.channels[number],
        detail: "propensity \((propensity * 1000).rounded() / 1000)"
          + (isExploration ? ", explored" : ""))
    case .appointment(let number, let leadDays):
      return PathWords(
        kind: "appointment", name: names.services[number],
        detail: "\(leadDays) days ahead")
    case .experience(let number, let points, let isAnswered):
      return PathWords(
        kind: "experience", name: names.experiences[number],
        detail: "\(points) of 10" + (isAnswered ? ", answered" : ""))
    case .optOut(let number):
      return PathWords(kind: "optout", name: names.channels[number], detail: "")
    }
  }
}
