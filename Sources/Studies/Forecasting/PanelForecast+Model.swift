import Estimation
import Interchange
import Statistics

/// What the hierarchical model has learned of the panel, and whether it can be trusted.
extension PanelForecast {
  /// The `parameters` table: the posterior of what all units share.
  ///
  /// - Parameter fit: The model.
  /// - Returns: One row per parameter that is learned.
  static func parameterTable(of fit: CountPanelFit) -> Table {
    var rows = TableBuilder()
    rows.text("parameter", "Name of the parameter.")
    rows.number("mean", unit: "as the parameter", "Mean of the posterior.")
    rows.number("sd", unit: "as the parameter", "Standard deviation of the posterior.")
    rows.number("p05", unit: "as the parameter", "5 % point of the posterior.")
    rows.number("p95", unit: "as the parameter", "95 % point of the posterior.")
    rows.number("r_hat", unit: "", "Agreement of the chains; above 1.05 they should run longer.")
    rows.number("effective_draws", unit: "draws", "Independent draws that the draws are worth.")
    rows.text("meaning", "What the parameter means.")
    for summary in fit.summaries {
      rows.add("parameter", summary.parameter.name)
      rows.add("mean", summary.mean)
      rows.add("sd", summary.standardDeviation)
      rows.add("p05", summary.low)
      rows.add("p95", summary.high)
      rows.add("r_hat", summary.rHat)
      rows.add("effective_draws", summary.effectiveSize)
      rows.add("meaning", summary.parameter.meaning)
    }
    return rows.table("parameters", meaning: "What the hierarchical model learned of all units.")
  }

  /// What was learned of drivers, and how the sampler fared; nothing of other methods.
  func learned() -> [String] {
    guard let fit else { return [] }
    return fit.driverNames.map { Self.effectSentence(of: $0, on: spec.outcome, in: fit) }
      + Self.warnings(of: fit.diagnostics)
  }

  /// What twice as much of a driver goes with.
  private static func effectSentence(
    of driver: String, on outcome: String, in fit: CountPanelFit
  ) -> String {
    let effect = fit.summaries.first { $0.parameter.name == "effect of \(driver)" }
    let retention = fit.summaries.first { $0.parameter.name == "retention of \(driver)" }
    guard let effect else { return "" }
    // At the mean the model's log(1 + driver / mean) rises from log 2 to log 3.
    func doubled(_ value: Double) -> String {
      HumanNumber.percent(Elementary.expm1(value * Elementary.log(1.5)))
    }
    var sentence =
      "\(driver): twice the average, kept up, goes with \(doubled(effect.mean)) more \(outcome) of the "
      + "same unit (90 %: \(doubled(effect.low)) to \(doubled(effect.high)))"
    if let retention {
      sentence += "; \(HumanNumber.percent(retention.mean)) of it still acts a period later"
    }
    return sentence + "."
  }

  /// Why the model's draws are not to be trusted.
  ///
  /// - Parameter diagnostics: How the sampler fared.
  /// - Returns: Sentences; none where chains agree.
  static func warnings(of diagnostics: CountPanelFit.Diagnostics) -> [String] {
    var sentences: [String] = []
    if !(diagnostics.largestRHat <= CountPanelFit.Diagnostics.agreement) {
      sentences.append(
        "The chains of the model do not agree (R̂ \(HumanNumber.text(diagnostics.largestRHat)), table "
          + "parameters): try another seed, and trust the intervals only if they stay.")
    }
    if diagnostics.divergences > 0 {
      let count = diagnostics.divergences
      sentences.append(
        "\(count) draw\(count == 1 ? "" : "s") of the model diverged, so that parts of its posterior may be "
          + "missing; try another seed.")
    }
    return sentences
  }
}
