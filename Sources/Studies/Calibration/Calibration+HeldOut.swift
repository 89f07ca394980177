import Estimation
import Interchange

extension Calibration {
  /// How worlds of the posterior foresaw the figures that were held out.
  var heldOutScores: [ForecastScore] {
    worlds.figures.heldOutValues.enumerated().map { place, value in
      ForecastScore(
        futures: outcomes.map { $0.heldOut[place] }.filter(\.isFinite), observed: value)
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
      let spread = Spread(outcomes.map { $0.heldOut[place] })
      rows.add("figure", worlds.figures.heldOutNames[place])
      rows.add("observed", score.observed)
      rows.add("mean", spread.mean)
      rows.add("p05", spread.p05)
      rows.add("p95", spread.p95)
      rows.add(
        "inside", score.observed >= spread.p05 && score.observed <= spread.p95 ? "yes" : "NO")
      rows.add("crps", score.ranked)
    }
    return rows.table("heldout", meaning: "Figures that were held out, and how they were foreseen.")
  }
}
