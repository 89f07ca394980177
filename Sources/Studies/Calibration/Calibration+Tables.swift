import Estimation
public import Interchange
import Journeys
import Statistics

extension Calibration {
  /// The tables that a complete calibration has.
  public static let tableNames: Set<String> = [
    "posterior", "parameters", "correlations", "fit", "waves", "generations", "heldout", "past",
  ]

  /// All tables.
  public func tables() -> [Table] {
    [
      ParameterDraws(names: worlds.spec.parameters.map(\.name), rows: values).table(),
      parameterTable(), correlationTable(), fitTable(), waveTable(),
      generationTable(), heldOutTable(), pastTable(),
    ]
  }

  func parameterTable() -> Table {
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
      "Share of the prior's variance that the figures took away, in normal scores of the prior.")
    rows.text("verdict", "How well it is known.")
    rows.text("sentence", "The verdict in words.")
    let values = values
    for (place, (parameter, account)) in zip(worlds.spec.parameters, accounts).enumerated() {
      let own = values.map { $0[place] }
      let points = posterior.draws.quantiles([0.05, 0.5, 0.95], of: place)
      func at(_ score: Double) -> Double {
        var point = draws[0].map { _ in 0.0 }
        point[place] = score
        return worlds.values(at: point)[place]
      }
      rows.add("parameter", parameter.name)
      rows.add("prior_p05", at(Normal.quantile(0.05)))
      rows.add("prior_p50", at(0))
      rows.add("prior_p95", at(Normal.quantile(0.95)))
      rows.add("p05", at(points[0]))
      rows.add("p50", at(points[1]))
      rows.add("p95", at(points[2]))
      let moments = Spread(own)
      rows.add("mean", moments.mean)
      rows.add("sd", moments.sd)
      rows.add("contraction", account.contraction)
      rows.add("verdict", account.word)
      rows.add("sentence", account.sentence)
    }
    return rows.table("parameters", meaning: "What the figures say of each parameter.")
  }

  private func correlationTable() -> Table {
    var rows = TableBuilder()
    rows.text("parameter", "Name of a parameter.")
    rows.text("with", "Name of another.")
    rows.number("correlation", unit: "-1 to 1", "In the posterior, of normal scores of the priors.")
    let accounts = accounts
    for (place, account) in accounts.enumerated() {
      for other in accounts.indices where other > place {
        rows.add("parameter", account.name)
        rows.add("with", accounts[other].name)
        rows.add("correlation", account.correlations[other])
      }
    }
    return rows.table("correlations", meaning: "Which parameters are known together.")
  }

  func fitTable() -> Table {
    var rows = TableBuilder()
    rows.text("figure", "Name of the figure.")
    rows.number("observed", unit: "as the figure", "As it was observed.")
    rows.number("tolerance", unit: "as the figure", "Standard deviation of its error.")
    let error = "with the error of observation"
    rows.number(
      "simulated_mean", unit: "as the figure",
      "Mean over \(outcomes.count) worlds of the posterior, \(error).")
    rows.number("simulated_p05", unit: "as the figure", "5 % point of them.")
    rows.number("simulated_p95", unit: "as the figure", "95 % point of them.")
    rows.number(
      "p", unit: "chance",
      "Chance that one of them, \(error), shows more than was observed; ties half.")
    rows.text("usual", "yes where p lies between 0.05 and 0.95.")
    rows.number(
      "prior_lowest", unit: "as the figure",
      "Least in \(priorCount) worlds of the prior, \(error).")
    rows.number("prior_highest", unit: "as the figure", "Most in them.")
    rows.count("undetermined", unit: "worlds", "Worlds of the posterior that do not determine it.")
    let observed = worlds.figures.observed
    for (place, check) in checks().enumerated() {
      rows.add("figure", observed.names[place])
      rows.add("observed", observed.values[place])
      rows.add("tolerance", observed.tolerances[place])
      rows.add("simulated_mean", check.spread.mean)
      rows.add("simulated_p05", check.spread.p05)
      rows.add("simulated_p95", check.spread.p95)
      rows.add("p", check.posterior.chance)
      rows.add("usual", check.posterior.isUsual ? "yes" : "NO")
      rows.add("prior_lowest", check.prior.lowest)
      rows.add("prior_highest", check.prior.highest)
      rows.add("undetermined", check.posterior.undetermined)
    }
    return rows.table(
      "fit", meaning: "Figures as observed and as worlds of the posterior show them.")
  }

  /// What was learned from, and where it lies in the scenario's time; no row without data.
  private func pastTable() -> Table {
    var rows = TableBuilder()
    rows.text("data", "File of the data; its hash stands in run.json.")
    rows.count("units", unit: "units", "Units of the panel.")
    rows.count("learned", unit: "periods", "Periods that were learned from, the first ones.")
    rows.count("held_out", unit: "periods", "Periods that were held out, the last ones.")
    rows.text("first_period", "First period of the data.")
    rows.text("last_learned", "Last period that was learned from.")
    rows.count("first_step", unit: "step", "First step of the scenario in the first period.")
    rows.count("steps_per_period", unit: "steps", "Steps of the scenario in a period.")
    if let panel = worlds.panel, let periods = worlds.figures.periods {
      rows.add("data", panel.name.split(separator: "/").last.map(String.init) ?? panel.name)
      rows.add("units", panel.units.count)
      rows.add("learned", periods.trained)
      rows.add("held_out", periods.count - periods.trained)
      rows.add("first_period", panel.periods.label(of: 0))
      rows.add("last_learned", panel.periods.label(of: periods.trained - 1))
      rows.add("first_step", periods.firstStep)
      rows.add("steps_per_period", periods.stepsPerPeriod)
    }
    return rows.table("past", meaning: "What was learned from.")
  }

  private func waveTable() -> Table {
    var rows = TableBuilder()
    rows.count("wave", unit: "", "Number of the wave; history matching, and then filling.")
    rows.text("kind", "matching: rules out; filling: worlds of what is left.")
    rows.count("simulations", unit: "worlds", "Worlds of the wave.")
    rows.number(
      "prior_left", unit: "share",
      "Part of the prior that is not ruled out after it, estimated anew: standard error up to 10 % "
        + "of itself at 0.05, 20 % at 0.001.")
    rows.number(
      "worst_left_out", unit: "share",
      "Part of left-out worlds that the worst emulator misses by more than three deviations.")
    rows.count("figures_used", unit: "figures", "Figures whose emulators ruled something out.")
    for (place, wave) in posterior.matching.waves.enumerated() {
      rows.add("wave", place + 1)
      rows.add("kind", "matching")
      rows.add("simulations", wave.simulations)
      rows.add("prior_left", wave.priorShare)
      rows.add("worst_left_out", wave.worstLeftOutShare ?? .nan)
      rows.add("figures_used", wave.uses.count(where: \.isUsed))
    }
    rows.add("wave", posterior.matching.waves.count + 1)
    rows.add("kind", "filling")
    rows.add("simulations", posterior.filling.points.count)
    rows.add("prior_left", posterior.matching.region.priorShare)
    rows.add("worst_left_out", .nan)
    rows.add("figures_used", 0)
    return rows.table("waves", meaning: "What history matching ruled out, and filled.")
  }

  private func generationTable() -> Table {
    var rows = TableBuilder()
    rows.count("generation", unit: "", "Number of the generation.")
    rows.count("simulations", unit: "worlds", "Worlds so far, all of the table waves among them.")
    rows.number("tolerance", unit: "deviations", "Distance up to which worlds are accepted.")
    rows.number("acceptance", unit: "share", "Part of the generation that is accepted.")
    rows.number(
      "effective_size", unit: "draws", "Equally likely draws that the accepted are worth.")
    // The search does not count worlds of the waves outside of what is left.
    let waves = posterior.matching.points.count + posterior.filling.points.count
    let counted = posterior.search.generations.first?.simulations ?? 0
    for (place, generation) in posterior.search.generations.enumerated() {
      rows.add("generation", place + 1)
      rows.add("simulations", waves + generation.simulations - counted)
      rows.add("tolerance", generation.tolerance)
      rows.add("acceptance", generation.acceptance)
      rows.add("effective_size", generation.effectiveSize)
    }
    return rows.table("generations", meaning: "How the search came nearer to the figures.")
  }
}

extension Identifiability {
  /// The verdict in a word or two.
  var word: String {
    switch verdict {
    case .identified: "identified"
    case .weak: "weak"
    case .unidentified: "not identified"
    case .togetherWith(let other, _): "only with \(other)"
    case .againstPrior(let isLow): "at the \(isLow ? "low" : "high") end"
    }
  }
}
