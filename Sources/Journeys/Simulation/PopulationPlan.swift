import Interchange
import Statistics

/// A population compiled for the kernels: indices and per-step numbers, no names.
struct PopulationPlan: Sendable {
  let index: Int
  /// Agents of the population, or of the part of it that a shard runs.
  private(set) var size: Int
  let parent: Int?
  let parentStageCount: Int
  let stageCount: Int
  let start: CumulativeShares
  let transitions: [TransitionPlan]
  /// Ways out of each stage, as indices of transitions in declared order.
  let exits: [[Int]]
  /// Channels that touch the population, in declared order.
  let channels: [ChannelPlan]
  /// Events of the population, in declared order.
  let events: [EventPlan]
  let peers: Peers?
  let pressure: PressurePlan?
  let breakdown: Breakdown
  let breakdownAttributes: [Int]
  let continuationSteps: Int
  let pathCount: Int
  let rules: RulePlan
  let governor: GovernorPlan?
  /// Channels in the order in which they are served within a step.
  let channelOrder: [Int]
  let nextAction: ActionPlan?
  let personalization: Personalization?
  let trust: TrustPlan?
  let services: [ServicePlan]
  let isBookingStage: [Bool]
  let experiences: [ExperiencePlan]
  let daysPerStep: Int
  /// Whether any way out of a stage follows a dwell law.
  let usesDwell: Bool
  /// Whether worlds of other arms may branch from a run: it keeps what these may ask for.
  let branches: Bool
  /// Whether all transitions are the same for agents of one stage and parent's stage.
  let hasSharedHazards: Bool

  /// How moves are drawn stage by stage; `nil` where they have to be drawn step by step.
  private(set) var sojourns: Result<SojournPlan, SimulationError>?

  /// The same plan for a part of the population.
  func sized(_ size: Int) -> PopulationPlan {
    var plan = self
    plan.size = size
    return plan
  }

  /// Where counts stand in a row of the ledger.
  var layout: LedgerLayout {
    LedgerLayout(
      stages: stageCount, transitions: transitions.count, channels: channels.count,
      events: events.count, handoffs: rules.handoffs.count, triggers: rules.triggers.count,
      services: services.count, experiences: experiences.count, hasActions: nextAction != nil)
  }

  /// The largest log ratio that trust and the last experience can give.
  func largestFeeling(_ response: ResponsePlan) -> Double {
    var sum = 0.0
    if let trust, response.deadEnds != 0 {
      sum +=
        max(
          response.deadEnds * trust.start, response.deadEnds * (trust.start - 1)) / trust.deadEnd
    }
    if response.experience != 0 {
      let highest = experiences.map { 10 - $0.expected }.max() ?? 0
      let lowest = experiences.map { -$0.expected }.min() ?? 0
      sum += max(response.experience * highest, response.experience * lowest, 0)
    }
    return sum
  }

  init(_ scenario: Scenario, population index: Int, branches: Bool = false) {
    let spec = scenario.populations[index]
    let calendar = PlanCalendar(scenario)
    var local: [Int?] = scenario.channels.map { _ in nil }
    var count = 0
    for (channel, description) in scenario.channels.enumerated()
    where description.population == index {
      local[channel] = count
      count += 1
    }
    self.index = index
    self.branches = branches
    self.size = spec.size
    self.parent = spec.parent
    self.parentStageCount =
      spec.parent.map { scenario.populations[$0].journey.stages.count } ?? 1
    self.stageCount = spec.journey.stages.count
    self.start = CumulativeShares(spec.journey.start)
    let transitions = spec.journey.transitions.enumerated().map { number, transition in
      TransitionPlan(
        transition,
        response: ResponsePlan(
          transition.effects, localChannel: local,
          environment: calendar.logFactors(ofTransition: number, in: index)), calendar: calendar)
    }
    self.transitions = transitions
    self.exits = spec.journey.stages.indices.map { stage in
      // A way that books is taken when a slot is given, never by chance.
      spec.journey.transitions.indices.filter {
        if case .books = spec.journey.transitions[$0].base { return false }
        return spec.journey.transitions[$0].from.contains(stage)
      }
    }
    let owned = scenario.channels.indices.filter { local[$0] != nil }
    self.channels = owned.map {
      ChannelPlan(scenario, channel: $0, local: local, calendar: calendar)
    }
    self.events = scenario.events.indices.filter { scenario.events[$0].population == index }.map {
      EventPlan(
        scenario.events[$0], event: $0,
        response: ResponsePlan(
          scenario.events[$0].effects, localChannel: local,
          environment: calendar.logFactors(ofEvent: $0)), scenario: scenario, calendar: calendar)
    }
    self.peers = spec.peers
    self.pressure = spec.pressure.map { PressurePlan($0, weeksPerStep: calendar.weeksPerStep) }
    self.breakdown = Breakdown(spec)
    self.breakdownAttributes = spec.breakdown
    self.continuationSteps = max(
      1, Int(min(1e6, spec.continuationWeeks / calendar.weeksPerStep).rounded()))
    self.pathCount = spec.paths
    self.usesDwell = transitions.contains { if case .dwell = $0.base { true } else { false } }
    self.hasSharedHazards =
      transitions.allSatisfy { transition in
        if case .dwell = transition.base { return false }
        return transition.response.isShared && !transition.isOnDay
      }
    let governor = scenario.policy.governors.first { $0.population == index }
    self.rules = RulePlan(scenario, population: index, local: local, calendar: calendar)
    self.governor = governor.map { GovernorPlan($0, channels: owned, calendar: calendar) }
    self.channelOrder = GovernorPlan.order(governor, channels: owned, scenario)
    self.nextAction = scenario.policy.nextBestActions.first { $0.population == index }.map {
      ActionPlan($0, local: local, scenario: scenario, calendar: calendar)
    }
    self.personalization = scenario.policy.personalizations.first { $0.population == index }
    self.trust = spec.trust.map { TrustPlan($0, weeksPerStep: calendar.weeksPerStep) }
    let services = scenario.services.indices.filter {
      scenario.services[$0].population == index
    }.map { ServicePlan(scenario.services[$0], index: $0, scenario, calendar: calendar) }
    self.services = services
    self.isBookingStage = spec.journey.stages.indices.map { stage in
      services.contains { $0.booking[stage] >= 0 }
    }
    self.experiences = scenario.experiences.filter { $0.population == index }.map {
      ExperiencePlan($0, local: local, scenario: scenario, calendar: calendar)
    }
    self.daysPerStep = calendar.daysPerStep
    self.sojourns = nil
    self.sojourns = SojournPlan.qualified(self, in: scenario, steps: calendar.stepCount)
  }
}

/// Contact pressure in steps and logarithms.
struct PressurePlan: Sendable, Equatable {
  let retentionPerStep: Double
  let tolerance: Double
  /// Log ratio on engagement, and on opting out, per unit beyond tolerance.
  let logEngagement: Double
  let logOptOut: Double
  /// Real attribute that multiplies the tolerance.
  let toleranceBy: Int?

  init(_ pressure: ContactPressure, weeksPerStep: Double) {
    retentionPerStep = Elementary.pow(pressure.retentionPerWeek, weeksPerStep)
    tolerance = pressure.tolerance
    toleranceBy = pressure.toleranceBy
    logEngagement = Elementary.log(pressure.engagement)
    logOptOut = Elementary.log(pressure.optOut)
  }
}
