import Journeys
import Statistics

/// The people of one world as twins.
struct TwinWorld {
  private let panel: RecordedPanel
  private let features: PastFeatures
  private let periods: Int
  private let known: Int

  init(_ record: AgentRecord, periods: Int, known: Int, usesEffort: Bool) {
    panel = RecordedPanel(record, periods: periods)
    features = PastFeatures(
      outcome: panel.outcome, effort: usesEffort && !panel.effort.isEmpty ? panel.effort : nil,
      periods: periods,
      known: known)
    self.periods = periods
    self.known = known
  }

  /// The futures of units in some draws: by draw, unit-major over the periods after the known ones.
  func futures(
    of past: PastFeatures, draws: [Int], seed: UInt64, nearest: Int, largestScale: Double
  ) -> [[Float]] {
    let horizon = periods - known
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "forecast/twins")
    var results = draws.map { _ in [Float](repeating: 0, count: past.count * horizon) }
    // A world in which nobody belongs to the question says nothing.
    guard features.count > 0 else { return results }
    for unit in 0..<past.count {
      let twins = twins(of: unit, in: past, count: nearest)
      for (place, draw) in draws.enumerated() {
        let pick = Int(stream.uniform(agent: unit, step: draw) * Double(twins.count))
        let twin = twins[min(pick, twins.count - 1)]
        // One event more on either side keeps units without events from vanishing.
        let ratio = (past.sums[unit] + 1) / (features.sums[twin] + 1)
        let scale = min(largestScale, max(1 / largestScale, ratio))
        for step in 0..<horizon {
          let value = scale * panel.outcome[twin * periods + known + step]
          let luck = stream.uniform(agent: unit, step: draw, draw: 1 + step)
          results[place][unit * horizon + step] = Float((value + luck).rounded(.down))
        }
      }
    }
    return results
  }

  /// The people nearest to a unit.
  private func twins(of unit: Int, in past: PastFeatures, count: Int) -> [Int] {
    var best: [(distance: Double, person: Int)] = []
    for person in 0..<features.count {
      var distance = 0.0
      for place in 0..<4 {
        let gap = past.values[4 * unit + place] - features.values[4 * person + place]
        distance += gap * gap
      }
      guard best.count < count || distance < best[best.count - 1].distance else { continue }
      let place = best.firstIndex { $0.distance > distance } ?? best.count
      best.insert((distance, person), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.person)
  }
}
