import Statistics

extension ExperimentSample {
  /// From which units the slopes of a variance reduction are taken.
  public enum SlopeSource: Sendable, Equatable {
    /// From both arms together.
    case pooled

    /// From each arm for itself.
    case perArm
  }

  /// The difference of means after what covariates explain is taken out: CUPED.
  ///
  /// The adjusted outcome is `y − θ (x − x̄)` with θ by least squares without the arm, and Welch's
  /// test follows. Deng, Xu, Kohavi and Walker (2013), "Improving the Sensitivity of Online
  /// Controlled Experiments by Utilizing Pre-Experiment Data". The test does not count the slopes,
  /// so that at least ``unitsPerSlope`` units per slope and arm are asked for; analysis of
  /// covariance needs fewer.
  ///
  /// - Parameters:
  ///   - slopes: From which units slopes are taken.
  ///   - confidence: Confidence of the interval.
  /// - Returns: The effect per unit.
  /// - Throws: ``ReadoutError`` without covariates, for constant or collinear ones, and for too few
  ///   units.
  public func cuped(
    _ slopes: SlopeSource = .pooled, confidence: Double = 0.95
  ) throws(ReadoutError) -> Readout {
    try checkUnitsPerSlope(method: "CUPED", controlOnly: false)
    var adjusted = outcome
    let groups = slopes == .pooled ? [nil] : [true, false]
    for arm in groups {
      let members = outcome.indices.filter { arm == nil || isTreated[$0] == arm }
      let slope = try coefficients(on: members).dropFirst()
      for (covariate, theta) in zip(covariates, slope) {
        let mean = covariate.values.reduce(0, +) / Double(count)
        for unit in members { adjusted[unit] -= theta * (covariate.values[unit] - mean) }
      }
    }
    return try replacing(outcome: adjusted).welch(confidence: confidence)
      .named("CUPED" + (slopes == .perArm ? ", slopes per arm" : ""))
  }

  /// The difference of means after a prediction learned from the control arm is taken out: CUPAC.
  ///
  /// The prediction is least squares of the outcome on the covariates among control units; CUPED
  /// with it as the only covariate follows. Li, Tang and Bauman (2020), "Improving Experimental
  /// Power through Control Using Predictions as Covariate". Control units are predicted by a fit to
  /// themselves, which is harmless for few columns and many units; at least ``unitsPerSlope``
  /// control units per column are asked for.
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The effect per unit.
  /// - Throws: As ``cuped(_:confidence:)``.
  public func cupac(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    try checkUnitsPerSlope(method: "CUPAC", controlOnly: true)
    let fitted = try coefficients(on: outcome.indices.filter { !isTreated[$0] })
    let predicted = outcome.indices.map { unit in
      zip(covariates, fitted.dropFirst()).reduce(fitted[0]) { $0 + $1.1 * $1.0.values[unit] }
    }
    return try ExperimentSample(
      outcome, named: outcomeName, isTreated: isTreated,
      covariates: [Covariate("prediction", predicted)]
    ).cuped(confidence: confidence).named("CUPAC")
  }

  /// How many units of an arm a slope needs for its own error not to matter.
  ///
  /// Chosen: with k slopes the variance is too small by about k / n, one percent here.
  public static let unitsPerSlope = 50

  /// Intercept and slopes of the outcome among some units.
  private func coefficients(on units: [Int]) throws(ReadoutError) -> [Double] {
    var design = Design(rows: units.count, place: "variance reduction")
    do {
      try design.appendIntercept()
      for covariate in covariates {
        try design.append(covariate.name, units.map { covariate.values[$0] })
      }
      return try RegressionFit(
        units.map { outcome[$0] }, on: design, named: outcomeName
      ).coefficients
    } catch {
      throw .regression(error)
    }
  }

  private func checkUnitsPerSlope(method: String, controlOnly: Bool) throws(ReadoutError) {
    guard !covariates.isEmpty else { throw .noCovariate(method: method) }
    let needed = Self.unitsPerSlope * covariates.count
    let control = count - treatedCount
    if control < needed {
      throw .tooFew(what: "units", arm: "control", count: control, needed: needed)
    }
    if !controlOnly, treatedCount < needed {
      throw .tooFew(what: "units", arm: "treated", count: treatedCount, needed: needed)
    }
  }
}

extension Readout {
  /// The same figures under another method's name.
  func named(_ method: String) -> Readout {
    Readout(
      method: method, effect: effect, relative: relative, controlLevel: controlLevel,
      treated: treatedCount, control: controlCount)
  }
}
