public import Estimation
public import Interchange

/// When to look at a running test, what to conclude at each look, and what that costs and saves.
public struct LooksPlan: Sendable {
  /// The bounds and their chances.
  let plan: GroupSequentialPlan

  /// Units of a test with one look; nil where nobody knows.
  let units: Double?

  /// Weeks of a test with one look; nil where nobody knows.
  let weeks: Double?

  /// A plan of looks.
  ///
  /// - Parameters:
  ///   - design: When to look and by which bounds; its last look is at the whole information.
  ///   - units: Units that a test with one look and the same power takes, positive; nil if unknown.
  ///   - weeks: Weeks that such a test takes when units arrive evenly, positive; nil if unknown.
  public init(_ design: GroupSequentialDesign, units: Double? = nil, weeks: Double? = nil) {
    plan = GroupSequentialPlan(design)
    self.units = units
    self.weeks = weeks
  }

  /// The `looks` and `summary` tables.
  public func tables() -> [Table] { [looksTable(), summaryTable()] }

  private func looksTable() -> Table {
    var rows = TableBuilder()
    rows.count("look", unit: "", "Number of the look, from 1.")
    rows.number("information", unit: "share", "Share of the largest sample that is in.")
    declareSamples(&rows)
    rows.number("upper_z", unit: "", "A gain is proven at or above this estimate over its error.")
    if plan.design.isTwoSided || plan.design.futility != nil {
      rows.number(
        "lower_z", unit: "",
        plan.design.isTwoSided
          ? "A loss is proven at or below this estimate over its error."
          : "The test is given up at or below this estimate over its error.")
    }
    rows.number("nominal_p", unit: "", "p-value of a plain test that lies on the upper bound.")
    rows.number("error_spent", unit: "", "Chance of a false claim up to the look, at most.")
    rows.number("stops_without_effect", unit: "", "Chance of ending at the look without effect.")
    rows.number("stops_with_effect", unit: "", "The same under the planned effect.")
    let (spent, nominal) = (plan.spent, plan.nominal)
    for (look, share) in plan.rule.shares.enumerated() {
      rows.add("look", look + 1)
      rows.add("information", share)
      if let units { rows.add("units", units * plan.inflation * share) }
      if let weeks { rows.add("weeks", weeks * plan.inflation * share) }
      rows.add("upper_z", plan.rule.upper[look])
      rows.add("lower_z", plan.rule.lower[look])
      rows.add("nominal_p", nominal[look])
      rows.add("error_spent", spent[look])
      rows.add("stops_without_effect", plan.underNone.ends[look])
      rows.add("stops_with_effect", plan.underEffect.ends[look])
    }
    return rows.table(
      "looks", meaning: "What each look needs to end the test, and how often it does.")
  }

  private func declareSamples(_ rows: inout TableBuilder) {
    if units != nil { rows.number("units", unit: "units", "Units that are in at the look.") }
    if weeks != nil { rows.number("weeks", unit: "weeks", "Weeks after the start of the test.") }
  }

  private func summaryTable() -> Table {
    var rows = TableBuilder()
    rows.text("figure", "What the row says.")
    rows.number("value", unit: "", "The figure; samples count in those of a test with one look.")
    declareSamples(&rows)
    func add(_ name: String, _ value: Double, isSample: Bool = false) {
      rows.add("figure", name)
      rows.add("value", value)
      if let units { rows.add("units", isSample ? units * value : .nan) }
      if let weeks { rows.add("weeks", isSample ? weeks * value : .nan) }
    }
    add("alpha", plan.design.alpha)
    add("power", plan.underEffect.power)
    add("drift", plan.drift)
    add("largest_sample", plan.inflation, isSample: true)
    add("expected_sample_with_effect", plan.expectedSampleUnderEffect, isSample: true)
    add("expected_sample_without_effect", plan.expectedSampleUnderNone, isSample: true)
    add("error_of_peeking", plan.peekingError)
    return rows.table(
      "summary",
      meaning:
        "The test as a whole; drift is the expected estimate over its error at the last look "
        + "under the planned effect.")
  }
}
