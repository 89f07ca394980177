public import Interchange
public import Journeys

/// What happened to one person, step by step.
public struct Trace: Sendable {
  /// The question.
  public let study: TraceStudy
  /// What happened, in order.
  public let steps: [PathStep]
  /// What the person is like: attributes and their values.
  public let traits: [(name: String, text: String)]

  /// The `trace` table: one row for each thing that happened.
  public func table() -> Table {
    var rows = TableBuilder()
    rows.text("date", "First day of the step in which it happened.")
    rows.text("stage", "Stage of the person at that moment.")
    rows.text("kind", "start, move, touch, event, thread, trigger, action, appointment …")
    rows.text("name", "Stage reached, channel, event, rule, service or experience.")
    rows.text("detail", "How it was met, what it carried, what it continued.")
    for line in lines() {
      rows.add("date", line.date)
      rows.add("stage", line.stage)
      rows.add("kind", line.words.kind)
      rows.add("name", line.words.name)
      rows.add("detail", line.words.detail)
    }
    return rows.table("trace", meaning: "What happened to one person.")
  }

  /// One line of the story.
  struct Line {
    let date: String
    let stage: String
    let words: PathWords
    let step: PathStep
  }

  /// The story in lines; what is known of a touch stands in one line with it.
  func lines() -> [Line] {
    let scenario = study.scenario
    let stages = scenario.populations[study.population].journey.stages
    let names = PathNames(scenario, population: study.population)
    var stage = ""
    var lines: [Line] = []
    for (place, step) in steps.enumerated() {
      var words = step.words(names)
      switch step.kind {
      case .start(let own): stage = stages[own]
      case .detail: continue
      case .touch(let channel, let isEngaged):
        let next = place + 1 < steps.count ? steps[place + 1] : nil
        words = touch(channel, isEngaged: isEngaged, detail: next, stage: stage)
      default: break
      }
      lines.append(
        Line(
          date: scenario.time.date(of: step.step).description, stage: stage, words: words,
          step: step))
      if case .move(let own) = step.kind { stage = stages[own] }
    }
    return lines
  }

  /// A touch with how it was met, what it carried and what it continued.
  private func touch(
    _ channel: Int, isEngaged: Bool, detail: PathStep?, stage: String
  ) -> PathWords {
    let scenario = study.scenario
    let own = scenario.channels.filter { $0.population == study.population }[channel]
    let stages = scenario.populations[study.population].journey.stages
    var parts = [isEngaged ? "engaged" : "not engaged"]
    if case .detail(let isSeen, let match, let continued)? = detail?.kind {
      parts = [isEngaged ? "engaged" : isSeen ? "seen, not engaged" : "not seen"]
      let carried = stages.firstIndex(of: stage).flatMap { own.content[$0] }
      let item = carried.map { "\(scenario.content[$0].name), " } ?? ""
      if carried != nil || match != 1 { parts.append("\(item)match \(HumanNumber.percent(match))") }
      if let continued {
        let handoffs = scenario.handoffs.filter { $0.population == study.population }
        parts.append("continues \(handoffs[continued].name) in context")
      }
    }
    return PathWords(kind: "touch", name: own.name, detail: parts.joined(separator: "; "))
  }
}
