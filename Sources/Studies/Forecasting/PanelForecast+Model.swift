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
    rows.number(
      "r_hat", unit: "",
      "Agreement of the chains; above \(CountPanelFit.Diagnostics.agreement) another seed may say "
        + "something else.")
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
      + Self.seasonSentences(of: fit) + Self.warnings(of: fit.diagnostics)
  }

  /// What twice as much of a driver goes with.
  private static func effectSentence(
    of driver: String, on outcome: String, in fit: CountPanelFit
  ) -> String {
    let effect = fit.summaries.first { $0.parameter.name == "effect of \(driver)" }
    let retention = fit.summaries.first { $0.parameter.name == "retention of \(driver)" }
    guard let effect else { return "" }
    // At the mean the model's log(1 + driver / mean) rises from log 2 to log 3.
    func doubled(_ value: Double, _ sign: Double) -> String {
      HumanNumber.percent(sign * Elementary.expm1(value * Elementary.log(1.5)))
    }
    let direction = effect.mean < 0 ? "fewer" : "more"
    let sign = effect.mean < 0 ? -1.0 : 1.0
    let ends = [doubled(effect.low, sign), doubled(effect.high, sign)]
    var sentence =
      "\(driver): twice the average, kept up, goes with \(doubled(effect.mean, sign)) \(direction) "
      + "\(outcome) of the same unit (90 %: \(ends[sign < 0 ? 1 : 0]) to \(ends[sign < 0 ? 0 : 1]))"
    if let retention {
      sentence += "; \(HumanNumber.percent(retention.mean)) of it still acts a period later"
    }
    return sentence + "."
  }

  /// How far the periods of a season differ; nothing where no season is known.
  private static func seasonSentences(of fit: CountPanelFit) -> [String] {
    guard let spread = fit.summaries.first(where: { $0.parameter.name == "spread of seasons" })
    else { return [] }
    return [
      "Seasons go on as they were: their periods differ by about \(HumanNumber.percent(spread.mean)) "
        + "(90 %: \(HumanNumber.percent(spread.low)) to \(HumanNumber.percent(spread.high)))."
    ]
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
