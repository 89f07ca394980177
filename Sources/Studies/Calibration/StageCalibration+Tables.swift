import Estimation
public import Interchange
import Journeys

extension StageCalibration {
  /// The tables that a complete calibration has.
  public static let tableNames: Set<String> = ["posterior", "parameters", "moves", "shares"]

  /// All tables.
  public func tables() -> [Table] {
    [
      ParameterDraws(names: parameters.map(\.name), rows: values).table(), parameterTable(),
      moveTable(), shareTable(),
    ]
  }

  private func parameterTable() -> Table {
    var rows = TableBuilder()
    rows.text("parameter", "Name of the parameter.")
    rows.number("prior_p05", unit: "as the parameter", "5 % point of the prior.")
    rows.number("prior_p50", unit: "as the parameter", "Median of the prior.")
    rows.number("prior_p95", unit: "as the parameter", "95 % point of the prior.")
    rows.number("p05", unit: "as the parameter", "5 % point of the posterior.")
    rows.number("p50", unit: "as the parameter", "Median of the posterior.")
    rows.number("p95", unit: "as the parameter", "95 % point of the posterior.")
    rows.number("mean", unit: "as the parameter", "Mean of the posterior.")
    rows.number("sd", unit: "as the parameter", "Standard deviation of the posterior.")
    rows.number(
      "contraction", unit: "share",
      "Share of the prior's variance that the panel took away, in normal scores of the prior.")
    rows.text("verdict", "How well it is known.")
    rows.text("sentence", "The verdict in words.")
    rows.number("r_hat", unit: "", "Agreement of the chains; above 1.01 they should run longer.")
    rows.number("effective_draws", unit: "draws", "Independent draws that the draws are worth.")
    let accounts = accounts
    for (place, (parameter, belief)) in zip(parameters, beliefs).enumerated() {
      rows.add("parameter", parameter.name)
      for (name, share) in [("prior_p05", 0.05), ("prior_p50", 0.5), ("prior_p95", 0.95)] {
        rows.add(name, parameter.prior?.quantile(share, center: parameter.value) ?? .nan)
      }
      rows.add("p05", belief.low)
      rows.add("p50", belief.median)
      rows.add("p95", belief.high)
      rows.add("mean", belief.mean)
      rows.add("sd", belief.standardDeviation)
      rows.add("contraction", accounts[place].contraction)
      rows.add("verdict", accounts[place].word)
      rows.add("sentence", accounts[place].sentence)
      rows.add("r_hat", belief.rHat)
      rows.add("effective_draws", min(belief.bulkSize, belief.tailSize))
    }
    return rows.table("parameters", meaning: "What the panel says of each parameter.")
  }

  private func moveTable() -> Table {
    var rows = TableBuilder()
    rows.text("from", "Stage at an observation.")
    rows.text("to", "Stage at the unit's next one.")
    declareFigure(in: &rows, unit: "pairs")
    for figure in check.moves {
      rows.add("from", figure.from.map { journey.model.stages[$0] } ?? "")
      rows.add("to", journey.model.stages[figure.stage])
      add(figure, to: &rows)
    }
    return rows.table(
      "moves", meaning: "Stages of successive observations, as observed and as draws show them.")
  }

  private func shareTable() -> Table {
    var rows = TableBuilder()
    rows.text("period", "Time of observation, as in the panel.")
    rows.text("stage", "Stage.")
    declareFigure(in: &rows, unit: "share")
    for figure in check.shares {
      rows.add("period", figure.time ?? "")
      rows.add("stage", journey.model.stages[figure.stage])
      add(figure, to: &rows)
    }
    return rows.table(
      "shares",
      meaning: "Share in each stage of the units seen at a time after their first observation.")
  }

  private func declareFigure(in rows: inout TableBuilder, unit: String) {
    rows.number("observed", unit: unit, "As it was observed.")
    rows.number("simulated_mean", unit: unit, "Mean over panels of the posterior.")
    rows.number("simulated_p05", unit: unit, "5 % point of them.")
    rows.number("simulated_p95", unit: unit, "95 % point of them.")
    rows.number("p", unit: "chance", "Chance that a panel of the posterior shows more; ties half.")
    rows.text("usual", "yes where p lies between 0.05 and 0.95.")
  }

  private func add(_ figure: StageCheck.Figure, to rows: inout TableBuilder) {
    rows.add("observed", figure.observed)
    rows.add("simulated_mean", figure.expected)
    rows.add("simulated_p05", figure.low)
    rows.add("simulated_p95", figure.high)
    rows.add("p", figure.chanceAbove)
    rows.add("usual", StageCheck.isMet(figure) ? "yes" : "NO")
  }
}
