import Statistics

/// An event compiled for the kernels of its population.
struct EventPlan: Sendable {
  /// Index among all events of the scenario.
  let event: Int
  let isOnEntry: Bool
  /// Mean count, or chance, by stage; zero where it does not happen.
  let perStep: [Double]
  /// Whether `perStep` is a chance of one event and not a mean count.
  let isChance: Bool
  let times: [Int]
  let dispersion: CountDispersion
  let response: ResponsePlan
  /// Channel of the parent population that it touches, within that population.
  let parentChannel: Int?
  /// Others whom it touches.
  let peerTouch: PeerTouchPlan?

  /// Touches on others of the same population.
  struct PeerTouchPlan: Sendable {
    /// Channel within the population.
    let channel: Int
    let count: Int
    let within: Int?
  }

  init(
    _ event: JourneyEvent, event index: Int, response: ResponsePlan, scenario: Scenario,
    calendar: PlanCalendar
  ) {
    self.event = index
    self.isOnEntry = event.isOnEntry
    let base: Double
    switch event.amount {
    case .ratePerWeek(let rate):
      base = rate * calendar.weeksPerStep
      self.isChance = false
    case .probability(let chance):
      base = chance
      self.isChance = true
    }
    self.perStep = event.stageFactors.map { $0 * base }
    self.times = event.times
    self.dispersion = CountDispersion(event.dispersion)
    self.response = response
    func local(_ touched: Int) -> Int {
      scenario.channels[..<touched].filter {
        $0.population == scenario.channels[touched].population
      }.count
    }
    self.parentChannel = event.touchesParent.map(local)
    self.peerTouch = event.touchesPeers.map {
      PeerTouchPlan(channel: local($0.channel), count: $0.count, within: $0.within)
    }
  }
}
