public import Estimation
public import Interchange

extension GeoPlan {
  /// Designs whose power curves are kept; *chosen* as what somebody compares.
  private static let curveCount = 10

  /// The tables of the plan.
  public func tables() -> [Table] { [designsTable(), powerTable()] }

  private func designsTable() -> Table {
    var rows = TableBuilder()
    rows.count("rank", unit: "", "Place by the mean of ranks of smallest lift, bias and cost.")
    rows.text("markets", "Treated markets, separated by semicolons.")
    rows.count("market_count", unit: "markets", "Treated markets.")
    rows.count("periods", unit: "periods", "Length of the test.")
    rows.number(
      "smallest_lift", unit: "share",
      "Smallest lift found with the power that was asked for, by imagined tests and by their scatter."
    )
    rows.number("lift", unit: "share", "Lift that was asked about; empty where none was.")
    rows.number(
      "power", unit: "share", "Chance to find that lift, by imagined tests and by their scatter.")
    rows.number(
      "false_positives", unit: "share",
      "Share of imagined tests without effect that are significant.")
    rows.number("bias", unit: "share", "Mean lift that is estimated where there is none.")
    rows.number(
      "lift_deviation", unit: "share",
      "Standard deviation of lifts that are estimated where there is none, as of tests apart; 0 of one."
    )
    rows.number(
      "fit_error", unit: "share",
      "Root mean squared difference from the synthetic control before the test, over the mean.")
    rows.number(
      "scaled_imbalance", unit: "",
      "The same difference over that of the plain mean of controls; 0 is a perfect fit.")
    rows.number("volume", unit: "outcomes", "Outcomes of the treated markets over the test.")
    rows.number("cost", unit: "money", "Cost of the smallest lift; empty where it is not known.")
    rows.number(
      "affordable_cost_per_outcome", unit: "money per outcome",
      "What a further outcome may cost for the budget to make the smallest lift.")
    rows.number("holdout_share", unit: "share", "Share of outcomes outside the treated markets.")
    for (place, design) in designs.enumerated() {
      rows.add("rank", place + 1)
      rows.add("markets", names(design).joined(separator: ";"))
      rows.add("market_count", design.markets.count)
      rows.add("periods", design.length)
      rows.add("smallest_lift", design.detectable ?? .nan)
      rows.add("lift", question.lift ?? .nan)
      rows.add("power", design.powerAtLift ?? .nan)
      rows.add("false_positives", design.falsePositives)
      rows.add("bias", design.power.bias)
      rows.add("lift_deviation", design.power.deviation)
      rows.add("fit_error", design.power.relativeError)
      rows.add("scaled_imbalance", design.power.scaledImbalance)
      rows.add("volume", design.power.volume)
      rows.add("cost", design.cost ?? .nan)
      rows.add("affordable_cost_per_outcome", design.affordable ?? .nan)
      rows.add("holdout_share", design.holdoutShare)
    }
    return rows.table("designs", meaning: "Designs that find their lift, the best first.")
  }

  private func powerTable() -> Table {
    var rows = TableBuilder()
    rows.count("rank", unit: "", "Place of the design in the table of designs.")
    rows.number("lift", unit: "share", "Lift that is put into the imagined tests.")
    rows.number("power", unit: "share", "Share of imagined tests that find it.")
    rows.number("mean_estimate", unit: "share", "Mean lift that they estimate.")
    for (place, design) in designs.prefix(Self.curveCount).enumerated() {
      for (index, effect) in design.power.effects.enumerated() {
        rows.add("rank", place + 1)
        rows.add("lift", effect)
        rows.add("power", design.power.power[index])
        rows.add("mean_estimate", design.power.meanEstimate[index])
      }
    }
    return rows.table("power", meaning: "Power of the best designs by lift, by placebo in time.")
  }

  /// The names of the treated markets.
  func names(_ design: GeoDesign) -> [String] { design.markets.map { markets[$0] } }

  /// The list of markets with their arms, for the field and the readout.
  public func assignmentTable() -> Table {
    var rows = TableBuilder()
    rows.text(columns.unit, "Market.")
    rows.text("arm", "What the market gets: test or control.")
    for (index, market) in markets.enumerated() {
      rows.add(columns.unit, market)
      rows.add("arm", best.markets.contains(index) ? Self.arms.test : Self.arms.control)
    }
    return rows.table("markets", meaning: "The markets of the test and their arms.")
  }

  private static let arms = (test: "test", control: "control")

  /// The best design as a document that a readout can follow.
  ///
  /// - Returns: The design, still without the files of its history and its list of markets.
  public func document() -> ExperimentDesign {
    let treated = best.markets.count
    let share = Double(treated) / Double(markets.count)
    var design = ExperimentDesign(
      kind: .geo, columns: ExperimentDesign.Columns(unit: columns.unit),
      arms: [
        ExperimentDesign.Arm(
          name: Self.arms.control, share: 1 - share, units: markets.count - treated),
        ExperimentDesign.Arm(name: Self.arms.test, share: share, units: treated),
      ], control: Self.arms.control, seed: 1)
    design.timing = ExperimentDesign.Timing(periods: best.length, blockLength: best.length)
    design.analysis.outcome = outcome
    design.analysis.alpha = question.alpha
    design.analysis.power = question.power
    design.analysis.smallestLift = best.detectable
    if question.hasRidge { design.analysis.hasRidge = true }
    return design
  }
}
