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
  /// Worlds whose luck no other world shares get numbers from here.
  private var ownLuck = 1_000
  /// Whether a search was ended by time.
  private(set) var wasStopped = false

  /// Points that are simulated before they are written down; *chosen* so that little is lost when a
  /// process is stopped, and threads seldom wait for each other.
  private static let batch = 64

  init(
    _ worlds: CalibrationWorlds, threads: Int, log: SimulationLog, firstOwnLuck: Int = 1_000,
    isOutOfTime: @escaping @Sendable () -> Bool, finished: @escaping @Sendable (Int) -> Void
  ) {
    self.worlds = worlds
    self.threads = threads
    self.log = log
    ownLuck = firstOwnLuck
    self.isOutOfTime = isOutOfTime
    self.finished = finished
  }

  /// Luck that worlds have in common.
  enum Luck {
    /// All points share one luck, and a repeated point has the next: a surface over the parameters
    /// is then smooth, and repeats show the noise.
    case shared
    /// Each world has its own.
    case own
  }

  /// Runs a search to its end, or until time is out.
  mutating func run(_ search: inout some Proposal, luck: Luck) async throws {
    while let points = search.nextPoints() {
      guard let outcomes = try await simulate(points, luck: luck) else { return }
      search.learn(outcomes.map(\.figures))
    }
  }

  /// Simulates points.
  ///
  /// - Returns: What they show, or `nil` when time is out.
  mutating func simulate(
    _ points: [[Double]], luck: Luck
  ) async throws -> [CalibrationWorlds.Outcome]? {
    var seen: [[Double]: Int] = [:]
    let replicates = points.map { point -> Int in
      switch luck {
      case .shared:
        seen[point, default: -1] += 1
        return seen[point] ?? 0
      case .own:
        ownLuck += 1
        return ownLuck
      }
    }
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
      let part = open.prefix(Self.batch)
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
