import Journeys
import Testing

@Suite("Policy and rules")
struct RuleReadingTests {
  let scenario: Scenario

  init() throws { scenario = try RuleDocument.scenario() }

  @Test("say what functions see of each other")
  func integration() {
    let spine = scenario.policy.integration
    #expect(spine.share == Ramp(0.4))
    #expect(spine.latencyDays == 7)
    #expect(spine.channels == [false, true, true, false, false, false])
    #expect(spine.pairs.map(\.from) == ["marketing", "sales"])
    #expect(spine.pairs.map(\.to) == ["sales", "marketing"])
    #expect(spine.pairs.map(\.share) == [Ramp(0.9), Ramp(0.4)])
    #expect(spine.pairs.map(\.latencyDays) == [7, 1])
  }

  @Test("govern push channels of one population unless others are named")
  func governor() throws {
    let governor = try #require(scenario.policy.governors.first)
    #expect(scenario.policy.governors.count == 1)
    #expect(governor.population == 0)
    #expect(governor.cap?.touches == 6)
    #expect(governor.cap?.windowDays == 28)
    #expect(governor.minimumDays == 3)
    #expect(governor.priority == ["marketing"])
    #expect(governor.isGoverned == [true, true, false, false, false, false])
    let named = try RuleDocument.scenario([("minimumDays: 3", "channels: page")])
    #expect(named.policy.governors[0].isGoverned == [false, false, true, false, false, false])
    #expect(named.policy.governors[0].minimumDays == 0)
    let money = scenario.policy
    #expect((money.optOutDelayDays, money.overhead, money.costPerWeek) == (10, 0.12, 1000))
  }

  @Test("personalize channels with content, from all content of the population")
  func personalization() throws {
    let personal = try #require(scenario.policy.personalizations.first)
    #expect(personal.population == 0)
    #expect(personal.level == .segment)
    #expect(personal.by == 0)
    #expect(personal.known == 0.65)
    #expect(personal.isPersonalized == [false, true, false, false, false, false])
    #expect(personal.library == [0, 1])
    #expect((personal.preference, personal.timing) == (0.5, 1.1))
    let named = try RuleDocument.scenario([
      ("    by: role\n", ""), ("level: segment", "channels: rep\n    library: [video]"),
    ])
    let other = named.policy.personalizations[0]
    #expect(other.level == .none)
    #expect(other.isPersonalized == [true, false, false, false, false, false])
    #expect(other.library == [1])
  }

  @Test("choose the next best action among channels with estimates")
  func nextBestAction() throws {
    let choice = try #require(scenario.policy.nextBestActions.first)
    #expect(choice.channels == [1, 0])
    #expect(choice.estimates == [1.2, 1.3])
    #expect(abs(choice.perWeek - 24 * 7 / 365.25) < 1e-12)
    #expect(choice.isEligible == [true])
    #expect((choice.exploration, choice.known, choice.acceptance) == (0.1, 1, 0.6))
    #expect(choice.objective == .outcome)
    let other = try RuleDocument.scenario([
      ("perYear: 24", "perWeek: 2\n    objective: engagement")
    ])
    #expect(other.policy.nextBestActions[0].perWeek == 2)
    #expect(other.policy.nextBestActions[0].objective == .engagement)
    let queue = try #require(scenario.policy.approval)
    #expect((queue.itemsPerWeek, queue.reviewers, queue.daysPerItem) == (5, 2, 2))
  }

  @Test("may be written for several populations as a list")
  func lists() throws {
    let both = try RuleDocument.scenario([
      ("  governor:\n    population: hcps", "  governor:\n  - population: hcps"),
      (
        "    priority: [marketing]\n",
        "    priority: [marketing]\n  - { population: adults, minimumDays: 1 }\n"
      ),
    ])
    #expect(both.policy.governors.map(\.population) == [0, 1])
    #expect(both.policy.governors.map(\.minimumDays) == [3, 1])
  }

  @Test("open threads after engagements")
  func handoffs() throws {
    let handoff = try #require(scenario.handoffs.first)
    #expect(handoff.name == "click_to_rep")
    #expect(handoff.population == 0)
    #expect((handoff.after, handoff.to) == ([1, 2], 0))
    #expect(handoff.isEligible == [true])
    #expect((handoff.opens, handoff.withinDays, handoff.delayDays) == (0.3, 14, 2))
    #expect(handoff.landing == Ramp(before: 0.35, after: 0.92, fromDay: 90, toDay: 365))
    #expect(handoff.captured == Ramp(1))
    #expect(handoff.success == Ramp(1))
    #expect(handoff.context == Ramp(0.5))
    #expect(handoff.replacesPlanned && handoff.needsApproval)
    #expect((handoff.engagement, handoff.response, handoff.limit) == (1.5, 1.3, 6))
  }

  @Test("send touches because of something")
  func triggers() {
    let triggers = scenario.triggers
    #expect(triggers.map(\.name) == ["recall", "remind", "thank", "after_call", "answer"])
    #expect(triggers.map(\.population) == [1, 1, 1, 1, 0])
    #expect(
      triggers.map(\.cause) == [
        .entering([0, 4]), .beforeAppointment(service: 0, days: 2), .event([0]), .delivered([4]),
        .engaged([1]),
      ])
    #expect(triggers[0].rungs.map(\.channel) == [3, 3, 4])
    #expect(triggers[0].rungs.map(\.afterDays) == [0, 14, 30])
    #expect(triggers[2].rungs.map(\.channel) == [3])
    #expect(triggers[2].rungs.map(\.afterDays) == [1])
    #expect(triggers[0].isEligible == [true, false, false, false, true])
    #expect(triggers[1].isEligible == [true, true, true, true, true])
    #expect(triggers.map(\.share) == [0.6, 1, 1, 1, 1].map { Ramp($0) })
    #expect(triggers.map(\.stopsWhenEngaged) == [true, false, false, false, false])
    #expect(triggers.map(\.quietDays) == [0, 0, 30, 0, 0])
    #expect(triggers.map(\.limit) == [nil, 3, nil, nil, nil])
    #expect(triggers.map(\.needsApproval) == [false, false, false, true, false])
    #expect(triggers.map(\.replacesPlanned) == [false, false, false, false, true])
  }

  @Test("offer slots, and ways in and out of an appointment")
  func services() throws {
    let clinic = try #require(scenario.services.first)
    #expect(clinic.population == 1)
    #expect(clinic.slotsPerWeek == Ramp(before: 10, after: 20, fromDay: 0, toDay: 14))
    #expect(clinic.horizonDays == 60)
    #expect(clinic.choose.map(\.days) == [0, 7, 30])
    #expect(clinic.choose.map(\.share) == [0.1, 0.5, 1])
    let ways = scenario.populations[1].journey.transitions
    guard case .books(0) = ways[1].base, case .onDay(0, let chances?) = ways[2].base,
      case .onDay(0, nil) = ways[3].base
    else {
      Issue.record("the ways are \(ways.map(\.base))")
      return
    }
    #expect(chances.map(\.days) == [0, 1, 8])
    #expect(chances.map(\.chance) == [0.03, 0.23, 0.313])
    #expect(ways.map(\.link) == [.cloglog, .cloglog, .log, .log])
    let plain = try RuleDocument.scenario([
      ("byLeadDays: { 0: 0.03, 1: 0.23, 8: 0.313 }", "probability: 0.2")
    ])
    guard case .onDay(0, let same?) = plain.populations[1].journey.transitions[2].base else {
      Issue.record("no chance on the day")
      return
    }
    #expect(same.map(\.days) == [0])
    #expect(same.map(\.chance) == [0.2])
  }

  @Test("feel and answer")
  func experiences() throws {
    let visit = try #require(scenario.experiences.first)
    #expect((visit.name, visit.population) == ("visit", 1))
    #expect(visit.isOccasion == [false, false, false, true, false])
    #expect(visit.expected == 7)
    #expect(visit.touchpoints.map(\.name) == ["scheduling", "checkin"])
    #expect(visit.touchpoints.map(\.score) == [6.5, 6])
    #expect((visit.personSd, visit.visitSd, visit.unevenness) == (1, 1.5, 0.4))
    #expect((visit.repeats, visit.perRepeat, visit.deadEnds) == (3, 0.2, 0.5))
    #expect(visit.channels.map(\.channel) == [3])
    #expect(visit.channels.map(\.points) == [0.5])
    #expect((visit.response, visit.extremes) == (0.25, 1.8))
    let trust = try #require(scenario.populations[1].trust)
    #expect((trust.start, trust.deadEnd, trust.continued) == (0.7, 0.1, 0.05))
    #expect(abs(trust.retentionPerWeek - 0.5) < 1e-12)
    let effects = scenario.populations[1].journey.transitions[0].effects
    #expect((effects.deadEnds, effects.experience) == (0.9, 1.2))
    let lasting = try RuleDocument.scenario([(", halfLifeDays: 7", "")])
    #expect(lasting.populations[1].trust?.retentionPerWeek == 1)
  }

  @Test("touch peers, and value what events bring over years")
  func events() throws {
    let visit = scenario.events[0]
    let touch = try #require(visit.touchesPeers)
    #expect((touch.channel, touch.count, touch.within) == (5, 2, 0))
    // A geometric series with the ratio 0.8 / 1.03.
    let kept = 0.8 / 1.03
    var power = 1.0
    for _ in 0..<10 { power *= kept }
    #expect(abs(visit.value - 400 * (1 - power) / (1 - kept)) < 1e-9)
    let one = try RuleDocument.scenario([
      ("retentionPerYear: 0.8, discountPerYear: 0.03, years: 10", "years: 3"),
      (", count: 2, within: region", ""),
    ])
    #expect(one.events[0].value == 1200)
    #expect(one.events[0].touchesPeers?.count == 1)
    #expect(one.events[0].touchesPeers?.within == nil)
  }

  @Test("go by products and ranks of numbers")
  func attributes() {
    let attributes = scenario.populations[0].attributes
    guard case .product([1, 1]) = attributes[3].draw, case .rank(2) = attributes[4].draw else {
      Issue.record("the draws are \(attributes.map(\.draw))")
      return
    }
    #expect(!attributes[3].isCategorical && !attributes[4].isCategorical)
  }

  @Test("change with time as a ramp does")
  func ramps() {
    let ramp = Ramp(before: 0.2, after: 0.8, fromDay: 10, toDay: 20)
    #expect([-5, 0, 9.9, 10].map { ramp.value(onDay: $0) } == [0.2, 0.2, 0.2, 0.2])
    #expect(abs(ramp.value(onDay: 15) - 0.5) < 1e-12)
    #expect([20, 400].map { ramp.value(onDay: $0) } == [0.8, 0.8])
    #expect(ramp.largest == 0.8)
    let jump = Ramp(before: 1, after: 0, fromDay: 7, toDay: 7)
    #expect([6.9, 7].map { jump.value(onDay: $0) } == [1, 0])
    #expect(Ramp(0.3).value(onDay: -100) == 0.3)
  }
}
