import Statistics

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
