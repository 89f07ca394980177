import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Budget search")
struct BudgetSearchTests {
  /// Ten channels with carryover and 200 draws, over two years of weeks.
  static func world(slope: Double, isLog: Bool = false) -> BudgetWorld {
    let stream = RandomStream(seed: 11, replicate: 0, purpose: "test/world")
    func draws(_ channel: Int, _ draw: Int, _ value: (Double) -> Double) -> [Double] {
      (0..<200).map { value(stream.uniform(agent: $0, step: channel, draw: draw)) }
    }
    var world = BudgetWorld(
      periods: 104,
      channels: (0..<10).map { channel in
        // The fourth channel is on in one week of three.
        let exposure = (0..<104).map { week in
          channel == 3 && week % 3 > 0 ? 0 : 10 * stream.uniform(agent: week, step: channel)
        }
        let retention = 0.2 + 0.06 * Double(channel)
        let halves = draws(channel, 2) { 0.3 + 0.5 * $0 }
        let slopes = draws(channel, 3) { slope - 0.3 * $0 }
        return BudgetWorld.Channel(
          name: "c\(channel)", exposure: exposure, cost: 1 + Double(channel),
          carryover: .geometric, lags: 8, isNormalized: true, saturation: .hill,
          carryoverDraws: draws(channel, 1) { retention + 0.1 * $0 }.map { [$0] },
          saturationDraws: zip(halves, slopes).map { [$0, $1] },
          effectDraws: draws(channel, 4) { 0.05 + 0.03 * Double(channel) * $0 })
      })
    if isLog { world.likelihood = .poisson }
    return world
  }

  static func question(_ amount: BudgetQuestion.Amount, isFree: Bool) -> BudgetQuestion {
    var question = BudgetQuestion(amount)
    question.bounds = .multiples(low: 0.2, high: 4)
    if isFree { question.pacing = .free(low: 0, high: 3) }
    return question
  }

  @Test("ends where no money should move", arguments: [1.0, 2.0], [false, true])
  func tenChannels(slope: Double, isFree: Bool) throws {
    let fit = try Self.world(slope: slope).fit()
    let found = try BudgetAllocation(Self.question(.total(4000), isFree: isFree), fit)
    #expect(found.residual < 1e-6)
    #expect(found.draws == 200 && found.periodsAfter == 7 && found.window == 91..<104)
    #expect((found.spend / 4000 - 1).magnitude < 1e-9)
    #expect((found.starts.count == 1) == (slope == 1))
    let gain = found.outcome.middle - found.baseOutcome.middle
    #expect((gain / found.gain.middle - 1).magnitude < 1e-9 && gain > 0)
    let parts = found.channels.reduce(0) { $0 + $1.outcome.middle }
    #expect((parts / found.outcome.middle - 1).magnitude < 1e-12)
    let price = try #require(found.shadowPrice)
    for channel in found.channels {
      let marginal = channel.marginalReturn.middle / price
      switch channel.constraint {
      case .nothing, .budget: #expect((marginal - 1).magnitude < 1e-5)
      case .lowerBound: #expect(marginal < 1)
      case .upperBound: #expect(marginal > 1)
      case .locked: Issue.record("nothing is locked")
      }
    }
  }

  @Test("does better with a number for every period than with one per channel")
  func freedom() throws {
    let fit = try Self.world(slope: 1).fit()
    let paced = try BudgetAllocation(Self.question(.total(4000), isFree: false), fit)
    let free = try BudgetAllocation(Self.question(.total(4000), isFree: true), fit)
    #expect(free.outcome.middle > paced.outcome.middle)
  }

  @Test("makes profit largest with a log link", arguments: [false, true])
  func logLink(isFree: Bool) throws {
    var world = Self.world(slope: 1.5, isLog: true)
    world.value = 12
    let found = try BudgetAllocation(
      Self.question(.mostProfit, isFree: isFree), try world.fit())
    #expect(found.residual < 1e-6)
    #expect(found.channels.contains { $0.constraint == .nothing })
    for channel in found.channels where channel.constraint == .nothing {
      #expect((channel.marginalReturn.middle - 1).magnitude < 1e-5)
    }
  }

  /// The climb begins with nothing in the first channel, whose slope there has no bound.
  @Test("moves money into a root that had none")
  func fromNothing() throws {
    var world = BudgetAllocationTests.roots([1, 2])
    world.channels[0].exposure[9] = 0
    world.channels[1].exposure[9] = 100
    let found = try BudgetAllocation(BudgetAllocationTests.question(.total(100)), world.fit())
    #expect((found.channels[0].spend - 20).magnitude < 1e-6)
  }

  @Test("thins draws evenly, and says so")
  func thinning() throws {
    #expect(BudgetResponse.thinned(10, to: 4) == [0, 2, 5, 7])
    #expect(BudgetResponse.thinned(3, to: 200) == [0, 1, 2])
    var question = Self.question(.total(4000), isFree: false)
    question.draws = 20
    let found = try BudgetAllocation(question, Self.world(slope: 1).fit())
    #expect(found.draws == 20)
    #expect(found.notes.contains("20 of 200 draws count, evenly thinned"))
    #expect(
      found.notes.contains(
        "effects up to 7 periods after the window count, with the same exposures there in all plans"
      ))
  }
}
