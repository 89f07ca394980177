import Statistics

/// By how many percent an outcome moves, per percent of effort, in two readings of one panel.
///
/// The pooled reading also compares units with each other, and so takes targeting for effect: where
/// effort goes to units that would have bought anyway, it is too large. The within reading compares
/// each unit with itself over time. The gap between the two is a sign of targeting.
///
/// Both are the slope of a straight line times mean effort over mean outcome: the elasticity at the
/// means. The means are held fixed in the standard errors.
public struct PanelElasticity: Sendable, Equatable {
  /// An elasticity and how uncertain it is.
  public struct Estimate: Sendable, Equatable {
    /// Percent of outcome per percent of effort, at the means.
    public let elasticity: Double

    /// Its standard error, clustered by unit with the correction CR1; too small below about forty
    /// units.
    public let standardError: Double
  }

  /// From all units and periods together, by least squares with an intercept.
  public let pooled: Estimate

  /// From deviations around each unit's mean and, if asked for, each period's.
  public let within: Estimate

  /// Estimates both elasticities of a balanced panel.
  ///
  /// The coefficients counted in the correction of the within errors are slope, intercept and the
  /// periods removed; means of units do not count, because they are nested in the clusters (Cameron
  /// and Miller 2015, section III.B).
  ///
  /// - Parameters:
  ///   - outcome: One value per unit and period, unit after unit.
  ///   - effort: One value per unit and period, unit after unit.
  ///   - units: How many units; it divides the number of values.
  ///   - removingPeriodMeans: Whether the within reading also removes what all units share in a
  ///     period, such as season.
  ///   - outcomeName: What errors call the outcome.
  ///   - effortName: What errors call the effort.
  /// - Throws: ``EstimationError`` for fewer than two units, a value that is not finite, a variable
  ///   that does not vary (within units), or a mean outcome of 0.
  public init(
    outcome: [Double], effort: [Double], units: Int, removingPeriodMeans: Bool = false,
    outcomeName: String = "outcome", effortName: String = "effort"
  ) throws(EstimationError) {
    precondition(units > 0 && outcome.count.isMultiple(of: units), "the panel is not balanced")
    precondition(outcome.count == effort.count, "outcome and effort differ in length")
    guard units >= 2 else { throw .tooFewUnits(units: units, needed: 2) }
    let periods = outcome.count / units
    try Self.check(outcome, outcomeName, periods)
    try Self.check(effort, effortName, periods)
    let meanOutcome = RunningMoments(outcome).mean
    guard meanOutcome != 0 else { throw .zeroMean(variable: outcomeName) }
    let scale = RunningMoments(effort).mean / meanOutcome

    var design = Matrix(rows: effort.count, columns: 1, elements: effort)
    design.appendColumn([Double](repeating: 1, count: effort.count))
    pooled = try Self.estimate(outcome, design, units, parameters: 2, scale)

    let panel = Deviations(units: units, periods: periods, removingPeriodMeans: removingPeriodMeans)
    guard let effortDeviations = panel.deviations(of: effort) else {
      throw .noVariation(variable: effortName, scope: .withinUnits)
    }
    guard let outcomeDeviations = panel.deviations(of: outcome) else {
      throw .noVariation(variable: outcomeName, scope: .withinUnits)
    }
    within = try Self.estimate(
      outcomeDeviations, Matrix(rows: effort.count, columns: 1, elements: effortDeviations), units,
      parameters: removingPeriodMeans ? 1 + periods : 2, scale)
  }

  /// Throws where a variable is not finite or has one value only.
  private static func check(
    _ values: [Double], _ name: String, _ periods: Int
  ) throws(EstimationError) {
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(variable: name, unit: place / periods, period: place % periods)
    }
    guard values.contains(where: { $0 != values[0] }) else {
      throw .noVariation(variable: name, scope: .everywhere)
    }
  }

  /// The first coefficient of a fit and its clustered error, times the scale to an elasticity.
  private static func estimate(
    _ response: [Double], _ design: Matrix, _ units: Int, parameters: Int, _ scale: Double
  ) throws(EstimationError) -> Estimate {
    do {
      let fit = try LeastSquares(response, on: design)
      let error = ClusteredErrors.standardError(
        of: 0, in: fit, design: design, units: units, parameters: parameters)
      return Estimate(
        elasticity: fit.coefficients[0] * scale, standardError: error * scale.magnitude)
    } catch {
      throw .leastSquares(error)
    }
  }
}
