import Interchange
import Journeys

extension Audit {
  /// The audit for a strategist: a ranked table and plain sentences.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let outcome = scenario.events[scenario.outcome]
    let title = "\(scenario.title): where engaged people are lost"
    let head =
      "Arm \(study.arm), \(replicates.count) replicate\(replicates.count == 1 ? "" : "s"), seed "
      + "\(scenario.seed)" + (study.setting.map { ", setting \($0)" } ?? "")
      + ", parameters at their own values. A thread is an engagement that asks for a follow-up. black hole: the click led to a generic "
      + "page; silo: the next touch ignored it; void: nothing came. Worth: what a repair adds to "
      + "\(outcome.title) (\(outcome.name)), on the same people and luck, at no cost: every click lands, every "
      + "signal is seen and followed up in context. What is left of 100 % was still open at the end."
      + (replicates.count < Spread.fewestForAnInterval
        ? " CAUTION: rankings and intervals need at least \(Spread.fewestForAnInterval) replicates."
        : "")
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width) + ["", grid().plain(width: width, maximumRows: nil)]
    lines += sentences().flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    for column in [
      "rank", "handoff", "to", "opened", "followed", "black hole", "silo", "void", "worth",
    ] { rows.text(column, "") }
    func add(_ rank: String, _ name: String, _ to: String, _ own: [Int], _ place: Int) {
      rows.add("rank", rank)
      rows.add("handoff", name)
      rows.add("to", to)
      let opened = total(own, .opened)
      rows.add("opened", HumanNumber.compact(opened))
      for (column, fate) in [
        ("followed", ThreadFate.followed), ("black hole", .blackHole), ("silo", .silo),
        ("void", .void),
      ] {
        rows.add(column, opened > 0 ? HumanNumber.percent(total(own, fate) / opened) : "–")
      }
      rows.add("worth", Spread(gain(place, \.outcome)).compact)
    }
    for (rank, handoff) in ranking.enumerated() {
      let rule = scenario.handoffs[handoff]
      add(String(rank + 1), rule.name, names([rule.to]), [handoff], handoff)
    }
    if scenario.handoffs.count > 1 {
      add("", "all", "", Array(scenario.handoffs.indices), scenario.handoffs.count)
    }
    return rows.table("deadends", meaning: "")
  }

  private func sentences() -> [String] {
    let outcome = scenario.events[scenario.outcome]
    let all = Array(scenario.handoffs.indices)
    let opened = total(all, .opened)
    guard opened > 0 else {
      let after = Set(scenario.handoffs.flatMap(\.after)).sorted()
      return [
        "No engagement opened a thread in the arm \(study.arm): threads open after \(names(after)). "
          + "Name another arm with --arm if it does not use them."
      ]
    }
    let fates: [(fate: ThreadFate, words: String)] = [
      (.void, "nobody answered (void)"), (.silo, "the next touch ignored them (silo)"),
      (.blackHole, "the click led nowhere (black hole)"),
    ]
    let broken = fates.reduce(0) { $0 + total(all, $1.fate) }
    let worst = fates.max { total(all, $0.fate) < total(all, $1.fate) }
    var sentences = [
      "Of \(HumanNumber.text(opened.rounded())) engagements that asked for more, "
        + "\(HumanNumber.percent(broken / opened)) ended in a dead end"
        + (broken == 0
          ? "."
          : worst.map {
            ", most often because \($0.words): \(HumanNumber.percent(total(all, $0.fate) / opened)) "
              + "of all."
          } ?? ".")
    ]
    let whole = Spread(gain(all.count, \.outcome)).mean
    if let best = ranking.first {
      let worth = Spread(gain(best, \.outcome))
      sentences.append(
        worth.mean <= 0
          ? "No single repair adds \(outcome.title)."
          : "Repair \(scenario.handoffs[best].name) first: "
            + "\(HumanNumber.text(worth.mean.rounded())) more \(outcome.title)"
            + (all.count > 1 && whole > 0
              ? ", \(HumanNumber.percent(worth.mean / whole)) of what all repairs bring together "
                + "(\(HumanNumber.text(whole.rounded())))." : "."))
    }
    let cells = ContentMatrix(scenario).cells()
    let gaps = cells.filter(\.isGap).count
    if !cells.isEmpty {
      sentences.append(
        gaps == 0
          ? "Content: every channel has something that fits for every segment and stage."
          : "Content: \(gaps) of \(cells.count) cells of channel × segment × stage have nothing that "
            + "matches at least \(HumanNumber.percent(ContentMatrix.gap)); the table content lists them."
      )
    }
    return sentences
  }
}
