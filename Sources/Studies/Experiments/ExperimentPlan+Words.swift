import Estimation
import Interchange
import Journeys

extension ExperimentPlan {
  /// The plan for a strategist: the tests that matter, and a recommendation with its reasons.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let scenario = study.scenario
    let event = scenario.events[scenario.outcome]
    let title = "\(scenario.title): planning a test"
    let head =
      "\(names(Array(study.arms.dropFirst()))) against \(study.arms[0]) from "
      + "\(scenario.time.date(of: study.start)), \(replicates.count) simulated test"
      + "\(replicates.count == 1 ? "" : "s") of every kind, two-sided level "
      + "\(HumanNumber.text(study.question.alpha)). Effects are \(event.title) (\(event.name)) per person of "
      + "\(scenario.populations[study.population].name) over the test. Power: share of the tests that find an "
      + "effect. MDE: lift, as read out, that is found with power \(HumanNumber.percent(study.question.power)). Bias: readout less "
      + "the truth of giving the arm to everybody, as a share of it. Price: extra spending, and margin that the control group "
      + "gives up."
    return page(title, head, grid(), sentences(), width: width)
  }

  /// A title, what the table shows, the table, and what it says, in lines of a width.
  func page(
    _ title: String, _ head: String, _ grid: Table, _ sentences: [String], width: Int
  ) -> String {
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width) + ["", grid.plain(width: width, maximumRows: 40)]
    for sentence in sentences { lines += wrapped(sentence, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func names(_ names: [String]) -> String {
    names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }

  private func grid() -> Table {
    var table = TableBuilder()
    let manyArms = study.arms.count > 2
    for column in (manyArms ? ["arm"] : []) + [
      "design", "people", "control", "units", study.stepWord, "past", "lift", "MDE", "power", "A/A",
      "bias", "price",
    ] { table.text(column, "") }
    for row in rows {
      if manyArms { table.add("arm", study.arms[row.arm]) }
      let people = row.treated + row.control
      table.add("design", row.test.design.name)
      table.add("people", HumanNumber.compact(people))
      table.add("control", HumanNumber.compact(row.control))
      table.add("units", HumanNumber.compact(row.clusters > 0 ? row.clusters.rounded() : people))
      table.add(study.stepWord, String(row.test.duration))
      table.add("past", String(row.test.past))
      table.add("lift", HumanNumber.percent(row.lift))
      table.add("MDE", HumanNumber.percent(row.detectable / row.controlMean))
      table.add("power", HumanNumber.percent(row.power.share))
      table.add("A/A", HumanNumber.percent(row.falsePositives.share))
      table.add("bias", HumanNumber.percent(row.bias / row.truth.mean))
      table.add("price", HumanNumber.compact(row.price))
    }
    return table.table("experiment", meaning: "")
  }

  private func sentences() -> [String] {
    var sentences: [String] = []
    if let best = recommended {
      sentences.append(recommendation(best))
    } else if let nearest = rows.max(by: { $0.power.share < $1.power.share }) {
      sentences.append(infeasibility(nearest))
    }
    if let words = interference() { sentences.append(words) }
    sentences += comparison()
    sentences.append("The table course has what each arm is expected to show while the test runs.")
    sentences += caution()
    let silent = rows.map(\.silent).max() ?? 0
    if silent > 0 {
      sentences.append(
        "In up to \(silent) of \(replicates.count) simulated tests nobody's outcome differed, so there was "
          + "nothing to read out; they count as tests that find nothing.")
    }
    return sentences
  }

  /// What few replicates cannot tell.
  func caution() -> [String] {
    guard replicates.count < 50 else { return [] }
    let error = HumanNumber.percent(1.96 * (0.16 / Double(replicates.count)).squareRoot())
    return [
      "CAUTION: power from \(replicates.count) simulated test\(replicates.count == 1 ? "" : "s") of a kind is known to "
        + "± \(error) or so; run more replicates before you decide."
    ]
  }

  private func described(_ row: Row) -> String {
    let people = HumanNumber.text((row.treated + row.control).rounded())
    let clusters =
      row.clusters > 0
      ? " in \(HumanNumber.text(row.clusters.rounded())) clusters of \(row.test.design.unit)" : ""
    let past =
      row.test.past > 0
      ? ", adjusted for \(row.test.past) \(study.stepWord) of history" : ", without history"
    return "\(people) people\(clusters) (\(row.test.design.name)), "
      + "\(HumanNumber.text(row.control.rounded())) of them in the control group, for "
      + "\(row.test.duration) \(study.stepWord)\(past)"
  }

  private func recommendation(_ row: Row) -> String {
    let currency = study.scenario.currency
    return "Recommended: \(described(row)). It finds the effect of \(study.arms[row.arm]), "
      + "\(HumanNumber.percent(row.lift)), in \(HumanNumber.percent(row.power.share)) of the simulated tests and "
      + "any above \(HumanNumber.percent(row.detectable / row.controlMean)) with the wanted power; its readout is "
      + "off the truth by \(HumanNumber.percent(row.bias / row.truth.mean)) on average; it is the cheapest that "
      + "does both, at \(HumanNumber.money(row.price, currency: currency)): "
      + "\(HumanNumber.money(row.extraCost, currency: currency)) of extra spending, and "
      + "\(HumanNumber.money(row.forgoneValue, currency: currency)) of margin "
      + "(\(HumanNumber.compact(row.forgoneOutcome)) "
      + "\(study.scenario.events[study.scenario.outcome].name)) that the control group does without."
  }

  private func infeasibility(_ row: Row) -> String {
    guard row.truth.mean != 0 else {
      return
        "\(study.arms[row.arm]) does nothing to the outcome in this market, so that no test finds it."
    }
    let ratio = row.detectable / row.truth.mean.magnitude
    if row.power.share >= study.question.power {
      return
        "No planned test is both strong and honest: those that find the effect are off the truth by more than "
        + "a tenth, the strongest, \(described(row)), by \(HumanNumber.percent(row.bias / row.truth.mean)). Assign "
        + "larger clusters, so that those who influence one another share an arm, or test for longer."
    }
    return
      "No planned test finds the effect in \(HumanNumber.percent(study.question.power)) of the cases. The "
      + "strongest, \(described(row)), does in \(HumanNumber.percent(row.power.share)) and would need an effect "
      + "\(HumanNumber.text(ratio)) times as large, or about \(HumanNumber.text(ratio * ratio)) times the people; a "
      + "longer test, more history to adjust for or a stronger arm helps too."
  }

  /// The market beside the user's own past.
  private func comparison() -> [String] {
    let judged = rows.last { $0.byHistory != nil && !$0.closedForms.isEmpty }
    guard let row = judged, let own = row.byHistory, let market = row.closedForms.first else {
      return []
    }
    func variation(_ people: PowerHistory) -> String {
      HumanNumber.percent(people.standardDeviation / people.mean)
        + (people.correlation.map { " (correlation with the time before \(HumanNumber.text($0)))" }
          ?? "")
        + (people.clusters.map { ", ICC \(HumanNumber.text($0.value))" } ?? "")
    }
    return [
      "Your history has \(HumanNumber.grouped(own.people.units)) people, who vary by \(variation(own.people)) of "
        + "their mean over such a test; those of the simulated market by \(variation(market.people)). By your history "
        + "the test of \(described(row)) finds lifts above "
        + "\(own.smallestLift.map { HumanNumber.percent($0) } ?? "none") and this one with power "
        + "\(HumanNumber.percent(own.power(ofLift: row.lift)))."
    ]
  }

  /// What ties between people do to the tests, where some are assigned one by one and some in clusters.
  private func interference() -> String? {
    guard study.isTied else { return nil }
    func bias(_ isMeant: (TestDesign) -> Bool) -> Row? {
      rows.filter { isMeant($0.test.design) && $0.bias.isFinite }
        .max {
          ($0.test.duration, $0.test.past, $0.treated) < (
            $1.test.duration, $1.test.past, $1.treated
          )
        }
    }
    guard let single = bias({ $0.clusters == nil }),
      let whole = bias({ if case .cluster = $0 { true } else { false } })
    else {
      return "People in this market influence one another, so that a control group feels the test."
    }
    return
      "People in this market influence one another. Over \(single.test.duration) \(study.stepWord)"
      + "\(single.test.past > 0 ? " after \(single.test.past) of history" : ""), assigned one by one, the readout is off the truth by \(HumanNumber.percent(single.bias / single.truth.mean)) "
      + "(95 % interval ± \(HumanNumber.percent(1.96 * single.biasError / single.truth.mean.magnitude))); assigned by "
      + "\(whole.test.design.unit), by \(HumanNumber.percent(whole.bias / whole.truth.mean)) "
      + "(± \(HumanNumber.percent(1.96 * whole.biasError / whole.truth.mean.magnitude)))."
  }
}
