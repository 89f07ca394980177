import Estimation
import Interchange
import Statistics

extension MixAnswer {
  /// The fit in words: what is not identified first, then checks that fail, then returns.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let title = "\(fit.design.spec.title): what channels brought"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width)
    for check in allChecks where check.verdict != .good {
      let word = check.verdict == .bad ? "NOT TO BE USED" : "WATCH"
      lines += wrapped("\(word): \(check.sentence)", width: width)
    }
    lines += ["", Self.grid(returns).plain(width: width, maximumRows: nil)]
    lines += sentences().flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var head: String {
    let design = fit.design
    let units = design.units.count > 1 ? "\(design.units.count) units × " : ""
    let first = design.periods.label(of: 0)
    let last = design.periods.label(of: design.fittedPeriods - 1)
    let held = design.periods.count - design.fittedPeriods
    return "\(units)\(design.fittedPeriods) periods, \(first) to \(last)"
      + (held > 0 ? ", \(held) held out" : "") + ". Outcome: \(design.spec.outcome.column)"
      + (design.spec.outcome.value == 1
        ? "" : ", worth \(HumanNumber.text(design.spec.outcome.value)) each") + ". \(method)"
      + (fit.lifts.isEmpty
        ? "" : " \(fit.lifts.count) experiment\(fit.lifts.count == 1 ? "" : "s") took part.")
      + " Brackets hold 90 % of the draws."
  }

  private var method: String {
    if let report = fit.sampling {
      return "Bayes: \(fit.chains) chains, \(HumanNumber.grouped(fit.draws.rows)) draws"
        + (report.divergences > 0
          ? ", \(report.divergences) divergence\(report.divergences == 1 ? "" : "s")." : ".")
    }
    if let search {
      return "Ridge: \(search.front.count) models of which none beats another in everything; draws "
        + "come from the best \(search.drawn)."
    }
    return fit.design.spec.likelihood.hasLogLink
      ? "Maximum likelihood at known transforms." : "Least squares at known transforms."
  }

  /// Channels for a terminal.
  static func grid(_ returns: [ChannelReturn]) -> Table {
    var rows = TableBuilder()
    for name in ["channel", "spend", "outcomes", "share %", "return", "marginal return"] {
      rows.text(name, "")
    }
    for channel in returns {
      rows.add("channel", channel.channel)
      rows.add("spend", channel.spend.isFinite ? HumanNumber.compact(channel.spend) : "")
      rows.add("outcomes", Spread(channel.outcome).compact)
      rows.add("share %", Spread(channel.share.map { 100 * $0 }).compact)
      rows.add("return", ratio(channel.returnOnSpend))
      rows.add("marginal return", ratio(channel.marginalReturn))
    }
    return rows.table("channels", meaning: "")
  }

  /// A ratio with its interval to two digits after the point; nothing where it is not known.
  static func ratio(_ values: [Double]) -> String {
    values.isEmpty ? "" : Spread(values).text { "\(HumanNumber.text(($0 * 100).rounded() / 100))" }
  }

  private func sentences() -> [String] {
    var sentences: [String] = []
    let base = Spread(decomposition.total(0)).mean
    let total = decomposition.parts.indices.reduce(0) {
      $0 + Spread(decomposition.total($1)).mean
    }
    if total > 0 {
      sentences.append(
        "Base: \(HumanNumber.text((100 * base / total).rounded())) % of outcomes would have come "
          + "without channels and controls.")
    }
    let known = returns.filter { !$0.marginalReturn.isEmpty }
    if let best = known.max(by: { Spread($0.marginalReturn).p50 < Spread($1.marginalReturn).p50 }),
      known.count > 1
    {
      let others = known.filter { $0.channel != best.channel }
      let draws = best.marginalReturn.indices
      let chance =
        Double(
          draws.count { draw in
            others.allSatisfy { best.marginalReturn[draw] > $0.marginalReturn[draw] }
          }) / Double(max(1, draws.count))
      sentences.append(
        "Next dollar: \(best.channel) returns most, \(Self.ratio(best.marginalReturn)); the chance that "
          + "it is the best of all is \(HumanNumber.text((100 * chance).rounded())) %.")
    }
    return sentences
  }
}
