import Interchange
import Statistics

/// A panel model of counts, learned: draws of its posterior and what forecasts start from.
///
/// The count of a unit in a period is negative binomial around a rate. Its logarithm is the sum of a
/// common level that moves like a random walk, has seasons and is shaken in every period; of the unit's
/// place among units, which differs with its mean of each driver; of the unit's own slow movement; and
/// of the effect of what the unit is exposed to, carried over.
public struct CountPanelFit: Sendable {
  /// A shared parameter's posterior.
  public struct Summary: Sendable, Equatable {
    /// The parameter.
    public let parameter: CountPanelParameter
    /// The mean of the draws.
    public let mean: Double
    /// The standard deviation of the draws.
    public let standardDeviation: Double
    /// The 5 % quantile of the draws.
    public let low: Double
    /// The 95 % quantile of the draws.
    public let high: Double
    /// The rank-normalized split R̂; 1 where chains agree.
    public let rHat: Double
    /// The effective sample size for the center.
    public let effectiveSize: Double
  }

  /// How the sampler fared.
  public struct Diagnostics: Sendable, Equatable {
    /// The largest R̂ of chains that agree.
    ///
    /// *Chosen*: looser than the 1.01 of Vehtari and others (2021), because forecasts average over
    /// parameters.
    public static let agreement = 1.05

    /// The largest R̂ of a shared parameter; above ``agreement`` chains should be longer.
    public let largestRHat: Double
    /// The smallest effective sample size of a shared parameter.
    public let smallestEffectiveSize: Double
    /// Draws whose trajectory lost its energy.
    public let divergences: Int
    /// Draws whose trajectory was cut at the greatest length.
    public let deepest: Int
    /// Evaluations of the density, warm-up included.
    public let evaluations: Int
  }

  /// The shared parameters that are not known.
  public let summaries: [Summary]
  /// How the sampler fared.
  public let diagnostics: Diagnostics
  /// The history's units.
  public let unitCount: Int
  /// The history's drivers.
  public let driverNames: [String]
  /// How many of the last periods an unknown future of a driver is the mean of.
  public let recentPeriods: Int

  /// What a forecast starts from, in each draw of all chains.
  let starts: [ForecastStart]
  let parameters: CountPanelParameters
  /// The drivers' scale, means of units and means of their last periods.
  let drivers: [CarriedDriver]
  /// The mean of each driver's last periods, of each unit.
  let recentMeans: [[Double]]

  init(
    _ chains: [SampledChain], _ density: CountPanelDensity, _ history: OutcomeHistory,
    _ settings: CountPanelSettings
  ) {
    unitCount = history.units.count
    driverNames = history.driverNames
    recentPeriods = min(settings.recentPeriods, history.periods.count)
    parameters = density.parameters
    drivers = density.drivers
    let recent = history.periods.count - recentPeriods..<history.periods.count
    recentMeans = history.drivers.map { values in
      let last = OutcomeHistory.columns(values, recent, of: history.periods.count)
      return (0..<history.units.count).map { unit in
        last[unit * recent.count..<(unit + 1) * recent.count].reduce(0, +) / Double(recent.count)
      }
    }
    starts = chains.flatMap { chain in
      (0..<chain.count).map { draw in
        ForecastStart(
          Array(chain.draws[draw * chain.dimension..<(draw + 1) * chain.dimension]), density)
      }
    }
    summaries = Self.summaries(starts, chains.count, density.parameters)
    diagnostics = Diagnostics(
      largestRHat: summaries.map(\.rHat).max() ?? .nan,
      smallestEffectiveSize: summaries.map(\.effectiveSize).min() ?? .nan,
      divergences: chains.reduce(0) { $0 + $1.divergences.count },
      deepest: chains.reduce(0) { $0 + $1.depths.count { $0 >= Self.maximumDepth } },
      evaluations: chains.reduce(0) { $0 + $1.warmupSteps + $1.leapfrogSteps.reduce(0, +) })
  }

  private static func summaries(
    _ starts: [ForecastStart], _ chains: Int, _ parameters: CountPanelParameters
  ) -> [Summary] {
    parameters.all.indices.compactMap { place in
      guard !parameters.all[place].prior.isFixed else { return nil }
      let values = starts.map { $0.values[place] }
      let draws = ChainedDraws(values, chains: chains)
      let moments = values.reduce(into: RunningMoments()) { $0.add($1) }
      let ends = quantiles(of: values, [0.05, 0.95])
      return Summary(
        parameter: parameters.all[place], mean: moments.mean,
        standardDeviation: moments.variance.squareRoot(), low: ends[0], high: ends[1],
        rHat: draws.rHat, effectiveSize: draws.bulkEffectiveSize)
    }
  }
}

/// What a draw of the posterior says of the last period.
struct ForecastStart: Sendable {
  /// Values of the shared parameters.
  let values: [Double]
  /// The common level after the last period, without its shock.
  let level: Double
  /// What the coming periods' places in a season add, from the first period ahead on; empty without.
  let seasons: [Double]
  /// The movement of each unit.
  let movements: [Float]
  /// The log rate of each unit in the last period, relative to the common one and without drivers.
  let logRates: [Float]

  /// What a position of a density says.
  init(_ position: [Double], _ density: CountPanelDensity) {
    let (values, common) = density.shared(at: position)
    self.values = values
    level = density.logMeanOutcome + (common.levels.last ?? 0)
    let next = common.seasons.isEmpty ? 0 : density.periods % common.seasons.count
    seasons = Array(common.seasons[next...] + common.seasons[..<next])
    var (movements, logRates): ([Float], [Float]) = ([], [])
    for unit in 0..<density.units {
      let first = density.unitStart + unit * density.periods
      let path = UnitPath(start: density.start(of: unit, at: position, common), values)
      let changes = position[first + 1..<first + density.periods].reduce(0, +)
      movements.append(Float(path.movement))
      logRates.append(Float(path.logRate(changes: changes, steps: density.periods - 1)))
    }
    self.movements = movements
    self.logRates = logRates
  }
}
