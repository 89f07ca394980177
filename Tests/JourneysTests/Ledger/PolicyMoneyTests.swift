import Interchange
import Statistics
import Testing

/// What coordination costs, and what a customer is worth over the years.
@Suite("Money of policies")
struct PolicyMoneyTests {
  private func run(_ value: String, policy: String = "", arm: String = "plan") throws -> History {
    let world = try World(
      """
      populations: { people: { size: 200, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } }, engaged: 0.5, cost: { perTouch: 2, perEngagement: 3, perWeek: 50 } }
        call: { population: people, plan: { cadence: { perWeek: 0.5 } }, cost: { perTouch: 10 } }
      policy: { \(policy) }
      events: { tick: { population: people, while: a, ratePerWeek: 0.3, value: \(value), cost: 7 } }
      """, steps: 10)
    return try World(world, arm: arm).run()
  }

  @Test(
    "of a lifetime are the sum of what is kept from year to year, discounted",
    arguments: [(10, 0.8, 0.03), (1, 0.5, 0.5), (200, 0.9, 0), (3, 1, 0.1), (2, 0, 0)])
  func lifetime(years: Int, retention: Double, discount: Double) throws {
    let history = try run(
      "{ perYear: 400, retentionPerYear: \(retention), discountPerYear: \(discount), years: \(years) }"
    )
    let kept = retention / (1 + discount)
    let each = 400 * (1 - Elementary.pow(kept, Double(years))) / (1 - kept)
    let expected = try history.total("event:tick") * each
    #expect(abs(try history.total("value:tick") / expected - 1) < 1e-12)
    #expect(expected > 0)
  }

  @Test("of coordination come on top of the channels' cost, and not of what events cost")
  func overhead() throws {
    let plain = try run("1")
    let history = try run("1", policy: "overhead: 0.25, costPerWeek: 30")
    let channels = try plain.total("cost:mail") + plain.total("cost:call")
    let events = try plain.total("event:tick") * 7
    #expect(abs(try plain.total("cost") - channels - events) < 1e-6)
    #expect(abs(try history.total("cost") - 1.25 * channels - 300 - events) < 1e-6)
    #expect(try history.total("cost:call") == plain.total("cost:call"))
  }
}
