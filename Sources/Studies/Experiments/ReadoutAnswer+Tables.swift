import Estimation
public import Interchange
import Statistics

extension ReadoutAnswer {
  /// The whole answer for programs: the paragraph and the tables.
  public var json: String {
    let head = JSONValue.object([
      JSONMember("ok", .flag(true)), JSONMember("text", .text(paragraph)),
    ]).text(indent: nil)
    let parts = tables.map { ",\"\($0.name)\":\($0.json())" }
    return "\(head.dropLast())\(parts.joined())}"
  }

  /// The tables of an answer: effects, checks, and groups where they were asked for.
  public var tables: [Table] {
    [effectTable(comparisons, "effects", "Effects of the arms by their methods."), checkTable()]
      + (groups.isEmpty
        ? [] : [effectTable(groups, "groups", "Effects in groups of units, found after the draw.")])
  }

  /// One row per effect.
  private func effectTable(
    _ rows: [Comparison], _ name: String, _ meaning: String
  ) -> Table {
    let unit = outcomeName
    let percent = HumanNumber.percent(confidence)
    var table = TableBuilder()
    table.text("comparison", "What is compared.")
    table.text("role", "main: what the design calls for; beside: another method, for comparison.")
    table.text("method", "How the effect was found.")
    table.number("effect", unit: unit, "Effect per unit.")
    table.number(
      "low", unit: unit,
      "Lower end of the \(percent) interval; of several effects, of the step of Holm that decides it."
    )
    table.number("high", unit: unit, "Upper end of that interval.")
    table.number(
      "p", unit: "", "Two-sided p-value of no effect, of the same test as the interval; alone.")
    table.number(
      "p_adjusted", unit: "",
      "The same after Holm, where there are several effects: decides with the interval.")
    table.number("lift", unit: "share", "Effect as a share of the control level.")
    table.number("lift_low", unit: "share", "Lower end of its interval.")
    table.number("lift_high", unit: "share", "Upper end of its interval.")
    table.number(
      "mde", unit: unit, "Smallest effect found four times in five at the observed scatter.")
    table.number("mde_lift", unit: "share", "The same as a share of the control level.")
    table.number(
      "power", unit: "share", "Chance to find the planned lift at the observed scatter.")
    table.number("control", unit: unit, "Level of the control arm, adjusted as the effect is.")
    table.count("treated_n", unit: "", "Treated units, pairs or clusters.")
    table.count("control_n", unit: "", "Control units, pairs or clusters.")
    for row in rows {
      let effect = row.readout.effect
      let level = row.readout.controlLevel
      let detectable = effect.minimumDetectableEffect()
      table.add("comparison", row.name)
      table.add("role", row.isMain ? "main" : "beside")
      table.add("method", row.readout.method)
      table.add("effect", effect.value)
      table.add("low", effect.interval.lowerBound)
      table.add("high", effect.interval.upperBound)
      table.add("p", effect.pValue)
      table.add("p_adjusted", row.adjustedPValue ?? .nan)
      table.add("lift", row.readout.relative?.value ?? .nan)
      table.add("lift_low", row.readout.relative?.interval.lowerBound ?? .nan)
      table.add("lift_high", row.readout.relative?.interval.upperBound ?? .nan)
      table.add("mde", detectable)
      table.add("mde_lift", level > 0 ? detectable / level : .nan)
      table.add("power", plannedLift.map { effect.power(toDetect: $0 * level) } ?? .nan)
      table.add("control", level)
      table.add("treated_n", row.readout.treatedCount)
      table.add("control_n", row.readout.controlCount)
    }
    return table.table(name, meaning: meaning)
  }

  /// One row per check.
  private func checkTable() -> Table {
    var table = TableBuilder()
    table.text("check", "What was checked.")
    table.text("verdict", "ok; look: read on with care; fail: do not use the effects yet.")
    table.number("figure", unit: "", "The figure that was looked at.")
    table.number("limit", unit: "", "What it was compared with.")
    table.text("finding", "What was found, and what to do.")
    for check in checks {
      table.add("check", check.name)
      table.add("verdict", check.verdict.rawValue)
      table.add("figure", check.figure)
      table.add("limit", check.limit)
      table.add("finding", check.sentence)
    }
    return table.table("checks", meaning: "Whether the effects can be trusted.")
  }
}
