import Statistics

/// Limits on contacts over all functions, compiled.
struct GovernorPlan: Sendable {
  let capTouches: UInt8?
  let windowSteps: Int
  let minimumSteps: Int
  /// Whether each channel of the population is governed.
  let isGoverned: [Bool]

  init(_ governor: ContactGovernor, channels: [Int], calendar: PlanCalendar) {
    capTouches = governor.cap.map { UInt8(clamping: $0.touches) }
    windowSteps = max(1, (governor.cap?.windowDays ?? 7) / calendar.daysPerStep)
    minimumSteps = calendar.steps(ofDays: governor.minimumDays, atLeast: 0)
    isGoverned = channels.map { governor.isGoverned[$0] }
  }

  /// Channels in the order in which they are served: by priority of their function, then declared.
  static func order(_ governor: ContactGovernor?, channels: [Int], _ scenario: Scenario) -> [Int] {
    guard let governor, !governor.priority.isEmpty else { return Array(channels.indices) }
    func rank(_ place: Int) -> Int {
      governor.priority.firstIndex(of: scenario.channels[channels[place]].function)
        ?? governor.priority.count
    }
    return channels.indices.sorted { (rank($0), $0) < (rank($1), $1) }
  }
}

/// The choice of the next touch, compiled.
struct ActionPlan: Sendable {
  let options: [Option]
  let chancePerStep: Double
  let isEligible: [Bool]
  let exploration: Double
  let isForEngagement: Bool
  let known: Double
  let acceptance: Double
  let attentionCost: Double

  struct Option: Sendable {
    /// Channel within the population.
    let channel: Int
    /// What the policy believes a full response is worth, as a log ratio.
    let logEstimate: Double
    let costPerTouch: Double
    let costPerEngagement: Double
    /// Share of the engagements that become known, by step, and steps until they do.
    let seenShare: [Double]
    let seenAfterSteps: Int
  }

  init(_ action: NextBestAction, local: [Int?], scenario: Scenario, calendar: PlanCalendar) {
    let spine = SpinePlan(scenario, calendar: calendar)
    options = zip(action.channels, action.estimates).compactMap { channel, estimate in
      guard let own = local[channel], scenario.channelsInUse[channel] else { return nil }
      // Whoever chooses belongs to no function and sees what is on the spine.
      let (share, latency) = spine.sight(of: channel, by: nil)
      let cost = scenario.channels[channel].cost
      return Option(
        channel: own, logEstimate: Elementary.log(estimate), costPerTouch: cost.perTouch,
        costPerEngagement: cost.perEngagement, seenShare: share,
        seenAfterSteps: calendar.steps(ofDays: latency, atLeast: 1))
    }
    chancePerStep = action.perWeek * calendar.weeksPerStep
    isEligible = action.isEligible
    exploration = action.exploration
    isForEngagement = action.objective == .engagement
    known = action.known
    acceptance = action.acceptance
    attentionCost = action.attentionCost
  }
}

/// Trust in steps.
struct TrustPlan: Sendable {
  let start: Double
  let deadEnd: Double
  let continued: Double
  let retentionPerStep: Double

  init(_ trust: Trust, weeksPerStep: Double) {
    start = trust.start
    deadEnd = trust.deadEnd
    continued = trust.continued
    retentionPerStep = Elementary.pow(trust.retentionPerWeek, weeksPerStep)
  }
}

/// Appointments of a population, compiled.
struct ServicePlan: Sendable {
  /// Slots opened by step, burn-in first, and on beyond the run as far as can be booked.
  let slots: [Int32]
  let horizonSteps: Int
  /// Share of the people who want a day at least so many steps ahead; empty for the first free slot.
  let choose: [(steps: Int, share: Double)]
  /// Transition that each stage books by; −1 where it does not book.
  let booking: [Int]

  init(_ service: AppointmentSlots, index: Int, _ scenario: Scenario, calendar: PlanCalendar) {
    let horizon = max(1, Int(service.horizonDays) / calendar.daysPerStep)
    let perStep = calendar.values(of: service.slotsPerWeek).map { $0 * calendar.weeksPerStep }
    var slots: [Int32] = []
    var opened = 0.0
    for step in 0..<(calendar.stepCount + horizon + 1) {
      let before = opened.rounded(.down)
      opened += perStep[min(step, perStep.count - 1)]
      // A hair more, so that a whole number of slots is not missed by rounding.
      slots.append(Int32(min(1e9, (opened + 1e-9).rounded(.down) - before)))
      opened = max(opened, (opened + 1e-9).rounded(.down))
    }
    self.slots = slots
    horizonSteps = horizon
    choose = service.choose.map { (Int($0.days) / calendar.daysPerStep, $0.share) }
    let journey = scenario.populations[service.population].journey
    booking = journey.stages.indices.map { stage in
      journey.transitions.firstIndex { transition in
        if case .books(let booked) = transition.base {
          booked == index && transition.from.contains(stage)
        } else {
          false
        }
      } ?? -1
    }
  }

  /// Steps ahead that a person wants at least.
  func wantedSteps(_ uniform: Double) -> Int {
    var first = 0
    var share = 0.0
    for point in choose {
      if uniform < point.share {
        // Every whole step of the bracket is as likely as any other.
        let width = point.share - share
        let part = width > 0 ? (uniform - share) / width : 0
        return min(point.steps, first + Int(part * Double(max(1, point.steps - first + 1))))
      }
      (first, share) = (point.steps + 1, point.share)
    }
    return choose.last?.steps ?? 0
  }
}

/// What people feel, compiled.
struct ExperiencePlan: Sendable {
  let isOccasion: [Bool]
  let expected: Double
  let scores: [Double]
  let personSd: Double
  let visitSd: Double
  let unevenness: Double
  /// Mean number of repeated questions by step, burn-in first.
  let repeats: [Double]
  let perRepeat: Double
  let channels: [(channel: Int, points: Double)]
  let deadEnds: Double
  let response: Double
  let extremes: Double

  init(_ experience: Experience, local: [Int?], scenario: Scenario, calendar: PlanCalendar) {
    isOccasion = experience.isOccasion
    expected = experience.expected
    scores = experience.touchpoints.map(\.score)
    personSd = experience.personSd
    visitSd = experience.visitSd
    unevenness = experience.unevenness
    repeats = calendar.values(of: scenario.policy.integration.share).map {
      experience.repeats * (1 - $0)
    }
    perRepeat = experience.perRepeat
    channels = experience.channels.compactMap { term in
      local[term.channel].map { ($0, term.points) }
    }
    deadEnds = experience.deadEnds
    response = experience.response
    extremes = experience.extremes
  }
}
