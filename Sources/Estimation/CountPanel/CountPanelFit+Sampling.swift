import Interchange
import Statistics

extension CountPanelFit {
  /// The most doublings of a trajectory: 1,023 steps, as in Stan.
  static let maximumDepth = 10

  /// Learns a panel model of counts by sampling its posterior.
  ///
  /// One seed gives the same draws on any number of threads.
  ///
  /// - Parameters:
  ///   - history: Counts of units over periods, and drivers.
  ///   - settings: How the model is fitted.
  ///   - threads: Chains that run at a time.
  ///   - progress: Called with the chain and the number of its iterations done; false stops it.
  /// - Returns: The fit.
  /// - Throws: `CountPanelProblems` where the history cannot carry the model, `SamplerError` where
  ///   no chain can be drawn.
  public static func fit(
    history: OutcomeHistory, settings: CountPanelSettings = CountPanelSettings(), threads: Int = 1,
    progress: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }
  ) async throws -> CountPanelFit {
    let carried = settings.carriedDrivers ?? history.driverNames
    let problems = history.countPanelProblems(carried: carried)
    guard problems.isEmpty else { throw CountPanelProblems(all: problems) }
    let season = settings.season.flatMap { season in
      let shortest = CountPanelSettings.shortestSeasons * Double(season)
      return Double(history.periods.count) >= shortest ? season : nil
    }
    let density = CountPanelDensity(history, carried: carried, season: season)
    let sampling = SamplerSettings(
      warmup: settings.warmup, draws: settings.draws, targetAcceptance: settings.targetAcceptance,
      maximumDepth: maximumDepth, metric: .diagonal)
    let seed = settings.seed
    let chains = try await sampleChains(
      density, count: settings.chains, settings: sampling, seed: seed, threads: threads,
      initial: { density.begin(seed: seed, chain: $0) }, progress: progress)
    return CountPanelFit(chains, density, history, settings)
  }
}

/// Everything that keeps a panel model of counts from being learned.
public struct CountPanelProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems, at least one.
  public let all: [CountPanelError]

  /// One line for each problem.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}

extension CountPanelDensity {
  /// Where a chain begins: shared parameters in the middle half of their priors, units where their
  /// mean puts them, nothing moving, and noise that explains all that varies within units.
  func begin(seed: UInt64, chain: Int) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: chain, purpose: "count panel/begin")
    var position = [Double](repeating: 0, count: dimension)
    for (place, parameter) in parameters.all.enumerated() where !parameter.prior.isFixed {
      let share = 0.25 + 0.5 * stream.uniform(agent: place, step: 0)
      position[place] = parameter.prior.support.position(of: parameter.prior.quantile(share))
    }
    // Chains that begin with too little noise let units move instead, and some stayed at that second
    // explanation of the physicians' panel for 3,000 draws. The spreads of the beginnings are chosen.
    let excess = parameters.all[CountPanelParameters.excess].prior.support
    let jitter = Elementary.exp(0.4 * (stream.uniform(agent: 0, step: 1) - 0.5))
    position[CountPanelParameters.excess] = excess.position(
      of: max(0.05, dispersionWithin - 1) * jitter)
    position[CountPanelParameters.power] = 0.2 * (stream.uniform(agent: 1, step: 1) - 0.5)
    // Equal movement: where units are far apart, that of the rarest would else begin without bounds.
    position[CountPanelParameters.steadiness] = 0
    for unit in 0..<units {
      // Half a count keeps units that have none on the line (chosen).
      position[unitStart + unit * periods] =
        Elementary.log(total(of: unit) / Double(periods) + 0.5 / Double(periods)) - logMeanOutcome
    }
    return position
  }

  /// The variance within units over the mean, of counts that are not all 0.
  private var dispersionWithin: Double {
    let squares = (0..<units).reduce(0.0) { sum, unit in
      let counts = outcome[unit * periods..<(unit + 1) * periods]
      let mean = counts.reduce(0, +) / Double(periods)
      return sum + counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return squares / Double(units * (periods - 1)) / Elementary.exp(logMeanOutcome)
  }
}
