import Estimation
import Interchange

/// Simulates what a search proposes, within a budget of worlds and time.
struct CalibrationRunner {
  let worlds: CalibrationWorlds
  let threads: Int
  /// What was simulated.
  private(set) var log: SimulationLog
  /// Whether time has run out; then no further batch begins.
  private let isOutOfTime: @Sendable () -> Bool
  /// Called with the number of simulations that have ended.
  private let finished: @Sendable (Int) -> Void
  /// The number of the last world: each has random numbers of its own, because numbers that all
  /// points share would count one world's luck as the model's.
  private var lastReplicate: Int
  /// Whether a search was ended by time.
  private(set) var wasStopped = false
  /// Every world so far, of an earlier process or of this one.
  private(set) var seen = SeenWorlds()

  /// Points of a small world that are simulated before they are written down; *chosen* so that little
  /// is lost when a process is stopped, and threads seldom wait for each other.
  private static let largestBatch = 64

  /// Steps of people that are simulated before they are written down; *chosen*: some seconds' work.
  private static let batchWork = 10_000_000

  /// Points that are simulated before they are written down.
  var batch: Int {
    max(4 * threads, min(Self.largestBatch, Self.batchWork / max(1, worlds.work)))
  }

  init(
    _ worlds: CalibrationWorlds, threads: Int, log: SimulationLog, after lastReplicate: Int = 0,
    isOutOfTime: @escaping @Sendable () -> Bool, finished: @escaping @Sendable (Int) -> Void
  ) {
    self.worlds = worlds
    self.threads = threads
    self.log = log
    self.lastReplicate = lastReplicate
    self.isOutOfTime = isOutOfTime
    self.finished = finished
  }

  /// Runs a search to its end, or until time is out.
  mutating func run(_ search: inout some Proposal) async throws {
    while let points = search.nextPoints() {
      guard let outcomes = try await simulate(points) else { return }
      search.learn(outcomes.map(\.figures))
    }
  }

  /// Simulates points.
  ///
  /// - Returns: What they show, or `nil` when time is out.
  mutating func simulate(
    _ points: [[Double]]
  ) async throws -> [CalibrationWorlds.Outcome]? {
    let replicates = Array(lastReplicate + 1...lastReplicate + points.count)
    lastReplicate += points.count
    let figureCount = worlds.figures.observed.count
    var outcomes: [CalibrationWorlds.Outcome] = []
    var open = points.indices[...]
    while let index = open.first {
      let key = SimulationLog.key(points[index], replicate: replicates[index])
      guard let figures = log.next(key) else { break }
      outcomes.append(CalibrationWorlds.Outcome(figures, figureCount: figureCount))
      open = open.dropFirst()
    }
    while !open.isEmpty {
      if isOutOfTime() {
        wasStopped = true
        return nil
      }
      let part = open.prefix(batch)
      let made = try await worlds.outcomes(
        part.map { points[$0] }, replicates: part.map { replicates[$0] }, threads: threads)
      outcomes += made
      try log.append(
        zip(part, made).map { index, outcome in
          SimulationLog.Entry(
            key: SimulationLog.key(points[index], replicate: replicates[index]),
            figures: outcome.figures + outcome.heldOut)
        })
      open = open.dropFirst(part.count)
      finished(log.asked)
    }
    // One batch alone may break by chance; the whole of the first design does not.
    if seen.count == 0, let failure = outcomes.first(where: { $0.failure != nil })?.failure,
      outcomes.allSatisfy(\.isBroken)
    {
      throw failure
    }
    seen.add(points, outcomes.map(\.figures))
    return outcomes
  }
}

extension CalibrationWorlds.Outcome {
  /// Splits what a log holds.
  init(_ all: [Double], figureCount: Int) {
    figures = Array(all.prefix(figureCount))
    heldOut = Array(all.dropFirst(figureCount))
  }
}
