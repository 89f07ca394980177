import Statistics

/// All simulations of a search so far, whatever density they were drawn from.
struct SimulatedPool: Sendable {
  /// Normal scores, one row per simulation.
  private(set) var points: Matrix
  /// Statistics with errors of observation, one row per simulation.
  private(set) var statistics: Matrix
  /// The simulations whose statistics are all finite.
  private(set) var usable: [Int] = []
  /// How many simulations were expected at each point, per unit of the prior's density.
  private(set) var densities: [Double] = []

  private var pointRows: [Double] = []
  private var statisticRows: [Double] = []

  /// The figures whose errors of observation statistics get.
  private let observed: ObservedStatistics
  private let errors: RandomStream

  init(dimension: Int, observed: ObservedStatistics, seed: UInt64) {
    points = Matrix(rows: 0, columns: dimension)
    statistics = Matrix(rows: 0, columns: observed.count)
    self.observed = observed
    errors = RandomStream(seed: seed, replicate: 0, purpose: "calibration/observation-error")
  }

  /// Number of simulations.
  var count: Int { densities.count }

  /// Adds simulations with the densities that they were drawn from.
  ///
  /// Statistics get a normal error with the tolerance as standard deviation, so that the posterior
  /// is exact for observations with such errors: Wilkinson (2013), "Approximate Bayesian
  /// Computation (ABC) Gives Exact Results under the Assumption of Model Error".
  mutating func append(_ points: [[Double]], _ statistics: [[Double]], densities: [Double]) {
    for (point, row) in zip(points, statistics) {
      let simulation = statisticRows.count / max(observed.count, 1)
      if row.allSatisfy(\.isFinite) { usable.append(simulation) }
      pointRows += point
      statisticRows += observed.withErrors(row, by: errors, step: simulation)
    }
    self.densities += densities
    self.points = Matrix(rowByRow: pointRows, columns: self.points.columns)
    self.statistics = Matrix(rowByRow: statisticRows, columns: observed.count)
  }

  /// Adds what a new density would have given at the points that are there.
  mutating func addDensities(_ added: [Double]) {
    for index in densities.indices { densities[index] += added[index] }
  }
}

extension Matrix {
  /// A matrix from its elements, row after row.
  init(rowByRow elements: [Double], columns: Int) {
    let rows = elements.count / max(columns, 1)
    self.init(rows: rows, columns: columns)
    for column in 0..<columns {
      replaceColumn(column, with: (0..<rows).map { elements[$0 * columns + column] })
    }
  }
}
