import Interchange
import Statistics

extension MixFit {
  /// Draws of a regression; *chosen* as for ridge.
  static let regressionDraws = 1000

  /// Units from which on errors are clustered by unit.
  ///
  /// *Chosen* from the 20 to 50 below which such errors are too small by Cameron and Miller (2015), "A
  /// Practitioner's Guide to Cluster-Robust Inference"; with fewer units than coefficients they have
  /// directions without any error.
  static let enoughClusters = 20

  /// Fits a model whose transforms are known: least squares, or maximum likelihood for counts.
  ///
  /// Draws are normal around the estimate with its covariance. Least squares have Newey and West's
  /// with lags up to `4 (n / 100)^(2/9)` for `n` periods, as they advise; counts of one series have
  /// White's. Both are clustered by unit from ``enoughClusters`` units on. With fewer, least squares
  /// take Newey and West's unit after unit, and counts White's or, with an intercept per unit, the
  /// model's times the Pearson scale. Units' intercepts scatter as the mean of their rows' errors.
  ///
  /// - Parameters:
  ///   - design: The model and its data; all transforms are known.
  ///   - seed: Seed of the draws.
  /// - Returns: The fit.
  /// - Throws: ``EstimationError`` with the columns at fault by name.
  public static func regression(
    _ design: MixDesign, seed: UInt64 = 1
  ) throws(EstimationError) -> MixFit {
    let columns = RegressionColumns(design)
    do {
      let estimate =
        design.spec.likelihood.hasLogLink
        ? try counts(columns) : try leastSquares(columns)
      return MixFit(
        design: design, draws: try draws(columns, estimate, seed: seed), chains: 1, sampling: nil,
        lifts: [])
    } catch let error as EstimationError {
      throw error
    } catch let error as RegressionError {
      throw .mixModel(error.description)
    } catch let error as GeneralizedLinearError {
      throw .mixModel("media mix: \(error.description)")
    } catch {
      throw .mixModel("media mix: \(error)")
    }
  }

  /// What a regression leaves: coefficients of an intercept for all, where there is one, and of the
  /// columns, with their covariance.
  private struct Estimate {
    var coefficients: [Double]
    var covariance: Matrix
    var scatter: Double
    /// Whether the first coefficient is the intercept for all.
    var hasIntercept: Bool
    /// Intercepts of units, for coefficients of the columns.
    var intercepts: ([Double]) -> [Double]
    /// Standard errors of the units' intercepts around those; empty where there is one for all.
    var interceptErrors: [Double]
  }

  private static func leastSquares(_ columns: RegressionColumns) throws -> Estimate {
    let design = columns.design
    let outcome = design.fitted(design.outcome)
    let isCentered = columns.hasUnitIntercepts
    let fit = try RegressionFit(
      isCentered ? columns.centered(outcome) : outcome,
      on: try columns.regression(centered: isCentered), named: design.spec.outcome.column)
    let periods = design.fittedPeriods
    let lags = Int(4 * Elementary.pow(Double(periods) / 100, 2.0 / 9))
    let estimator: CovarianceEstimator =
      design.units.count >= enoughClusters
      ? .clustered(by: columns.unitOfRow, correction: .smallSample)
      : .neweyWest(lags: min(lags, periods - 1), correction: .smallSample)
    let error = fit.sigma / Double(periods).squareRoot()
    return Estimate(
      coefficients: fit.coefficients, covariance: try fit.covariance(estimator),
      scatter: fit.sigma, hasIntercept: !isCentered,
      intercepts: { coefficients in
        let parts = columns.columns.times(coefficients)
        return design.units.indices.map { unit in
          (unit * periods..<(unit + 1) * periods).reduce(0) { $0 + outcome[$1] - parts[$1] }
            / Double(periods)
        }
      },
      interceptErrors: isCentered ? design.units.map { _ in error } : [])
  }

  private static func counts(_ columns: RegressionColumns) throws -> Estimate {
    let design = columns.design
    let outcome = design.fitted(design.outcome)
    let name = design.spec.outcome.column
    let offset = columns.unitOfRow.map { design.offsets[$0] }
    if columns.hasUnitIntercepts {
      guard case .poisson = design.spec.likelihood else {
        throw EstimationError.mixModel(
          "media mix: negative binomial counts with an intercept per unit need method: bayes; or "
            + "write likelihood: poisson, whose clustered errors allow for overdispersion, or "
            + "hierarchy: { intercept: false }")
      }
      return try withinUnits(columns, outcome, offset)
    }
    let regression = try columns.regression(centered: false)
    let sample = GeneralizedLinearSample(
      outcome, named: name,
      on: GeneralizedLinearDesign(names: regression.names, matrix: regression.matrix),
      offset: offset)
    var family = GeneralizedLinearModel.Family.poisson
    if case .negativeBinomial = design.spec.likelihood { family = .negativeBinomial() }
    let fit = try GeneralizedLinearModel(family).fit(sample)
    let covariance = try fit.covariance(
      design.units.count >= enoughClusters ? .clustered(by: columns.unitOfRow) : .robust())
    return Estimate(
      coefficients: fit.coefficients, covariance: covariance, scatter: fit.alpha ?? 0,
      hasIntercept: true, intercepts: { _ in [] }, interceptErrors: [])
  }

  /// Poisson counts with an intercept per unit.
  private static func withinUnits(
    _ columns: RegressionColumns, _ outcome: [Double], _ offset: [Double]
  ) throws -> Estimate {
    let design = columns.design
    let periods = design.fittedPeriods
    let fit = try WithinUnitPoisson(
      outcome, named: design.spec.outcome.column, units: columns.unitOfRow,
      on: GeneralizedLinearDesign(names: columns.names, matrix: columns.columns), offset: offset)
    let levels = unitLevels(fit.coefficients, columns, outcome, offset)
    let parts = columns.columns.times(fit.coefficients)
    var chiSquare = 0.0
    for row in outcome.indices {
      let mean = Elementary.exp(parts[row] + offset[row] + levels[row / periods])
      chiSquare += (outcome[row] - mean) * (outcome[row] - mean) / mean
    }
    let freedom = Double(outcome.count - fit.coefficients.count - design.units.count)
    let scale = max(1, freedom > 0 ? chiSquare / freedom : 1)
    var covariance = fit.inverseInformation
    if design.units.count >= enoughClusters {
      covariance = try fit.covariance(.clusteredByUnit())
    } else {
      for row in 0..<covariance.rows {
        for column in 0..<covariance.columns { covariance[row, column] *= scale }
      }
    }
    return Estimate(
      coefficients: fit.coefficients, covariance: covariance, scatter: 0, hasIntercept: false,
      intercepts: { unitLevels($0, columns, outcome, offset) },
      interceptErrors: design.units.indices.map { unit in
        let total = outcome[unit * periods..<(unit + 1) * periods].reduce(0, +)
        return (scale / max(total, 0.5)).squareRoot()
      })
  }

  /// The intercepts at which each unit's means add up to its counts; far below any other for a unit
  /// without events.
  private static func unitLevels(
    _ coefficients: [Double], _ columns: RegressionColumns, _ outcome: [Double], _ offset: [Double]
  ) -> [Double] {
    let parts = columns.columns.times(coefficients)
    let periods = columns.design.fittedPeriods
    return columns.design.units.indices.map { unit in
      let rows = unit * periods..<(unit + 1) * periods
      let expected = rows.reduce(0) { $0 + Elementary.exp(parts[$1] + offset[$1]) }
      // Half an event stands for none.
      return Elementary.log(max(rows.reduce(0) { $0 + outcome[$1] }, 0.5) / expected)
    }
  }

  private static func draws(
    _ columns: RegressionColumns, _ estimate: Estimate, seed: UInt64
  ) throws -> Matrix {
    let size = estimate.coefficients.count
    // Without alpha, whose place is the last.
    var block = Matrix(rows: size, columns: size)
    for row in 0..<size {
      for column in 0..<size { block[row, column] = estimate.covariance[row, column] }
    }
    let factor = try root(of: block)
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "mix/regression")
    var draws = Matrix(rows: regressionDraws, columns: columns.parameters.all.count)
    for draw in 0..<regressionDraws {
      var coefficients = estimate.coefficients
      let normals = (0..<size).map { Normal.quantile(stream.uniform(agent: draw, step: $0)) }
      for row in 0..<size {
        for column in 0..<size { coefficients[row] += factor[row, column] * normals[column] }
      }
      let own = estimate.hasIntercept ? Array(coefficients.dropFirst()) : coefficients
      var intercepts = estimate.hasIntercept ? [coefficients[0]] : estimate.intercepts(own)
      for (unit, error) in estimate.interceptErrors.enumerated() {
        intercepts[unit] +=
          error * Normal.quantile(stream.uniform(agent: draw, step: unit, draw: 1))
      }
      let values = columns.values(own, intercepts: intercepts, scatter: estimate.scatter)
      for (column, value) in values.enumerated() { draws[draw, column] = value }
    }
    return draws
  }

  /// A matrix whose product with its own transpose is a covariance, which may have directions without
  /// any variance.
  private static func root(of covariance: Matrix) throws(NumericalError) -> Matrix {
    let parts = try SingularValues(of: covariance)
    var root = parts.left
    for (column, value) in parts.values.enumerated() {
      for row in 0..<root.rows { root[row, column] *= value.squareRoot() }
    }
    return root
  }
}
