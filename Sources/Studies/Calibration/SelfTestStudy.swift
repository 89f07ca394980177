import Estimation
import Interchange
import Journeys
import Statistics

/// Calibrations to simulated pasts whose truth is known: whether intervals hold it as often as they
/// say.
///
/// Truths are drawn from the prior, a world of each is observed with its tolerances, and the
/// parameters are learned from that as they would be from the data: Talts, Betancourt, Simpson,
/// Vehtari and Gelman (2018), "Validating Bayesian Inference Algorithms with Simulation-Based
/// Calibration".
public struct SelfTestStudy: Sendable {
  /// The worlds that are simulated.
  public let worlds: CalibrationWorlds
  /// Simulated pasts.
  public let repeats: Int

  /// Numbers of worlds that a repeat has for itself.
  private var worldsPerRepeat: Int { worlds.spec.simulations + 1_000 }

  /// A self-test.
  ///
  /// - Parameters:
  ///   - worlds: The worlds that are simulated.
  ///   - repeats: Simulated pasts, at least one.
  public init(_ worlds: CalibrationWorlds, repeats: Int) {
    self.worlds = worlds
    self.repeats = repeats
  }

  /// Calibrates to every simulated past.
  ///
  /// - Parameters:
  ///   - threads: Calibrations that run at a time.
  ///   - finished: Called with the number of calibrations that have ended.
  /// - Returns: Where the truths lie among the draws.
  /// - Throws: `StudyError` when no world can be simulated.
  public func run(
    threads: Int = 1, finished: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> SelfTest {
    guard Double(repeats) * Double(worldsPerRepeat) < 0x1p32 else {
      throw StudyError(
        document: worlds.spec.document,
        problem:
          "\(repeats) repeats of \(worlds.spec.simulations) worlds are more than random numbers "
          + "can tell apart; use fewer repeats")
    }
    let cases = try await runReplicates(repeats, threads: threads, finished: finished) {
      try await one($0)
    }
    return SelfTest(worlds: worlds, cases: cases)
  }

  private func one(_ number: Int) async throws -> SelfTest.Case {
    let stream = RandomStream(
      seed: worlds.spec.seed, replicate: number, purpose: "calibration/self-test")
    let truth = worlds.spec.parameters.indices.map {
      Normal.quantile(stream.uniform(agent: $0, step: 0))
    }
    let first = number * worldsPerRepeat
    let past = try await worlds.outcomes([truth], replicates: [first], threads: 1)[0]
    if let failure = past.failure { return SelfTest.Case(truth: truth, failure: failure.problem) }
    guard past.figures.allSatisfy(\.isFinite) else {
      return SelfTest.Case(truth: truth, failure: "its world does not determine every figure")
    }
    let asked = worlds.figures.observed
    let observed = ObservedStatistics(
      names: asked.names,
      values: asked.withErrors(past.figures, by: stream, step: 1), tolerances: asked.tolerances,
      weights: asked.weights)
    var runner = CalibrationRunner(
      worlds, threads: 1, log: SimulationLog(), after: first, isOutOfTime: { false },
      finished: { _ in })
    do {
      let posterior = try await CalibrationStudy(worlds).posterior(
        of: observed, seed: worlds.spec.seed &+ UInt64(number + 1),
        simulations: worlds.spec.simulations, &runner)
      return SelfTest.Case(truth: truth, draws: posterior.draws)
    } catch let error as StudyError {
      return SelfTest.Case(truth: truth, failure: error.problem)
    } catch let error as CalibrationRefusal {
      return SelfTest.Case(
        truth: truth, failure: error.problems.problems.map(\.problem).joined(separator: "; "))
    }
  }
}

/// Where known truths lie among the draws that were learned from their worlds.
public struct SelfTest: Sendable {
  let worlds: CalibrationWorlds
  let cases: [Case]
  /// Ranks of the truths of each parameter, over the pasts from which something was learned.
  let ranks: [RankHistogram]

  init(worlds: CalibrationWorlds, cases: [Case]) {
    self.worlds = worlds
    self.cases = cases
    let learned = cases.filter { $0.failure == nil }
    ranks = worlds.spec.parameters.indices.map { parameter in
      RankHistogram(shares: learned.map { min(1, $0.shares[parameter]) })
    }
  }

  /// One simulated past.
  struct Case: Sendable {
    /// The true parameters, as normal scores of the priors.
    let truth: [Double]
    /// The 5 %, 50 % and 95 % points of each parameter; empty where nothing was learned.
    let points: [[Double]]
    /// The share of the draws that lies below the truth, by parameter.
    let shares: [Double]
    /// Why nothing was learned; `nil` where something was.
    let failure: String?

    init(truth: [Double], draws: WeightedDraws) {
      self.truth = truth
      points = truth.indices.map { draws.quantiles([0.05, 0.5, 0.95], of: $0) }
      shares = truth.indices.map { place in
        zip(draws.points.column(place), draws.weights).reduce(0) {
          $0 + ($1.0 < truth[place] ? $1.1 : 0)
        }
      }
      failure = nil
    }

    init(truth: [Double], failure: String) {
      self.truth = truth
      points = []
      shares = []
      self.failure = failure
    }
  }

  /// Pasts from which nothing was learned, because everything was ruled out.
  public var failures: Int { cases.count { $0.failure != nil } }

  /// How many pasts have the truth of a parameter in a central interval; those from which nothing was
  /// learned do not.
  public func inside(_ level: Double, of parameter: Int) -> Int {
    ranks[parameter].coverage(level).inside
  }
}
