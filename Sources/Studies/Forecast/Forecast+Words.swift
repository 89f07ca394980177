import Interchange
import Journeys

extension Forecast {
  /// The summary that a strategist reads: headline figures with intervals, arm against arm.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func summaryText(width: Int) -> String {
    var lines = [scenario.title, String(repeating: "─", count: min(width, scenario.title.count))]
    let outcome = scenario.events[scenario.outcome]
    let agents = scenario.populations.map {
      "\(HumanNumber.text(Double($0.size))) \($0.title)"
    }
    lines.append(contentsOf: wrapped(agents.joined(separator: "; ") + ".", width: width))
    let span = scenario.time.step == .week ? "weeks" : "days"
    lines.append(
      contentsOf: wrapped(
        "\(scenario.time.count) \(span) from \(scenario.time.start), "
          + "\(worlds.count) replicate\(worlds.count == 1 ? "" : "s")"
          + (study.drawsParameters
            ? " on \(study.drawCount) parameter draw\(study.drawCount == 1 ? "" : "s")"
              + (study.document.parameterDraws == nil ? "" : " of a calibration") : "")
          + ", seed \(study.seed ?? scenario.seed)"
          + (study.setting.map { ", setting \($0)" } ?? "") + ". "
          + "Outcome: \(outcome.title) (\(outcome.name)). Money in \(scenario.currency). "
          + (worlds.count < Spread.fewestForAnInterval
            ? "" : "Brackets hold 90 % of the replicates."),
        width: width))
    if let setting = study.setting {
      lines += wrapped(SettingWords(study.document, setting: setting).sentence, width: width)
    }
    if let remark = study.document.parameterDraws?.remark {
      lines += wrapped(remark, width: width)
    }
    lines += wrapped(caution, width: width)
    lines.append("")
    lines.append(summaryGrid(width: width))
    lines.append(contentsOf: sentences().flatMap { wrapped($0, width: width) })
    return lines.joined(separator: "\n") + "\n"
  }

  /// Fewer parameter draws than this do not show what not knowing the parameters means; *chosen*.
  private static let fewestDraws = 10

  private var caution: String {
    if study.drawsParameters, study.drawCount < Self.fewestDraws {
      return "CAUTION: \(study.drawCount) parameter draw\(study.drawCount == 1 ? "" : "s") (two "
        + "replicates share one) say little about how sure these figures are; use --replicates "
        + "\(2 * Self.fewestDraws) or more."
    }
    return worlds.count < Spread.fewestForAnInterval
      ? "CAUTION: intervals need at least \(Spread.fewestForAnInterval) replicates." : ""
  }

  /// What each channel is worth, arm by arm; empty when contributions were not measured.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func contributionText(width: Int) -> String {
    guard study.measuresContributions else { return "" }
    let outcome = scenario.events[scenario.outcome].name
    var text = ""
    for arm in scenarios.indices {
      let channels = scenarios[arm].ownChannels
      if channels.isEmpty { continue }
      var rows = TableBuilder()
      for column in ["channel", "cost", "\(outcome) it adds", "ROMI", "marginal ROMI"] {
        rows.text(column, "")
      }
      for channel in channels {
        let worth = worth(of: channel, arm: arm)
        let cost = totals(.channelCost(channel), arm: arm, steps: 0..<scenario.time.count)
        rows.add("channel", scenarios[arm].channels[channel].name)
        rows.add("cost", HumanNumber.compact(mean(cost)))
        rows.add(
          "\(outcome) it adds", Spread(worth.contribution).compact)
        rows.add("ROMI", Spread(worth.romi).text(hundredths))
        rows.add("marginal ROMI", Spread(worth.marginalROMI).text(hundredths))
      }
      text += "\nWhat each channel adds in the arm \(study.arms[arm]), all else equal:\n\n"
      text += rows.table("channels", meaning: "").plain(width: width, maximumRows: nil)
    }
    return text
  }

  private func hundredths(_ value: Double) -> String {
    HumanNumber.text((value * 100).rounded() / 100)
  }

  /// Arms in rows; outcome, increment, cost and return in columns.
  private func summaryGrid(width: Int) -> String {
    var rows = TableBuilder()
    let outcome = scenario.events[scenario.outcome].name
    let base = study.arms[0]
    rows.text("arm", "")
    rows.text(outcome, "")
    rows.text("more than \(base)", "")
    rows.text("cost", "")
    rows.text("ROMI", "")
    for arm in study.arms {
      let own = headlineFigures().filter { $0.arm == arm }
      rows.add("arm", arm)
      for figure in own {
        switch figure.metric {
        case outcome:
          rows.add(outcome, figure.spread.compact)
          rows.add(
            "more than \(base)",
            figure.differences.isEmpty
              ? "" : Spread(figure.differences).compact)
        case "cost":
          rows.add("cost", figure.spread.compact)
        case "romi":
          rows.add(
            "ROMI", figure.spread.text(hundredths))
        default: break
        }
      }
      if arm == base { rows.add("ROMI", "") }
    }
    return rows.table("summary", meaning: "").plain(width: width, maximumRows: nil)
  }

  /// What the figures say, in plain sentences.
  private func sentences() -> [String] {
    let figures = headlineFigures()
    let outcome = scenario.events[scenario.outcome]
    let others = figures.filter { $0.metric == outcome.name && !$0.differences.isEmpty }
    guard let best = others.max(by: { $0.spread.mean < $1.spread.mean }) else { return [] }
    let difference = Spread(best.differences)
    let leads = leadingShare(of: others.map(\.values), best: best.values)
    let interval =
      difference.count < Spread.fewestForAnInterval
      ? ""
      : " (90 % of replicates: \(HumanNumber.text(difference.p05)) to "
        + "\(HumanNumber.text(difference.p95)))"
    var sentences = [
      difference.mean < 0
        ? "No arm has more \(outcome.title) than \(study.arms[0]); the nearest is \(best.arm), with "
          + "\(HumanNumber.text(-difference.mean)) fewer\(interval)."
        : "Most \(outcome.title): \(best.arm), \(HumanNumber.text(difference.mean)) more than "
          + "\(study.arms[0])\(interval)\(leads)."
    ]
    let returns = figures.filter { $0.metric == "romi" && $0.spread.mean.isFinite }
    if let lead = returns.max(by: { $0.spread.mean < $1.spread.mean }) {
      let net = lead.spread.mean
      sentences.append(
        "Best return: \(lead.arm); each \(scenario.currency) spent "
          + (net < 0 ? "loses " : "brings ") + HumanNumber.text(abs(net))
          + (net < 0 ? "" : " net of itself")
          + leadingShare(of: returns.map(\.values), best: lead.values) + ".")
    }
    if study.drawCount >= Self.fewestDraws, let split = VarianceSplitWords(best.differences) {
      sentences.append("\(best.arm) against \(study.arms[0]): " + split.sentence)
    }
    return sentences
  }

  /// In how many replicates the best arm leads, in words; nothing to say with one arm.
  private func leadingShare(of arms: [[Double]], best: [Double]) -> String {
    guard arms.count > 1, worlds.count >= Spread.fewestForAnInterval else { return "" }
    let leading = best.indices.filter { replicate in
      arms.allSatisfy { !($0[replicate] > best[replicate]) }
    }
    let share = Double(leading.count) / Double(best.count)
    return ", the most in \(HumanNumber.percent(share)) of the replicates"
  }
}
