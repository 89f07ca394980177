import Estimation
import Interchange
import Statistics

extension Calibration {
  /// How worlds of the posterior, with the error of observation, foresaw the figures that were held
  /// out.
  var heldOutScores: [ForecastScore] {
    let errors = RandomStream(
      seed: worlds.spec.seed, replicate: 0, purpose: "calibration/held-out-error")
    let observed = worlds.figures.heldOut
    let futures = outcomes.enumerated().map {
      observed.withErrors($1.heldOut, by: errors, step: $0)
    }
    return observed.values.enumerated().map { place, value in
      ForecastScore(futures: futures.map { $0[place] }.filter(\.isFinite), observed: value)
    }
  }

  func heldOutTable() -> Table {
    var rows = TableBuilder()
    rows.text("figure", "Name of the figure that was held out.")
    rows.number("observed", unit: "as the figure", "As it was observed.")
    rows.number("mean", unit: "as the figure", "Mean over worlds of the posterior.")
    rows.number("low_90", unit: "as the figure", "Lower end of their 90 % interval.")
    rows.number("high_90", unit: "as the figure", "Upper end of their 90 % interval.")
    rows.text("inside", "yes where the observed figure lies between the two.")
    rows.number("crps", unit: "as the figure", "Continuous ranked probability score; 0 is perfect.")
    for (place, score) in heldOutScores.enumerated() {
      let widest = ForecastScore.levels.count - 1
      rows.add("figure", worlds.figures.heldOut.names[place])
      rows.add("observed", score.observed)
      rows.add("mean", score.mean)
      rows.add("low_90", score.intervals[widest].low)
      rows.add("high_90", score.intervals[widest].high)
      rows.add("inside", score.isInside(level: widest) ? "yes" : "NO")
      rows.add("crps", score.ranked)
    }
    return rows.table("heldout", meaning: "Figures that were held out, and how they were foreseen.")
  }
}
