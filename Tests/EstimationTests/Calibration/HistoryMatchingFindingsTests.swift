import Statistics
import Testing

@testable import Estimation

@Suite("Findings of history matching")
struct HistoryMatchingFindingsTests {
  @Test("name a target out of reach with the nearest value")
  func alone() throws {
    let world = MatchingWorld(dimension: 2, spread: 0.1) { z in
      [10 * Normal.cumulative(z[0]), z[1] + z[0]]
    }
    let search = world.search([14, 0.5], seed: 3, settings: HistoryMatchingSettings(budget: 200))
    #expect(search.ending == .empty && search.region.isEmpty && search.region.priorShare == 0)
    let target = try #require(search.unreachable.first)
    #expect(search.unreachable.count == 1)
    #expect(target.name == "statistic 1" && target.isAlone && target.observed == 14)
    let place = try #require(search.statistics.firstIndex { $0[0] == target.nearest })
    #expect(search.statistics.allSatisfy { $0[0] <= target.nearest })
    #expect(target.point == search.points[place] && (9.5...10.5).contains(target.nearest))
    #expect(search.region.bestPoint != nil && search.waves.count == 2)
    #expect(search.points.count <= 200)
  }

  /// Far out a search that goes by standard deviations of the emulator ends where it knows least.
  @Test("say of a target far away what the nearest world gave", arguments: [-1e3, 1e3, 1e4, 1e6])
  func far(observed: Double) throws {
    let world = MatchingWorld(dimension: 3, spread: 0.1) { z in
      [Elementary.exp(z[0] + 0.3 * z[1]), z[2]]
    }
    let search = world.search(
      [observed, 0.1], seed: 3, settings: HistoryMatchingSettings(budget: 200, cutoff: 4))
    let target = try #require(search.unreachable.first)
    let values = search.statistics.map { $0[0] }
    #expect(search.ending == .empty && target.name == "statistic 1" && target.isAlone)
    #expect(target.nearest == (observed < 0 ? values.min() : values.max()))
    #expect(target.simulated == (values.min() ?? 0)...(values.max() ?? 0))
    let worlds = zip(search.points, values)
    #expect(worlds.contains { $0 == target.point && $1 == target.nearest })
  }

  @Test("name targets that are out of reach together")
  func together() {
    let world = MatchingWorld(dimension: 2, spread: 0.1) { z in [z[0], z[0] + 0.01 * z[1], z[1]] }
    let search = world.search(
      [1.5, -1.5, 0.3], seed: 3, settings: HistoryMatchingSettings(budget: 200))
    #expect(search.ending == .empty)
    #expect(search.unreachable.allSatisfy { !$0.isAlone })
    #expect(Set(search.unreachable.prefix(2).map(\.name)) == ["statistic 1", "statistic 2"])
    #expect(search.unreachable.prefix(2).allSatisfy { $0.nearest.magnitude < 0.8 })
    // All tell of one world.
    #expect(Set(search.unreachable.map(\.point)).count == 1)
    let place = search.points.firstIndex { $0 == search.unreachable.first?.point }
    for target in search.unreachable {
      #expect(place.map { search.statistics[$0][target.statistic] } == target.nearest)
    }
  }

  @Test("are said in words")
  func words() {
    let target = UnreachableTarget(
      name: "scripts", statistic: 0, observed: 950, nearest: 655, point: [1], distance: 8,
      simulated: 210...655, isAlone: true)
    #expect(
      target.problem(at: "base = 2")
        == "the model cannot reach 950 within the priors; simulated worlds give 210 to 655, the"
        + " nearest 655 at base = 2; widen the priors, change the model or correct the target")
    let constant = UnreachableTarget(
      name: "scripts", statistic: 0, observed: 950, nearest: 5, point: nil, distance: 8,
      simulated: 5...5, isAlone: true)
    #expect(
      constant.problem()
        == "the model cannot reach 950 within the priors; every simulated world gives 5;"
        + " widen the priors or change the model")
    let inside = UnreachableTarget(
      name: "scripts", statistic: 0, observed: 400, nearest: 380, point: [1], distance: 5,
      simulated: 210...655, isAlone: true)
    #expect(
      inside.problem(at: "base = 2")
        == "no part of the priors gives 400 often enough; simulated worlds give 210 to 655, the nearest"
        + " 380 at base = 2; loosen the tolerance or raise budget.simulations")
    let joint = UnreachableTarget(
      name: "scripts", statistic: 0, observed: 950, nearest: 612, point: [1], distance: 8,
      simulated: 210...955, isAlone: false)
    #expect(
      joint.problem()
        == "950 cannot be reached together with the other targets; the world nearest to all"
        + " of them gives 612 (simulated worlds give 210 to 955); loosen a tolerance, widen the"
        + " priors or change the model")
    #expect(
      StatisticUse.unreliable(leftOutShare: 0.125).sentence("reach")
        == "reach: the emulator predicts 12.5 % of left-out worlds worse than by three standard"
        + " deviations; it was not used to rule parameters out")
    #expect(
      StatisticUse.undetermined(worlds: 3, of: 40).sentence("reach")
        == "reach: only 3 of 40 simulated worlds determine it; it was not used to rule parameters"
        + " out")
    #expect(
      StatisticUse.constant(4).sentence("reach")
        == "reach: every simulated world gives 4; it says nothing about the parameters")
    #expect(
      StatisticUse.notObserved.sentence("reach")
        == "reach: the observed value is not a number; it was not used")
    #expect(StatisticUse.emulated(leftOutShare: 0).sentence("reach") == nil)
  }

  @Test("tell statistics that cannot rule anything out, and use the others")
  func unusual() {
    // A useful statistic; one that is never determined; one that a third of worlds do not
    // determine; one that never varies; one whose chance has no variance; one not observed.
    let world = MatchingWorld(dimension: 2, spread: 0) { z in [z[0] + 2 * z[1]] }
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/odd")
    var search = HistoryMatching(
      observed: ObservedStatistics(
        names: ["useful", "never", "sometimes", "constant", "wild", "unseen"],
        values: [0.7, 1, 0.2, 5, 0, .nan], tolerances: [0.1, 1, 0.1, 0, 0, 1]),
      dimension: 2, seed: 5, settings: HistoryMatchingSettings(budget: 120))
    var place = 0
    while let points = search.nextPoints() {
      search.learn(
        points.map { point in
          place += 1
          let uniform = stream.uniform(agent: place, step: 0)
          let wild = Elementary.sin(.pi * (uniform - 0.5)) / Elementary.cos(.pi * (uniform - 0.5))
          return world.means(point) + [
            .nan, place % 3 == 0 ? .infinity : point[0], 5, wild * wild * wild, 1,
          ]
        })
    }
    let uses = search.waves.last?.uses ?? []
    #expect(uses[0].isUsed && uses[2].isUsed)
    #expect(uses[1] == .undetermined(worlds: 0, of: search.waves.count == 1 ? 40 : 80))
    #expect(uses[3] == .constant(5) && uses[5] == .notObserved)
    #expect(search.unreachable.isEmpty && !search.region.isEmpty)
    #expect(search.region.priorShare < 0.2)
    #expect(search.sentences.count >= 3)
    let point = search.region.bestPoint ?? [9, 9]
    #expect((point[0] + 2 * point[1] - 0.7).magnitude < 0.5 && (point[0] - 0.2).magnitude < 0.5)
  }

  @Test("name a constant that is not as observed, without ruling the rest out")
  func constant() {
    let world = MatchingWorld(dimension: 1, spread: 0) { z in [z[0], 5] }
    let search = world.search(
      [0.5, 7], tolerance: 0.1, seed: 5, settings: HistoryMatchingSettings(budget: 120))
    #expect(search.ending != .empty && search.unreachable.map(\.nearest) == [5])
    #expect(search.sentences.isEmpty)
  }

  @Test("are none where no statistic is of use, and the whole prior is left")
  func useless() {
    let world = MatchingWorld(dimension: 2, spread: 0) { _ in [.nan, 3] }
    let search = world.search([1, 3], seed: 5, settings: HistoryMatchingSettings(budget: 200))
    #expect(search.region.priorShare == 1 && search.unreachable.isEmpty)
    #expect(search.ending == .settled && search.waves.last?.worstLeftOutShare == nil)
  }
}

extension PlausibleRegion {
  /// The least implausible of the points; nil without points.
  fileprivate var bestPoint: [Double]? {
    implausibilities.indices.min { implausibilities[$0] < implausibilities[$1] }
      .map { points[$0] }
  }
}
