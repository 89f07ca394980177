import Interchange
import Statistics
import Testing

@testable import Journeys

/// The approval queue, against queueing theory, and what waits for it.
@Suite("Approval queue")
struct ApprovalTests {
  private func world(
    _ approval: String, more: String = "", steps: Int = 12, step: StepLength = .week
  ) throws -> World {
    try World(
      """
      populations: { people: { size: 100, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: \(step == .day ? 7 : 1) } } }
        text: { population: people, engaged: 0 }
      policy: { approval: { \(approval) } }
      \(more)
      """, steps: steps, step: step)
  }

  @Test(
    "waits as Pollaczek and Khinchine say for one reviewer, also one of half the speed",
    arguments: [
      ("reviewers: 1, daysPerItem: 1", 2.0), ("reviewers: 0.5, daysPerItem: 0.5", 2),
      ("reviewers: 1, daysPerItem: 2", 2),
    ])
  func delay(reviewers: String, perWeek: Double) throws {
    let world = try world("itemsPerWeek: \(perWeek), \(reviewers)", steps: 1_500)
    var means: [Double] = []
    for replicate in 0..<200 {
      let ledger = ApprovalRun(world.plan, replicate: replicate).ledger
      means.append(ledger.days.reduce(0, +) / ledger.approved.reduce(0, +))
      #expect(ledger.approved.reduce(0, +) <= ledger.submitted.reduce(0, +))
    }
    // A working day of a reviewer is 1.4 days of the calendar.
    let service = reviewers.hasSuffix("2") ? 2.8 : 1.4
    let load = perWeek / 7 * service
    let expected = service + load * service / (2 * (1 - load))
    let mean = means.reduce(0, +) / 200
    let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    // Means of independent replicates are normal; 5.1 standard errors of 200 leave one in a million
    // by Student's t. The empty start and the cut end move the mean by less than a hundredth of it.
    #expect(abs(mean - expected) < 5.1 * (variance / 200).squareRoot() + 0.002 * expected)
    #expect((variance / 200).squareRoot() < 0.01 * expected)
  }

  @Test("shares the work of several reviewers, and approves everything in the end")
  func reviewers() throws {
    // A hundred items a week take 140 reviewer days: ten reviewers need 14 days for a week's items.
    let world = try world("itemsPerWeek: 100, reviewers: 10, daysPerItem: 1", steps: 40)
    let ledger = try world.run().ledger.approvals
    let approved = ledger.approved.reduce(0, +)
    // Fifty a week are approved by ten reviewers, once work has come in.
    #expect((1_980...2_000).contains(approved))
    #expect(ledger.approved.dropFirst(2).allSatisfy { (40...60).contains($0) })
  }

  @Test(
    "puts off the touches that need it by what an item submitted now would wait",
    arguments: [("0.5", 1), ("5", 1), ("5.5", 2), ("11", 3)])
  func empty(days: String, steps: Int) throws {
    let approval = "itemsPerWeek: 0, reviewers: 1, daysPerItem: \(days)"
    let trigger = try world(
      approval,
      more:
        "triggers: { recall: { on: { engaged: mail }, limit: 1, send: text, needsApproval: true } }"
    ).run()
    let handoff = try world(
      approval,
      more:
        "handoffs: { lead: { after: mail, to: text, withinDays: 70, limit: 1, needsApproval: true } }"
    ).run()
    // One step until it is seen, and whole steps for the review.
    let expected = (0..<12).map { $0 == 1 + steps ? 100.0 : 0 }
    #expect(try trigger.series("delivered:text") == expected)
    #expect(try handoff.series("delivered:text") == expected)
    #expect(try handoff.series("followed:lead") == expected)
  }

  @Test("makes touches wait longer behind a queue")
  func queue() throws {
    let world = try world(
      "itemsPerWeek: 9, reviewers: 1, daysPerItem: 0.6",
      more: "triggers: { recall: { on: { engaged: mail }, send: text, needsApproval: true } }",
      steps: 120, step: .day)
    let waits = ApprovalRun(world.plan, replicate: 0).waitSteps
    var expected = [Double](repeating: 0, count: 120)
    for (step, wait) in waits.enumerated() where step + 1 + wait < 120 {
      expected[step + 1 + wait] += 100
    }
    #expect(try world.run().series("delivered:text") == expected)
    #expect(Set(waits).count > 4)
  }
}
