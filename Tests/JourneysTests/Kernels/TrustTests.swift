import Interchange
import Statistics
import Testing

/// Trust lost at dead ends and won back, and what it does to moves and events.
///
/// Bands are exact and binomial, with one false alarm in a million for each count.
@Suite("Trust, statistics")
struct TrustTests {
  static let size = 100_000
  private let trials = Double(Self.size)

  /// One mail to everybody in step 0, whose thread breaks or is continued in step 1.
  private func run(
    _ trust: String, _ handoff: String, size: Int = 1_000, more: String = "", ways: String = "",
    steps: Int = 6
  ) throws -> History {
    try World(
      """
      populations:
        people:
          size: \(size)
          trust: { \(trust) }
          journey: { stages: [a\(ways.isEmpty ? "" : ", b")], start: a, transitions: { \(ways) } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-10 } } } }
        call: { population: people }
      handoffs: { lead: { after: mail, to: call, withinDays: 7, \(handoff) } }
      \(more)
      """, steps: steps
    ).run()
  }

  /// Expects the trust of everybody, in thousandths rounded over all.
  private func expectTrust(
    _ history: History, _ values: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let sums = try history.series("trust:people")
    for (step, (sum, value)) in zip(sums, values).enumerated() {
      #expect(
        abs(sum - 1_000_000 * value) <= 0.51, "step \(step)", sourceLocation: sourceLocation)
    }
    #expect(sums.count == values.count, sourceLocation: sourceLocation)
  }

  @Test("falls at a black hole at once, and half of the way back is made in a half-life")
  func blackHoles() throws {
    let history = try run(
      "start: 0.7, deadEnd: 0.15, continued: 0.05, halfLifeDays: 14", "landing: 0")
    try expectTrust(
      history, (0..<6).map { 0.7 - 0.15 * Elementary.pow(0.5, Double($0) / 2) })
  }

  @Test("falls at silos and voids when the deadline has passed, and lasts without a half-life")
  func deadlines() throws {
    let trust = "start: 0.7, deadEnd: 0.15, continued: 0.05"
    let fallen = [0.7, 0.7, 0.55, 0.55, 0.55, 0.55]
    let void = try run(trust, "captured: 0")
    #expect(try void.series("void:lead")[2] == 1_000)
    try expectTrust(void, fallen)
    let silo = try run(trust, "context: 0")
    #expect(try silo.series("silo:lead")[2] == 1_000)
    try expectTrust(silo, fallen)
  }

  @Test("rises when a thread is continued, and returns to where it started")
  func continued() throws {
    let history = try run(
      "start: 0.7, deadEnd: 0.15, continued: 0.06, retentionPerWeek: 0.5", "context: 1")
    try expectTrust(history, [0.7, 0.76, 0.73, 0.715, 0.7075, 0.70375])
  }

  @Test("stays between zero and one")
  func bounds() throws {
    func often(
      _ trust: String, _ handoff: String, until: String = "2028-01-01"
    ) throws -> History {
      try World(
        """
        populations: { people: { size: 1000, trust: { \(trust) }, journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: \(until) } } } }
          call: { population: people }
        handoffs: { lead: { after: mail, to: call, withinDays: 7, \(handoff) } }
        """, steps: 4
      ).run()
    }
    try expectTrust(try often("start: 0.5, deadEnd: 0.2", "landing: 0"), [0.3, 0.1, 0, 0])
    // It returns from zero, not from below: half of the way to 0.5 in each week without a mail.
    try expectTrust(
      try often(
        "start: 0.5, deadEnd: 0.5, retentionPerWeek: 0.5", "landing: 0", until: "2027-01-17"),
      [0, 0, 0.25, 0.375])
    try expectTrust(
      try often("start: 0.5, deadEnd: 0.2, continued: 0.3", "context: 1"), [0.5, 0.8, 1, 1])
  }

  @Test("multiplies chances of events by the ratio for every dead end still felt")
  func events() throws {
    let tick =
      "events: { tick: { population: people, while: a, probability: 0.1, effects: { deadEnds: 2 } } }"
    let history = try run(
      "start: 0.9, deadEnd: 0.2, halfLifeDays: 7", "landing: 0.6, context: 0",
      size: Self.size, more: tick, steps: 2)
    for (step, count) in try history.series("event:tick").enumerated() {
      let felt = Elementary.pow(0.5, Double(step))
      expectCount(
        count, of: trials, chance: 0.1 * (0.6 + 0.4 * Elementary.pow(2, felt)), "step \(step)")
    }
  }

  @Test(
    "multiplies hazards by the ratio for every dead end, and the other way above the start",
    arguments: [(2.0, "landing: 0.6, context: 0"), (0.4, "landing: 0.6"), (0.4, "landing: 1")])
  func hazards(ratio: Double, handoff: String) throws {
    // Who was continued has trust half a dead end above the start: ratio to the power of −½.
    let history = try run(
      "start: 0.7, deadEnd: 0.2, continued: 0.1", handoff, size: Self.size,
      ways: "ab: { from: a, to: b, ratePerWeek: 0.2, effects: { deadEnds: \(ratio) } }", steps: 2)
    let landed = handoff.hasPrefix("landing: 1") ? 1.0 : 0.6
    let isContinued = !handoff.hasSuffix("context: 0")
    func staying(_ dead: Double) -> Double { Elementary.exp(-0.2 * Elementary.pow(ratio, dead)) }
    let first = landed * staying(0) + (1 - landed) * staying(1)
    let second =
      landed * staying(0) * staying(isContinued ? -0.5 : 0)
      + (1 - landed) * staying(1) * staying(1)
    for (step, share) in [first, second].enumerated() {
      expectCount(
        try history.series("stage:a")[step], of: trials, chance: share, "step \(step)")
    }
  }
}
