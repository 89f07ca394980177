import Interchange
import Journeys

extension Trace {
  /// The story for a strategist: who it is, a line for each thing that happened, and a summary.
  ///
  /// - Parameters:
  ///   - width: Columns of the terminal.
  ///   - showsUnseen: Whether touches that were not seen have lines of their own.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int, showsUnseen: Bool = false) -> String {
    let scenario = study.scenario
    let population = scenario.populations[study.population]
    let title = "\(scenario.title): \(population.name) \(study.agent)"
    let head =
      "Arm \(study.arm), replicate \(study.replicate), seed \(scenario.seed)"
      + (study.setting.map { ", setting \($0)" } ?? "") + "."
      + (traits.isEmpty
        ? "" : " \(traits.map { "\($0.name) \($0.text)" }.joined(separator: ", ")).")
    var text = [title, String(repeating: "─", count: min(width, title.count))]
    text += wrapped(head, width: width) + [""]
    text += story(showsUnseen: showsUnseen)
    text.append("")
    text += summary(showsUnseen: showsUnseen).flatMap { wrapped($0, width: width) }
    return text.joined(separator: "\n") + "\n"
  }

  private func story(showsUnseen: Bool) -> [String] {
    var last = ""
    return lines().compactMap { line in
      if case .trigger(_, .fired) = line.step.kind { return nil }
      if !showsUnseen, line.words.detail.hasPrefix("not seen") { return nil }
      let date = line.date == last ? String(repeating: " ", count: line.date.count) : line.date
      last = line.date
      return "\(date)  \(sentence(line))"
    }
  }

  private func sentence(_ line: Line) -> String {
    let (name, detail) = (line.words.name, line.words.detail)
    switch line.step.kind {
    case .start: return "starts as \(name)"
    case .move: return "→ moves from \(line.stage) to \(name)"
    case .touch, .detail: return "touch by \(name): \(detail)"
    case .event(_, let count): return count == 1 ? "event \(name)" : "event \(name), \(count) times"
    case .thread(_, let fate):
      switch fate {
      case .opened: return "  opens a thread: \(name) should follow"
      case .followed: return "  the thread \(name) ends: it was continued"
      case .blackHole: return "✗ dead end: the click of \(name) led to a generic page (black hole)"
      case .silo: return "✗ dead end: the next touch ignored \(name) (silo)"
      case .void: return "✗ dead end: nobody answered \(name) (void)"
      }
    case .trigger: return "  trigger \(name) sends a touch by \(channels(ofTrigger: name))"
    case .action: return "  next best action: \(name) (\(detail))"
    case .appointment: return "  gets an appointment at \(name), \(detail)"
    case .experience: return "  experience \(name): \(detail)"
    case .optOut: return "✗ withdraws consent to \(name)"
    }
  }

  /// The channels that a trigger can send on.
  private func channels(ofTrigger name: String) -> String {
    let rungs = study.scenario.triggers.first { $0.name == name }?.rungs ?? []
    return rungs.map { study.scenario.channels[$0.channel].name }.reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }.joined(separator: " or ")
  }

  /// What it came to.
  private func summary(showsUnseen: Bool) -> [String] {
    var touches = 0
    var seen = 0
    var engaged = 0
    var channels: Set<Int> = []
    var fates: [ThreadFate: Int] = [:]
    var events: [String: Int] = [:]
    let names = PathNames(study.scenario, population: study.population)
    for step in steps {
      switch step.kind {
      case .touch(let channel, let isEngaged):
        touches += 1
        channels.insert(channel)
        if isEngaged { engaged += 1 }
      case .detail(let isSeen, _, _): seen += isSeen ? 1 : 0
      case .thread(_, let fate): fates[fate, default: 0] += 1
      case .event(_, let count):
        events[step.words(names).name, default: 0] += count
      default: break
      }
    }
    var sentences = [
      "Touched \(times(touches)) by \(channels.count) channel\(channels.count == 1 ? "" : "s"), "
        + "saw \(seen) of them, engaged \(times(engaged)). Ends as \(lastStage)."
        + (showsUnseen || seen == touches ? "" : " --all lists the rest of them.")
    ]
    if let opened = fates[.opened] {
      let ends = ThreadFate.allCases.filter(\.isDeadEnd).compactMap { fate in
        fates[fate].map { "\($0) \(fate == .blackHole ? "black hole" : fate.name)" }
      }
      sentences.append(
        "Threads: \(opened) opened, \(fates[.followed] ?? 0) continued in context"
          + (ends.isEmpty ? ", no dead end." : ", dead ends: \(ends.joined(separator: ", "))."))
    }
    if !events.isEmpty {
      sentences.append(
        "Events: "
          + events.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
          .joined(separator: ", ") + ".")
    }
    return sentences
  }

  private var lastStage: String {
    let stages = study.scenario.populations[study.population].journey.stages
    for step in steps.reversed() {
      switch step.kind {
      case .move(let stage), .start(let stage): return stages[stage]
      default: continue
      }
    }
    return ""
  }

  private func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }
}
