import Estimation
import Statistics

/// What the past says about the parameters of a scenario: the question of a calibration.
///
/// History matching rules out what cannot have given the figures; sequential approximate Bayesian
/// computation draws from what is left, learning from the worlds of both. Worlds of the posterior are
/// then held against the figures and against what was held out.
public struct CalibrationStudy: Sendable {
  /// The worlds that are simulated.
  public let worlds: CalibrationWorlds

  /// The share of the worlds that history matching may use; *chosen*: the rest draws the posterior,
  /// and learns from these too.
  static let matchingShare = 0.3

  /// The distance in standard deviations at which history matching rules out; *chosen* above the usual
  /// 3, because an emulator has one spread of worlds for all parameters, where worlds of some spread
  /// more, and what is ruled out cannot come back.
  static let cutoff = 4.0

  /// Worlds of the posterior that are held against the figures: a tenth of all, at most so many.
  ///
  /// *Chosen*: a chance of 0.05 is then known to 0.013.
  static let largestCheck = 300

  /// A calibration.
  public init(_ worlds: CalibrationWorlds) { self.worlds = worlds }

  /// Worlds of the posterior that are held against the figures.
  var checkCount: Int { min(Self.largestCheck, max(50, worlds.spec.simulations / 10)) }

  /// Learns the parameters.
  ///
  /// - Parameters:
  ///   - threads: Worlds that run at a time.
  ///   - log: What was simulated so far, where an earlier process was stopped.
  ///   - isOutOfTime: Asked before each batch of worlds.
  ///   - finished: Called with the number of worlds that have ended.
  /// - Returns: The posterior with everything that was found on the way.
  /// - Throws: `CalibrationRefusal` when the model cannot give the figures, `CalibrationOutOfTime` when
  ///   time is out too early, `StudyError` when too few worlds may be simulated.
  public func run(
    threads: Int = 1, log: SimulationLog = SimulationLog(),
    isOutOfTime: @escaping @Sendable () -> Bool = { false },
    finished: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> Calibration {
    var runner = CalibrationRunner(
      worlds, threads: threads, log: log, isOutOfTime: isOutOfTime, finished: finished)
    let posterior = try await posterior(
      of: worlds.figures.observed, seed: worlds.spec.seed,
      simulations: worlds.spec.simulations - checkCount, &runner)
    let draws = posterior.equallyLikely(worlds.spec.draws, seed: worlds.spec.seed)
    let checked = (0..<checkCount).map { draws[$0 * draws.count / checkCount] }
    guard let outcomes = try await runner.simulate(checked) else { throw outOfTime(runner) }
    return Calibration(
      worlds: worlds, posterior: posterior, draws: draws, outcomes: outcomes, seen: runner.seen,
      simulations: runner.log.asked, resumed: runner.log.found)
  }

  /// Learns the parameters from any figures that worlds could have given.
  func posterior(
    of observed: ObservedStatistics, seed: UInt64, simulations: Int,
    _ runner: inout CalibrationRunner
  ) async throws -> CalibrationPosterior {
    let dimension = worlds.spec.parameters.count
    let share = max(60, Int(Self.matchingShare * Double(simulations)))
    var matching = HistoryMatching(
      observed: observed, dimension: dimension, seed: seed,
      settings: HistoryMatchingSettings(
        budget: share, cutoff: Self.cutoff, populationSize: max(512, (simulations - share) / 3)))
    try await runner.run(&matching)
    if runner.wasStopped { throw outOfTime(runner) }
    if matching.region.isEmpty { throw refusal(matching) }
    guard let filling = try await filling(matching, simulations: simulations, &runner) else {
      throw outOfTime(runner)
    }
    let region = matching
    let cutoff = matching.settings.cutoff
    let isAllowed: @Sendable ([Double]) -> Bool = { point in
      var place = Matrix(rows: 1, columns: dimension)
      for (column, score) in point.enumerated() { place[0, column] = score }
      return region.implausibility(of: place, limit: cutoff)[0] <= cutoff
    }
    let waves = [CalibrationPosterior.firstWave(of: matching), filling]
    // Worlds of later waves and those outside of the region are spent, and the search does not count
    // them.
    let counted = waves.reduce(0) { $0 + $1.points.count(where: isAllowed) }
    let spent = matching.points.count + filling.points.count
    var search = SequentialABC(
      dimension: dimension, observed: observed,
      settings: SequentialABCSettings(
        budget: max(100, simulations - spent + counted),
        summaries: worlds.spec.summary == .learned ? .learned : .declared),
      waves: waves, seed: seed, isAllowed: isAllowed)
    try await runner.run(&search)
    if runner.wasStopped { throw outOfTime(runner) }
    guard let population = search.population else {
      throw tooFew(runner.seen.only(where: isAllowed), of: runner.seen.count)
    }
    return CalibrationPosterior(
      matching: matching, filling: filling, search: search, draws: population.draws)
  }

  private func outOfTime(_ runner: CalibrationRunner) -> CalibrationOutOfTime {
    CalibrationOutOfTime(document: worlds.spec.document, worlds: runner.log.asked)
  }

  /// Worlds of the prior within the region that is left: a third of what may still be simulated.
  ///
  /// They keep the weights of later draws even where the search looks too narrowly: a defensive
  /// component, as in Hesterberg (1995), "Weighted average importance sampling and defensive mixture
  /// distributions". The share is *chosen*.
  private func filling(
    _ matching: HistoryMatching, simulations: Int, _ runner: inout CalibrationRunner
  ) async throws -> StartingWave? {
    let count = (simulations - matching.points.count) / 3
    let points = Array(matching.region.points.prefix(count))
    guard let outcomes = try await runner.simulate(points) else { return nil }
    return StartingWave(
      points: points, statistics: outcomes.map(\.figures),
      priorMass: matching.region.priorShare)
  }

  /// Why nothing is left of the prior, with what could be reached.
  private func refusal(_ matching: HistoryMatching) -> any Error {
    guard !matching.unreachable.isEmpty else {
      return StudyError(
        document: worlds.spec.document,
        problem:
          "no values of the parameters within their priors give the figures together; loosen a "
          + "tolerance, widen the priors or change the model")
    }
    return CalibrationRefusal(
      matching.unreachable.map { target in
        worlds.figures.origins[target.statistic].problem(
          target.problem(at: target.point.map(worlds.place) ?? ""), in: worlds.spec.document)
      })
  }

  /// Why too few of the worlds that are left can be held against the past.
  private func tooFew(_ left: SeenWorlds, of all: Int) -> any Error {
    let fewest = ABCPopulation.fewest
    func lies(_ count: Int, _ words: String, _ remedy: String) -> StudyError {
      StudyError(
        document: worlds.spec.document,
        problem:
          "of \(all) worlds only \(count) \(words), and at least \(fewest) are needed; \(remedy)")
    }
    guard left.count >= fewest else {
      return lies(
        left.count, "lie in the part of the prior that is left",
        "raise budget.simulations, or narrow the priors")
    }
    let whole = left.count - left.broken
    guard whole >= fewest else {
      return lies(
        whole, "can be run and lie in the part of the prior that is left",
        "narrow the priors to values that do not break the scenario, such as chances above 1")
    }
    let lacking = worlds.figures.origins.indices.map { left.lacking($0) - left.broken }
    let guilty = lacking.indices.filter { whole - lacking[$0] < fewest }
    guard !guilty.isEmpty else {
      return lies(
        left.determined, "determine every figure and lie in the part of the prior that is left",
        "raise budget.simulations, or leave out figures that many worlds do not have")
    }
    return CalibrationRefusal(
      guilty.map { place in
        worlds.figures.origins[place].problem(
          "\(lacking[place]) of \(whole) worlds do not determine it, for want of events or of "
            + "anything that varies; leave it out, or change the scenario so that worlds have it",
          in: worlds.spec.document)
      })
  }
}

/// What a search has found of the parameters, as normal scores of their priors.
struct CalibrationPosterior: Sendable {
  /// What was ruled out before.
  let matching: HistoryMatching
  /// Worlds of what was left, from which the search started besides the first wave.
  let filling: StartingWave
  /// The search that drew from the rest.
  let search: SequentialABC
  /// The draws.
  let draws: WeightedDraws

  /// The first wave of history matching as a start of the search: a design of the whole prior.
  ///
  /// Later waves are designs with more points at the edges of a region that need not lie within the
  /// one before, so that nobody knows how dense they are.
  static func firstWave(of matching: HistoryMatching) -> StartingWave {
    let count = matching.waves.first?.simulations ?? 0
    return StartingWave(
      points: Array(matching.points.prefix(count)),
      statistics: Array(matching.statistics.prefix(count)))
  }

  /// Equally likely draws in an order by chance, so that any first ones are as good as any others.
  func equallyLikely(_ count: Int, seed: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "calibration/order")
    let rows = draws.resampled(count, seed: seed)
    let order = rows.indices.map { (stream.uniform(agent: $0, step: 0), $0) }.sorted { $0 < $1 }
    return order.map { _, place in
      (0..<draws.points.columns).map { draws.points[rows[place], $0] }
    }
  }
}
