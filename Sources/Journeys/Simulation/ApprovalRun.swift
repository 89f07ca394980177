import Interchange
import Statistics

/// The approval queue of one world: how long content waits, known before the first step.
///
/// Items arrive as a Poisson process and are served first come, first served by reviewers who take the
/// same working time for each. Nothing in the market feeds back into the queue.
struct ApprovalRun: Sendable {
  /// Whole steps that content submitted at the start of a step waits, burn-in first.
  private(set) var waitSteps: [Int] = []
  private(set) var ledger = ApprovalLedger()

  /// Days of a week per working day.
  private static let daysPerWorkingDay = 7.0 / 5

  init(_ plan: SimulationPlan, replicate: Int) {
    guard let queue = plan.scenario.policy.approval else { return }
    let scenario = plan.scenario
    let days = Double(scenario.time.step.days)
    let count = plan.burnIn + plan.stepCount
    let reviewers = max(1, Int(queue.reviewers.rounded(.up)))
    // A fraction of a reviewer makes all of them slower.
    let service = queue.daysPerItem * Self.daysPerWorkingDay * Double(reviewers) / queue.reviewers
    let stream = RandomStream(
      seed: scenario.seed, replicate: replicate, purpose: Purpose.approval)
    var free = [Double](repeating: 0, count: reviewers)
    ledger = ApprovalLedger(
      submitted: [Double](repeating: 0, count: plan.stepCount),
      approved: [Double](repeating: 0, count: plan.stepCount),
      days: [Double](repeating: 0, count: plan.stepCount))
    for index in 0..<count {
      let start = Double(index) * days
      waitSteps.append(Int(((max(0, (free.min() ?? 0) - start) + service) / days).rounded(.up)))
      let items = Poisson.count(
        mean: queue.itemsPerWeek * days / 7,
        uniform: stream.uniform(agent: 0, step: index - plan.burnIn, draw: 0))
      let times = (0..<items).map {
        start + days * stream.uniform(agent: 1, step: index - plan.burnIn, draw: $0)
      }.sorted()
      for time in times {
        let place = free.indices.min { free[$0] < free[$1] } ?? 0
        free[place] = max(free[place], time) + service
        note(submitted: time, approved: free[place], days: days, plan: plan)
      }
    }
  }

  private mutating func note(
    submitted: Double, approved: Double, days: Double, plan: SimulationPlan
  ) {
    let first = Int(submitted / days) - plan.burnIn
    let last = Int(approved / days) - plan.burnIn
    if ledger.submitted.indices.contains(first) { ledger.submitted[first] += 1 }
    if ledger.approved.indices.contains(last) {
      ledger.approved[last] += 1
      ledger.days[last] += approved - submitted
    }
  }
}
