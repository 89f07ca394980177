import Interchange
import Statistics

extension MixChecks {
  /// The mean over draws of each fitted row, in outcomes.
  static func means(of fit: MixFit) -> [Double] {
    var reading = MixReading(fit.design)
    // Thinned evenly: the mean of 200 draws is close enough for a description.
    let stride = max(1, fit.draws.rows / 200)
    let draws = Array(Swift.stride(from: 0, to: fit.draws.rows, by: stride))
    var sums = [Double](repeating: 0, count: fit.design.rowCount)
    for draw in draws {
      reading.read(fit.values(ofDraw: draw))
      for row in sums.indices { sums[row] += reading.mean[row] / Double(draws.count) }
    }
    return sums
  }

  /// Durbin-Watson figures that show no strong memory; *chosen*: an autocorrelation within ±0.4.
  private static let littleMemory = 1.2...2.8

  /// How well the model describes what happened; *chosen*: half of the movement is worth a word.
  static func description(
    _ fit: MixFit, _ means: [Double], _ decomposition: MixDecomposition
  ) -> [MixCheck] {
    let design = fit.design
    let periods = design.fittedPeriods
    let observed = (0..<periods).map { design.observedTotal(of: $0) }
    let expected = (0..<periods).map { period in
      design.units.indices.reduce(0) { $0 + means[$1 * design.periods.count + period] }
    }
    let residuals = zip(observed, expected).map { $0 - $1 }
    let moments = RunningMoments(observed)
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    let rSquared = 1 - squares / max(moments.squaredDeviations, 1e-300)
    var changes = 0.0
    for period in 1..<periods {
      let change = residuals[period] - residuals[period - 1]
      changes += change * change
    }
    let watson = squares > 0 ? changes / squares : 2
    return [
      MixCheck(
        "r_squared", rSquared, rSquared >= 0.5 ? .good : .watch,
        "The model's means follow \(HumanNumber.text(100 * rSquared)) % of the movement of the total "
          + "over time."),
      MixCheck(
        "durbin_watson", watson, littleMemory.contains(watson) ? .good : .watch,
        littleMemory.contains(watson)
          ? "What is left over shows no strong memory."
          : "What is left over in one period tells the next (Durbin-Watson "
            + "\(HumanNumber.text(watson)), wanted near 2): a trend, season or control is missing, and "
            + "intervals may be too narrow."),
      coverage(fit, observed),
      baseline(decomposition),
    ]
  }

  /// Draws for the central 90 % of a period's total; *chosen*: its ends are then known to 4 % of its
  /// width, and 50 units of 200 periods take 80 MB.
  private static let coverageDraws = 1000

  /// Shares of periods inside that fit intervals of 90 %; *chosen*: the width that 60 periods leave to
  /// chance.
  private static let fittingCoverage = 0.8...0.99

  /// The share of periods whose total lies inside the central 90 % of what the model would draw.
  private static func coverage(_ fit: MixFit, _ observed: [Double]) -> MixCheck {
    let prediction = MixPrediction(fit.thinned(to: coverageDraws))
    let inside = observed.indices.count { period in
      let bounds = quantiles(of: prediction.totals(period: period), [0.05, 0.95])
      return (bounds[0]...max(bounds[0], bounds[1])).contains(observed[period])
    }
    let share = Double(inside) / Double(max(1, observed.count))
    return MixCheck(
      "predictive_coverage", share, fittingCoverage.contains(share) ? .good : .watch,
      fittingCoverage.contains(share)
        ? "The model's 90 % intervals hold \(HumanNumber.text(100 * share)) % of the fitted periods."
        : "The model's 90 % intervals hold \(HumanNumber.text(100 * share)) % of the fitted periods: "
          + "it does not scatter like the data; try another likelihood or more of the baseline.")
  }

  private static func baseline(_ decomposition: MixDecomposition) -> MixCheck {
    let base = decomposition.total(0)
    let negative = Double(base.count { $0 < 0 }) / Double(max(1, base.count))
    return MixCheck(
      "negative_base", negative, negative < 0.05 ? .good : .watch,
      negative < 0.05
        ? "Without channels and controls something would be left, as it should."
        : "In \(HumanNumber.text(100 * negative)) % of the draws nothing would be left without "
          + "channels and controls; a control takes the place of the baseline, or effects are too "
          + "large: narrow the priors of effects, or center the control.")
  }

  /// What data taught about each channel's effect: how much narrower it is than the prior; *chosen*: an
  /// interval that kept four fifths of its width was hardly taught.
  static func learning(_ fit: MixFit) -> [MixCheck] {
    guard fit.sampling != nil else { return [] }
    var untaught: [String] = []
    for (channel, places) in fit.parameters.channels.enumerated() {
      let prior = fit.parameters.all[places.effect].prior
      guard !prior.isFixed else { continue }
      let width = prior.quantile(0.95) - prior.quantile(0.05)
      let bounds = quantiles(of: Array(fit.draws.column(places.effect)), [0.05, 0.95])
      if bounds[1] - bounds[0] > 0.8 * width {
        untaught.append(fit.design.spec.channels[channel].name)
      }
    }
    return [
      MixCheck(
        "untaught_channels", Double(untaught.count), untaught.isEmpty ? .good : .watch,
        untaught.isEmpty
          ? "The data narrowed the effect of every channel."
          : "The data taught next to nothing about \(untaught.joined(separator: ", ")): what is said of "
            + "it is the prior. Vary its spend, add geos, or run a lift test.")
    ]
  }
}
