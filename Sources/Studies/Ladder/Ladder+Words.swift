import Interchange
import Journeys

extension Ladder {
  /// The ladder for a strategist: a table and plain sentences.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let scenario = study.scenario
    let outcome = scenario.events[scenario.outcome]
    let title = "\(scenario.title): what each switch is worth"
    let head =
      "Switches on the arm \(study.base), \(totals.count) "
      + "replicate\(totals.count == 1 ? "" : "s"), seed \(scenario.seed)"
      + (study.setting.map { ", setting \($0)" } ?? "")
      + ". Outcome: \(outcome.title) (\(outcome.name)). Money in \(scenario.currency). All worlds meet "
      + "the same people and luck."
      + (totals.count < Self.fewestForAnInterval ? "" : " Brackets hold 90 % of the replicates.")
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width) + ["", grid().plain(width: width, maximumRows: nil)]
    lines += sentences().flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Fewer values than this have no interval that is worth printing; *chosen*.
  private static let fewestForAnInterval = 5

  private func grid() -> Table {
    let scenario = study.scenario
    let outcome = scenario.events[scenario.outcome].name
    var rows = TableBuilder()
    for column in [
      "switch", "\(outcome) alone", "on top of all others", "net value alone", "times base",
    ] {
      rows.text(column, "")
    }
    func add(_ name: String, _ alone: Gain?, _ last: Gain?, _ multiple: [Double]) {
      rows.add("switch", name)
      rows.add("\(outcome) alone", alone.map { bracketed($0.outcome) } ?? "")
      rows.add("on top of all others", last.map { bracketed($0.outcome) } ?? "")
      rows.add("net value alone", alone.map { bracketed($0.net) } ?? "")
      let factor = Spread(multiple).mean
      rows.add(
        "times base", factor.isFinite ? HumanNumber.text((factor * 1000).rounded() / 1000) : "")
    }
    for (lever, own) in study.document.switches.enumerated() {
      add(own.name, gain(.alone(lever), over: .base), last(lever), multiple(.alone(lever)))
    }
    if study.rungs.contains(.all) {
      add("all together", gain(.all, over: .base), nil, multiple(.all))
      add("interaction", interaction, nil, [])
    }
    return rows.table("ladder", meaning: "")
  }

  private func bracketed(_ values: [Double]) -> String {
    let spread = Spread(values)
    guard spread.mean.isFinite else { return "–" }
    let middle = HumanNumber.compact(spread.mean)
    if spread.count < Self.fewestForAnInterval || spread.p05 == spread.p95 { return middle }
    return "\(middle) [\(HumanNumber.compact(spread.p05)) to \(HumanNumber.compact(spread.p95))]"
  }

  private func sentences() -> [String] {
    let scenario = study.scenario
    let outcome = scenario.events[scenario.outcome]
    let base = Spread(gain(.base, over: .silence).outcome).mean
    let whole = Spread(gain(top, over: .base).outcome)
    let levers = study.document.switches
    let alone = levers.indices.map { Spread(gain(.alone($0), over: .base).outcome).mean }
    var sentences = [
      "All together: \(signed(whole.mean)) \(outcome.title) over the arm \(study.base)"
        + (base > 0
          ? ", \(HumanNumber.percent(whole.mean / base)) of what it adds to no activity." : ".")
    ]
    if let best = alone.indices.max(by: { alone[$0] < alone[$1] }), levers.count > 1 {
      sentences.append(
        "Alone, \(levers[best].name) brings the most: \(signed(alone[best])) \(outcome.title).")
      let between = Spread(interaction.outcome)
      let isClear = between.p05 > 0 || between.p95 < 0
      sentences.append(
        "One by one the switches sum to \(signed(alone.reduce(0, +))); together they bring "
          + "\(HumanNumber.text(abs(between.mean))) \(between.mean < 0 ? "less" : "more") than that"
          + (isClear || totals.count < Self.fewestForAnInterval
            ? "." : "; the replicates do not agree on its sign."))
    }
    let idle = levers.indices.filter { lever in
      gain(.alone(lever), over: .base).outcome.allSatisfy { $0 == 0 }
        && last(lever).outcome.allSatisfy { $0 == 0 }
    }
    if !idle.isEmpty {
      sentences.append(
        "Nothing changes by \(idle.map { levers[$0].name }.joined(separator: ", ")).")
    }
    return sentences
  }

  private func signed(_ value: Double) -> String {
    (value < 0 ? "" : "+") + HumanNumber.text(value)
  }
}
