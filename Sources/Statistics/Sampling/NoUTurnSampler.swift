/// A chain of the no-U-turn sampler: Hamiltonian Monte Carlo with trajectories of adapted length.
///
/// Trajectories double until they turn back; the draw is taken from all their points by weight.
/// Warm-up adapts the step size by dual averaging and the inverse metric in windows. Hoffman and
/// Gelman (2014), "The No-U-Turn Sampler"; Betancourt (2017), "A Conceptual Introduction to
/// Hamiltonian Monte Carlo"; the choices in detail are those of Stan.
///
/// Every random number has an address under the seed and the chain, so that a chain is the same
/// whatever runs beside it.
///
/// ```swift
/// var sampler = NoUTurnSampler(posterior, settings: SamplerSettings(), seed: 7, chain: 0)
/// let chain = try sampler.run()
/// ```
public struct NoUTurnSampler<Density: LogDensity>: Sendable {
  /// The energy that a trajectory may lose before it counts as divergent, as in Stan.
  static var largestEnergyError: Double { 1000 }

  /// How often a random start is tried.
  static var mostStarts: Int { 100 }

  /// The density, with its scratch columns.
  var density: Density

  /// How the chain is run.
  let settings: SamplerSettings

  /// The sources of chance.
  let chance: SamplerChance

  /// Where the chain is, or where a trajectory has got to.
  var point: MovingPoint

  /// The trajectory of the iteration.
  var tree: TrajectoryTree

  /// The kinetic energy with the metric of the moment.
  var kinetic: KineticEnergy

  /// The step size of the moment.
  var stepSize = 1.0

  /// Leapfrog steps made so far.
  var steps = 0

  /// Whether the metric will be dense.
  let isDense: Bool

  /// A chain that has not begun.
  ///
  /// - Parameters:
  ///   - density: The density, of at least one dimension.
  ///   - settings: How to run.
  ///   - seed: What the user chose.
  ///   - chain: The chain's number, from 0: each has random numbers of its own.
  public init(_ density: Density, settings: SamplerSettings, seed: UInt64, chain: Int) {
    let dimension = density.dimension
    precondition(dimension > 0, "a density has a dimension")
    self.density = density
    self.settings = settings
    chance = SamplerChance(seed: seed, chain: chain, dimension: dimension)
    isDense = Self.isDense(settings, dimension: dimension)
    point = MovingPoint(dimension: dimension)
    kinetic = KineticEnergy(unit: dimension)
    tree = TrajectoryTree(
      dimension: dimension, maximumDepth: settings.maximumDepth, isDense: isDense)
  }

  /// Whether settings lead to a dense metric.
  ///
  /// Automatically where the last window has five draws per coordinate and the product with the
  /// metric costs less than a microsecond or two (chosen).
  static func isDense(_ settings: SamplerSettings, dimension: Int) -> Bool {
    switch settings.metric {
    case .diagonal: false
    case .dense: true
    case .automatic:
      dimension <= 100 && WarmupSchedule(warmup: settings.warmup).longestWindow >= 5 * dimension
    }
  }

  /// Runs warm-up and draws.
  ///
  /// - Parameters:
  ///   - initial: Where to start, one number per coordinate; nil starts uniformly between −2 and 2
  ///     in every coordinate, at most 100 times until density and gradient are finite.
  ///   - progress: Called after each iteration with the number of iterations done, warm-up
  ///     included; false stops the run.
  /// - Returns: The draws after warm-up.
  /// - Throws: ``SamplerError`` where no start, no step size or no end is to be found.
  public mutating func run(
    initial: [Double]? = nil, progress: (Int) -> Bool = { _ in true }
  ) throws(SamplerError) -> SampledChain {
    try start(from: initial)
    try warmUp(progress)
    var chain = SampledChain(dimension: density.dimension, inverseMetric: kinetic.inverseMetric)
    chain.stepSize = stepSize
    chain.warmupSteps = steps
    chain.reserve(settings.draws)
    var acceptance = 0.0
    for draw in 0..<settings.draws {
      let iteration = settings.warmup + draw
      let transition = transition(iteration)
      acceptance += transition.acceptance
      chain.append(point, transition)
      guard progress(iteration + 1) else { throw .cancelled(iterations: iteration + 1) }
    }
    chain.meanAcceptance = acceptance / Double(max(settings.draws, 1))
    return chain
  }

  /// Puts the chain at its start.
  private mutating func start(from initial: [Double]?) throws(SamplerError) {
    if let initial {
      precondition(initial.count == density.dimension, "a start has one number per coordinate")
      point.position = initial
      point.evaluate(&density)
      guard point.isFinite else { throw .startNotFinite }
      return
    }
    for attempt in 0..<Self.mostStarts {
      chance.start(attempt, &point.position)
      point.evaluate(&density)
      if point.isFinite { return }
    }
    throw .noFiniteStart(tries: Self.mostStarts)
  }
}

extension SampledChain {
  /// Makes room for so many draws.
  mutating func reserve(_ count: Int) {
    draws.reserveCapacity(count * dimension)
    logDensities.reserveCapacity(count)
    energies.reserveCapacity(count)
    depths.reserveCapacity(count)
    leapfrogSteps.reserveCapacity(count)
  }

  /// Adds the draw that a transition has led to.
  mutating func append(_ point: MovingPoint, _ transition: SamplerTransition) {
    if transition.isDivergent { divergences.append(count) }
    draws.append(contentsOf: point.position)
    logDensities.append(point.logDensity)
    energies.append(transition.energy)
    depths.append(transition.depth)
    leapfrogSteps.append(transition.steps)
  }
}
