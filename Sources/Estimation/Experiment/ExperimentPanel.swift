import Statistics

/// Units over periods, some of them treated from some period on.
public struct ExperimentPanel: Sendable, Equatable {
  /// What errors call the outcome.
  public let outcomeName: String
  /// One number per row.
  public let outcome: [Double]
  /// The unit of each row, any numbers.
  public let units: [Int]
  /// The period of each row, in the order of time.
  public let periods: [Int]
  /// Whether the unit of each row is treated in its period.
  public let isTreated: [Bool]
  /// The cluster of each row that was assigned as a whole; the unit where nothing else is given.
  public let clusters: [Int]

  /// Gathers rows of unit and period.
  ///
  /// - Parameters:
  ///   - outcome: One number per row.
  ///   - name: What errors call it.
  ///   - units: The unit of each row.
  ///   - periods: The period of each row.
  ///   - isTreated: Whether the unit is treated in that period.
  ///   - clusters: The cluster of each row; nil where units were assigned.
  /// - Throws: ``ReadoutError`` for values that are not finite, an outcome of one value, and where
  ///   fewer than two clusters are ever treated, or fewer than two rows are not.
  public init(
    _ outcome: [Double], named name: String = "the outcome", units: [Int], periods: [Int],
    isTreated: [Bool], clusters: [Int]? = nil
  ) throws(ReadoutError) {
    precondition(
      units.count == outcome.count && periods.count == outcome.count
        && isTreated.count == outcome.count && clusters?.count ?? outcome.count == outcome.count,
      "columns have one value per row")
    if let row = outcome.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(variable: name, unit: row)
    }
    guard let first = outcome.first, outcome.contains(where: { $0 != first }) else {
      throw .noVariation(outcome: name)
    }
    let labels = clusters ?? units
    let treated = Set(labels.indices.filter { isTreated[$0] }.map { labels[$0] })
    let untreated = Set(labels.indices.filter { !isTreated[$0] }.map { labels[$0] })
    try ExperimentSample.check("clusters", treated: treated.count, control: untreated.count)
    outcomeName = name
    self.outcome = outcome
    self.units = units
    self.periods = periods
    self.isTreated = isTreated
    self.clusters = labels
  }

  /// The means of clusters in periods as units, one row per cluster and period, so that units of
  /// any number fit.
  ///
  /// - Returns: A panel whose units are its clusters; a row counts as treated where any of its rows
  ///   is.
  /// - Throws: As the initializer.
  public func clusterMeans() throws(ReadoutError) -> ExperimentPanel {
    struct Cell: Hashable {
      let cluster: Int
      let period: Int
    }
    var places: [Cell: Int] = [:]
    var cells: [(cell: Cell, moments: RunningMoments, isTreated: Bool)] = []
    for row in outcome.indices {
      let cell = Cell(cluster: clusters[row], period: periods[row])
      let place = places[cell] ?? cells.count
      if place == cells.count {
        places[cell] = place
        cells.append((cell, RunningMoments(), false))
      }
      cells[place].moments.add(outcome[row])
      if isTreated[row] { cells[place].isTreated = true }
    }
    return try ExperimentPanel(
      cells.map(\.moments.mean), named: outcomeName, units: cells.map(\.cell.cluster),
      periods: cells.map(\.cell.period), isTreated: cells.map(\.isTreated))
  }

  /// The effect with a level for every unit and every period: difference in differences, and the
  /// analysis of a stepped wedge.
  ///
  /// Errors are CR2 by cluster with Satterthwaite's degrees of freedom, which hold for few
  /// clusters. With waves that start at different times the effect must be the same in each and
  /// from the first treated period on; otherwise the estimate mixes them with weights that can be
  /// negative. Hussey and Hughes (2007), "Design and analysis of stepped wedge cluster randomized
  /// trials"; Goodman-Bacon (2021), "Difference-in-differences with variation in treatment timing".
  ///
  /// - Parameters:
  ///   - errors: What is assumed about errors; nil for CR2 by cluster.
  ///   - confidence: Confidence of the interval.
  /// - Returns: The effect per unit and period; counts are of clusters that are ever and never
  ///   treated, and where all are treated at last, of all clusters on both sides.
  /// - Throws: ``ReadoutError`` where treatment does not differ from units and periods together,
  ///   and for more units and periods than ``mostLevels``.
  public func fixedEffects(
    errors: CovarianceEstimator? = nil, confidence: Double = 0.95
  ) throws(ReadoutError) -> Readout {
    let levels = Set(units).count + Set(periods).count
    guard levels <= Self.mostLevels else {
      throw .tooManyLevels(levels: levels, most: Self.mostLevels)
    }
    let (value, error, degrees, fit) = try treatedColumn(errors)
    // What treated rows would have shown untreated.
    let treated = outcome.indices.filter { isTreated[$0] }
    let level = treated.reduce(0) { $0 + fit.fitted[$1] - value } / Double(treated.count)
    let effect = EffectEstimate(
      value, standardError: error, degrees: degrees, confidence: confidence)
    let ever = Set(treated.map { clusters[$0] })
    let never = Set(clusters).subtracting(ever)
    // The level follows treated rows less the effect: its own error, that of their mean, is small
    // beside.
    return Readout(
      method: "unit and period effects, CR2", effect: effect,
      relative: level > 0 ? effect.scaled(by: 1 / level) : nil, controlLevel: level,
      treated: ever.count, control: never.isEmpty ? ever.count : never.count)
  }

  /// The most units and periods together that a readout has columns for.
  ///
  /// Chosen: the factor of 500 columns and 10,000 rows takes a few seconds.
  public static let mostLevels = 500

  private func treatedColumn(
    _ errors: CovarianceEstimator?
  ) throws(ReadoutError) -> (Double, Double, Double, RegressionFit) {
    var design = Design(rows: outcome.count, place: "unit and period effects")
    do {
      try design.append("treated", isTreated.map { $0 ? 1 : 0 })
      for unit in Set(units).sorted() {
        try design.append("unit \(unit)", units.map { $0 == unit ? 1 : 0 })
      }
      for period in Set(periods).sorted().dropFirst() {
        try design.append("period \(period)", periods.map { $0 == period ? 1 : 0 })
      }
      let fit = try RegressionFit(outcome, on: design, named: outcomeName)
      guard let errors else {
        let sandwich = try fit.clusterSandwich(clusters, .cr2)
        let contrast = fit.coefficients.indices.map { $0 == 0 ? 1.0 : 0 }
        return (
          fit.coefficients[0], max(0, sandwich.covariance[0, 0]).squareRoot(),
          sandwich.degrees(of: contrast), fit
        )
      }
      return (
        fit.coefficients[0], try fit.standardErrors(errors)[0],
        try fit.degreesOfFreedom(errors)[0], fit
      )
    } catch {
      throw .regression(error)
    }
  }
}
