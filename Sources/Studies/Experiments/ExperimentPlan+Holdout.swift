public import Interchange
import Journeys

/// A universal control group: the tests whose arm holds for everybody but a share of the people.
extension ExperimentPlan {
  /// Tables that a complete plan of a holdout has.
  public static let holdoutTableNames: Set<String> = ["holdout", "experiment", "course"]

  /// The tables of a plan of a holdout.
  public func holdoutTables() -> [Table] { [holdoutTable()] + tables() }

  /// What each share costs and detects.
  func holdoutTable() -> Table {
    let event = study.scenario.events[study.scenario.outcome].name
    let (step, currency) = (study.stepWord, study.scenario.currency)
    var table = TableBuilder()
    table.number("share", unit: "share", "Share of the people that is held out.")
    table.number("held_out", unit: "people", "People that are held out.")
    table.number(step, unit: step, "Length of the comparison.")
    table.number(
      "past_\(step)", unit: step, "History before it that the readout adjusts for; 0 for none.")
    table.number(
      "lift", unit: "share", "What the arm truly adds, as a share of the held-out outcome.")
    table.number("mde_lift", unit: "share", "Smallest lift that is found with the wanted power.")
    table.number("power", unit: "share", "Share of the replicates that find an effect.")
    table.number("power_low", unit: "share", "Lower end of its 95 % interval (Wilson).")
    table.number("power_high", unit: "share", "Upper end of its 95 % interval (Wilson).")
    table.number("false_positive", unit: "share", "Share of A/A tests that find one.")
    table.number(
      "bias_share", unit: "share", "Mean of readout less truth, as a share of the truth.")
    table.number(
      "forgone", unit: event, "What the held-out people would have brought under the arm.")
    table.number(
      "forgone_share", unit: "share", "The same as a share of what everybody brings under the arm.")
    table.number("forgone_value", unit: currency, "Its margin; negative where the arm loses.")
    table.number(
      "saved_cost", unit: currency, "Money that the arm would have spent on the held-out people.")
    for row in rows {
      table.add("share", row.test.controlShare)
      table.add("held_out", row.control)
      table.add(step, Double(row.test.duration))
      table.add("past_\(step)", Double(row.test.past))
      table.add("lift", row.lift)
      table.add("mde_lift", row.detectable / row.controlMean)
      table.add("power", row.power.share)
      table.add("power_low", row.power.low)
      table.add("power_high", row.power.high)
      table.add("false_positive", row.falsePositives.share)
      table.add("bias_share", row.bias / row.truth.mean)
      table.add("forgone", row.forgoneOutcome)
      table.add("forgone_share", row.forgoneShare)
      table.add("forgone_value", row.forgoneValue)
      table.add("saved_cost", row.savedCost)
    }
    return table.table(
      "holdout", meaning: "What a universal control group costs and can detect, by simulation.")
  }

  /// The plan of a holdout for a strategist.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func holdoutText(width: Int) -> String {
    let scenario = study.scenario
    let event = scenario.events[scenario.outcome]
    let title = "\(scenario.title): a universal control group"
    let head =
      "A share of \(scenario.populations[study.population].name) lives under \(study.arms[0]), everybody else under "
      + "\(study.arms[1]), from \(scenario.time.date(of: study.start)); \(replicates.count) simulated holdout"
      + "\(replicates.count == 1 ? "" : "s") of every kind, two-sided level "
      + "\(HumanNumber.text(study.question.alpha)). MDE: lift in \(event.title) (\(event.name)), as read out, that is found with power "
      + "\(HumanNumber.percent(study.question.power)). Forgone: what the held-out people would have brought."
    return page(title, head, holdoutGrid(), holdoutSentences(), width: width)
  }

  private func holdoutGrid() -> Table {
    var table = TableBuilder()
    for column in [
      "share", "people", study.stepWord, "past", "lift", "MDE", "power", "A/A", "bias", "forgone",
      "of all", "margin",
    ] { table.text(column, "") }
    for row in rows {
      table.add("share", HumanNumber.percent(row.test.controlShare))
      table.add("people", HumanNumber.text(row.control.rounded()))
      table.add(study.stepWord, String(row.test.duration))
      table.add("past", String(row.test.past))
      table.add("lift", HumanNumber.percent(row.lift))
      table.add("MDE", HumanNumber.percent(row.detectable / row.controlMean))
      table.add("power", HumanNumber.percent(row.power.share))
      table.add("A/A", HumanNumber.percent(row.falsePositives.share))
      table.add("bias", HumanNumber.percent(row.bias / row.truth.mean))
      table.add("forgone", HumanNumber.compact(row.forgoneOutcome))
      table.add("of all", HumanNumber.percent(row.forgoneShare))
      table.add("margin", HumanNumber.compact(row.forgoneValue))
    }
    return table.table("holdout", meaning: "")
  }

  private func holdoutSentences() -> [String] {
    let currency = study.scenario.currency
    let honest = rows.filter(keepsLevel)
    let strong = honest.filter { $0.power.share >= study.question.power }
    let smallest = strong.min {
      ($0.test.controlShare, $0.test.duration) < ($1.test.controlShare, $1.test.duration)
    }
    var sentences: [String] = []
    if let row = smallest {
      sentences.append(
        "The smallest group that finds the effect of \(study.arms[row.arm]) in at least "
          + "\(HumanNumber.percent(study.question.power)) of the cases is \(HumanNumber.percent(row.test.controlShare)), "
          + "\(HumanNumber.text(row.control.rounded())) people, held out for \(row.test.duration) \(study.stepWord)"
          + (row.test.past > 0 ? " and adjusted for \(row.test.past) of history" : "")
          + ". It gives up \(HumanNumber.percent(row.forgoneShare)) of the outcome, "
          + "\(HumanNumber.money(row.forgoneValue, currency: currency)) of margin, and saves "
          + "\(HumanNumber.money(row.savedCost, currency: currency)) of spending.")
    } else if let row = honest.max(by: { $0.power.share < $1.power.share }), row.truth.mean != 0 {
      let ratio = row.detectable / row.truth.mean.magnitude
      sentences.append(
        "No share finds the effect in \(HumanNumber.percent(study.question.power)) of the cases; "
          + "\(HumanNumber.percent(row.test.controlShare)) over \(row.test.duration) \(study.stepWord) does in "
          + "\(HumanNumber.percent(row.power.share)), and would need about \(HumanNumber.text(ratio * ratio)) times the "
          + "people in the group, or a longer comparison.")
    }
    if honest.count < rows.count {
      sentences.append(
        "Groups whose A/A tests find effects too often are not recommended: so few people with so few "
          + "\(study.scenario.events[study.scenario.outcome].name) make no fair comparison with so many."
      )
    }
    sentences += caution()
    if study.isTied {
      sentences.append(
        "People in this market influence one another: the held-out group is lifted by those around it, which "
          + "is the bias in the table.")
    }
    return sentences
  }
}

extension ExperimentPlan.Row {
  /// What the control group gives up, as a share of what everybody brings under the arm.
  var forgoneShare: Double {
    let everybody = (controlMean + truth.mean) * (treated + control)
    return everybody != 0 ? forgoneOutcome / everybody : .nan
  }

  /// Money that the arm would have spent on the control group, above what the control arm spends.
  var savedCost: Double { treated > 0 ? extraCost / treated * control : .nan }
}
