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
      + " Parameters at their own values."
      + (totals.count < Spread.fewestForAnInterval
        ? " CAUTION: intervals need at least \(Spread.fewestForAnInterval) replicates."
        : " Brackets hold 90 % of the replicates.")
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width) + ["", grid().plain(width: width, maximumRows: nil)]
    lines += sentences().flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid() -> Table {
    let scenario = study.scenario
    let outcome = scenario.events[scenario.outcome].name
    var rows = TableBuilder()
    for column in [
      "switch", "\(outcome) alone", "on top of all others", "net value", "times base",
    ] {
      rows.text(column, "")
    }
    func add(_ name: String, _ alone: Gain?, _ last: Gain?, _ multiple: [Double]) {
      rows.add("switch", name)
      rows.add("\(outcome) alone", alone.map { Spread($0.outcome).compact } ?? "")
      rows.add("on top of all others", last.map { Spread($0.outcome).compact } ?? "")
      rows.add("net value", alone.map { Spread($0.net).compact } ?? "")
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

  private func sentences() -> [String] {
    let scenario = study.scenario
    let outcome = scenario.events[scenario.outcome]
    let base = Spread(gain(.base, over: .silence).outcome).mean
    let whole = Spread(gain(top, over: .base).outcome)
    let levers = study.document.switches
    let alone = levers.indices.map { Spread(gain(.alone($0), over: .base).outcome).mean }
    let net = Spread(gain(top, over: .base).net)
    var sentences = [
      "All together: \(signed(whole.mean)) \(outcome.title) over the arm \(study.base)"
        + (base > 0
          ? ", \(HumanNumber.percent(whole.mean / base)) of what it adds to no activity." : ".")
    ]
    if net.mean != 0 {
      let interval =
        net.count < Spread.fewestForAnInterval
        ? ""
        : " (90 % of replicates: \(HumanNumber.compact(net.p05)) to "
          + "\(HumanNumber.compact(net.p95)))"
      sentences.append(
        "Value less cost: \(net.mean < 0 ? "they lose" : "they bring") "
          + "\(HumanNumber.compact(abs(net.mean))) \(scenario.currency)\(interval).")
    }
    guard levers.count > 1, whole.mean != 0 || alone.contains(where: { $0 != 0 }) else {
      return sentences + idleSentences()
    }
    if let best = alone.indices.max(by: { alone[$0] < alone[$1] }) {
      sentences.append(
        alone[best] > 0
          ? "Alone, \(levers[best].name) brings the most: \(signed(alone[best])) \(outcome.title)."
          : "No switch alone adds \(outcome.title).")
    }
    let onTop = levers.indices.map { Spread(last($0).outcome).mean }
    if let best = onTop.indices.max(by: { onTop[$0] < onTop[$1] }), onTop[best] > 0 {
      sentences.append(
        "On top of all others, \(levers[best].name) is worth the most: \(signed(onTop[best])).")
    }
    let between = Spread(interaction.outcome)
    let isClear = between.p05 > 0 || between.p95 < 0
    sentences.append(
      "One by one the switches sum to \(signed(alone.reduce(0, +))); together they bring "
        + "\(HumanNumber.text(abs(between.mean))) \(between.mean < 0 ? "less" : "more") than that"
        + (isClear || totals.count < Spread.fewestForAnInterval
          ? "." : "; the replicates do not agree on its sign."))
    return sentences + idleSentences()
  }

  private func idleSentences() -> [String] {
    let levers = study.document.switches
    var sentences: [String] = []
    func isNothing(_ gain: Gain) -> Bool { gain.outcome.allSatisfy { $0 == 0 } }
    let needy = levers.indices.filter {
      isNothing(gain(.alone($0), over: .base)) && !isNothing(last($0))
    }
    if !needy.isEmpty {
      sentences.append(
        "Nothing alone, but something with the others: "
          + "\(needy.map { levers[$0].name }.joined(separator: ", ")).")
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
