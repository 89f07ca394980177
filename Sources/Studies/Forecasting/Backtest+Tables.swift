import Estimation
public import Interchange
import Statistics

extension Backtest {
  /// Names of the tables of a run.
  public static let tableNames: Set<String> = [
    "scores", "skill", "coverage", "pit", "origins", "series",
  ]

  /// The tables of the run, in the order in which a reader wants them.
  public func tables() -> [Table] {
    [scoreTable(), skillTable(), coverageTable(), transformTable(), originTable(), seriesTable()]
  }

  /// Scores of a method by series and period ahead, those over all periods first.
  private func parts(
    _ result: MethodBacktest
  ) -> [(series: String, step: String, sums: ScoreSums)] {
    func parts(_ series: String, _ whole: ScoreSums, _ steps: [ScoreSums])
      -> [(series: String, step: String, sums: ScoreSums)]
    {
      [(series, "all", whole)] + steps.enumerated().map { (series, "\($0.offset + 1)", $0.element) }
    }
    return parts("units", result.all, result.steps)
      + parts("total", result.total, result.totalSteps)
  }

  /// The `scores` table: errors and scores by method, series and period ahead.
  public func scoreTable() -> Table {
    var rows = TableBuilder()
    rows.text("method", "Method; that of the specification first.")
    rows.text("series", "units: each unit by itself; total: their sum.")
    rows.text("step", "Periods ahead; all for the mean over them.")
    let unit = spec.outcome
    rows.number("crps", unit: unit, "Mean continuous ranked probability score.")
    rows.number("mae", unit: unit, "Mean absolute error of the median.")
    rows.number("rmse", unit: unit, "Root of the mean squared error of the mean.")
    rows.number("bias", unit: unit, "Mean forecast less mean outcome.")
    rows.number(
      "mase", unit: "ratio",
      "Mean absolute error of the median over that of the last value, or of the last season, within "
        + "the history; histories that never change are left out.")
    rows.count("scaled", unit: "forecasts", "Forecasts with a scaled error.")
    rows.count("forecasts", unit: "forecasts", "Forecasts that were scored.")
    for result in results {
      for part in parts(result) {
        let sums = part.sums
        rows.add("method", result.method.rawValue)
        rows.add("series", part.series)
        rows.add("step", part.step)
        rows.add("crps", sums.mean(sums.ranked))
        rows.add("mae", sums.mean(sums.absoluteErrors))
        rows.add("rmse", sums.mean(sums.squaredErrors).squareRoot())
        rows.add("bias", sums.mean(sums.errors))
        rows.add("mase", sums.scaledError)
        rows.add("scaled", sums.scaledCount)
        rows.add("forecasts", sums.count)
      }
    }
    return rows.table("scores", meaning: "How far forecasts were from what came true.")
  }

  /// The `skill` table: what the method gains over each baseline.
  public func skillTable() -> Table {
    var rows = TableBuilder()
    rows.text("method", "Method of the specification.")
    rows.text("baseline", "What it is held against.")
    rows.text("series", "units: each unit by itself; total: their sum.")
    rows.number("gain", unit: spec.outcome, "Baseline's mean CRPS less the method's.")
    rows.number(
      "standard_error", unit: spec.outcome,
      "Standard error of the gain, over units, and over origins for the total.")
    rows.number("skill", unit: "share", "Gain over the baseline's CRPS.")
    for baseline in results.dropFirst() {
      let skills = [
        ("units", ForecastSkill(units: results[0], against: baseline)),
        ("total", ForecastSkill(total: results[0], against: baseline)),
      ]
      for (series, skill) in skills {
        rows.add("method", results[0].method.rawValue)
        rows.add("baseline", baseline.method.rawValue)
        rows.add("series", series)
        rows.add("gain", skill.gain)
        rows.add("standard_error", skill.standardError > 0 ? skill.standardError : .nan)
        rows.add("skill", skill.share)
      }
    }
    return rows.table("skill", meaning: "What the method gains over each baseline.")
  }

  /// The `coverage` table: how often intervals held.
  public func coverageTable() -> Table {
    var rows = TableBuilder()
    rows.text("method", "Method; that of the specification first.")
    rows.text("series", "units: each unit by itself; total: their sum.")
    rows.text("step", "Periods ahead; all for the mean over them.")
    rows.number("level", unit: "share", "Share of outcomes that the interval shall hold.")
    rows.number("coverage", unit: "share", "Share that it held, its ends included.")
    rows.number(
      "expected", unit: "share",
      "Share of the futures within: what the intervals of right forecasts would hold, up to the luck of "
        + "draws. Steps of counts make it more than the level.")
    rows.number("width", unit: spec.outcome, "Mean width.")
    rows.number("interval_score", unit: spec.outcome, "Mean interval score: width and fines.")
    rows.count("forecasts", unit: "forecasts", "Forecasts that were scored.")
    for result in results {
      for part in parts(result) {
        for (place, level) in ForecastScore.levels.enumerated() {
          rows.add("method", result.method.rawValue)
          rows.add("series", part.series)
          rows.add("step", part.step)
          rows.add("level", level)
          rows.add("coverage", part.sums.mean(part.sums.inside[place]))
          rows.add("expected", part.sums.mean(part.sums.expected[place]))
          rows.add("width", part.sums.mean(part.sums.widths[place]))
          rows.add("interval_score", part.sums.mean(part.sums.intervals[place]))
          rows.add("forecasts", part.sums.count)
        }
      }
    }
    return rows.table("coverage", meaning: "How often intervals held, and how wide they were.")
  }

  /// The `pit` table: the histogram of probability transforms of units.
  public func transformTable() -> Table {
    var rows = TableBuilder()
    rows.text("method", "Method; that of the specification first.")
    rows.number("from", unit: "share", "Lower end of the bin.")
    rows.number("to", unit: "share", "Upper end of the bin.")
    rows.number("share", unit: "share", "Share of forecasts in the bin; 0.1 for right ones.")
    rows.number(
      "uniform_p", unit: "share",
      "Chance that right forecasts of independent units would be further from level; none for fewer "
        + "than 50 units.")
    let count = Double(TransformHistogram.binCount)
    for result in results {
      let chance = result.transforms.uniformity ?? .nan
      for (bin, share) in result.transforms.bins.enumerated() {
        rows.add("method", result.method.rawValue)
        rows.add("from", Double(bin) / count)
        rows.add("to", Double(bin + 1) / count)
        rows.add("share", share)
        rows.add("uniform_p", chance)
      }
    }
    return rows.table(
      "pit", meaning: "Where outcomes lay in their forecast distributions, over units.")
  }

  /// What names of columns call the levels of intervals, such as 90.
  private static let levelNames = ForecastScore.levels.map { "\(Int(($0 * 100).rounded()))" }

  /// The `origins` table: forecasts of the total and what came true.
  public func originTable() -> Table {
    var rows = TableBuilder()
    rows.text("method", "Method; that of the specification first.")
    rows.text("origin", "Last period that was known.")
    rows.text("period", "Period that was forecast.")
    rows.count("step", unit: "periods", "Periods ahead.")
    rows.number("observed", unit: spec.outcome, "Total that came true.")
    rows.number("mean", unit: spec.outcome, "Mean of the forecast total.")
    rows.number("p50", unit: spec.outcome, "Median.")
    for level in Self.levelNames {
      rows.number("low_\(level)", unit: spec.outcome, "Lower end of the \(level) % interval.")
      rows.number("high_\(level)", unit: spec.outcome, "Upper end of the \(level) % interval.")
    }
    rows.number("crps", unit: spec.outcome, "Continuous ranked probability score.")
    for result in results {
      for (origin, scores) in zip(origins, result.totals) {
        for (step, score) in scores.enumerated() {
          rows.add("method", result.method.rawValue)
          rows.add("origin", history.periods.label(of: origin.known - 1))
          rows.add("period", history.periods.label(of: origin.known + step))
          rows.add("step", step + 1)
          rows.add("observed", score.observed)
          rows.add("mean", score.mean)
          rows.add("p50", score.median)
          for (name, interval) in zip(Self.levelNames, score.intervals) {
            rows.add("low_\(name)", interval.low)
            rows.add("high_\(name)", interval.high)
          }
          rows.add("crps", score.ranked)
        }
      }
    }
    return rows.table("origins", meaning: "Forecasts of the total from each origin.")
  }

  /// The `series` table: scores of each unit.
  public func seriesTable() -> Table {
    var rows = TableBuilder()
    rows.text("method", "Method; that of the specification first.")
    rows.text("unit", "Unit.")
    rows.number("crps", unit: spec.outcome, "Mean continuous ranked probability score.")
    rows.number("mae", unit: spec.outcome, "Mean absolute error of the median.")
    rows.number("mase", unit: "ratio", "Mean absolute scaled error; none where it never changed.")
    rows.number("coverage_90", unit: "share", "Share of the 90 % intervals that held.")
    rows.count("forecasts", unit: "forecasts", "Forecasts that were scored.")
    for result in results {
      for (unit, sums) in zip(history.units, result.units) {
        rows.add("method", result.method.rawValue)
        rows.add("unit", unit)
        rows.add("crps", sums.mean(sums.ranked))
        rows.add("mae", sums.mean(sums.absoluteErrors))
        rows.add("mase", sums.scaledError)
        rows.add("coverage_90", sums.mean(sums.inside[ForecastScore.levels.count - 1]))
        rows.add("forecasts", sums.count)
      }
    }
    return rows.table("series", meaning: "Scores of each unit over origins and periods.")
  }
}
