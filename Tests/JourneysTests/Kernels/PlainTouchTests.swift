import Interchange
import Statistics
import Testing

@testable import Journeys

/// Touches that go 64 agents at a time do what listed touches do one by one.
///
/// A governor whose limit nobody reaches has touches listed and changes nothing else.
@Suite("Plain touches")
struct PlainTouchTests {
  private static let listing =
    "governor: { population: people, cap: { touches: 255, perWeeks: 1 } }"

  private static func sections(
    channels: String, size: Int = 777, extra: String = "", policy: String
  ) -> String {
    """
    populations:
      people:
        size: \(size)
        paths: 60
        attributes:
          kind: { shares: { x: 0.3, y: 0.7 } }
          liking: { gamma: { mean: 1, shape: 2 } }
          volume: { lognormal: { mean: 2, sigma: 1 } }
        pressure:
          { retentionPerWeek: 0.8, tolerance: 2, toleranceBy: liking, engagement: 0.7, optOut: 1.3 }
        breakdown: kind
        journey:
          stages: [a, b, c]
          start: { a: 0.6, b: 0.4 }
          transitions:
            ab: { from: a, to: b, ratePerWeek: 0.1, effects: { channels: { mail: 3 } } }
            bc: { from: b, to: c, ratePerWeek: 0.05, effects: { channels: { call: 2 } } }
            ca: { from: c, to: a, ratePerWeek: 0.1 }
    channels:
      mail: { population: people, plan: { cadence: { perWeek: 0.8 } }, carryover: { halfLifeWeeks: 2 } }
      call: { population: people, plan: { cadence: { perWeek: 0.5 } }, carryover: { halfLifeWeeks: 3 } }
      test: { population: people, \(channels) }
    \(extra)
    policy: { \(policy) }
    """
  }

  private func expectTwins(
    _ channels: String, size: Int = 777, extra: String = "", policy: String = "", burnIn: Int = 0,
    _ metrics: [String] = ["engaged:test"], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func run(_ listing: [String]) throws -> History {
      try World(
        Self.sections(
          channels: channels, size: size, extra: extra,
          policy: (listing + (policy.isEmpty ? [] : [policy])).joined(separator: ", ")),
        steps: 30, burnIn: burnIn
      ).run()
    }
    let plain = try run([])
    let listed = try run([Self.listing])
    #expect(plain.ledger == listed.ledger, sourceLocation: sourceLocation)
    #expect(
      plain.simulation.paths(population: 0) == listed.simulation.paths(population: 0),
      sourceLocation: sourceLocation)
    for metric in metrics {
      #expect(try plain.total(metric) > 10, "\(metric)", sourceLocation: sourceLocation)
    }
  }

  @Test(
    "of every plan are those of a list",
    arguments: [
      "plan: { cadence: { perWeek: 0.4 } }",
      "plan: { cadence: { perWeek: 3 } }",
      "plan: { cadence: { perWeek: 1.7 } }",
      "plan: { cadence: { perWeek: 0.9, scaledBy: volume } }",
      "plan: { cadence: { perWeek: { by: kind, values: { x: 0.2, y: 2.5 } } } }",
      "plan: { cadence: { perWeek: 1.3, scaledBy: liking, spacing: even } }",
      "plan: { cadence: { perWeek: 0.3, spacing: even } }",
      "plan: { cadence: { perWeek: 1.2 }, stages: [b, c] }",
      "plan: { budget: { perWeek: 500, weightedBy: volume } }, cost: { perTouch: 1 }",
      """
      plan: { cadence: { perWeek: 1.2, scaledBy: liking }, flights: \
      { one: { from: 2027-02-01, to: 2027-03-07, intensity: 2 }, \
      two: { from: 2027-04-05, to: 2027-05-30 } } }
      """,
    ])
  func plans(plan: String) throws {
    try expectTwins(plan + ", seen: 0.7, engaged: 0.6")
    try expectTwins(plan, size: 128)
  }

  @Test(
    "with every step of the funnel are those of a list",
    arguments: [
      "access: { by: kind, values: { x: 0, y: 0.6 } }",
      "access: { by: kind, values: { x: 1, y: 0.6 } }, seen: 0.5, engaged: 0.3, affinity: liking",
      "seen: { by: kind, values: { x: 0.2, y: 0.9 } }, engaged: 1",
      "engaged: 0.9, affinity: liking, pressure: 0.2",
      "consent: 0.6, optOut: 0.02, seen: 0.4",
      "consent: 0.6, cap: { touches: 2, perWeeks: 2 }, access: 0.8",
      "capacityPerWeek: 150.5, access: 0.9",
      "capacityPerWeek: 80.3, capacityOrder: volume, cap: { touches: 3, perWeeks: 4 }",
    ])
  func funnels(funnel: String) throws {
    for perWeek in [0.6, 2.3] {
      try expectTwins("plan: { cadence: { perWeek: \(perWeek) } }, " + funnel)
    }
  }

  @Test("after synergies and a burn-in are those of a list")
  func synergies() throws {
    try expectTwins(
      "plan: { cadence: { perWeek: 2.2 } }, engaged: 0.4",
      extra: """
        synergies:
          one: { first: mail, then: test, ratio: 1.8, withinDays: 7 }
          two: { first: call, then: test, ratio: 0.5, withinDays: 14 }
          three: { first: test, then: call, ratio: 0.9, withinDays: 7 }
        """, burnIn: 5)
  }

  @Test("with opt-outs that take effect later are those of a list")
  func late() throws {
    try expectTwins(
      "plan: { cadence: { perWeek: 2.2 } }, consent: 0.9, optOut: 0.03",
      policy: "optOutDelayDays: 14", ["late:test", "optouts:test"])
  }
}

/// Limits say what chances say, and columns of bits what a look at each agent says.
@Suite("Limits and bits")
struct LimitAndBitTests {
  private let words = {
    var words = [UInt32](repeating: 0, count: 192)
    RandomStream(seed: 1, replicate: 0, purpose: "bits").fill(&words, agents: 0..<192, step: 3)
    return words
  }()

  @Test(
    "of a chance divide the words where the chance does",
    arguments: [0, 1e-12, 0x1p-33, 0x1p-32, 1e-3, 0.25, 1.0 / 3, 0.5, 0.999_999_9])
  func limits(chance: Double) {
    let limit = WordLimits.limit(chance)
    for word in [0, limit &- 1, limit, limit &+ 1, .max] as [UInt32] {
      #expect((word < limit) == (RandomStream.uniform(from: word) < chance))
    }
  }

  @Test("of one are certain, and of more as well")
  func certain() {
    #expect(WordLimits.limit(1) == .max && WordLimits.limit(7) == .max)
    #expect(WordLimits(size: 0) { _ in 1 }.isCertain)
    var rows: [UInt64] = [~0, 5, 0]
    WordLimits(size: 192) { $0 % 2 == 0 ? 1 : 0 }.keep(
      in: &rows, from: 0, words: [UInt32](repeating: .max, count: 192))
    #expect(rows == [0x5555_5555_5555_5555, 5, 0])
  }

  @Test("are those of each row, also in a group that is not full")
  func bits() {
    let limits = words.map { $0 ^ 0x1357_0000 }
    let bytes = words.map { UInt8(truncatingIfNeeded: $0) }
    let steps = words[..<150].map { Int32(bitPattern: $0) }
    let numbers = words[..<150].map { Double($0) }
    let none: [Double] = []
    for group in 0..<3 {
      for lane in 0..<64 {
        func bit(_ bits: UInt64) -> Bool { bits >> UInt64(lane) & 1 != 0 }
        let row = 64 * group + lane
        #expect(bit(GroupBits.below(1 << 30, words.span, group: group)) == (words[row] < 1 << 30))
        #expect(
          bit(GroupBits.below(limits.span, words.span, group: group)) == (words[row] < limits[row]))
        #expect(bit(GroupBits.below(77, bytes.span, group: group)) == (bytes[row] < 77))
        let first = bytes[0]
        #expect(bit(GroupBits.equal(first, bytes.span, group: group)) == (bytes[row] == first))
        let isRow = row < 150
        #expect(
          bit(GroupBits.notBefore(9, steps.span, group: group)) == (isRow && steps[row] >= 9))
        #expect(
          bit(GroupBits.above(none.span, 3e9, numbers.span, group: group))
            == (isRow && numbers[row] > 3e9))
      }
    }
  }

  @Test("of rows keep what is set")
  func rows() {
    var bits = RowBits(count: 130) { $0 % 3 == 0 }
    #expect((0..<130).allSatisfy { bits[$0] == ($0 % 3 == 0) })
    bits[129] = false
    bits[128] = true
    #expect(!bits[129] && bits[128] && bits.groups.rowCount == 44)
    var rows: [Int] = []
    bits.groups.forEachRow { rows.append($0) }
    #expect(rows == (0..<129).filter { $0 % 3 == 0 } + [128])
    #expect(RowBits(repeating: true, count: 130).groups == [~0, ~0, 3])
  }
}
