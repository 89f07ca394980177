import Statistics
import Testing

@testable import Estimation

/// Posteriors against exact ones.
///
/// Importance sampling is judged by its effective size n: means are within 5 / √n posterior
/// deviations and deviations within 5 / √(2 n) of their size, each with a false-alarm rate of about
/// 1e-6 where the adjustment is right; seeds are fixed.
@Suite("Sequential approximate Bayesian computation")
struct SequentialABCTests {
  typealias Summaries = SequentialABCSettings.Summaries

  /// Compares means and standard deviations.
  private func expect(
    _ search: SequentialABC, means: [Double], deviations: [Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let draws = try #require(search.population?.draws)
    let size = draws.effectiveSize
    #expect(size > 300, sourceLocation: sourceLocation)
    for parameter in means.indices {
      let error = (draws.means[parameter] - means[parameter]) / deviations[parameter]
      #expect(
        abs(error) < 5 / size.squareRoot(), "mean \(parameter): \(error) of \(size)",
        sourceLocation: sourceLocation)
      let ratio = draws.covariance[parameter, parameter].squareRoot() / deviations[parameter]
      #expect(
        abs(ratio - 1) < 5 / (2 * size).squareRoot(), "spread \(parameter): \(ratio) of \(size)",
        sourceLocation: sourceLocation)
    }
  }

  /// Four statistics `A θ + ε` of three parameters, with simulator noise of 0.3 and errors of
  /// observation of 0.4, which together are noise of 0.5.
  private let linear = CalibrationWorld(dimension: 3) { point, noise in
    (0..<4).map { row in
      (0..<3).reduce(0.3 * noise(row)) { $0 + Self.slopes[row][$1] * point[$1] }
    }
  }

  private static let slopes: [[Double]] = [[1, 0.5, 0], [0, 1, 0.2], [1, -1, 0], [0.3, 0, 0.6]]

  private static let linearObserved = [1.2, 0.1, 0.9, -0.4]

  /// The exact posterior: covariance `(I + AᵀA / 0.25)⁻¹`, and mean that times `Aᵀ s / 0.25`.
  private func exactLinear() throws -> (means: [Double], deviations: [Double]) {
    var precision = Matrix(rows: 3, columns: 3)
    var shift = [Double](repeating: 0, count: 3)
    for column in 0..<3 {
      precision[column, column] = 1
      for row in 0..<4 {
        shift[column] += Self.slopes[row][column] * Self.linearObserved[row] / 0.25
        for other in 0..<3 {
          precision[column, other] += Self.slopes[row][column] * Self.slopes[row][other] / 0.25
        }
      }
    }
    let factor = try Cholesky(precision)
    return (factor.solve(shift), (0..<3).map { factor.inverse[$0, $0].squareRoot() })
  }

  @Test(
    "finds the posterior of a linear model with errors of observation",
    arguments: Summaries.allCases)
  func linearGaussian(_ summaries: Summaries) throws {
    let search = linear.search(
      Self.linearObserved, tolerances: [Double](repeating: 0.4, count: 4),
      settings: SequentialABCSettings(budget: 4000, summaries: summaries))
    let exact = try exactLinear()
    try expect(search, means: exact.means, deviations: exact.deviations)
    #expect(search.ending == .budget)
    #expect(search.generations.last?.simulations == 4000)
  }

  @Test("gives a better posterior than its proposals without weights would")
  func weightsMatter() throws {
    let search = linear.search(
      Self.linearObserved, tolerances: [Double](repeating: 0.4, count: 4),
      settings: SequentialABCSettings(budget: 6000))
    let population = try #require(search.population)
    let equal = WeightedDraws(
      points: population.draws.points,
      weights: [Double](repeating: 1, count: population.draws.count))
    let exact = try exactLinear()
    let weighted = population.draws.covariance[2, 2].squareRoot() / exact.deviations[2]
    let unweighted = equal.covariance[2, 2].squareRoot() / exact.deviations[2]
    #expect(abs(unweighted - 1) > abs(weighted - 1))
  }

  /// Twenty counts of a rate with a gamma prior: shape 2 + Σ, rate 1 + 20 after them.
  @Test("finds the posterior of a Poisson rate", arguments: Summaries.allCases)
  func poissonGamma(_ summaries: Summaries) throws {
    let prior = Prior.gamma(shape: 2, rate: 1)
    let world = CalibrationWorld(dimension: 1) { point, noise in
      let rate = prior.quantile(min(max(Normal.cumulative(point[0]), 1e-12), 1 - 1e-12))
      return [Double(Poisson.count(mean: 20 * rate, uniform: Normal.cumulative(noise(0))))]
    }
    let search = world.search(
      [57], settings: SequentialABCSettings(budget: 4000, summaries: summaries))
    let draws = try #require(search.population?.draws)
    let exact = Prior.gamma(shape: 2 + 57, rate: 1 + 20)
    let size = draws.effectiveSize
    for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
      let score = draws.quantiles([p], of: 0)[0]
      let below = exact.cumulative(prior.quantile(Normal.cumulative(score)))
      // Ties of counts are spread by the regression.
      #expect(abs(below - p) < 5 * (p * (1 - p) / size).squareRoot(), "\(p): \(below)")
    }
  }

  /// A ridge bent like a banana, against sums over a grid.
  @Test("finds a bent posterior", arguments: Summaries.allCases)
  func banana(_ summaries: Summaries) throws {
    let world = CalibrationWorld(dimension: 2) { point, noise in
      [
        point[0] + 0.5 * point[1] * point[1] + 0.4 * noise(0), point[1] + 0.7 * noise(1),
      ]
    }
    let observed = [0.8, 0.6]
    let search = world.search(
      observed,
      settings: SequentialABCSettings(budget: 12_000, acceptedShare: 0.1, summaries: summaries))
    let exact = gridMoments(2) { point in
      let first = (observed[0] - point[0] - 0.5 * point[1] * point[1]) / 0.4
      let second = (observed[1] - point[1]) / 0.7
      return Elementary.exp(-(first * first + second * second) / 2)
    }
    try expect(search, means: exact.means, deviations: exact.deviations)
  }

  @Test("leaves a parameter that no statistic knows at its prior", arguments: Summaries.allCases)
  func unidentified(_ summaries: Summaries) throws {
    let world = CalibrationWorld(dimension: 2) { point, noise in
      [point[0] + 0.3 * noise(0), noise(1)]
    }
    let search = world.search(
      [0.5, 0.2], settings: SequentialABCSettings(budget: 5000, summaries: summaries))
    let known = 0.09 / 1.09
    try expect(
      search, means: [0.5 / 1.09, 0], deviations: [known.squareRoot(), 1])
    let draws = try #require(search.population?.draws)
    #expect(
      Identifiability.all(draws, names: ["reach", "other"]).map(\.verdict)
        == [.identified, .unidentified])
  }

  /// A parameter with noise of 0.5, of which only the part from 0.2 to 3 is allowed.
  private let line = CalibrationWorld(dimension: 1) { point, noise in
    [point[0] + 0.5 * noise(0)]
  }

  private func exactRestricted(
    _ observed: Double, _ range: ClosedRange<Double>
  ) -> (means: [Double], deviations: [Double]) {
    gridMoments(1) { point in
      let error = (observed - point[0]) / 0.5
      return range.contains(point[0]) ? Elementary.exp(-error * error / 2) : 0
    }
  }

  @Test("finds the posterior of a prior that is restricted to a region")
  func restricted() throws {
    let search = line.search(
      [0.8], settings: SequentialABCSettings(budget: 6000), isAllowed: { $0[0] >= 0.19 })
    let exact = exactRestricted(0.8, 0.19...6)
    let draws = try #require(search.population?.unadjusted)
    // Adjusted draws may leave the region, so that those where worlds were made are compared; their
    // tolerance widens them a little.
    #expect(draws.points.column(0).allSatisfy { $0 >= 0.19 })
    #expect(abs(draws.means[0] - exact.means[0]) < 0.06)
  }

  /// A region around the posterior that cuts nothing off, from which half of the worlds come.
  @Test("finds the same posterior from waves as from the prior", arguments: [false, true])
  func waves(_ isRestricted: Bool) throws {
    let range = -0.6...2.4
    let mass = Normal.cumulative(2.4) - Normal.cumulative(-0.6)
    let whole = (0..<800).map { [Normal.quantile((Double($0) + 0.5) / 800)] }
    let inner = (0..<1200).map {
      [Normal.quantile(Normal.cumulative(-0.6) + mass * (Double($0) + 0.5) / 1200)]
    }
    let search = line.search(
      [0.8], settings: SequentialABCSettings(budget: 6000),
      waves: [
        StartingWave(points: whole, statistics: line.statistics(whole, from: 0, seed: 31)),
        StartingWave(
          points: inner, statistics: line.statistics(inner, from: 0, seed: 32), priorMass: mass),
      ], isAllowed: { !isRestricted || range.contains($0[0]) })
    try expect(search, means: [0.64], deviations: [0.447_213_595_5])
  }

  @Test("rejects worlds that do not determine a statistic, and counts them")
  func undetermined() throws {
    let world = CalibrationWorld(dimension: 1) { point, noise in
      [point[0] < -1 ? .nan : point[0] + 0.5 * noise(0)]
    }
    let search = world.search([0.3], settings: SequentialABCSettings(budget: 4000))
    let exact = exactRestricted(0.3, -1...6)
    try expect(search, means: exact.means, deviations: exact.deviations)
    let first = try #require(search.generations.first)
    // A sixth of the prior: 106 of 666, within five standard errors.
    #expect((59...153).contains(first.unusable))
  }

  @Test("resumes where it was, and does not depend on anything but its seed")
  func resumption() throws {
    let settings = SequentialABCSettings(budget: 900)
    let whole = linear.search(Self.linearObserved, settings: settings, seed: 4)
    let again = linear.search(Self.linearObserved, settings: settings, seed: 4)
    let other = linear.search(Self.linearObserved, settings: settings, seed: 5)
    #expect(whole.population?.draws == again.population?.draws)
    #expect(whole.population?.draws != other.population?.draws)
    #expect(whole.generations == again.generations)
  }

  @Test("ends where nothing can be simulated or compared")
  func nothingUsable() {
    let nowhere = line.search(
      [0], settings: SequentialABCSettings(budget: 200), isAllowed: { _ in false })
    #expect(nowhere.ending == .nothingUsable)
    #expect(nowhere.population == nil)
    let silent = CalibrationWorld(dimension: 1) { _, _ in [.nan] }
      .search([0], settings: SequentialABCSettings(budget: 200))
    #expect(silent.ending == .nothingUsable)
  }

  @Test("gives the prior where all worlds are alike", arguments: Summaries.allCases)
  func constant(_ summaries: Summaries) throws {
    let search = CalibrationWorld(dimension: 1) { _, _ in [7, 7] }
      .search([7, 8], settings: SequentialABCSettings(budget: 3000, summaries: summaries))
    let draws = try #require(search.population?.draws)
    #expect(abs(draws.means[0]) < 5 / draws.effectiveSize.squareRoot())
    #expect(abs(draws.covariance[0, 0].squareRoot() - 1) < 0.2)
  }

  @Test("ends when it gets no nearer and has draws enough")
  func settled() {
    let search = line.search(
      [0.8],
      settings: SequentialABCSettings(budget: 100_000, startingCount: 6000, generationCount: 1000))
    #expect(search.ending == .settled)
    #expect((search.generations.last?.effectiveSize ?? 0) >= 1000)
    #expect((search.generations.last?.simulations ?? 0) < 100_000)
  }

  @Test("comes near the observed figures, and says with which simulation")
  func nearest() throws {
    let world = CalibrationWorld(dimension: 1) { point, _ in [min(point[0], 0.5)] }
    var search = SequentialABC(
      dimension: 1, observed: ObservedStatistics(names: ["s"], values: [2], tolerances: [0]),
      settings: SequentialABCSettings(budget: 600), seed: 2)
    var statistics: [[Double]] = []
    while let points = search.nextPoints() {
      let given = world.statistics(points, from: statistics.count, seed: 2)
      statistics += given
      search.learn(given)
    }
    let population = try #require(search.population)
    #expect(statistics[population.nearest] == [0.5])
  }
}
