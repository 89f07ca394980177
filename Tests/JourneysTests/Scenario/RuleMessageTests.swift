import Interchange
import Journeys
import Testing

@Suite("Messages of handoffs and triggers")
struct RuleMessageTests {
  typealias Change = (part: String, replacement: String)

  /// Expects one problem, given without the document's name and line.
  private func expect(
    _ changes: [Change], _ messages: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(RuleDocument.places(changes) == messages, sourceLocation: sourceLocation)
  }

  @Test("are none for a sound document")
  func sound() {
    expect([], [])
  }

  @Test("name file and line")
  func place() {
    #expect(
      RuleDocument.problems([("to: rep\n", "to: rap\n")]) == [
        "r.yaml:71: handoffs.click_to_rep.to: unknown channel \"rap\"; did you mean rep?"
      ])
  }

  static let rules: [(part: String, replacement: String, message: String)] = [
    (
      "after: [email, page]", "after: [email, call]",
      "handoffs.click_to_rep.after: \"call\" touches adults, not hcps"
    ),
    (
      "after: [email, page]", "after: []",
      "handoffs.click_to_rep.after: the list is empty; write a text, or a list of them"
    ),
    (
      "stages: idle", "stages: []",
      "handoffs.click_to_rep.stages: the list is empty; write a text, or a list of them"
    ),
    (
      "stages: idle", "stages: due",
      "handoffs.click_to_rep.stages: unknown stage of hcps \"due\"; known are idle"
    ),
    (
      "fromDay: 90, toDay: 365", "fromDay: 90, toDay: 36",
      "handoffs.click_to_rep.landing: toDay is before fromDay; exchange them"
    ),
    (
      "before: 0.35", "before: 35",
      "handoffs.click_to_rep.landing.before: 35 is not a share from 0 to 1"
    ),
    (
      "withinDays: 14", "withinDays: 0.5",
      "handoffs.click_to_rep.withinDays: the thread ends before the next step begins; let it last longer"
    ),
    (
      "delayDays: 2", "delayDays: 20",
      "handoffs.click_to_rep.delayDays: a follow-up after 20 days misses the deadline of 14; shorten it"
    ),
    (
      "limit: 6", "limit: 300",
      "handoffs.click_to_rep.limit: a limit is at most 255; leave it out for any number"
    ),
    (
      "  recall:\n", "  click_to_rep:\n",
      "triggers.click_to_rep: a handoff has this name; rename one"
    ),
    (
      "on: { entering: [due, missed] }", "on: { entering: [due], event: visit }",
      "triggers.recall.on: entering and event exclude each other; write exactly one of engaged, "
        + "delivered, entering, event, beforeAppointment"
    ),
    (
      "on: { entering: [due, missed] }", "on: { entering: [dues] }",
      "triggers.recall.on.entering: unknown stage of adults \"dues\"; did you mean due?"
    ),
    (
      "on: { event: visit }", "on: { event: visits }",
      "triggers.thank.on.event: unknown event \"visits\"; did you mean visit?"
    ),
    (
      "on: { engaged: email }, send: page", "on: { event: visit }, send: page",
      "triggers.answer.on.event: \"visit\" is done by adults, not hcps"
    ),
    (
      "on: { engaged: email }, send: page", "on: { engaged: text }, send: page",
      "triggers.answer.on.engaged: \"text\" touches adults, not hcps"
    ),
    (
      "days: 2 }, send: text", "days: 61 }, send: text",
      "triggers.remind.on.days: nobody books more than 60 days ahead; write fewer days"
    ),
    (
      "on: { beforeAppointment: clinic, days: 2 }, send: text",
      "on: { beforeAppointment: clinic }, send: text",
      "triggers.remind.on: says not how long before the appointment; add days"
    ),
    (
      "on: { event: visit }", "on: { event: visit, days: 2 }",
      "triggers.thank.on.days: days belong to beforeAppointment"
    ),
    (
      "on: { beforeAppointment: clinic, days: 2 }, send: text",
      "on: { beforeAppointment: clinic, days: 2 }, send: rep",
      "triggers.remind.on.beforeAppointment: \"clinic\" is for adults, not hcps"
    ),
    (
      "send: text, waitDays: 1", "waitDays: 1",
      "triggers.thank: nothing says which; write exactly one of send, ladder"
    ),
    (
      "send: text, waitDays: 1", "send: text, ladder: [{ send: text }]",
      "triggers.thank: send and ladder exclude each other; write exactly one of send, ladder"
    ),
    (
      "send: text, waitDays: 1", "ladder: [{ send: text }], waitDays: 1",
      "triggers.thank: ladder and waitDays exclude each other; write at most one of ladder, waitDays"
    ),
    (
      "send: text, waitDays: 1", "ladder: []",
      "triggers.thank.ladder: the ladder is empty; write a touch, or use send"
    ),
    (
      "afterDays: 30", "afterDays: 3",
      "triggers.recall.ladder[2].afterDays: days ascend; 3 comes after 14"
    ),
    (
      "send: call, afterDays: 30", "send: rep, afterDays: 30",
      "triggers.recall.ladder[2].send: \"rep\" touches hcps, not adults"
    ),
    (
      "while: [due, missed]", "while: []",
      "triggers.recall.while: the list is empty; write a text, or a list of them"
    ),
    (
      "quietDays: 30", "quietDays: 0.5",
      "triggers.thank.quietDays: 0.5 days are less than a step of 1 and would never act; write 1 or more"
    ),
  ]

  @Test("name the place, the problem and the remedy", arguments: rules.indices)
  func handoffsAndTriggers(index: Int) {
    let (part, replacement, message) = Self.rules[index]
    expect([(part, replacement)], [message])
  }

  @Test("say that a window or distance is no number of steps")
  func weeks() {
    expect(
      [
        ("step: day, horizonDays: 28", "step: week, horizonWeeks: 4"),
        ("perWeeks: 4", "perDays: 10"), ("quietDays: 30", "quietDays: 6"),
        ("horizonDays: 60, choose", "horizonDays: 6, choose"),
        ("withinDays: 14", "withinDays: 5"),
      ],
      [
        "policy.governor.cap: a window of 10 days is not a whole number of steps",
        "policy.governor.minimumDays: 3 days are less than a step of 7 and would never act; write 7 or "
          + "more",
        "handoffs.click_to_rep.withinDays: the thread ends before the next step begins; let it last "
          + "longer",
        "triggers.thank.quietDays: 6 days are less than a step of 7 and would never act; write 7 or more",
        "services.clinic.horizonDays: 6 days are less than a step of 7 and would never act; write 7 or "
          + "more",
      ])
  }

  @Test("ask for somebody who approves")
  func approval() {
    expect(
      [("  approval: { itemsPerWeek: 5, reviewers: 2, daysPerItem: 2 }\n", "")],
      [
        "handoffs.click_to_rep.needsApproval: nobody approves anything; declare policy.approval",
        "triggers.after_call.needsApproval: nobody approves anything; declare policy.approval",
      ])
  }

  @Test("accept reviewers who cannot keep up")
  func overload() {
    expect([("itemsPerWeek: 5", "itemsPerWeek: 500")], [])
  }
}
