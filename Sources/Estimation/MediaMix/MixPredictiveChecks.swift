import Interchange
import Statistics

/// Whether data look like what the model would draw: before it has seen them, and after.
public struct MixPredictiveChecks: Sendable {
  /// The checks, the one before data first.
  public let checks: [MixCheck]

  /// Draws that checks use; *chosen*: a chance is then known to two percent.
  private static let mostDraws = 500

  /// Checks a fit; the priors only where they were used.
  public init(_ fit: MixFit) {
    let observed = (0..<fit.design.fittedPeriods).map { fit.design.observedTotal(of: $0) }
    var checks: [MixCheck] = []
    if fit.sampling != nil { checks.append(Self.prior(fit.design, observed)) }
    let periods = fit.design.fittedPeriods
    let prediction = MixPrediction(fit.thinned(to: Self.mostDraws))
    let draws = (0..<periods).map { prediction.totals(period: $0) }
    let count = draws.first?.count ?? 0
    /// The chance that the model draws a larger figure than the data show, ties halved.
    func chance(_ figure: ([Double]) -> Double) -> Double {
      let own = figure(observed)
      var larger = 0.0
      for draw in 0..<count {
        let drawn = figure((0..<periods).map { draws[$0][draw] })
        larger += drawn > own ? 1 : drawn == own ? 0.5 : 0
      }
      return larger / Double(max(1, count))
    }
    checks += [
      Self.posterior("spread", "variation over time", chance(Self.spread)),
      Self.posterior("largest", "largest period", chance { $0.max() ?? 0 }),
      Self.posterior("memory", "memory from period to period", chance(Self.memory)),
    ]
    self.checks = checks
  }

  private static func spread(_ series: [Double]) -> Double {
    RunningMoments(series).standardDeviation
  }

  /// The autocorrelation at a lag of one.
  private static func memory(_ series: [Double]) -> Double {
    let moments = RunningMoments(series)
    var sum = 0.0
    for period in 1..<series.count {
      sum += (series[period] - moments.mean) * (series[period - 1] - moments.mean)
    }
    return moments.squaredDeviations > 0 ? sum / moments.squaredDeviations : 0
  }

  /// Whether the mean outcome lies within the central 98 % of what the priors expect, and these
  /// within bounds that say something.
  private static func prior(_ design: MixDesign, _ observed: [Double]) -> MixCheck {
    let prediction = MixPrediction(MixFit.prior(design, draws: mostDraws))
    let means = (0..<mostDraws).map { draw in
      (0..<design.fittedPeriods).reduce(0.0) { $0 + prediction.meanTotals(period: $1)[draw] }
        / Double(design.fittedPeriods)
    }
    let own = observed.reduce(0, +) / Double(observed.count)
    let bounds = quantiles(of: means.filter(\.isFinite), [0.01, 0.05, 0.95, 0.99])
    let isInside = bounds[0] <= own && own <= bounds[3]
    let width = (bounds[2] - bounds[1]) / max(own.magnitude, 1e-300)
    let text =
      "Before data the model expected \(HumanNumber.compact(bounds[1])) to "
      + "\(HumanNumber.compact(bounds[2])) outcomes a period; \(HumanNumber.compact(own)) were seen"
    // Beyond a hundredfold range the priors say nothing; *chosen*.
    guard isInside else {
      return MixCheck(
        "prior_expectation", own, .watch,
        text + ": the priors contradict the data; move the prior of the intercept or of effects.")
    }
    return MixCheck(
      "prior_expectation", own, width < 100 ? .good : .watch,
      width < 100
        ? text + "." : text + ": the priors allow anything; narrow those of effects and controls.")
  }

  /// A chance near 0 or 1 is a feature that the model does not make.
  private static func posterior(_ name: String, _ feature: String, _ chance: Double) -> MixCheck {
    let isUsual = chance >= 0.025 && chance <= 0.975
    return MixCheck(
      "predictive_\(name)", chance, isUsual ? .good : .watch,
      isUsual
        ? "The \(feature) of the totals is as the model would have it."
        : "The \(feature) of the totals is \(chance < 0.5 ? "larger" : "smaller") than the model "
          + "would have it (\(HumanNumber.text((100 * chance).rounded())) % of its draws show more); "
          + "look at the baseline and the likelihood.")
  }
}
