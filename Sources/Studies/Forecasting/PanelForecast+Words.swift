import Estimation
import Interchange
import Statistics

extension PanelForecast {
  /// The forecast for an analyst: plain sentences, and the total by period.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let title = "\(spec.title): forecast of \(spec.outcome)"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += sentences().flatMap { wrapped($0, width: width) }
    lines += ["", grid().plain(width: width, maximumRows: 24)]
    lines += (learned() + assumptions()).flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func sentences() -> [String] {
    let units = history.units.count
    let horizon = draws.horizon
    let last = history.periods.label(of: history.periods.count - 1)
    let total = sum(units: history.units.indices)
    let interval = PredictionInterval(total.sorted(), level: 0.9)
    let whole = history.total().outcome
    let recent = whole.suffix(horizon).reduce(0, +)
    var sentences = [
      "\(HumanNumber.compact(Spread(total).mean)) \(spec.outcome) in the \(horizon) "
        + "period\(horizon == 1 ? "" : "s") after \(last), with a 90 % interval from "
        + "\(HumanNumber.compact(interval.low)) to \(HumanNumber.compact(interval.high)); by "
        + "\(method.title) from \(history.periods.count) periods of "
        + "\(units == 1 ? "one series" : "\(HumanNumber.grouped(units)) units")."
    ]
    if horizon <= whole.count {
      sentences.append(
        "The last \(horizon) seen \(horizon == 1 ? "was" : "were") \(HumanNumber.compact(recent)).")
    }
    if units > 1 {
      let means = history.units.indices.map { unit in
        sum(units: unit..<unit + 1).reduce(0, +) / Double(draws.drawCount)
      }
      let tenth = means.sorted(by: >).prefix((units + 9) / 10).reduce(0, +)
      let top = means.indices.sorted { (means[$1], $0) < (means[$0], $1) }.prefix(3)
      sentences.append(
        "A tenth of the units makes \(HumanNumber.percent(tenth / means.reduce(0, +))) of it; most is "
          + "expected of "
          + top.map { "\(history.units[$0]) (\(HumanNumber.compact(means[$0])))" }
          .joined(separator: ", ") + ".")
    }
    return sentences
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    for name in ["period", "total", "half of futures", "90 % of futures"] { rows.text(name, "") }
    for step in 0..<draws.horizon {
      let totals = draws.totals(step: step).sorted()
      func range(_ level: Double) -> String {
        let interval = PredictionInterval(totals, level: level)
        return "\(HumanNumber.text(interval.low)) to \(HumanNumber.text(interval.high))"
      }
      rows.add("period", label(step))
      rows.add("total", HumanNumber.text(Spread(totals).mean))
      rows.add("half of futures", range(0.5))
      rows.add("90 % of futures", range(0.9))
    }
    return rows.table("forecast", meaning: "")
  }

  private func assumptions() -> [String] {
    var sentences: [String] = []
    if history.units.count > 1 { sentences.append(Self.agreement(spec, [method])) }
    sentences += driverSentences()
    if let scenarioEnd {
      sentences.append(
        "The scenario was written up to period \(scenarioEnd): later ones go on without what it says "
          + "of dates, such as its environment; extend them in the scenario.")
    }
    if draws.horizon > history.periods.count {
      sentences.append(
        "The horizon is longer than the history, of which nothing shows how well such forecasts do."
      )
    }
    return sentences.filter { !$0.isEmpty }
  }

  /// What drivers are taken to do, and which figures follow them.
  private func driverSentences() -> [String] {
    guard !spec.drivers.isEmpty else { return [] }
    let names = spec.drivers.map(\.column).joined(separator: ", ")
    if method == .simulator { return ["\(names): as the calibrated scenario plans."] }
    guard method.usesDrivers else { return ["\(names): not used by \(method.title)."] }
    var sentences = [
      isPlanned
        ? "\(names): as planned."
        : "\(names): no plan is given, and \(Self.heldWords(spec, of: history))."
    ]
    let isShared =
      history.units.count > 1 && !method.sharesShocks && spec.reconciliation != .bottomUp
    if isShared {
      sentences.append(
        "The total is forecast by \(method.methodOfTotal.title), which does not use \(names), so that "
          + "only the shares of units follow \(names); write reconcile: bottomUp, or method: "
          + "hierarchical, for a total that does.")
    }
    return sentences
  }

  /// What drivers do where nobody knows them.
  static func heldWords(_ spec: ForecastSpec, of history: OutcomeHistory) -> String {
    let count = min(spec.future.meanOfLast, history.periods.count)
    return count == 1
      ? "the last period of each unit goes on"
      : "the mean of the last \(count) periods of each unit goes on"
  }

  /// How units and their total are made to agree; empty where no method needs it.
  static func agreement(_ spec: ForecastSpec, _ methods: [ForecastMethod]) -> String {
    guard methods.contains(where: { !$0.sharesShocks }) else { return "" }
    let whose =
      methods.allSatisfy { !$0.sharesShocks }
      ? "Units" : "Units of methods that draw them apart"
    return switch spec.reconciliation {
    case .bottomUp:
      "\(whose) are drawn apart from each other; the total is their sum, and its intervals are "
        + "narrow where units share shocks."
    case .topDown:
      "\(whose) share out a forecast of the total, so that they add up in every future."
    case .minimumTrace:
      "\(whose) share out the mean of their sum and of a forecast of the total, weighted by their "
        + "variances, so that they add up in every future."
    }
  }
}
