/// One thing that happened to a sampled agent.
///
/// Kept in 24 bytes, because hundreds of thousands of them are written in a run.
public struct PathStep: Sendable, Equatable {
  private let row: Int32
  private let stepNumber: Int32
  private let code: Code
  private let flag: Bool
  private let name: UInt16
  private let count: Int32
  private let number: Double

  /// Row of the agent in its population.
  public var agent: Int { Int(row) }
  /// Reported step.
  public var step: Int { Int(stepNumber) }

  /// What happened.
  public enum Kind: Sendable, Equatable {
    /// The agent is in this stage at the start.
    case start(stage: Int)
    /// The agent moved to a stage.
    case move(to: Int)
    /// A touch of a channel, numbered within the population.
    case touch(channel: Int, isEngaged: Bool)
    /// Events, numbered within the population.
    case event(event: Int, count: Int)
    /// More about the touch before: whether it was seen, the content match, and the handoff, numbered
    /// within the population, whose thread it continues.
    case detail(isSeen: Bool, match: Double, continues: Int?)
    /// What became of a thread of a handoff, numbered within the population.
    case thread(handoff: Int, ThreadFate)
    /// A trigger, numbered within the population, was set off or sent a touch.
    case trigger(trigger: Int, TriggerCount)
    /// A next best action: the channel and the chance with which the policy chose it.
    case action(channel: Int, propensity: Double, isExploration: Bool)
    /// An appointment was given, so many days ahead.
    case appointment(service: Int, leadDays: Int)
    /// The answer that an experience would get, from 0 to 10, and whether it was asked for and given.
    case experience(experience: Int, points: Int, isAnswered: Bool)
    /// Consent to a channel was withdrawn.
    case optOut(channel: Int)
  }

  private enum Code: UInt8 {
    case start, move, touch, event, detail, thread, trigger, action, appointment, experience, optOut
  }

  private init(
    _ agent: Int, _ step: Int, _ code: Code, _ name: Int, flag: Bool = false, count: Int = 0,
    number: Double = 0
  ) {
    row = Int32(agent)
    stepNumber = Int32(step)
    self.code = code
    self.name = UInt16(name)
    self.flag = flag
    self.count = Int32(clamping: count)
    self.number = number
  }

  /// What happened to an agent in a step.
  @inline(__always)
  init(agent: Int, step: Int, kind: Kind) {
    switch kind {
    case .start(let stage): self.init(agent, step, .start, stage)
    case .move(let stage): self.init(agent, step, .move, stage)
    case .touch(let channel, let isEngaged):
      self.init(agent, step, .touch, channel, flag: isEngaged)
    case .event(let event, let count): self.init(agent, step, .event, event, count: count)
    case .detail(let isSeen, let match, let continued):
      self.init(agent, step, .detail, 0, flag: isSeen, count: continued ?? -1, number: match)
    case .thread(let handoff, let fate):
      self.init(agent, step, .thread, handoff, count: fate.rawValue)
    case .trigger(let trigger, let what):
      self.init(agent, step, .trigger, trigger, count: what.rawValue)
    case .action(let channel, let propensity, let isExploration):
      self.init(agent, step, .action, channel, flag: isExploration, number: propensity)
    case .appointment(let service, let leadDays):
      self.init(agent, step, .appointment, service, count: leadDays)
    case .experience(let experience, let points, let isAnswered):
      self.init(agent, step, .experience, experience, flag: isAnswered, count: points)
    case .optOut(let channel): self.init(agent, step, .optOut, channel)
    }
  }

  /// What happened.
  public var kind: Kind {
    let (name, count) = (Int(name), Int(count))
    switch code {
    case .start: return .start(stage: name)
    case .move: return .move(to: name)
    case .touch: return .touch(channel: name, isEngaged: flag)
    case .event: return .event(event: name, count: count)
    case .detail: return .detail(isSeen: flag, match: number, continues: count < 0 ? nil : count)
    case .thread: return .thread(handoff: name, ThreadFate.allCases[count])
    case .trigger: return .trigger(trigger: name, TriggerCount.allCases[count])
    case .action: return .action(channel: name, propensity: number, isExploration: flag)
    case .appointment: return .appointment(service: name, leadDays: count)
    case .experience: return .experience(experience: name, points: count, isAnswered: flag)
    case .optOut: return .optOut(channel: name)
    }
  }
}
