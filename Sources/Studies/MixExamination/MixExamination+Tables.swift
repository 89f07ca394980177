public import Interchange
import Journeys
import Statistics

extension MixExamination {
  /// Names of the tables of a run.
  public static let tableNames: Set<String> = [
    "examination", "examination_worlds", "examination_lifts",
  ]

  /// The tables of the run; the last only where there were experiments.
  public func tables() -> [Table] {
    [table(), worldTable()] + (study.holdouts.isEmpty ? [] : [liftTable()])
  }

  private func unit(_ quantity: MixQuantity) -> String {
    quantity == .outcome ? scenario.events[scenario.outcome].name : "ratio"
  }

  /// The `examination` table: error and coverage by granularity, model, channel and quantity.
  public func table() -> Table {
    var rows = TableBuilder()
    rows.text("granularity", "What rows of the panel are about.")
    rows.text("model", "Model, or its variant.")
    rows.text("channel", "Channel.")
    rows.text(
      "quantity",
      "outcome: headline events lost without the channel; returnOnSpend: their margin per money "
        + "spent on it.")
    rows.text("unit", "What the numbers of the row are measured in.")
    let numbers: [(name: String, unit: String, meaning: String)] = [
      ("truth_mean", "as in unit", "Truth, mean over worlds."),
      ("estimate_mean", "as in unit", "Estimate, mean over worlds."),
      ("bias", "as in unit", "Estimate less truth, mean over worlds."),
      ("relative_bias", "ratio", "Bias over the size of the mean truth."),
      ("rmse", "as in unit", "Root of the mean squared error over worlds."),
      ("coverage", "share", "Share of the 90 % intervals that hold the truth."),
      ("coverage_low", "share", "Lower end of Wilson's 90 % interval of that share."),
      ("coverage_high", "share", "Upper end of Wilson's 90 % interval of that share."),
      ("width_mean", "as in unit", "Width of the 90 % intervals, mean over worlds."),
    ]
    for number in numbers { rows.number(number.name, unit: number.unit, number.meaning) }
    rows.count("worlds", unit: "worlds", "Worlds in which there is an estimate.")
    for accuracy in accuracies() {
      let hasIntervals = accuracy.coverage.isFinite
      rows.add("granularity", accuracy.granularity)
      rows.add("model", accuracy.model)
      rows.add("channel", accuracy.channel)
      rows.add("quantity", accuracy.quantity.rawValue)
      rows.add("unit", unit(accuracy.quantity))
      rows.add("truth_mean", accuracy.meanTruth)
      rows.add("estimate_mean", accuracy.meanEstimate)
      rows.add("bias", accuracy.bias)
      rows.add("relative_bias", accuracy.relativeBias)
      rows.add("rmse", accuracy.rootMeanSquaredError)
      rows.add("coverage", accuracy.coverage)
      rows.add("coverage_low", hasIntervals ? accuracy.coverageInterval.low : .nan)
      rows.add("coverage_high", hasIntervals ? accuracy.coverageInterval.high : .nan)
      rows.add("width_mean", accuracy.meanWidth)
      rows.add("worlds", accuracy.truths.count)
    }
    return rows.table(
      "examination", meaning: "How far models are from the truth, and how often they say so.")
  }

  /// The `examination_worlds` table: truth and estimate of every world, model and channel.
  public func worldTable() -> Table {
    let outcome = scenario.events[scenario.outcome].name
    var rows = TableBuilder()
    rows.count("world", unit: "number", "Number of the world, from 0.")
    rows.text("granularity", "What rows of the panel are about.")
    rows.text("model", "Model, or its variant.")
    rows.text("channel", "Channel.")
    rows.number("touches", unit: "touches", "Delivered touches over the horizon.")
    rows.number("spend", unit: scenario.currency, "Money spent on the channel itself.")
    rows.number("truth", unit: outcome, "Headline events lost without the channel.")
    rows.number("estimate", unit: outcome, "The same by the fit.")
    rows.number("low", unit: outcome, "Lower end of the fit's 90 % interval.")
    rows.number("high", unit: outcome, "Upper end of the fit's 90 % interval.")
    rows.number(
      "truth_value", unit: scenario.currency, "Margin of all events lost without the channel.")
    rows.number(
      "truth_return", unit: "ratio", "Margin of the headline events per money spent on the channel."
    )
    rows.number(
      "truth_marginal_return", unit: "ratio",
      "Margin of all events per money, for a tenth more of the plan.")
    rows.number("return", unit: "ratio", "Margin per money by the fit.")
    rows.number("return_low", unit: "ratio", "Lower end of its 90 % interval.")
    rows.number("return_high", unit: "ratio", "Upper end of its 90 % interval.")
    for (number, world) in worlds.enumerated() {
      for estimate in world.estimates {
        guard let truth = world.truth.channel(estimate.channel) else { continue }
        rows.add("world", number)
        rows.add("granularity", estimate.granularity)
        rows.add("model", estimate.model)
        rows.add("channel", estimate.channel)
        rows.add("touches", truth.touches)
        rows.add("spend", truth.spend)
        rows.add("truth", truth.incrementalOutcome)
        rows.add("estimate", estimate.outcome.value)
        rows.add("low", estimate.outcome.low)
        rows.add("high", estimate.outcome.high)
        rows.add("truth_value", truth.incrementalValue)
        rows.add("truth_return", truth.outcomeReturnOnSpend)
        rows.add("truth_marginal_return", truth.marginalReturn)
        rows.add("return", estimate.returnOnSpend?.value ?? .nan)
        rows.add("return_low", estimate.returnOnSpend?.low ?? .nan)
        rows.add("return_high", estimate.returnOnSpend?.high ?? .nan)
      }
    }
    return rows.table(
      "examination_worlds", meaning: "Truth and estimate of every world and channel.")
  }

  /// The `examination_lifts` table: what each experiment said, and should have said.
  public func liftTable() -> Table {
    let outcome = scenario.events[scenario.outcome].name
    var rows = TableBuilder()
    rows.count("world", unit: "number", "Number of the world, from 0.")
    rows.text("channel", "Channel that was withheld.")
    rows.number(
      "truth", unit: outcome,
      "Headline events that the channel brings in the window, everybody reached.")
    rows.number("readout", unit: outcome, "The same by the difference between the cells.")
    rows.number("standard_error", unit: outcome, "Standard error of the readout.")
    rows.number("low", unit: outcome, "Lower end of the readout's 90 % interval.")
    rows.number("high", unit: outcome, "Upper end of the readout's 90 % interval.")
    for (number, world) in worlds.enumerated() {
      for holdout in world.truth.holdouts {
        rows.add("world", number)
        rows.add("channel", holdout.channel)
        rows.add("truth", holdout.incrementalOutcome)
        rows.add("readout", holdout.readout.value)
        rows.add("standard_error", holdout.standardError)
        rows.add("low", holdout.readout.low)
        rows.add("high", holdout.readout.high)
      }
    }
    return rows.table(
      "examination_lifts", meaning: "What experiments said, and what they should have said.")
  }
}
