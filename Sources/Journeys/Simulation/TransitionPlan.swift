import Statistics

/// A way out of a stage, compiled.
struct TransitionPlan: Sendable {
  let to: UInt8
  let link: TransitionLink
  let base: Base
  let response: ResponsePlan
  /// Whether it is taken on the day of an appointment only.
  let isOnDay: Bool
  /// Log chances on that day by lead time; empty for other transitions and for the rest.
  let leadChances: [LeadChance]

  /// A log chance from a lead time on.
  struct LeadChance: Sendable {
    let steps: Int
    let logChance: Double
  }

  enum Base: Sendable {
    /// Cumulative hazard of one step.
    case hazard(Double)
    /// Chance of one step as log odds (link logit) or log chance (link log).
    case logOdds(Double)
    case logChance(Double)
    /// What the other ways out leave.
    case rest
    /// Cumulative hazard of each step since entry; the last holds for all later ones.
    case dwell([Double])
  }

  init(_ transition: Transition, response: ResponsePlan, calendar: PlanCalendar) {
    self.to = UInt8(transition.to)
    self.link = transition.link
    self.response = response
    if case .onDay(_, let chances) = transition.base {
      isOnDay = true
      leadChances = (chances ?? []).map {
        LeadChance(
          steps: Int($0.days) / calendar.daysPerStep, logChance: Elementary.log($0.chance))
      }
    } else {
      isOnDay = false
      leadChances = []
    }
    switch transition.base {
    case .ratePerWeek(let rate): self.base = .hazard(rate * calendar.weeksPerStep)
    case .probability(let chance):
      self.base =
        transition.link == .logit
        ? .logOdds(Elementary.log(chance) - Elementary.log(1 - chance))
        : .logChance(Elementary.log(chance))
    case .rest: self.base = .rest
    case .dwell(let law, let share):
      self.base = .dwell(law.hazards(calendar: calendar).map { $0 * share })
    // Slots are given by the service's own kernel; nobody leaves this way by chance.
    case .books: self.base = .hazard(0)
    case .onDay(_, nil): self.base = .rest
    case .onDay: self.base = .logChance(0)
    }
  }
}

extension DwellLaw {
  /// A hazard so high that nobody stays: the chance of staying a step is below 1e-300.
  private static let certain = 700.0

  /// Cumulative hazard of each step since entry.
  ///
  /// `H(t) = −log(1 − F(t))` for the law's distribution `F` of days; step `n` covers the days from
  /// `n` to `n + 1` steps after entry.
  func hazards(calendar: PlanCalendar) -> [Double] {
    let days = Double(calendar.daysPerStep)
    var hazards: [Double] = []
    var before = 0.0
    for step in 1...max(1, calendar.stepCount) {
      let after = cumulativeHazard(atDays: Double(step) * days)
      hazards.append(min(Self.certain, after - before))
      if after >= Self.certain { break }
      before = after
    }
    return hazards
  }

  private func cumulativeHazard(atDays days: Double) -> Double {
    switch self {
    case .weibull(let shape, let scale):
      return Elementary.pow(days / scale, shape)
    case .lognormal(let median, let sigma):
      let staying = Normal.cumulative(-(Elementary.log(days / median)) / sigma)
      return staying > 0 ? min(Self.certain, -Elementary.log(staying)) : Self.certain
    case .fixed(let limit):
      return days >= limit - 1e-9 ? Self.certain : 0
    case .table(let points):
      let left = Self.share(in: points, atDays: days)
      return left < 1 ? -Elementary.log1p(-left) : Self.certain
    }
  }

  /// Share that has left, linear between the table's points, from zero at day zero.
  private static func share(
    in points: [(days: Double, share: Double)], atDays days: Double
  ) -> Double {
    var last = (days: 0.0, share: 0.0)
    for point in points {
      if days <= point.days {
        let width = point.days - last.days
        return width > 0
          ? last.share + (point.share - last.share) * (days - last.days) / width : point.share
      }
      last = point
    }
    return last.share
  }
}
