import Estimation
public import Interchange
import Statistics

extension MixAnswer {
  /// What each channel brought and returned.
  public func channelTable() -> Table {
    Self.table(of: returns, drawCount: fit.draws.rows)
  }

  /// What channels brought and returned.
  static func table(of returns: [ChannelReturn], drawCount: Int) -> Table {
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.number("spend", unit: "money", "Money spent; empty where nobody knows.")
    rows.posterior("outcome", unit: "outcomes", "Outcomes that would be lost without the channel")
    rows.posterior("share", unit: "share 0-1", "Its share of all outcomes")
    rows.posterior("return_on_spend", unit: "money per money", "Money back per money spent")
    rows.posterior(
      "marginal_return", unit: "money per money",
      "Money back per further money, at the spend as it was")
    rows.number(
      "cost_per_outcome", unit: "money per outcome", "Money spent per outcome, by the mean.")
    for channel in returns {
      rows.add("channel", channel.channel)
      rows.add("spend", channel.spend)
      rows.add("outcome", interval: Spread(channel.outcome))
      rows.add("share", interval: Spread(channel.share))
      rows.add("return_on_spend", interval: Spread(channel.returnOnSpend))
      rows.add("marginal_return", interval: Spread(channel.marginalReturn))
      let mean = Spread(channel.outcome).mean
      rows.add("cost_per_outcome", mean > 0 ? channel.spend / mean : .nan)
    }
    return rows.table(
      "channels",
      meaning: "What each channel brought and returned; intervals hold 90 % of \(drawCount) draws.")
  }

  /// What each part brought in each period.
  public func contributionTable() -> Table { Self.table(of: decomposition, fit.design) }

  /// What each part brought in each period.
  static func table(of decomposition: MixDecomposition, _ design: MixDesign) -> Table {
    var rows = TableBuilder()
    rows.text("period", "First day or number of the period.")
    rows.text("part", "Base, control or channel; overlap where channels multiply each other.")
    rows.posterior("outcome", unit: "outcomes", "Outcomes of the period that the part brought")
    for (place, period) in decomposition.periods.enumerated() {
      for (index, part) in decomposition.parts.enumerated() {
        rows.add("period", design.periods.label(of: period))
        rows.add("part", part)
        rows.add("outcome", interval: Spread(decomposition.part(index, period: place)))
      }
    }
    return rows.table(
      "contributions", meaning: "What each part of the model brought, by period, over all units.")
  }

  /// What happened and what the model expects, held-out periods included.
  func fitTable() -> Table {
    let design = fit.design
    let prediction = MixPrediction(fit, periods: 0..<design.periods.count)
    var rows = TableBuilder()
    rows.text("period", "First day or number of the period.")
    rows.text("role", "Whether the period was fitted or held out.")
    rows.number("observed", unit: "outcomes", "What happened, over all units.")
    rows.number("expected", unit: "outcomes", "The mean that the model expects.")
    rows.number("p05", unit: "outcomes", "5 % quantile of what the model would draw.")
    rows.number("p95", unit: "outcomes", "95 % quantile of what the model would draw.")
    for period in 0..<design.periods.count {
      let bounds = quantiles(of: prediction.totals(period: period), [0.05, 0.95])
      rows.add("period", design.periods.label(of: period))
      rows.add("role", period < design.fittedPeriods ? "fitted" : "held out")
      rows.add("observed", design.observedTotal(of: period))
      rows.add("expected", Spread(prediction.meanTotals(period: period)).mean)
      rows.add("p05", bounds[0])
      rows.add("p95", bounds[1])
    }
    return rows.table("fit", meaning: "What happened and what the model expects, over all units.")
  }

  /// What is believed of each parameter.
  func parameterTable() -> Table {
    var rows = TableBuilder()
    rows.text("parameter", "Name, with channel, column or unit in brackets.")
    rows.spread(unit: "")
    rows.number("prior_p05", unit: "", "5 % quantile of what was believed before data.")
    rows.number("prior_p95", unit: "", "95 % quantile of what was believed before data.")
    rows.number("r_hat", unit: "", "Agreement of the chains; 1 is perfect, 1.01 is good.")
    rows.number("bulk_ess", unit: "draws", "Independent draws that the mean rests on.")
    rows.number("tail_ess", unit: "draws", "Independent draws that the interval rests on.")
    for (index, parameter) in fit.parameters.all.enumerated() {
      let column = Array(fit.draws.column(index))
      // Figures of chains need four draws of each; with fewer, checks say that they are too few.
      let chains =
        fit.sampling != nil && !parameter.prior.isFixed && column.count >= 4 * fit.chains
        ? ChainedDraws(column, chains: fit.chains) : nil
      rows.add("parameter", parameter.name)
      rows.add(Spread(column))
      rows.add("prior_p05", parameter.prior.quantile(0.05))
      rows.add("prior_p95", parameter.prior.quantile(0.95))
      rows.add("r_hat", chains?.rHat ?? .nan)
      rows.add("bulk_ess", chains?.bulkEffectiveSize ?? .nan)
      rows.add("tail_ess", chains?.tailEffectiveSize ?? .nan)
    }
    return rows.table(
      "parameters",
      meaning:
        "What is believed of each parameter after data, in the units of the model: exposures "
        + "over the largest, outcomes over the largest.")
  }

  /// What was checked.
  func checkTable() -> Table {
    var rows = TableBuilder()
    rows.text("check", "Name of the figure.")
    rows.number("value", unit: "", "The figure.")
    rows.text("verdict", "good, watch, or bad: not to be used before it is mended.")
    rows.text("sentence", "What it means, and what would mend it.")
    for check in allChecks {
      rows.add("check", check.name)
      rows.add("value", check.value)
      rows.add("verdict", check.verdict.rawValue)
      rows.add("sentence", check.sentence)
    }
    return rows.table("checks", meaning: "What was checked before and after the fit.")
  }

  /// Checks before and after the fit, and of the held-out periods.
  var allChecks: [MixCheck] {
    var all = identification.checks + checks.all + predictive.checks
    if let loo = checks.leaveOneOut {
      all.append(
        MixCheck(
          "elpd_loo", loo.expectedLogDensity, .good,
          "Expected log density of unseen rows, with a standard error of "
            + "\(HumanNumber.text(loo.standardError)); to compare models of the same outcome, larger "
            + "is better."))
    }
    if let score {
      let isCalibrated = score.coverage >= 0.7 && score.coverage <= 1
      all.append(
        MixCheck(
          "holdout_error", score.relativeError,
          score.rankedScore <= score.naiveScore ? .good : .watch,
          "Over \(score.periods) held-out periods the middle forecast missed by "
            + "\(HumanNumber.text(100 * score.relativeError)) %; its score of "
            + "\(HumanNumber.text(score.rankedScore)) is "
            + (score.rankedScore <= score.naiveScore ? "better" : "WORSE")
            + " than that of the history itself, \(HumanNumber.text(score.naiveScore))."))
      all.append(
        MixCheck(
          "holdout_coverage", score.coverage, isCalibrated ? .good : .watch,
          "The 90 % intervals held \(HumanNumber.text(100 * score.coverage)) % of the held-out "
            + "periods."))
    }
    return all
  }

  /// The candidates of a search that nobody beats in everything.
  static func searchTable(_ search: MixFit.Searched) -> Table {
    let parameters = search.fit.parameters
    let transforms = parameters.channels.flatMap { Array($0.carryover) + Array($0.saturation) }
    var rows = TableBuilder()
    rows.count("rank", unit: "", "Place by distance from the best of each loss, from 1.")
    rows.text("drawn", "Whether the draws of the fit come from it.")
    for objective in search.objectives {
      rows.number(objective.rawValue, unit: "", objective.meaning)
    }
    rows.number("penalty", unit: "", "Penalty on standardized columns.")
    for place in transforms + parameters.channels.map(\.effect) {
      rows.number(parameters.all[place].name, unit: "", "Value of the parameter.")
    }
    for (rank, candidate) in search.front.enumerated() {
      rows.add("rank", rank + 1)
      rows.add("drawn", rank < search.drawn ? "yes" : "no")
      for (objective, loss) in zip(search.objectives, candidate.losses) {
        rows.add(objective.rawValue, loss)
      }
      rows.add("penalty", candidate.penalty)
      for place in transforms + parameters.channels.map(\.effect) {
        rows.add(parameters.all[place].name, candidate.values[place])
      }
    }
    return rows.table(
      "search", meaning: "Candidates that no other beats in every loss, the best compromise first.")
  }
}

extension RidgeCandidate.Objective {
  /// What the loss is, in words.
  var meaning: String {
    switch self {
    case .fit: "Root mean squared error of the learned periods over the range of outcomes."
    case .validation: "The same for the last fifth of the fitted periods, which was not learned."
    case .decomposition: "Distance between shares of effect and shares of spend."
    case .lift: "Mean relative distance from the estimates of experiments."
    }
  }
}

extension TableBuilder {
  /// Declares mean and 90 % interval over draws: `NAME_mean`, `NAME_p05` and `NAME_p95`.
  mutating func posterior(_ name: String, unit: String, _ meaning: String) {
    number("\(name)_mean", unit: unit, "\(meaning), mean over draws.")
    number("\(name)_p05", unit: unit, "\(meaning), 5 % quantile over draws.")
    number("\(name)_p95", unit: unit, "\(meaning), 95 % quantile over draws.")
  }
}
