public import Interchange
import Journeys

extension Forecast {
  /// The `comparison` table: every pair of arms on every headline figure, replicate by replicate.
  public func comparisonTable() -> Table {
    var rows = TableBuilder()
    rows.text("metric", "Headline event, value, cost, or romi.")
    rows.text("unit", "What the numbers of the row are measured in.")
    rows.text("arm", "Arm.")
    rows.text("against", "Arm that it is compared with.")
    rows.spread(unit: "as in unit")
    rows.number(
      "relative", unit: "ratio", "Mean of the arm over mean of the arm it is compared with.")
    rows.number("higher_share", unit: "share 0-1", "Replicates in which the arm is higher.")
    rows.count("replicates", unit: "replicates", "Worlds behind the numbers.")
    let figures = headlineFigures()
    let metrics = figures.map(\.metric).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    for metric in metrics {
      let arms = figures.filter { $0.metric == metric }
      for (index, own) in arms.enumerated().dropFirst() {
        for other in arms[..<index] {
          let differences = zip(own.values, other.values).map { $0 - $1 }.filter(\.isFinite)
          if differences.isEmpty { continue }
          rows.add("metric", metric)
          rows.add("unit", own.unit)
          rows.add("arm", own.arm)
          rows.add("against", other.arm)
          rows.add(Spread(differences))
          rows.add(
            "relative",
            other.spread.mean == 0 || metric == "romi"
              ? .nan : own.spread.mean / other.spread.mean)
          rows.add(
            "higher_share",
            Double(differences.filter { $0 > 0 }.count) / Double(max(1, differences.count)))
          rows.add("replicates", differences.count)
        }
      }
    }
    return rows.table("comparison", meaning: "Arm against arm on common random numbers.")
  }
}
