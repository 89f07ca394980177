import Statistics
import Testing

@testable import Estimation

@Suite("History matching")
struct HistoryMatchingTests {
  /// Draws from the prior, cut as the search cuts it.
  private func prior(_ count: Int, _ dimension: Int) -> Matrix {
    let stream = RandomStream(seed: 77, replicate: 0, purpose: "test/prior")
    return Matrix(
      rows: HistoryMatching.priorDesign(count, dimension, stream), dimension: dimension)
  }

  @Test("finds the region of a linear world, its share and its middle")
  func linearRegion() {
    let world = MatchingWorld.linear
    let observed = world.means([0.5, -0.3, 0.8])
    let search = world.search(
      observed, seed: 1, settings: HistoryMatchingSettings(budget: 240, populationSize: 1024))
    // With exact emulators, a point is ruled out where a statistic is too far for the spread.
    let factors = search.implausibilities[0].factors
    let draws = prior(1 << 17, 3)
    var (count, sums) = (0.0, [0.0, 0.0, 0.0])
    for row in 0..<draws.rows {
      let means = world.means(draws.row(row))
      let distances = zip(means, observed).map { ($0 - $1).magnitude / 0.2 }.sorted(by: >)
      guard zip(factors, distances).allSatisfy({ $0 * $1 <= 3 }) else { continue }
      count += 1
      for column in 0..<3 { sums[column] += draws[row, column] }
    }
    let share = count / Double(draws.rows)
    // Emulators of some eighty worlds widen the region a little, and its share is drawn.
    #expect(search.region.priorShare > 0.8 * share && search.region.priorShare < 1.6 * share)
    for column in 0..<3 {
      let mean = search.region.points.reduce(0) { $0 + $1[column] } / 1024
      #expect((mean - sums[column] / count).magnitude < 0.08)
    }
    #expect(search.region.implausibilities.allSatisfy { $0 <= 3 })
  }

  @Test("draws small regions as counting does")
  func smallRegion() {
    // A ball of radius 0.3 about (1.5, −1, 0.5, 0, 2).
    let center = [1.5, -1, 0.5, 0, 2]
    func distance(_ points: Matrix, _ row: Int) -> Double {
      (0..<5).reduce(0.0) {
        $0 + (points[row, $1] - center[$1]) * (points[row, $1] - center[$1])
      }.squareRoot()
    }
    var shares: [Double] = []
    for seed in 1...20 as ClosedRange<UInt64> {
      var search = RegionSearch(
        prior(2048, 5), size: 512,
        stream: RandomStream(seed: seed, replicate: 0, purpose: "test/region")
      ) { points, _ in (0..<points.rows).map { distance(points, $0) * 10 } }
      search.descend(to: 3)
      #expect(!search.isEmpty && search.values.allSatisfy { $0 <= 3 })
      shares.append(search.share)
    }
    // The chance of a ball by noncentral chi-square, scipy.stats.ncx2.cdf(0.09, 5, 7.5), SciPy
    // 1.17.1, for a prior cut at three standard deviations.
    let exact = 3.130e-6
    let mean = shares.reduce(0, +) / 20
    #expect(mean > 0.85 * exact && mean < 1.15 * exact, "\(mean)")
  }

  /// Chances of balls by `scipy.stats.ncx2.cdf(radius ** 2, 5, 7.5)`, SciPy 1.17.1.
  ///
  /// A standard deviation of 20 values is half as large again once in a thousand suites.
  @Test(
    "know the share of a region to a tenth of it, less well where little is left",
    arguments: [(1.98, 0.050374, 0.1), (0.93, 9.8712e-4, 0.2), (0.3, 3.088e-6, 0.3)])
  func shareError(radius: Double, exact: Double, error: Double) {
    let center = [1.5, -1, 0.5, 0, 2]
    var moments = RunningMoments()
    for seed in 1...20 as ClosedRange<UInt64> {
      var search = RegionSearch(
        prior(2048, 5), size: 512,
        stream: RandomStream(seed: seed, replicate: 0, purpose: "test/region")
      ) { points, _ in
        (0..<points.rows).map { row in
          (0..<5).reduce(0.0) {
            $0 + (points[row, $1] - center[$1]) * (points[row, $1] - center[$1])
          }.squareRoot() * 3 / radius
        }
      }
      search.descend(to: 3)
      moments.add(search.share / exact)
    }
    #expect(moments.standardDeviation < 1.5 * error, "\(moments.standardDeviation)")
  }

  @Test("keeps out what a wave ruled out")
  func nested() {
    let world = MatchingWorld.ishigami
    let observed = world.means([0.4, -0.7, 0.2])
    var search = HistoryMatching(
      observed: ObservedStatistics(
        names: ["a", "b", "c"], values: observed, tolerances: [0.01, 0.01, 0.01]),
      dimension: 3, seed: 4, settings: HistoryMatchingSettings(budget: 300))
    let probe = prior(500, 3)
    var former = [Double](repeating: 0, count: 500)
    while let points = search.nextPoints() {
      search.learn(points.map { world.means($0) })
      let now = search.implausibility(of: probe)
      #expect(zip(former, now).allSatisfy { $0 <= $1 })
      former = now
    }
    #expect(search.waves.count > 2)
  }

  @Test("ends on an empty region wherever the floor is, and in many dimensions")
  func floor() {
    for dimension in [1, 3, 20] {
      var search = RegionSearch(
        prior(2048, dimension), size: 512,
        stream: RandomStream(seed: 3, replicate: 0, purpose: "test/region")
      ) { points, _ in
        (0..<points.rows).map { row in
          (0..<dimension).reduce(5.0) { $0 + (points[row, $1] - 1).magnitude }
        }
      }
      search.descend(to: 3)
      #expect(search.isEmpty)
      #expect((search.values.min() ?? 0) < 5.5)
    }
  }

  @Test("shrinks what is left in several waves, to a ten-thousandth of the prior")
  func shrinks() {
    let world = MatchingWorld.ishigami
    let observed = world.means([0.4, -0.7, 0.2])
    let search = world.search(
      observed, tolerance: 0.01, seed: 4, settings: HistoryMatchingSettings(budget: 300))
    let shares = search.waves.map(\.priorShare)
    #expect(shares.count > 2)
    #expect((shares.last ?? 1) < 0.1 * (shares.first ?? 1))
    #expect((shares.last ?? 1) < 1e-4)
    #expect(search.implausibility(of: Matrix(rows: [[0.4, -0.7, 0.2]], dimension: 3))[0] < 3)
  }

  @Test("never asks for more worlds than it may", arguments: [1, 4, 9, 41, 100, 130])
  func budget(_ budget: Int) {
    let search = MatchingWorld.ishigami.search(
      [1, 2, 3], seed: 2, settings: HistoryMatchingSettings(budget: budget, waveSize: 40))
    #expect(search.points.count <= budget && search.ending != nil)
    #expect(search.statistics.count == search.points.count)
    #expect(search.waves.reduce(0) { $0 + $1.simulations } == search.points.count)
  }

  @Test("ends when its waves are used")
  func waves() {
    let search = MatchingWorld.ishigami.search(
      MatchingWorld.ishigami.means([0.4, -0.7, 0.2]), seed: 2,
      settings: HistoryMatchingSettings(budget: 1000, largestWaveCount: 2))
    #expect(search.waves.count == 2 && search.ending == .waves)
  }

  @Test("is the same again, and goes on from what it had learned")
  func resumes() {
    let world = MatchingWorld.linear
    let settings = HistoryMatchingSettings(budget: 120)
    let observed = world.means([0.5, -0.3, 0.8])
    let whole = world.search(observed, seed: 9, settings: settings)
    var resumed = HistoryMatching(
      observed: whole.observed, dimension: 3, seed: 9, settings: settings)
    var start = 0
    while let points = resumed.nextPoints() {
      #expect(resumed.nextPoints() == points)
      #expect(points == Array(whole.points[start..<start + points.count]))
      resumed.learn(Array(whole.statistics[start..<start + points.count]))
      start += points.count
    }
    #expect(resumed.region == whole.region && resumed.waves == whole.waves)
    let other = world.search(observed, seed: 10, settings: settings)
    #expect(other.points[0] != whole.points[0])
  }

  @Test("repeats some points, and designs for more parameters than Sobol's table has")
  func designs() {
    for dimension in [1, 60] {
      var search = HistoryMatching(
        observed: ObservedStatistics(names: ["a"], values: [0], tolerances: [1]),
        dimension: dimension, seed: 1, settings: HistoryMatchingSettings(budget: 1000))
      let points = search.nextPoints() ?? []
      #expect(points.count == max(40, 10 * dimension))
      #expect(points.suffix(points.count / 10) == points.prefix(points.count / 10))
      #expect(points.allSatisfy { $0.count == dimension && $0.allSatisfy { $0.magnitude <= 3 } })
    }
  }

  @Test("weighs the largest distances so that many statistics lose the truth no more often")
  func cutoffs() throws {
    func factors(_ count: Int) throws -> [Double] {
      let points = prior(30, 1)
      let process = try GaussianProcess.fitted((0..<30).map { points[$0, 0] }, at: points)
      let emulators = (0..<count).map {
        StatisticEmulator(statistic: $0, process: process, noise: 1, leftOutShare: 0)
      }
      let observed = ObservedStatistics(
        names: (0..<count).map { "\($0)" }, values: [Double](repeating: 0, count: count),
        tolerances: [Double](repeating: 0, count: count))
      return Implausibility(emulators, observed: observed, cutoff: 3).factors
    }
    #expect(try factors(1).map { (3 / $0 * 1000).rounded() } == [3000])
    // scipy.stats: norm.isf((1 - (1 - 2 * norm.sf(3)) ** (1 / n)) / 2) for the largest; the second
    // by binom.sf(1, n, p) = 2 * norm.sf(3).
    #expect(try factors(4).map { (3 / $0 * 1000).rounded() } == [3399, 3000, 3000])
    #expect(try factors(60).map { (3 / $0 * 1000).rounded() } == [4080, 3224, 3000])
  }
}
