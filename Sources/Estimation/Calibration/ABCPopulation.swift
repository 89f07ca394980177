import Statistics

/// What came of one generation of a search.
public struct ABCGeneration: Sendable, Equatable {
  /// Simulations so far.
  public let simulations: Int
  /// Those of them that did not determine every statistic.
  public let unusable: Int
  /// The share of the generation's simulations that are among the accepted.
  public let acceptance: Double
  /// The distance up to which simulations are accepted.
  ///
  /// Its unit is the spread of worlds of the same parameters, or with learned statistics the spread
  /// of parameters that the statistics leave open; either is estimated anew in each generation.
  public let tolerance: Double
  /// The tolerance over that without this generation, in the same unit; 1 for the first.
  public let shrinkage: Double
  /// How many equally weighted draws the accepted would be worth.
  public let effectiveSize: Double
}

/// The accepted simulations of a search, and the posterior that they give.
public struct ABCPopulation: Sendable {
  /// The posterior: adjusted normal scores with their weights.
  public let draws: WeightedDraws
  /// The same simulations where they were made, with the same weights.
  public let unadjusted: WeightedDraws
  /// Which simulations they are, from 0 in the order in which the search got them; those of waves
  /// that lie outside of what is allowed are not counted.
  public let simulations: [Int]
  /// The simulation that is nearest to the observed statistics.
  public let nearest: Int
  /// The figures of the generation that led here.
  let generation: ABCGeneration

  /// Simulations below which there is no population; *chosen*: a regression on them says nothing.
  public static let fewest = 50

  /// Accepts the nearest simulations.
  ///
  /// - Parameters:
  ///   - pool: All simulations, at least ``fewest`` of them usable.
  ///   - observed: The statistics to be reproduced.
  ///   - settings: How many to accept.
  ///   - newest: How many of the last simulations are new.
  init(
    _ pool: SimulatedPool, _ observed: ObservedStatistics, _ settings: SequentialABCSettings,
    newest: Int
  ) {
    let points = pool.points.selectingRows(pool.usable)
    let statistics = pool.statistics.selectingRows(pool.usable)
    let space =
      switch settings.summaries {
      case .declared: SummarySpace.declared(statistics, points: points, observed: observed)
      case .learned:
        SummarySpace.learned(
          LearnedStatistics(points: points, statistics: statistics), observed: observed)
      }
    let coordinates = space.coordinates(of: statistics)
    let distances = coordinates.rowLengths
    let order = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    let accepted = Self.count(of: order.count, pool.count, settings)
    let tolerance = distances[order[accepted]]
    let kept = order.prefix(accepted).sorted()
    let adjustment = LocalLinearAdjustment(
      points: points.selectingRows(kept), statistics: coordinates.selectingRows(kept),
      distances: kept.map { distances[$0] }, tolerance: tolerance,
      weights: kept.map { 1 / pool.densities[pool.usable[$0]] },
      observed: [Double](repeating: 0, count: coordinates.columns))
    draws = adjustment.draws
    unadjusted = WeightedDraws(
      points: points.selectingRows(kept), weights: adjustment.draws.weights)
    simulations = kept.map { pool.usable[$0] }
    nearest = pool.usable[order[0]]

    let before = pool.count - newest
    let earlier = order.filter { pool.usable[$0] < before }
    let former =
      earlier.count >= Self.fewest
      ? distances[earlier[Self.count(of: earlier.count, before, settings)]] : tolerance
    generation = ABCGeneration(
      simulations: pool.count, unusable: pool.count - pool.usable.count,
      acceptance: Double(simulations.count { $0 >= before }) / Double(max(newest, 1)),
      tolerance: tolerance, shrinkage: former > 0 ? tolerance / former : 1,
      effectiveSize: draws.effectiveSize)
  }

  /// How many of the usable simulations are accepted: a share of all, and some that are not.
  private static func count(
    of usable: Int, _ all: Int, _ settings: SequentialABCSettings
  ) -> Int {
    min(max(Int(settings.acceptedShare * Double(all)), fewest), usable - 1)
  }
}

extension Matrix {
  /// Euclid's length of each row.
  var rowLengths: [Double] {
    var squares = [Double](repeating: 0, count: rows)
    for index in 0..<columns {
      for (row, value) in column(index).enumerated() { squares[row] += value * value }
    }
    return squares.map { $0.squareRoot() }
  }
}
