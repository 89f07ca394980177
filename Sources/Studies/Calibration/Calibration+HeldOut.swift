import Estimation
import Interchange
import Statistics

extension Calibration {
  /// How worlds of the posterior, with the error of observation, foresaw the figures that were held
  /// out.
  var heldOutScores: [ForecastScore] {
    let errors = RandomStream(
      seed: worlds.spec.seed, replicate: 0, purpose: "calibration/held-out-error")
    return worlds.figures.heldOutValues.enumerated().map { place, value in
      let tolerance = worlds.figures.heldOutTolerances[place]
      let futures = outcomes.enumerated().map { world, outcome in
        tolerance == 0
          ? outcome.heldOut[place]
          : outcome.heldOut[place]
            + tolerance * Normal.quantile(errors.uniform(agent: place, step: world))
      }
      return ForecastScore(futures: futures.filter(\.isFinite), observed: value)
    }
  }

  func heldOutTable() -> Table {
    var rows = TableBuilder()
    rows.text("figure", "Name of the figure that was held out.")
    rows.number("observed", unit: "as the figure", "As it was observed.")
    rows.number("mean", unit: "as the figure", "Mean over worlds of the posterior.")
    rows.number("p05", unit: "as the figure", "5 % point of them.")
    rows.number("p95", unit: "as the figure", "95 % point of them.")
    rows.text("inside", "yes where the observed figure lies between the two.")
    rows.number("crps", unit: "as the figure", "Continuous ranked probability score; 0 is perfect.")
    for (place, score) in heldOutScores.enumerated() {
      let widest = ForecastScore.levels.count - 1
      rows.add("figure", worlds.figures.heldOutNames[place])
      rows.add("observed", score.observed)
      rows.add("mean", score.mean)
      rows.add("p05", score.lows[widest])
      rows.add("p95", score.highs[widest])
      rows.add("inside", score.isInside(level: widest) ? "yes" : "NO")
      rows.add("crps", score.ranked)
    }
    return rows.table("heldout", meaning: "Figures that were held out, and how they were foreseen.")
  }
}
