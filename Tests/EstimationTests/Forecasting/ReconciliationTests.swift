import Statistics
import Testing

@testable import Estimation

@Suite("Reconciliation")
struct ReconciliationTests {
  private static let drawCount = 500

  /// Units drawn apart from each other, some of them always 0, and a wider total.
  private static func futures() -> (units: ForecastDraws, total: ForecastDraws) {
    let stream = RandomStream(seed: 9, replicate: 0, purpose: "test/futures")
    var units = ForecastDraws(unitCount: 80, horizon: 2, drawCount: drawCount)
    var total = ForecastDraws(unitCount: 1, horizon: 2, drawCount: drawCount)
    for step in 0..<2 {
      for draw in 0..<drawCount {
        for unit in 0..<80 {
          let count = Poisson.count(
            mean: Double(unit % 8), uniform: stream.uniform(agent: unit, step: step, draw: draw))
          units.values[(unit * 2 + step) * drawCount + draw] = Float(count)
        }
        let z = Normal.quantile(stream.uniform(agent: 100, step: step, draw: draw))
        total.values[step * drawCount + draw] = Float((330 + 60 * z).rounded())
      }
    }
    return (units, total)
  }

  @Test("makes units add up in every future, in whole numbers of at least 0")
  func coherent() {
    let (units, total) = Self.futures()
    for rule in [Reconciliation.topDown, .minimumTrace] {
      let result = rule.reconciled(units, total: total, seed: 1)
      #expect(result.values.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
      for step in 0..<2 {
        let sums = result.totals(step: step)
        let wanted = total.draws(unit: 0, step: step).map { Double($0) }
        if rule == .topDown { #expect(sums.sorted() == wanted.sorted()) }
        // High sums stay high: ranks are those before.
        let before = units.totals(step: step)
        let order = before.indices.sorted { (before[$0], $0) < (before[$1], $1) }
        #expect(zip(order, order.dropFirst()).allSatisfy { sums[$0] <= sums[$1] })
      }
    }
  }

  @Test("from below changes nothing")
  func bottomUp() {
    let (units, total) = Self.futures()
    #expect(Reconciliation.bottomUp.reconciled(units, total: total, seed: 1) == units)
  }

  /// A unit of mean 7 in 280 has 7 · 330 / 280 = 8.25 of the total; its mean over 500 futures has a
  /// standard error of 0.15, and 0.9 off fails one correct program in 1e-9.
  @Test("gives every unit its share")
  func shares() {
    let (units, total) = Self.futures()
    let result = Reconciliation.topDown.reconciled(units, total: total, seed: 1)
    for unit in stride(from: 7, to: 80, by: 8) {
      let mean =
        result.draws(unit: unit, step: 0).reduce(0) { $0 + Double($1) } / Double(Self.drawCount)
      #expect((mean - 8.25).magnitude < 0.9)
    }
    for unit in stride(from: 0, to: 80, by: 8) {
      #expect(result.draws(unit: unit, step: 0).allSatisfy { $0 == 0 })
    }
  }

  /// MinT with a diagonal covariance has the total of the mean weighted by inverse variances.
  @Test("by minimum trace has the variance-weighted mean as its total")
  func minimumTrace() {
    let (units, total) = Self.futures()
    let result = Reconciliation.minimumTrace.reconciled(units, total: total, seed: 1)
    let below = RunningMoments(units.totals(step: 0))
    let above = RunningMoments(total.draws(unit: 0, step: 0).map { Double($0) })
    let weight = above.variance / (above.variance + below.variance)
    let expected = weight * below.mean + (1 - weight) * above.mean
    #expect((RunningMoments(result.totals(step: 0)).mean - expected).magnitude < 0.05)
  }

  @Test("shares a total among units that have nothing")
  func nothing() {
    let units = ForecastDraws(unitCount: 4, horizon: 1, drawCount: 3)
    var total = ForecastDraws(unitCount: 1, horizon: 1, drawCount: 3)
    total.values = [0, 6, 8]
    let result = Reconciliation.topDown.reconciled(units, total: total, seed: 1)
    #expect(result.totals(step: 0) == [0, 6, 8])
    #expect((0..<4).allSatisfy { [1, 2].contains(result.values[$0 * 3 + 1]) })
    #expect((0..<4).allSatisfy { result.values[$0 * 3 + 2] == 2 })
  }

  @Test("of a panel's methods keeps the total's own forecast", arguments: ForecastMethod.allCases)
  func methods(_ method: ForecastMethod) async throws {
    let history = ForecastMethodTests.world()
    let spec = try ForecastSpec(
      yaml: "time: month\nunit: id\noutcome: scripts\ndrivers: [calls]\nseason: 4\ndraws: 200",
      name: "s.yaml")
    let question = spec.question(of: history, horizon: 2)
    let draws = try await spec.draws(method, of: history, question)
    guard !method.sharesShocks else { return }
    let total = try await method.methodOfTotal.draws(of: history.total(), question)
    for step in 0..<2 {
      #expect(
        draws.totals(step: step).sorted()
          == total.draws(unit: 0, step: step).map { Double($0) }.sorted())
    }
  }
}
