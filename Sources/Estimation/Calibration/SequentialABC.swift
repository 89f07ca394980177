import Statistics

/// A search for the parameters whose worlds resemble the observed one: approximate Bayesian
/// computation by population Monte Carlo, with regression adjustment, that wastes no simulation.
///
/// The first points come from the prior, or from waves that were simulated before. Then, generation
/// after generation:
///
/// 1. All simulations so far are compared with the observed statistics, and the nearest are
///    accepted. The tolerance is the distance of the next one and adapts by itself, as in Lenormand,
///    Jabot and Deffuant (2013), "Adaptive approximate Bayesian computation for complex models".
/// 2. Each accepted point has the importance weight of the prior over the density of *all*
///    simulations together, from whatever generation: the deterministic mixture of Owen and Zhou
///    (2000), in the adaptive sampling of Cornuet, Marin, Mira and Robert (2012), "Adaptive Multiple
///    Importance Sampling". No weight can exceed that of a draw from the prior alone.
/// 3. Accepted points are adjusted by local-linear regression; see ``LocalLinearAdjustment``.
/// 4. New points are drawn from normal kernels with a multiple of the population's weighted
///    covariance (Beaumont, Cornuet, Marin and Robert 2009, "Adaptive approximate Bayesian
///    computation"): half of them around adjusted draws, which lie where the posterior is expected,
///    so that a search arrives in one or two generations; and half around accepted points as they
///    were simulated, so that no accepted point is one of few in its place and weighs too much.
///
/// Simulated statistics get the observed ones' errors of observation before they are compared
/// (Wilkinson 2013), so that these are part of the posterior. Scores, statistics and errors of one
/// seed are the same for any number of workers: a search that was stopped resumes by giving it the
/// statistics that it had been given.
///
/// ```swift
/// var search = SequentialABC(dimension: 3, observed: observed, seed: 1)
/// while let points = search.nextPoints() {
///   search.learn(points.map(simulate))
/// }
/// let posterior = search.population?.draws
/// ```
public struct SequentialABC: Proposal {
  /// Why a search has ended.
  public enum Ending: Sendable, Equatable {
    /// The budget is spent.
    case budget
    /// The tolerance shrinks no more and draws suffice.
    case settled
    /// Two generations in a row were hardly ever accepted.
    case astray
    /// Nearly no point is allowed, or nearly no simulation determines all statistics.
    case nothingUsable
  }

  /// How it spends simulations.
  public let settings: SequentialABCSettings
  /// What came of each generation, the starting points first.
  public private(set) var generations: [ABCGeneration] = []
  /// The accepted simulations and the posterior that they give; `nil` before there are enough.
  public private(set) var population: ABCPopulation?
  /// Why it has ended; `nil` while it goes on.
  public private(set) var ending: Ending?

  private let observed: ObservedStatistics
  private let isAllowed: @Sendable ([Double]) -> Bool
  private let stream: RandomStream
  private var pool: SimulatedPool
  private var mixtures: [KernelMixture] = []
  /// How many points were drawn from the prior, or would have been for those of a region.
  private var priorDensity = 0.0
  private var pending: [[Double]]?

  /// A search from the prior, or from waves that were simulated before.
  ///
  /// With `isAllowed`, such as what history matching has not ruled out, the prior is restricted to
  /// the points for which it holds, and so is the posterior. Every wave's region must contain them;
  /// points of waves outside are left aside. The posterior is that of the restricted prior,
  /// whatever waves it started from.
  ///
  /// - Parameters:
  ///   - dimension: Number of parameters, at least one.
  ///   - observed: The statistics to be reproduced, at least one.
  ///   - settings: How to spend simulations.
  ///   - waves: Simulations that were made before; none unless given.
  ///   - seed: The seed of points and of errors of observation.
  ///   - isAllowed: Whether parameters may be at a point of normal scores.
  public init(
    dimension: Int, observed: ObservedStatistics, settings: SequentialABCSettings = .init(),
    waves: [StartingWave] = [], seed: UInt64,
    isAllowed: @escaping @Sendable ([Double]) -> Bool = { _ in true }
  ) {
    precondition(dimension > 0 && observed.count > 0, "a search has parameters and statistics")
    self.observed = observed
    self.settings = settings
    self.isAllowed = isAllowed
    stream = RandomStream(seed: seed, replicate: 0, purpose: "calibration/proposal")
    pool = SimulatedPool(dimension: dimension, observed: observed, seed: seed)
    if waves.isEmpty {
      startFromPrior()
    } else {
      start(from: waves)
    }
  }

  /// The next points to simulate, one per row; `nil` when the search has ended.
  public mutating func nextPoints() -> [[Double]]? { pending }

  /// Learns what the last points gave, and chooses the next.
  ///
  /// - Parameter statistics: For each of the last points, in their order, the simulated statistics
  ///   in the order of the observed ones. A simulation with one that is not finite is never
  ///   accepted, and counts as one that was made.
  public mutating func learn(_ statistics: [[Double]]) {
    guard let points = pending else { return }
    precondition(points.count == statistics.count, "every point has its statistics")
    let places = Matrix(rowByRow: points.flatMap { $0 }, columns: pool.points.columns)
    var densities = [Double](repeating: priorDensity, count: points.count)
    for mixture in mixtures {
      for (index, value) in mixture.densities(at: places).enumerated() { densities[index] += value }
    }
    pool.append(points, statistics, densities: densities)
    advance(added: points.count)
  }

  /// Points from the prior, where parameters may be.
  private mutating func startFromPrior() {
    let wanted = min(settings.startingCount, settings.budget)
    var points: [[Double]] = []
    var tries = 0
    while points.count < wanted && tries < KernelMixture.mostTries * wanted {
      let point = (0..<pool.points.columns).map {
        Normal.quantile(stream.uniform(agent: $0, step: 0, draw: tries))
      }
      tries += 1
      if isAllowed(point) { points.append(point) }
    }
    // Points in a region stand for as many more from the whole prior, of which it is a share.
    priorDensity = Double(tries)
    pending = points
    if points.isEmpty { end(.nothingUsable) }
  }

  private mutating func start(from waves: [StartingWave]) {
    for wave in waves { priorDensity += Double(wave.points.count) / wave.priorMass }
    for wave in waves {
      let inside = wave.points.indices.filter { isAllowed(wave.points[$0]) }
      pool.append(
        inside.map { wave.points[$0] }, inside.map { wave.statistics[$0] },
        densities: [Double](repeating: priorDensity, count: inside.count))
    }
    advance(added: pool.count)
  }

  /// Accepts the nearest simulations and chooses the next points.
  private mutating func advance(added: Int) {
    guard pool.usable.count >= ABCPopulation.fewest else { return end(.nothingUsable) }
    let population = ABCPopulation(pool, observed, settings, newest: added)
    self.population = population
    generations.append(population.generation)
    let left = settings.budget - pool.count
    guard left > 0 else { return end(.budget) }
    guard !isSettled else { return end(.settled) }
    guard !isAstray else { return end(.astray) }
    // A generation of a few would not be worth its regression.
    let count = 2 * left < 3 * settings.generationCount ? left : settings.generationCount
    let adjusted = Int((settings.adjustedShare * Double(count)).rounded())
    let points =
      draw(adjusted, around: population.draws)
      + draw(count - adjusted, around: population.unadjusted)
    guard !points.isEmpty else { return end(.nothingUsable) }
    pending = points
  }

  /// Points around draws, whose density counts from now on for all simulations.
  private mutating func draw(_ count: Int, around draws: WeightedDraws) -> [[Double]] {
    guard count > 0 else { return [] }
    var mixture = KernelMixture(around: draws, spread: settings.kernelSpread)
    let points = mixture.draw(count, stream, step: mixtures.count + 1, where: isAllowed)
    pool.addDensities(mixture.densities(at: pool.points))
    mixtures.append(mixture)
    return points
  }

  private mutating func end(_ ending: Ending) {
    self.ending = ending
    pending = nil
  }

  /// Whether the last generation brought the tolerance down no more, and draws suffice.
  private var isSettled: Bool {
    guard let last = generations.last, generations.count > 1 else { return false }
    return last.shrinkage > SequentialABCSettings.settledRatio
      && last.effectiveSize >= SequentialABCSettings.sufficientSize
  }

  /// Whether the last two generations were hardly ever accepted.
  private var isAstray: Bool {
    generations.count > 2
      && generations.suffix(2).allSatisfy {
        $0.acceptance < SequentialABCSettings.leastAcceptance
      }
  }
}
