public import Interchange
import Journeys
import Statistics

/// The figures that decide between arms: outcome, value, cost and return, each with its spread.
public struct Headline: Sendable {
  /// Arm.
  public let arm: String
  /// One line for headings.
  public let title: String
  /// What is measured: the headline event, value, cost or romi.
  public let metric: String
  /// Its unit.
  public let unit: String
  /// One value per replicate.
  public let values: [Double]
  /// The difference to the baseline, replicate by replicate; empty for the baseline and for romi.
  public let differences: [Double]

  /// Spread of the values.
  public var spread: Spread { Spread(values) }
}

extension Forecast {
  /// The headline figures of every arm.
  public func headlineFigures() -> [Headline] {
    let base = headlines(arm: 0)
    let outcome = scenario.events[scenario.outcome]
    return scenarios.indices.flatMap { arm in
      let own = headlines(arm: arm)
      func figure(
        _ metric: String, _ unit: String, _ value: (WorldTotals) -> Double
      ) -> Headline {
        Headline(
          arm: study.arms[arm], title: titles[arm], metric: metric, unit: unit,
          values: own.map(value),
          differences: arm == 0 ? [] : zip(own, base).map { value($0) - value($1) })
      }
      var figures = [
        figure(outcome.name, "events", \.outcome), figure("value", scenario.currency, \.value),
        figure("cost", scenario.currency, \.cost),
      ]
      if arm > 0 {
        let romi = zip(own, base).map { $0.romi(against: $1) ?? .nan }
        figures.append(
          Headline(
            arm: study.arms[arm], title: titles[arm], metric: "romi", unit: "ratio",
            values: romi, differences: []))
      }
      return figures
    }
  }

  /// The `summary` table: headline figures by arm, with the two parts of their spread.
  public func summaryTable() -> Table {
    var rows = TableBuilder()
    rows.text("arm", "Arm of the scenario.")
    rows.text("title", "One line about the arm.")
    rows.text(
      "metric", "Headline event, value (margin), cost, or romi (net incremental margin per cost).")
    rows.text("unit", "What the numbers of the row are measured in.")
    rows.spread(unit: "as in unit")
    rows.number("sd_noise", unit: "as in unit", "Part of the spread that is replicate noise.")
    rows.number(
      "sd_parameters", unit: "as in unit", "Part of the spread that comes from parameter draws.")
    for point in ["mean", "p05", "p95"] {
      rows.number(
        "against_baseline_\(point)", unit: "as in unit",
        "Paired difference to the arm \(study.arms[0]), \(point) over replicates.")
    }
    rows.number(
      "against_baseline_sd_noise", unit: "as in unit",
      "Part of the spread of that difference that is replicate noise.")
    rows.number(
      "against_baseline_sd_parameters", unit: "as in unit",
      "Part of the spread of that difference that comes from parameter draws.")
    rows.count("replicates", unit: "replicates", "Replicates in which the figure exists.")
    for figure in headlineFigures() {
      rows.add("arm", figure.arm)
      rows.add("title", figure.title)
      rows.add("metric", figure.metric)
      rows.add("unit", figure.unit)
      rows.add(figure.spread)
      let split = study.drawsParameters ? VarianceSplit(pairs: figure.values) : nil
      rows.add("sd_noise", split?.noise ?? (study.drawsParameters ? .nan : figure.spread.sd))
      rows.add("sd_parameters", split?.parameters ?? (study.drawsParameters ? .nan : 0))
      let difference = Spread(figure.differences)
      rows.add("against_baseline_mean", difference.mean)
      rows.add("against_baseline_p05", difference.p05)
      rows.add("against_baseline_p95", difference.p95)
      let parts = study.drawsParameters ? VarianceSplit(pairs: figure.differences) : nil
      rows.add(
        "against_baseline_sd_noise",
        parts?.noise ?? (study.drawsParameters ? .nan : difference.sd))
      rows.add(
        "against_baseline_sd_parameters",
        parts?.parameters ?? (study.drawsParameters || difference.sd.isNaN ? .nan : 0))
      rows.add("replicates", figure.values.filter(\.isFinite).count)
    }
    return rows.table("summary", meaning: "Headline figures of every arm.")
  }

  /// Names of the tables that every run has.
  public static let tableNames: Set<String> = [
    "summary", "forecast", "funnel", "journey", "channels", "kpi", "replicates",
  ]

  /// All tables of the run, in the order in which a reader wants them.
  public func tables() -> [Table] {
    [
      summaryTable(), forecastTable(), funnelTable(), journeyTable(), channelTable(), kpiTable(),
      replicateTable(),
    ] + [parameterTable(), pathTable()].compactMap { $0 }
  }
}
