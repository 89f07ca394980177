public import Interchange
import Journeys

extension ExperimentPlan {
  /// Tables that a complete run has.
  public static let tableNames: Set<String> = ["experiment", "course"]

  /// The tables of the run.
  public func tables() -> [Table] { [table(), courseTable()] }

  /// Every planned test.
  public func table() -> Table {
    let event = study.scenario.events[study.scenario.outcome]
    let (outcome, currency) = (event.name, study.scenario.currency)
    let step = study.stepWord
    var table = TableBuilder()
    table.text("design", "How units are assigned.")
    table.text("unit", "What is assigned as a whole.")
    table.text("arm", "Arm that is tested against the control arm.")
    table.number(
      "people", unit: "people", "In the arm and the control group, mean over replicates.")
    table.number("control", unit: "people", "In the control group, mean over replicates.")
    table.number("clusters", unit: "", "Clusters in both, mean over replicates; 0 without.")
    table.number(step, unit: step, "Length of the test.")
    table.number(
      "past_\(step)", unit: step, "History before it that the readout adjusts for; 0 for none.")
    table.number(
      "control_mean", unit: outcome, "Outcome of a person with everybody under the control arm.")
    table.number(
      "truth", unit: outcome, "Effect per person of the arm for everybody, against nobody.")
    table.number("lift", unit: "share", "The same as a share of control_mean.")
    table.number("estimate", unit: outcome, "Effect per person as read out, mean over replicates.")
    table.number(
      "estimate_sd", unit: outcome, "Standard deviation of the readout between replicates.")
    table.number("bias", unit: outcome, "Mean of readout less truth.")
    table.number("bias_error", unit: outcome, "Monte-Carlo error of the bias.")
    table.number("interval_width", unit: outcome, "Mean width of the interval at level 1 − alpha.")
    table.number(
      "mde", unit: outcome, "Smallest effect per person that is found with the wanted power.")
    table.number("mde_lift", unit: "share", "The same as a share of control_mean.")
    for (name, meaning) in [
      ("power", "Share of the replicates that find an effect"),
      ("false_positive", "Share of A/A tests, both groups under the control arm, that find one"),
      ("coverage", "Share of the intervals that hold the truth"),
    ] {
      table.number(name, unit: "share", "\(meaning).")
      table.number("\(name)_low", unit: "share", "Lower end of its 95 % interval (Wilson).")
      table.number("\(name)_high", unit: "share", "Upper end of its 95 % interval (Wilson).")
    }
    table.number(
      "formula_power", unit: "share",
      "Power by closed formula, from the people of the first ten replicates.")
    table.number("formula_mde_lift", unit: "share", "mde_lift by closed formula.")
    table.number(
      "history_power", unit: "share",
      "Power to find the lift by closed formula from the past given.")
    table.number(
      "history_mde_lift", unit: "share", "mde_lift by closed formula from the past given.")
    table.number("extra_cost", unit: currency, "Spent on the arm's people above the control arm.")
    table.number(
      "forgone", unit: outcome, "What the control group would have brought under the arm.")
    table.number("forgone_value", unit: currency, "Its margin; negative where the arm loses.")
    table.number("price", unit: currency, "extra_cost, and forgone_value where it is above 0.")
    table.count("silent", unit: "replicates", "Replicates with the same outcome of everybody.")
    table.count("replicates", unit: "", "Replicates.")
    for row in rows { add(row, to: &table) }
    return table.table(
      "experiment", meaning: "What each planned test would find, miss and cost, by simulation.")
  }

  private func add(_ row: Row, to table: inout TableBuilder) {
    table.add("design", row.test.design.name)
    table.add("unit", row.test.design.unit)
    table.add("arm", study.arms[row.arm])
    table.add("people", row.treated + row.control)
    table.add("control", row.control)
    table.add("clusters", row.clusters)
    table.add(study.stepWord, Double(row.test.duration))
    table.add("past_\(study.stepWord)", Double(row.test.past))
    table.add("control_mean", row.controlMean)
    table.add("truth", row.truth.mean)
    table.add("lift", row.lift)
    table.add("estimate", row.estimate.mean)
    table.add("estimate_sd", row.estimate.sd)
    table.add("bias", row.bias)
    table.add("bias_error", row.biasError)
    table.add("interval_width", row.intervalWidth)
    table.add("mde", row.detectable)
    table.add("mde_lift", row.detectable / row.controlMean)
    for (name, share) in [
      ("power", row.power), ("false_positive", row.falsePositives), ("coverage", row.coverage),
    ] {
      table.add(name, share.share)
      table.add("\(name)_low", share.low)
      table.add("\(name)_high", share.high)
    }
    table.add("formula_power", row.formulaPower)
    table.add("formula_mde_lift", row.formulaLift)
    table.add("history_power", row.byHistory?.power(ofLift: row.lift) ?? .nan)
    table.add("history_mde_lift", row.byHistory?.smallestLift ?? .nan)
    table.add("extra_cost", row.extraCost)
    table.add("forgone", row.forgoneOutcome)
    table.add("forgone_value", row.forgoneValue)
    table.add("price", row.price)
    table.add("silent", row.silent)
    table.add("replicates", replicates.count)
  }

  /// The course that each arm of each test is expected to take, to be held beside a running test.
  func courseTable() -> Table {
    let outcome = study.scenario.events[study.scenario.outcome].name
    var table = TableBuilder()
    table.text("design", "How units are assigned.")
    table.text("unit", "What is assigned as a whole.")
    table.text("size", "People in the test as asked for; all for everybody.")
    table.number("control_share", unit: "share", "Share of the test that is the control group.")
    table.text("arm", "Arm; the control arm first.")
    table.text("date", "First day of the step.")
    table.count(study.stepWord, unit: study.stepWord, "Steps since the start, this one included.")
    table.text("measure", "per_person in the step, or sum_per_person since the start.")
    table.spread(unit: outcome)
    for (place, asked) in study.question.assignments.enumerated() {
      for arm in study.arms.indices {
        var sums = [Double](repeating: 0, count: replicates.count)
        for step in 0..<study.horizon - study.start {
          let values = replicates.map { $0.courses[place][arm][step] }
          for (replicate, value) in values.enumerated() { sums[replicate] += value }
          for (measure, values) in [("per_person", values), ("sum_per_person", sums)] {
            table.add("design", asked.design.name)
            table.add("unit", asked.design.unit)
            table.add("size", asked.size.map { String($0) } ?? "all")
            table.add("control_share", asked.controlShare)
            table.add("arm", study.arms[arm])
            table.add("date", study.scenario.time.date(of: study.start + step).description)
            table.add(study.stepWord, step + 1)
            table.add("measure", measure)
            table.add(Spread(values))
          }
        }
      }
    }
    return table.table(
      "course",
      meaning: "What each arm of each test is expected to show while it runs, over replicates.")
  }
}

extension ExperimentStudy {
  /// What a step is, in the plural.
  public var stepWord: String { scenario.time.step == .week ? "weeks" : "days" }
}
