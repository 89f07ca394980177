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
