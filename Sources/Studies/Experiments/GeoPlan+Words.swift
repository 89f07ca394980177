import Estimation
import Interchange

extension GeoPlan {
  /// Designs that the terminal shows.
  private static let shownCount = 8
  /// Lifts of the power curve that the terminal shows.
  private static let shownLifts = 13

  /// The plan in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let title = "\(history.name): choosing markets for a test"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width)
    lines += ["", grid().plain(width: width, maximumRows: nil)]
    for sentence in [recommendation, money] + notes where !sentence.isEmpty {
      lines += wrapped(sentence, width: width)
    }
    lines += ["", curve().plain(width: width, maximumRows: nil)]
    return lines.joined(separator: "\n")
  }

  private var head: String {
    let axis = history.periods
    let windows = question.lookBacks
    let tried =
      "\(markets.count) markets from \(axis.label(of: 0)) to \(axis.label(of: axis.count - 1)). "
      + "\(HumanNumber.grouped(triedCount)) designs were tried, each as \(windows) tests that never were "
      + "at the end of the history, with lifts put in; \(HumanNumber.grouped(designs.count)) will do. "
    let legend =
      "MDE: smallest lift found with power \(percent(question.power)) at two-sided level "
      + "\(HumanNumber.text(question.alpha)), both in these tests and beyond the scatter of what they estimate "
      + "without a lift. A/A: tests significant without a lift; designs with more than "
      + "\(percent(question.mostFalsePositives)), the level and one standard error, are dropped. Bias: lift "
      + "estimated where there is none; designs with as much as their MDE are dropped. Fit: error "
      + "before the test over the mean. Outside: share of \(outcome) outside the test."
    return tried + legend
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    let hasCost = best.cost != nil
    let atLift = question.lift.map { "power at \(percent($0))" }
    var columns = ["markets", "length", "MDE"] + (atLift.map { [$0] } ?? [])
    columns += ["A/A", "bias", "fit", "outside"]
    if hasCost { columns.append("cost") }
    if !hasCost, best.affordable != nil { columns.append("affords") }
    for column in columns { rows.text(column, "") }
    for design in designs.prefix(Self.shownCount) {
      rows.add("markets", names(design).joined(separator: ", "))
      rows.add("length", words(design.length))
      rows.add("MDE", percent(design.detectable ?? .nan))
      if let atLift { rows.add(atLift, percent(design.powerAtLift ?? .nan)) }
      rows.add("A/A", percent(design.falsePositives))
      rows.add("bias", percent(design.power.bias))
      rows.add("fit", percent(design.power.relativeError))
      rows.add("outside", percent(design.holdoutShare))
      if let cost = design.cost { rows.add("cost", HumanNumber.compact(cost)) }
      if !hasCost, let price = design.affordable { rows.add("affords", HumanNumber.text(price)) }
    }
    return rows.table("designs", meaning: "")
  }

  private var recommendation: String {
    let detectable = best.detectable ?? .nan
    let smallest = designs.compactMap { $0.detectable?.magnitude }.min() ?? .nan
    let others = designs.count - 1
    let among =
      smallest == detectable.magnitude
      ? "no design finds a smaller one"
      : "the smallest any design finds is \(percent(smallest)), with more bias or cost"
    let rank =
      others == 0
      ? "It is the only design that will do"
      : "It ranks first of \(HumanNumber.grouped(designs.count)) by MDE"
        + (best.cost == nil ? " and bias" : ", bias and cost") + " together"
    return
      "Recommended: treat \(names(best).joined(separator: ", ")) for \(words(best.length)). \(rank): it "
      + "finds a lift of \(percent(detectable)) (\(among)), \(asked)and estimates \(percent(best.power.bias)) where there is nothing. "
      + "\(percent(best.holdoutShare)) of \(outcome) stays outside the test."
  }

  /// The power against the lift that was asked about.
  private var asked: String {
    guard let lift = question.lift, let power = best.powerAtLift else { return "" }
    return "one of \(percent(lift)) with power \(percent(power)), "
  }

  private var money: String {
    let lift = percent(best.detectable ?? .nan)
    let volume = HumanNumber.compact(best.power.volume)
    switch (question.cost, best.cost, question.budget) {
    case (.perOutcome(let price), let cost?, _):
      return
        "Making the lift of \(lift) on \(volume) \(outcome) costs about \(HumanNumber.compact(cost)) at "
        + "\(HumanNumber.text(price)) per outcome gained."
    case (_, let cost?, _):
      return "It costs \(HumanNumber.compact(cost))."
    case (_, nil, let budget?):
      return
        "\(HumanNumber.compact(budget)) makes the lift of \(lift) on \(volume) \(outcome) if an outcome "
        + "gained costs at most \(HumanNumber.text(best.affordable ?? .nan)) (column affords); write "
        + "--cost-per-outcome or --cost to rank by cost and drop designs beyond the budget."
    default:
      return ""
    }
  }

  /// What weakens the plan.
  private var notes: [String] {
    var notes: [String] = []
    let fitted = history.periods.count - best.length
    if fitted < GeoPlanCheck.advised.periods {
      notes.append(
        "The control is fitted to \(fitted) periods; \(GeoPlanCheck.advised.periods) or more are advised."
      )
    }
    if markets.count < GeoPlanCheck.advised.markets {
      notes.append(
        "\(markets.count) markets take part; \(GeoPlanCheck.advised.markets) or more are advised.")
    }
    let few = GeoPlanCheck.advisedLookBacks
    if question.lookBacks < few {
      let longest = question.lengths.max() ?? 1
      let needed = GeoPlanCheck.neededPeriods(length: longest, lookBacks: few)
      let remedy =
        needed <= history.periods.count
        ? "write --look-backs \(few)" : "use shorter tests, or a history of \(needed) periods"
      notes.append(
        "Fewer than \(few) tests were imagined (\(question.lookBacks)): MDE, A/A and bias are hardly "
          + "known; \(remedy).")
    }
    if best.isSetByScatter {
      notes.append(
        "The MDE of the recommended design is that of the scatter: without a lift its tests estimate "
          + "\(percent(best.power.bias)) ± \(percent(best.power.deviation)) (one standard deviation), "
          + "whatever power the curve below shows for smaller lifts.")
    }
    notes.append(
      "Power comes in steps of \(percent(1 / Double(question.lookBacks))), one for each imagined test; "
        + "the tests overlap, and the best of many designs looks better than it is: read small "
        + "differences as luck.")
    return notes
  }

  /// The power curve of the best design.
  private func curve() -> Table {
    var rows = TableBuilder()
    for column in ["lift", "power", "estimate"] { rows.text(column, "") }
    let power = best.power
    let found = power.power.firstIndex { $0 == 1 } ?? power.effects.count - 1
    let count = max(1, min(power.effects.count, found + 3))
    let step = max(1, (count + Self.shownLifts - 1) / Self.shownLifts)
    for index in stride(from: 0, to: count, by: step) {
      rows.add("lift", percent(power.effects[index]))
      rows.add("power", percent(power.power[index]))
      rows.add("estimate", percent(power.meanEstimate[index]))
    }
    return rows.table("power", meaning: "")
  }

  private func percent(_ share: Double) -> String {
    HumanNumber.percent((share * 1_000).rounded() / 1_000)
  }

  /// A length in words.
  private func words(_ periods: Int) -> String {
    let word =
      switch history.periods.step {
      case .days(1): "day"
      case .days(7): "week"
      case .months(1): "month"
      default: "period"
      }
    return "\(periods) \(word)\(periods == 1 ? "" : "s")"
  }
}
