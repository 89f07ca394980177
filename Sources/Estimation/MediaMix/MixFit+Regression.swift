import Interchange
import Statistics

extension MixFit {
  /// Draws of a regression; *chosen* as for ridge.
  static let regressionDraws = 1000

  /// Fits a model whose transforms are known: least squares, or maximum likelihood for counts.
  ///
  /// Draws are normal around the estimate with its covariance: Newey and West's for one series, with
  /// lags up to `4 (n / 100)^(2/9)` as they advise, and clustered by unit for several.
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
  }

  private static func leastSquares(_ columns: RegressionColumns) throws -> Estimate {
    let design = columns.design
    let outcome = design.fitted(design.outcome)
    let isCentered = columns.hasUnitIntercepts
    let fit = try RegressionFit(
      isCentered ? columns.centered(outcome) : outcome,
      on: try columns.regression(centered: isCentered), named: design.spec.outcome.column)
    let lags = Int(4 * Elementary.pow(Double(outcome.count) / 100, 2.0 / 9))
    let estimator: CovarianceEstimator =
      design.units.count > 1
      ? .clustered(by: columns.unitOfRow, correction: .smallSample)
      : .neweyWest(lags: min(lags, outcome.count - 1), correction: .smallSample)
    let periods = design.fittedPeriods
    return Estimate(
      coefficients: fit.coefficients, covariance: try fit.covariance(estimator),
      scatter: fit.sigma, hasIntercept: !isCentered,
      intercepts: { coefficients in
        let parts = columns.columns.times(coefficients)
        return design.units.indices.map { unit in
          (unit * periods..<(unit + 1) * periods).reduce(0) { $0 + outcome[$1] - parts[$1] }
            / Double(periods)
        }
      })
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
      let fit = try WithinUnitPoisson(
        outcome, named: name, units: columns.unitOfRow,
        on: GeneralizedLinearDesign(names: columns.names, matrix: columns.columns), offset: offset)
      return Estimate(
        coefficients: fit.coefficients, covariance: try fit.covariance(.clusteredByUnit()),
        scatter: 0, hasIntercept: false,
        intercepts: { unitLevels($0, columns, outcome, offset) })
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
      design.units.count > 1 ? .clustered(by: columns.unitOfRow) : .robust())
    return Estimate(
      coefficients: fit.coefficients, covariance: covariance, scatter: fit.alpha ?? 0,
      hasIntercept: true, intercepts: { _ in [] })
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
    let factor = try Cholesky(block).lower
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "mix/regression")
    var draws = Matrix(rows: regressionDraws, columns: columns.parameters.all.count)
    for draw in 0..<regressionDraws {
      var coefficients = estimate.coefficients
      let normals = (0..<size).map { Normal.quantile(stream.uniform(agent: draw, step: $0)) }
      for row in 0..<size {
        for column in 0...row { coefficients[row] += factor[row, column] * normals[column] }
      }
      let own = estimate.hasIntercept ? Array(coefficients.dropFirst()) : coefficients
      let values = columns.values(
        own, intercepts: estimate.hasIntercept ? [coefficients[0]] : estimate.intercepts(own),
        scatter: estimate.scatter)
      for (column, value) in values.enumerated() { draws[draw, column] = value }
    }
    return draws
  }
}
