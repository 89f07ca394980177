public import Interchange
import Journeys

/// The result of an audit: fates of threads, and what each repair is worth.
public struct Audit: Sendable {
  /// The question.
  public let study: AuditStudy
  let reading: LedgerReading
  let replicates: [AuditReplicate]

  var scenario: Scenario { study.scenario }

  /// Handoffs by what their repair is worth, the most first.
  var ranking: [Int] {
    scenario.handoffs.indices.sorted {
      let (a, b) = (Spread(gain($0, \.outcome)).mean, Spread(gain($1, \.outcome)).mean)
      return a != b ? a > b : $0 < $1
    }
  }

  /// What repairing a handoff (or all, with the number of handoffs) brings, by replicate.
  func gain(_ handoff: Int, _ value: (WorldTotals) -> Double) -> [Double] {
    let place = min(handoff, replicates[0].repaired.count - 1)
    return replicates.map { value($0.repaired[place]) - value($0.asIs) }
  }

  /// Mean number of threads of a fate over the run, in one cell or all.
  func threads(_ handoff: Int, _ fate: ThreadFate, cell: Int? = nil) -> Double {
    let steps = 0..<scenario.time.count
    return replicates.reduce(0) {
      $0
        + reading.total(
          .thread(handoff: handoff, fate), in: $1.ledger, steps: steps, cell: cell)
    } / Double(replicates.count)
  }

  /// Mean number of threads of a fate by the channel that opened them and the stage.
  func threads(_ handoff: Int, channel: Int, stage: Int, _ fate: ThreadFate) -> Double {
    replicates.reduce(0) {
      $0 + reading.threads(handoff: handoff, channel: channel, stage: stage, fate, in: $1.ledger)
    } / Double(replicates.count)
  }

  /// Names of the tables of a run.
  public static let tableNames: Set<String> = ["deadends", "deadends_by", "content"]

  /// The tables of the run.
  public func tables() -> [Table] {
    [deadEndTable(), splitTable(), ContentMatrix(scenario).table()]
  }

  /// The `deadends` table: what became of the threads of each handoff, ranked by worth of repair.
  public func deadEndTable() -> Table {
    let outcome = scenario.events[scenario.outcome].name
    var rows = TableBuilder()
    rows.count("rank", unit: "", "Place by what the repair is worth; 0 for all together.")
    rows.text("handoff", "Handoff; all for all of them repaired together.")
    rows.text("after", "Channels whose engagement opens a thread.")
    rows.text("to", "Channel of the touch that should follow.")
    for fate in ThreadFate.allCases {
      rows.number(fate.name, unit: "threads", Self.meaning(of: fate))
    }
    rows.number("dead_end_rate", unit: "share 0-1", "Dead ends over opened threads.")
    for (name, unit, what) in [
      ("worth", outcome, "Headline events gained by the repair"),
      ("value", scenario.currency, "Value gained by the repair"),
    ] {
      rows.interval(name, unit: unit, what)
    }
    func add(rank: Int, handoff: Int?) {
      let place = handoff ?? scenario.handoffs.count
      let own = handoff.map { [$0] } ?? Array(scenario.handoffs.indices)
      rows.add("rank", rank)
      rows.add("handoff", handoff.map { scenario.handoffs[$0].name } ?? "all")
      rows.add(
        "after",
        handoff.map { names(scenario.handoffs[$0].after) } ?? "")
      rows.add("to", handoff.map { names([scenario.handoffs[$0].to]) } ?? "")
      for fate in ThreadFate.allCases { rows.add(fate.name, total(own, fate)) }
      let opened = total(own, .opened)
      let broken = ThreadFate.allCases.filter(\.isDeadEnd).reduce(0) { $0 + total(own, $1) }
      rows.add("dead_end_rate", opened > 0 ? broken / opened : .nan)
      for (name, values) in [
        ("worth", gain(place, \.outcome)), ("value", gain(place, \.value)),
      ] {
        rows.add(name, interval: Spread(values))
      }
    }
    for (rank, handoff) in ranking.enumerated() { add(rank: rank + 1, handoff: handoff) }
    if scenario.handoffs.count > 1 { add(rank: 0, handoff: nil) }
    return rows.table(
      "deadends",
      meaning: "What became of engaged people, and what repairing each handoff is worth.")
  }

  func total(_ handoffs: [Int], _ fate: ThreadFate) -> Double {
    handoffs.reduce(0) { $0 + threads($1, fate) }
  }

  func names(_ channels: [Int]) -> String {
    channels.map { scenario.channels[$0].name }.joined(separator: ", ")
  }

  private static func meaning(of fate: ThreadFate) -> String {
    switch fate {
    case .opened: "Engagements that asked for a follow-up, mean."
    case .followed: "Threads continued in context and in time, mean."
    case .blackHole: "Clicks that led to a generic page, mean."
    case .silo: "Threads whose next touch ignored them, mean."
    case .void: "Threads that nobody continued, mean."
    }
  }

  /// The `deadends_by` table: fates of threads by channel and stage, and by segment.
  public func splitTable() -> Table {
    var rows = TableBuilder()
    rows.text("handoff", "Handoff.")
    rows.text("by", "channel and stage, or segment (a cell of the breakdown).")
    rows.text("channel", "Channel that opened the thread; empty by segment.")
    rows.text("place", "Stage of the person when it happened, or the segment.")
    for fate in ThreadFate.allCases {
      rows.number(fate.name, unit: "threads", Self.meaning(of: fate))
    }
    for (index, handoff) in scenario.handoffs.enumerated() {
      let population = scenario.populations[handoff.population]
      func add(_ by: String, _ channel: String, _ place: String, _ counts: [Double]) {
        guard counts.contains(where: { $0 > 0 }) else { return }
        rows.add("handoff", handoff.name)
        rows.add("by", by)
        rows.add("channel", channel)
        rows.add("place", place)
        for (fate, count) in zip(ThreadFate.allCases, counts) { rows.add(fate.name, count) }
      }
      for channel in handoff.after {
        for (stage, name) in population.journey.stages.enumerated() {
          add(
            "channel and stage", scenario.channels[channel].name, name,
            ThreadFate.allCases.map { threads(index, channel: channel, stage: stage, $0) })
        }
      }
      let breakdown = Breakdown(population)
      for cell in 0..<breakdown.cellCount where breakdown.cellCount > 1 {
        add(
          "segment", "", breakdown.label(ofCell: cell),
          ThreadFate.allCases.map { threads(index, $0, cell: cell) })
      }
    }
    return rows.table("deadends_by", meaning: "Fates of threads by channel, stage and segment.")
  }
}
