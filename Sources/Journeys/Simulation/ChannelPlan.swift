import Interchange
import Statistics

/// A channel compiled for the kernels of its population.
struct ChannelPlan: Sendable {
  /// Index among all channels of the scenario.
  let channel: Int
  /// Whether this arm plans touches of its own.
  let isPlanned: Bool
  /// Whether the channel can act at all: planned, or touched by events of children.
  let isActive: Bool
  let amount: Amount
  let isEligible: [Bool]
  let reachesEverybody: Bool
  /// Factor on the plan by step, burn-in first.
  let intensity: [Double]
  /// Sum of the intensity before each step; one more than steps.
  let intensityBefore: [Double]
  /// How touches rise and fall, for everybody and by level; `nil` where they do not.
  let rhythm: RhythmPlan?
  /// Whether touches by others' events are started by people, and go on without the organization.
  let isOrganic: Bool
  let access: Varying
  let consent: Varying
  let usesConsent: Bool
  let capacityPerStep: Double?
  let capacityOrder: Int?
  let capTouches: UInt8?
  let capWindowSteps: Int
  let seen: Varying
  let engaged: Varying
  let affinity: Int?
  let personalization: Double
  let retentionPerStep: Double
  let saturation: SaturationCurve
  let weight: Double
  let pressure: Double
  let optOut: Double
  /// Content match by stage, and by stage and level where content differs between people.
  let match: ContentMatch
  /// Content to choose from for people who are known; empty without personalization.
  let library: [ContentMatch]
  let synergies: [SynergyTerm]
  /// Whether another channel's synergy asks when this one last engaged.
  let isSynergyFirst: Bool

  enum Amount: Sendable {
    case nobody
    /// Mean touches per agent and step at intensity 1.
    case cadence(Varying, scaledBy: Int?, isEven: Bool)
    /// Touches per step over everybody at intensity 1.
    case total(perStep: Double, weightedBy: Int?)
  }

  struct SynergyTerm: Sendable {
    /// Channel whose engagement comes first, within the population.
    let first: Int
    let ratio: Double
    let withinSteps: Int
  }

  init(_ scenario: Scenario, channel index: Int, local: [Int?], calendar: PlanCalendar) {
    let channel = scenario.channels[index]
    let isUsed = scenario.channelsInUse[index]
    let plan = isUsed ? channel.plan : nil
    let stages = scenario.populations[channel.population].journey.stages.count
    self.channel = index
    self.isPlanned = plan != nil
    // What people start themselves goes on when the organization is silent.
    let isOrganic = channel.isPull || channel.plan == nil
    self.isOrganic = isOrganic
    self.isActive =
      plan != nil
      || (isUsed || isOrganic)
        && scenario.events.contains {
          $0.touchesParent == index || $0.touchesPeers?.channel == index
        }
      || isUsed && scenario.isSentByPolicy(channel: index)
    self.amount = Self.amount(plan, channel, calendar)
    self.isEligible = plan?.isEligible ?? [Bool](repeating: true, count: stages)
    self.reachesEverybody = isEligible.allSatisfy { $0 }
    let rhythm = RhythmPlan(
      channel.rhythms, burnIn: calendar.burnIn, stepCount: calendar.stepCount)
    var intensity = Self.intensity(plan, calendar.factors(ofChannel: index), calendar)
    if let rhythm { for step in intensity.indices { intensity[step] *= rhythm.intensity(step) } }
    self.rhythm = rhythm
    self.intensity = intensity
    self.intensityBefore = intensity.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    self.access = channel.access
    self.consent = channel.consent
    self.usesConsent = channel.optOut > 0 || channel.consent.values.contains { $0 < 1 }
    self.capacityPerStep = channel.capacityPerWeek.map { $0 * calendar.weeksPerStep }
    self.capacityOrder = channel.capacityOrder
    self.capTouches = channel.cap.map { UInt8($0.touches) }
    self.capWindowSteps = max(1, (channel.cap?.windowDays ?? 7) / calendar.daysPerStep)
    self.seen = channel.seen
    self.engaged = channel.engaged
    self.affinity = channel.affinity
    self.personalization = channel.personalization
    self.retentionPerStep =
      channel.retentionPerWeek.map { Elementary.pow($0, calendar.weeksPerStep) } ?? 0
    self.saturation = channel.saturation
    self.weight = channel.weight
    self.pressure = channel.pressure
    self.optOut = channel.optOut
    self.match = ContentMatch(channel.content, scenario)
    self.library =
      scenario.personalization(of: index)?.library.map { item in
        ContentMatch([Int?](repeating: item, count: stages), scenario)
      } ?? []
    self.synergies = scenario.synergies.filter { $0.then == index }.compactMap { synergy in
      local[synergy.first].map {
        SynergyTerm(
          first: $0, ratio: synergy.ratio,
          withinSteps: Int(min(1e6, synergy.withinDays / Double(calendar.daysPerStep))))
      }
    }
    self.isSynergyFirst = scenario.synergies.contains { $0.first == index }
  }

  private static func amount(
    _ plan: TouchPlan?, _ channel: Channel, _ calendar: PlanCalendar
  ) -> Amount {
    switch plan?.amount {
    case .cadence(let cadence):
      var perStep = cadence.perWeek
      perStep.values = perStep.values.map { $0 * calendar.weeksPerStep }
      return .cadence(perStep, scaledBy: cadence.scaledBy, isEven: cadence.isEven)
    case .budget(let perWeek, let weightedBy):
      return .total(
        perStep: perWeek * calendar.weeksPerStep / channel.cost.perTouch, weightedBy: weightedBy)
    case nil: return .nobody
    }
  }

  private static func intensity(
    _ plan: TouchPlan?, _ environment: [Double], _ calendar: PlanCalendar
  ) -> [Double] {
    guard let plan else { return environment.map { _ in 0 } }
    return environment.indices.map { index in
      let step = index - calendar.burnIn
      let flights = plan.flights.filter { $0.steps.contains(step) }
      let flight =
        plan.flights.isEmpty ? 1 : flights.map(\.intensity).max() ?? 0
      return plan.factor * flight * environment[index]
    }
  }
}

extension Scenario {
  /// Whether a rule or the next best action can send touches of a channel.
  public func isSentByPolicy(channel: Int) -> Bool {
    handoffs.contains { $0.to == channel }
      || triggers.contains { trigger in trigger.rungs.contains { $0.channel == channel } }
      || policy.nextBestActions.contains { $0.channels.contains(channel) }
  }
}

/// How well a channel's content matches, by stage and by the people it meets.
struct ContentMatch: Sendable {
  /// Match by stage, where it is the same for everybody.
  let stages: [Double]
  /// Factors by level: stage-major, for each attribute that any item distinguishes.
  let levels: [(attribute: Int, match: [[Double]])]
  let cells: [(stage: Int, attribute: Int, level: Int, match: Double)]
  /// Whether everything matches fully.
  let isFull: Bool
  /// Whether people of one stage differ.
  var isPersonal: Bool { !levels.isEmpty || !cells.isEmpty }

  init(_ content: [Int?], _ scenario: Scenario) {
    stages = content.enumerated().map { stage, item in
      item.map { scenario.content[$0].stages[stage] } ?? 1
    }
    var levels: [(attribute: Int, match: [[Double]])] = []
    var cells: [(stage: Int, attribute: Int, level: Int, match: Double)] = []
    for (stage, item) in content.enumerated() {
      guard let item else { continue }
      cells += scenario.content[item].cells.filter { $0.stage == stage }
      for term in scenario.content[item].levels {
        let row: Int
        if let known = levels.firstIndex(where: { $0.attribute == term.attribute }) {
          row = known
        } else {
          row = levels.count
          let full = term.match.map { _ in 1.0 }
          levels.append((term.attribute, content.map { _ in full }))
        }
        levels[row].match[stage] = term.match
      }
    }
    self.levels = levels
    self.cells = cells
    isFull = levels.isEmpty && cells.isEmpty && stages.allSatisfy { $0 == 1 }
  }

  /// The match for a person in a stage.
  ///
  /// - Parameters:
  ///   - stage: The person's stage.
  ///   - code: The person's level of an attribute.
  /// - Returns: A number from 0 to 1.
  func value(stage: Int, code: (Int) -> Int) -> Double {
    for cell in cells where cell.stage == stage && code(cell.attribute) == cell.level {
      return cell.match
    }
    return levels.reduce(stages[stage]) { $0 * $1.match[stage][code($1.attribute)] }
  }
}
