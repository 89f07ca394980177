import Statistics

extension ExperimentSample {
  /// How the columns of a regression readout relate to the arms.
  public enum Slopes: Sendable, Equatable {
    /// One slope for both arms: analysis of covariance.
    case common

    /// A slope for each arm, with covariates around their means, so that the effect is that of all
    /// units.
    ///
    /// Lin (2013), "Agnostic notes on regression adjustments to experimental data".
    case perArm
  }

  /// The effect by least squares on the arm, the covariates and an indicator of each block.
  ///
  /// Errors are HC2 where units were assigned and CR2 where clusters were, with Satterthwaite's
  /// degrees of freedom for the treated column; they hold for unequal variances and few clusters.
  /// Without covariates, blocks and clusters this is Welch's test up to its degrees. Other errors
  /// are for comparison with other tools and refer to `n − k` degrees, or to clusters less one.
  ///
  /// - Parameters:
  ///   - slopes: Whether covariates have a slope in each arm.
  ///   - errors: What is assumed about errors; nil for HC2 or CR2 with Satterthwaite's degrees.
  ///   - confidence: Confidence of the interval.
  /// - Returns: The effect per unit against the adjusted level of the control arm.
  /// - Throws: ``ReadoutError`` for a covariate of one value, collinear covariates, fewer than two
  ///   clusters in an arm, and too few units or clusters for the columns.
  public func regression(
    _ slopes: Slopes = .common, errors: CovarianceEstimator? = nil, confidence: Double = 0.95
  ) throws(ReadoutError) -> Readout {
    if clusters != nil { try checkClusters() }
    let fit = try regressionFit(slopes)
    try checkColumns(of: fit.design)
    let (covariance, degrees) = try uncertainty(of: fit, errors)
    // The level of the control arm at the mean covariates, which around their means is the
    // intercept.
    let level = fit.design.names.indices.map { column in
      column == 1 || (slopes == .perArm && column > 0)
        ? 0.0 : fit.design.matrix.column(column).reduce(0, +) / Double(count)
    }
    let spread = covariance.times(level)
    let effect = EffectEstimate(
      fit.coefficients[1], standardError: max(0, covariance[1, 1]).squareRoot(), degrees: degrees,
      confidence: confidence)
    return Readout(
      method: regressionName(slopes), effect: effect,
      level: ComparisonLevel(
        zip(level, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 },
        standardError: max(0, zip(level, spread).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot(),
        covariance: spread[1]),
      treated: treatedCount, control: count - treatedCount)
  }

  /// The regression of the outcome: intercept, arm, covariates, blocks.
  func regressionFit(_ slopes: Slopes) throws(ReadoutError) -> RegressionFit {
    var design = Design(rows: count, place: "regression readout")
    do {
      try design.appendIntercept()
      try design.append("treated", isTreated.map { $0 ? 1 : 0 })
      for column in adjustments {
        let mean = column.values.reduce(0, +) / Double(count)
        if column.values.allSatisfy({ $0 == column.values[0] }) {
          throw ReadoutError.constantCovariate(column.name)
        }
        guard slopes == .perArm else {
          try design.append(column.name, column.values)
          continue
        }
        let centered = column.values.map { $0 - mean }
        try design.append(column.name, centered)
        try design.append(
          "treated × \(column.name)", centered.indices.map { isTreated[$0] ? centered[$0] : 0 })
      }
      return try RegressionFit(outcome, on: design, named: outcomeName)
    } catch let error as RegressionError {
      throw .regression(error)
    } catch let error as ReadoutError {
      throw error
    } catch {
      preconditionFailure("a regression fails with its own error: \(error)")
    }
  }

  /// Covariates and indicators of blocks beside the first.
  var adjustments: [Covariate] {
    guard let blocks else { return covariates }
    return covariates
      + Set(blocks).sorted().dropFirst().map { block in
        Covariate("block \(block)", blocks.map { $0 == block ? 1 : 0 })
      }
  }

  /// The covariance of the coefficients with the degrees of freedom of the treated column.
  private func uncertainty(
    of fit: RegressionFit, _ errors: CovarianceEstimator?
  ) throws(ReadoutError) -> (Matrix, Double) {
    do {
      if let errors {
        return (try fit.covariance(errors), try fit.degreesOfFreedom(errors)[1])
      }
      let sandwich = try fit.clusterSandwich(clusters, .cr2)
      return (
        sandwich.covariance,
        sandwich.degrees(of: fit.coefficients.indices.map { $0 == 1 ? 1 : 0 })
      )
    } catch {
      throw .regression(error)
    }
  }

  private func regressionName(_ slopes: Slopes) -> String {
    let errors = clusters == nil ? "HC2" : "CR2"
    let hasColumns = !covariates.isEmpty || blocks != nil
    switch (hasColumns, slopes) {
    case (false, _): return "difference of means, \(errors)"
    case (true, .common): return "ANCOVA, \(errors)"
    case (true, .perArm): return "ANCOVA with slopes per arm, \(errors)"
    }
  }
}
