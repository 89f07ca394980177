import Interchange
public import Statistics

/// The checks of a fit: whether the computation can be trusted, whether the model describes the data,
/// and what the data left open.
public struct MixChecks: Sendable {
  /// All checks, the computation's first.
  public let all: [MixCheck]
  /// Leave-one-out evaluation; nil for fits that are not sampled.
  public let leaveOneOut: LeaveOneOut?

  /// Most numbers of the table of pointwise likelihoods; draws are thinned above, *chosen*: 64 MB.
  private static let mostLikelihoods = 8_000_000

  /// Checks a fit, from its decomposition where that is at hand.
  public init(_ fit: MixFit, _ decomposition: MixDecomposition? = nil) {
    var all = fit.sampling.map { Self.sampling(fit, $0) } ?? []
    let means = Self.means(of: fit)
    all += Self.description(fit, means, decomposition ?? MixDecomposition(fit))
    var evaluation: LeaveOneOut?
    if fit.sampling != nil, Self.hasEnoughDraws(fit) {
      let likelihoods = Self.likelihoods(fit)
      let loo = LeaveOneOut(likelihoods, relativeEfficiency: Self.efficiency(fit))
      all.append(Self.influence(loo, draws: likelihoods.rows))
      evaluation = loo
    }
    all += Self.learning(fit)
    self.all = all
    leaveOneOut = evaluation
  }

  /// Whether nothing forbids the use of the results.
  public var isUsable: Bool { !all.contains { $0.verdict == .bad } }

  // MARK: The computation

  /// Whether there are the four draws per chain, and five in all, that diagnostics need.
  private static func hasEnoughDraws(_ fit: MixFit) -> Bool {
    fit.draws.rows >= max(5, 4 * fit.chains)
  }

  /// Thresholds of Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021): R̂ below 1.01 and 100
  /// effective draws per chain; and of Betancourt (2016): an energy fraction of at least 0.3.
  private static func sampling(_ fit: MixFit, _ report: MixFit.SamplingReport) -> [MixCheck] {
    guard hasEnoughDraws(fit) else {
      return [
        MixCheck(
          "draws", Double(fit.draws.rows), .bad,
          "\(fit.draws.rows) draws of \(fit.chains) chains are too few to see whether they agree; "
            + "write sampling: { draws: 1000 }.")
      ]
    }
    let free = fit.parameters.free
    let columns = free.map { ChainedDraws(Array(fit.draws.column($0)), chains: fit.chains) }
    func name(_ index: Int?) -> String { index.map { fit.parameters.all[free[$0]].name } ?? "" }
    // A parameter that never moved has none, which is worse than any.
    let rHats = columns.map { $0.rHat.isNaN ? .infinity : $0.rHat }
    let worst = rHats.indices.max { rHats[$0] < rHats[$1] }
    let largest = worst.map { rHats[$0] } ?? 1
    let bulk = columns.map { $0.bulkEffectiveSize.isNaN ? 0 : $0.bulkEffectiveSize }
    let thinnest = bulk.indices.min { bulk[$0] < bulk[$1] }
    let fewest = thinnest.map { bulk[$0] } ?? .infinity
    let tails = columns.map { $0.tailEffectiveSize.isNaN ? 0 : $0.tailEffectiveSize }
    let tail = tails.min() ?? .infinity
    let needed = 100.0 * Double(fit.chains)
    let energy = report.missingInformation.min() ?? 1
    let count = fit.draws.rows
    return [
      MixCheck(
        "r_hat", largest, largest < 1.01 ? .good : largest < 1.05 ? .watch : .bad,
        largest < 1.01
          ? "The chains agree."
          : "The chains disagree about \(name(worst)) (R-hat \(HumanNumber.text(largest))); sample "
            + "longer, or give the parameter a narrower prior."),
      MixCheck(
        "bulk_ess", fewest, fewest >= needed ? .good : fewest >= needed / 4 ? .watch : .bad,
        fewest >= needed
          ? "Every mean rests on at least \(HumanNumber.text(fewest)) independent draws."
          : "The mean of \(name(thinnest)) rests on \(HumanNumber.text(fewest)) independent draws; "
            + "\(HumanNumber.text(needed)) are wanted: sample longer."),
      MixCheck(
        "tail_ess", tail, tail >= needed ? .good : tail >= needed / 4 ? .watch : .bad,
        tail >= needed
          ? "The ends of every interval rest on at least \(HumanNumber.text(tail))."
          : "The ends of an interval rest on \(HumanNumber.text(tail)) independent draws; "
            + "\(HumanNumber.text(needed)) are wanted: sample longer."),
      MixCheck(
        "divergences", Double(report.divergences),
        report.divergences == 0 ? .good : report.divergences * 100 <= count ? .watch : .bad,
        report.divergences == 0
          ? "No trajectory diverged."
          : "\(report.divergences) of \(count) trajectories diverged, so that narrow regions may be "
            + "missed; write sampling: { targetAcceptance: 0.95 }, or narrower priors."),
      MixCheck(
        "energy_fraction", energy, energy >= 0.3 ? .good : .watch,
        energy >= 0.3
          ? "The chains move freely between levels of energy."
          : "The chains move slowly between levels of energy (\(HumanNumber.text(energy)), wanted "
            + "0.3): heavy tails or a wide spread between units; narrow its prior."),
      MixCheck(
        "deepest_trees", Double(report.deepest), report.deepest == 0 ? .good : .watch,
        report.deepest == 0
          ? "No trajectory was cut short."
          : "\(report.deepest) of \(count) trajectories were cut at the largest depth; sampling is "
            + "slow, not wrong."),
    ]
  }

  private static func efficiency(_ fit: MixFit) -> Double {
    let sizes = fit.parameters.free.map {
      ChainedDraws(Array(fit.draws.column($0)), chains: fit.chains).meanEffectiveSize
    }
    let mean = sizes.reduce(0, +) / Double(max(1, sizes.count))
    return min(1, max(0.01, mean / Double(fit.draws.rows)))
  }

  /// One row per draw and one column per fitted row.
  private static func likelihoods(_ fit: MixFit) -> Matrix {
    let design = fit.design
    let term = ScatterTerm(design.spec.likelihood, outcome: design.fitted(design.outcome))
    let stride = max(1, term.outcome.count * fit.draws.rows / mostLikelihoods)
    let draws = Array(Swift.stride(from: 0, to: fit.draws.rows, by: stride))
    var elements = [Double](repeating: 0, count: draws.count * term.outcome.count)
    var reading = MixReading(design)
    for (place, draw) in draws.enumerated() {
      let values = fit.values(ofDraw: draw)
      reading.read(values)
      let rows = term.pointwise(
        design.fitted(reading.predictor), scatter: fit.parameters.scatter.map { values[$0] } ?? 1,
        degrees: fit.parameters.degreesOfFreedom.map { values[$0] } ?? 1)
      for (row, value) in rows.enumerated() { elements[row * draws.count + place] = value }
    }
    return Matrix(rows: draws.count, columns: term.outcome.count, elements: elements)
  }

  private static func influence(_ loo: LeaveOneOut, draws: Int) -> MixCheck {
    let limit = LeaveOneOut.largestShape(draws: draws)
    let count = loo.paretoShapes.count { $0 > limit }
    let share = Double(count) / Double(loo.paretoShapes.count)
    return MixCheck(
      "influential_rows", Double(count), count == 0 ? .good : .watch,
      count == 0
        ? "No single row carries the fit."
        : "\(count) of \(loo.paretoShapes.count) rows carry so much of the fit "
          + "(\(HumanNumber.text(100 * share)) %) that leave-one-out figures are not to be trusted for "
          + "them; look at those periods.")
  }
}
