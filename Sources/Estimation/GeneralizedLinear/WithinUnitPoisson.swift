public import Statistics

/// A Poisson regression of each unit on itself: every unit has an intercept of its own, which is
/// conditioned out.
///
/// Given a unit's total, its counts are multinomial with shares `exp(xβ)` over the unit's sum, and
/// the intercepts are gone. Coefficients, and errors clustered by unit, equal those of Poisson with
/// a dummy per unit; they are consistent for any distribution whose mean is right. Hausman, Hall
/// and Griliches (1984); Wooldridge (1999), "Distribution-Free Estimation of Some Nonlinear Panel
/// Data Models".
///
/// Units without events say nothing about the coefficients; they are dropped and counted.
public struct WithinUnitPoisson: Sendable, Equatable {
  /// The columns' names.
  public let names: [String]

  /// One coefficient per column, on the scale of log means.
  public let coefficients: [Double]

  /// The multinomial log-likelihood of the counts given the units' totals, constants included.
  public let logLikelihood: Double

  /// How many units were fitted.
  public let unitCount: Int

  /// How many rows they have.
  public let rowCount: Int

  /// How many units were dropped because all their counts are 0.
  public let droppedUnitCount: Int

  /// How many steps the search took.
  public let iterations: Int

  /// The inverse information of the coefficients.
  public let inverseInformation: Matrix

  /// The derivatives of each fitted unit's log-likelihood by the coefficients.
  public let unitScores: Matrix

  /// What the errors of the estimates are taken from.
  public enum Covariance: Sendable, Equatable {
    /// The model: Poisson counts around each unit's own level.
    case modelBased

    /// The spread of the units' scores, for any dependence and variance within units: CR0, or
    /// with `G / (G − 1) · (N − 1) / (N − K)` CR1.
    ///
    /// Units and rows are those fitted; the units' intercepts do not count in K, because they are
    /// nested in the clusters.
    case clusteredByUnit(isCorrected: Bool = true)
  }

  /// Fits counts to columns that vary within units.
  ///
  /// - Parameters:
  ///   - outcome: One count per row.
  ///   - name: What errors call the outcome.
  ///   - units: The unit of each row; any numbers in any order.
  ///   - design: Columns without an intercept, one row per count.
  ///   - offset: One number per row, such as log exposure; zeros if left out.
  /// - Throws: ``GeneralizedLinearError`` for values that are no counts, no events at all, columns
  ///   that do not vary within units or are collinear there, separation, and a search that does
  ///   not converge.
  public init(
    _ outcome: [Double], named name: String = "outcome", units: [Int],
    on design: GeneralizedLinearDesign, offset: [Double]? = nil
  ) throws(GeneralizedLinearError) {
    let offset = offset ?? [Double](repeating: 0, count: outcome.count)
    precondition(design.matrix.rows == outcome.count, "a design has one row per outcome")
    precondition(units.count == outcome.count, "every row has a unit")
    precondition(offset.count == outcome.count, "an offset is given for every row")
    precondition(design.matrix.columns > 0, "a design has a column")
    try design.checkFinite(offset: offset)
    if let row = outcome.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(variable: name, row: row)
    }
    try GeneralizedLinearSample.checkCounts(outcome, name)
    let shares = UnitShares(outcome, units: units, design: design, offset: offset)
    guard shares.unitCount > 0 else { throw .allZero(outcome: name) }
    try shares.checkVariation()

    let search = ConcaveSearch(
      design: shares.design, outcomeName: name, problem: shares.problem(at:))
    let start = [Double](repeating: 0, count: design.names.count)
    (coefficients, iterations) = try search.maximum(from: start)
    let problem = shares.problem(at: coefficients)
    names = design.names
    logLikelihood = problem.logLikelihood + shares.constant
    unitCount = shares.unitCount
    rowCount = shares.outcome.count
    droppedUnitCount = shares.droppedUnitCount
    inverseInformation = try design.leastSquares(problem.response, on: problem.design).inverseGram
    unitScores = shares.scores(of: problem)
  }

  /// The covariance of the coefficients.
  ///
  /// - Parameter kind: What the errors are taken from.
  /// - Returns: One row and column per coefficient.
  /// - Throws: ``GeneralizedLinearError`` for a single unit, or no rows beyond the coefficients.
  public func covariance(_ kind: Covariance) throws(GeneralizedLinearError) -> Matrix {
    guard case .clusteredByUnit(let isCorrected) = kind else { return inverseInformation }
    guard unitCount >= 2 else { throw .tooFewClusters(clusters: unitCount) }
    let covariance = Sandwich(bread: inverseInformation).covariance(of: unitScores)
    guard isCorrected else { return covariance }
    guard rowCount > names.count else {
      throw .noDegreesOfFreedom(rows: Double(rowCount), coefficients: names.count)
    }
    return covariance.scaled(
      by: Sandwich.correction(
        clusters: unitCount, rows: Double(rowCount), parameters: names.count))
  }

  /// The estimates with errors, tests and intervals.
  ///
  /// - Parameters:
  ///   - covariance: What the errors are taken from.
  ///   - confidence: How often the intervals cover the truth, in `0..<1`.
  /// - Returns: One estimate per column.
  /// - Throws: As ``covariance(_:)``.
  public func estimates(
    _ covariance: Covariance = .clusteredByUnit(), confidence: Double = 0.95
  ) throws(GeneralizedLinearError) -> [LikelihoodEstimate] {
    LikelihoodEstimate.all(
      names, coefficients, covariance: try self.covariance(covariance), confidence: confidence)
  }
}
