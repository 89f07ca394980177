import Estimation
import Interchange
import Statistics

/// How well a model foresaw periods that it had not seen.
public struct MixScore: Sendable, Equatable {
  /// Periods that were held out.
  public let periods: Int
  /// The mean absolute error of the total, over the mean total.
  public let relativeError: Double
  /// The share of periods whose total lay within the central 90 % of what was foreseen.
  public let coverage: Double
  /// The continuous ranked probability score of the total, in outcomes; 0 is perfect.
  public let rankedScore: Double
  /// The same score of the mean of the fitted periods with their spread, for comparison.
  public let naiveScore: Double

  /// Scores periods whose outcome is known.
  ///
  /// Gneiting and Raftery (2007), "Strictly Proper Scoring Rules, Prediction, and Estimation".
  init?(_ fit: MixFit, periods: Range<Int>) {
    let design = fit.design
    let known = periods.filter { period in
      design.units.indices.allSatisfy {
        design.outcome[$0 * design.periods.count + period].isFinite
      }
    }
    guard !known.isEmpty else { return nil }
    let prediction = MixPrediction(fit, periods: periods)
    let history = (0..<design.fittedPeriods).map { design.observedTotal(of: $0) }
    var error = 0.0
    var inside = 0
    var score = 0.0
    var naive = 0.0
    var total = 0.0
    for period in known {
      let observed = design.observedTotal(of: period)
      let draws = prediction.totals(period: period - periods.lowerBound)
      let bounds = quantiles(of: draws, [0.05, 0.5, 0.95])
      error += (observed - bounds[1]).magnitude
      if bounds[0] <= observed && observed <= bounds[2] { inside += 1 }
      score += ProperScore.ranked(draws, observed: observed)
      naive += ProperScore.ranked(history, observed: observed)
      total += observed
    }
    let count = Double(known.count)
    self.periods = known.count
    relativeError = error / max(total.magnitude, 1e-300)
    coverage = Double(inside) / count
    rankedScore = score / count
    naiveScore = naive / count
  }
}
