import Interchange
import Journeys
import Statistics

extension MixExamination {
  /// The examination for an analyst: a table of errors, and plain sentences.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let outcome = scenario.events[scenario.outcome]
    let title = "\(scenario.title): models held against the truth"
    let head =
      "The arm \(study.arm), \(worlds.count) world\(worlds.count == 1 ? "" : "s"), seed "
      + "\(scenario.seed)\(study.setting.map { ", setting \($0)" } ?? ""). "
      + "Outcome: \(outcome.title) (\(outcome.name)). The truth of a channel is what the same world "
      + "loses without it. "
      + (study.drawsParameters
        ? "Each world draws its parameters." : "Parameters at their own values.")
      + (study.flighting == nil
        ? " CAUTION: plans run as written; from a plan that is the same in every week nothing can "
          + "be learned." : " Plans vary from week to week.")
      + (worlds.count < Spread.fewestForAnInterval
        ? " CAUTION: means need at least \(Spread.fewestForAnInterval) worlds." : "")
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(head, width: width)
    let accuracies = accuracies().filter { $0.quantity == .outcome }
    lines += ["", grid(accuracies).plain(width: width, maximumRows: nil)]
    lines += sentences(accuracies).flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func grid(_ accuracies: [MixAccuracy]) -> Table {
    var rows = TableBuilder()
    for column in ["panel", "model", "channel", "truth", "estimate", "off by", "coverage"] {
      rows.text(column, "")
    }
    for accuracy in accuracies {
      let range = accuracy.coverageInterval
      rows.add("panel", accuracy.granularity)
      rows.add("model", accuracy.model)
      rows.add("channel", accuracy.channel)
      rows.add("truth", HumanNumber.compact(accuracy.meanTruth))
      rows.add("estimate", Spread(accuracy.estimates.map(\.value)).compact)
      rows.add(
        "off by",
        accuracy.relativeBias.isFinite
          ? (accuracy.relativeBias < 0 ? "" : "+") + HumanNumber.percent(accuracy.relativeBias)
          : "–")
      rows.add(
        "coverage",
        accuracy.coverage.isFinite
          ? "\(HumanNumber.percent(accuracy.coverage)) "
            + "[\(HumanNumber.percent(range.low))–\(HumanNumber.percent(range.high))]" : "–")
    }
    return rows.table("examination", meaning: "")
  }

  private func sentences(_ accuracies: [MixAccuracy]) -> [String] {
    guard !accuracies.isEmpty else {
      return ["The fit gave no estimate in any world."]
    }
    var sentences: [String] = []
    let judged = accuracies.filter(\.relativeBias.isFinite)
    if let worst = judged.max(by: { $0.relativeBias.magnitude < $1.relativeBias.magnitude }) {
      sentences.append(
        "Farthest off: \(worst.channel) by \(worst.model) on \(worst.granularity), "
          + "\(HumanNumber.compact(worst.meanEstimate)) for "
          + "\(HumanNumber.compact(worst.meanTruth)) true.")
    }
    let false90 = accuracies.filter { $0.coverage.isFinite && $0.coverageInterval.high < 0.9 }
    if !false90.isEmpty {
      sentences.append(
        "Too sure of themselves, with 90 % intervals that hold the truth too seldom: "
          + false90.map { "\($0.channel) (\($0.model), \($0.granularity))" }
          .joined(separator: ", ") + ".")
    }
    for holdout in study.holdouts { sentences += liftSentence(holdout.channel).map { [$0] } ?? [] }
    return sentences
  }

  private func liftSentence(_ channel: String) -> String? {
    let lifts = lifts(of: channel)
    if lifts.isEmpty { return nil }
    let held = lifts.count { $0.readout.holds($0.incrementalOutcome) ?? false }
    let truth = Spread(lifts.map(\.incrementalOutcome)).mean
    let readout = Spread(lifts.map(\.readout.value)).mean
    return "The holdout of \(channel) says \(HumanNumber.compact(readout)) in its window for "
      + "\(HumanNumber.compact(truth)) true; its 90 % interval holds the truth in \(held) of "
      + "\(lifts.count) worlds."
  }
}
