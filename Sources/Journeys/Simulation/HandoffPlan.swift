/// A handoff, compiled.
struct HandoffPlan: Sendable {
  let sources: [SourcePlan]
  let to: Int
  /// Whether the organization can send the follow-up at all.
  let isUsed: Bool
  let isEligible: [Bool]
  let opens: Double
  let withinSteps: Int
  /// By step, burn-in first.
  let landing: [Double]
  let captured: [Double]
  let success: [Double]
  let context: [Double]
  let replacesPlanned: Bool
  let engagement: Double
  let response: Double
  let limit: UInt8?
  let needsApproval: Bool

  init(
    _ handoff: Handoff, local: [Int?], spine: SpinePlan, scenario: Scenario,
    calendar: PlanCalendar
  ) {
    sources = handoff.after.compactMap {
      handoff.isJoined
        ? spine.joined($0, waitDays: handoff.delayDays, local: local)
        : spine.source($0, for: handoff.to, waitDays: handoff.delayDays, local: local)
    }
    to = local[handoff.to] ?? 0
    isUsed = scenario.channelsInUse[handoff.to]
    isEligible = handoff.isEligible
    opens = handoff.opens
    withinSteps = max(1, Int(handoff.withinDays) / calendar.daysPerStep)
    landing = calendar.values(of: handoff.landing)
    captured = calendar.values(of: handoff.captured)
    success = calendar.values(of: handoff.success)
    context = calendar.values(of: handoff.context)
    replacesPlanned = handoff.replacesPlanned
    engagement = handoff.engagement
    response = handoff.response
    limit = handoff.limit.map { UInt8(clamping: $0) }
    needsApproval = handoff.needsApproval
  }
}
