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
