public import Interchange
import Journeys

extension Forecast {
  /// The `replicates` table: the headline figures of every replicate, for whoever plots or tests.
  public func replicateTable() -> Table {
    var rows = TableBuilder()
    rows.count("replicate", unit: "", "Number of the replicate; arms of one number are paired.")
    rows.text("draw", "Parameter draw of the replicate, as in the table parameters; empty if none.")
    rows.text("arm", "Arm of the scenario.")
    rows.text("metric", "Headline event, value (margin), cost, or romi.")
    rows.number("figure", unit: "as the metric", "The figure in this replicate.")
    for figure in headlineFigures() {
      for (replicate, value) in figure.values.enumerated() {
        rows.add("replicate", replicate)
        rows.add("draw", study.draw(ofReplicate: replicate).map { String($0) } ?? "")
        rows.add("arm", figure.arm)
        rows.add("metric", figure.metric)
        rows.add("figure", value)
      }
    }
    return rows.table("replicates", meaning: "Headline figures of every replicate.")
  }

  /// The `parameters` table: the drawn values; `nil` when parameters are not drawn.
  public func parameterTable() -> Table? {
    guard study.drawsParameters else { return nil }
    var rows = TableBuilder()
    rows.text("arm", "Arm whose parameters these are.")
    rows.count("draw", unit: "", "Number of the draw; two replicates share one.")
    rows.text("parameter", "Name of the parameter.")
    rows.number("drawn", unit: "as the parameter", "The value that was used.")
    for (arm, name) in study.arms.enumerated() {
      let parameters = study.document.parameters(arm: name, setting: study.setting)
      for draw in 0..<study.drawCount {
        for parameter in parameters where study.document.isDrawn(parameter) {
          rows.add("arm", name)
          rows.add("draw", draw)
          rows.add("parameter", parameter.name)
          rows.add(
            "drawn",
            study.document.value(of: parameter, draw: draw, seed: scenarios[arm].seed))
        }
      }
    }
    return rows.table(
      "parameters", meaning: "Values that were drawn from the priors or a calibration.")
  }
}
