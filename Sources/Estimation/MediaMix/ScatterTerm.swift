import Statistics

/// The logarithm of the likelihood of outcomes around their means, with derivatives.
struct ScatterTerm: Sendable {
  private let likelihood: MixSpec.Likelihood
  /// Outcomes in the model's units, one per row.
  let outcome: [Double]
  /// `log y!` summed over the rows; 0 for outcomes that are not counts.
  private let logFactorials: Double
  /// Rows with a count above each number, from 0; empty for outcomes that are not counts, and where a
  /// table of counts is no shorter way than the rows themselves.
  private let rowsAbove: [Double]
  /// Means of counts; squared rests for Student's t.
  private var means: [Double]
  /// Logarithms of 1 + αμ, or of 1 and the squared rests.
  private var logs: [Double]

  /// The largest count per row of a table; *chosen*: about where a table takes as long as the rows.
  private static let longestTable = 20.0

  init(_ likelihood: MixSpec.Likelihood, outcome: [Double]) {
    self.likelihood = likelihood
    self.outcome = outcome
    means = [Double](repeating: 0, count: outcome.count)
    logs = means
    guard likelihood.hasLogLink else {
      (logFactorials, rowsAbove) = (0, [])
      return
    }
    logFactorials = outcome.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
    let largest = outcome.max() ?? 0
    guard case .negativeBinomial = likelihood,
      largest <= Self.longestTable * Double(outcome.count)
    else {
      rowsAbove = []
      return
    }
    var above = [Double](repeating: 0, count: Int(largest))
    for count in outcome where count > 0 { above[Int(count) - 1] += 1 }
    for lower in above.indices.dropLast().reversed() { above[lower] += above[lower + 1] }
    rowsAbove = above
  }

  /// The logarithm of the likelihood.
  ///
  /// - Parameters:
  ///   - predictor: The linked means, one per row.
  ///   - scatter: The standard deviation or the dispersion.
  ///   - degrees: The degrees of freedom of Student's t.
  ///   - gradient: Receives the derivatives by the predictor.
  /// - Returns: The logarithm, and its derivatives by scatter and degrees.
  mutating func logDensity(
    _ predictor: [Double], scatter: Double, degrees: Double, gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    switch likelihood {
    case .normal: return normal(predictor, sd: scatter, &gradient)
    case .student: return student(predictor, sd: scatter, degrees: degrees, &gradient)
    case .poisson: return poisson(predictor, &gradient)
    case .negativeBinomial: return negativeBinomial(predictor, dispersion: scatter, &gradient)
    }
  }

  /// The logarithm of each row's likelihood, alone.
  ///
  /// - Parameters:
  ///   - predictor: The linked means, one per row.
  ///   - scatter: The standard deviation or the dispersion.
  ///   - degrees: The degrees of freedom of Student's t.
  /// - Returns: One logarithm per row.
  func pointwise(_ predictor: [Double], scatter: Double, degrees: Double) -> [Double] {
    outcome.indices.map { row in
      let rest = outcome[row] - predictor[row]
      switch likelihood {
      case .normal: return Prior.normal(mean: 0, sd: scatter).logDensity(rest)
      case .student:
        return Prior.student(degreesOfFreedom: degrees, location: 0, scale: scatter)
          .logDensity(rest)
      case .poisson:
        return PoissonLikelihood.logDensity(
          count: outcome[row], mean: Elementary.exp(predictor[row]))
      case .negativeBinomial:
        return NegativeBinomialLikelihood.logDensity(
          count: outcome[row], mean: Elementary.exp(predictor[row]), alpha: scatter)
      }
    }
  }

  private static let halfLogTwoPi = 0.918938533204672742

  private func normal(
    _ predictor: [Double], sd: Double, _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    let count = Double(outcome.count)
    Self.takeRests(outcome, predictor, over: sd, into: &gradient)
    let squares = dot(gradient, from: 0, gradient, from: 0, count: outcome.count)
    ColumnSums.scale(&gradient, by: 1 / sd)
    return (
      -count * (Elementary.log(sd) + Self.halfLogTwoPi) - 0.5 * squares, (squares - count) / sd, 0
    )
  }

  /// Fills what is left of outcomes beside the means, in units of a scale.
  private static func takeRests(
    _ outcome: [Double], _ predictor: [Double], over scale: Double, into rests: inout [Double]
  ) {
    let mean = predictor.span
    let y = outcome.span
    var rests = rests.mutableSpan
    let rows = rests.count
    precondition(mean.count == rows && y.count == rows, "columns have one length")
    let factor = 1 / scale
    for row in 0..<rows { rests[row] = (y[row] - mean[row]) * factor }
  }

  private mutating func student(
    _ predictor: [Double], sd: Double, degrees: Double, _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    let count = Double(outcome.count)
    let width = sd * degrees.squareRoot()
    Self.takeRests(outcome, predictor, over: width, into: &gradient)
    ColumnSums.multiply(gradient, gradient, into: &means)
    Self.takeLogs(1, means, &logs)
    let logSum = ColumnSums.sum(logs, from: 0, count: logs.count)
    let shares = (degrees + 1) * Self.takeStudentSlopes((degrees + 1) / width, means, &gradient)
    let constant = StudentT.logConstant(degrees: degrees) - Elementary.log(sd)
    let slope =
      0.5 * (Polygamma.digamma((degrees + 1) / 2) - Polygamma.digamma(degrees / 2) - 1 / degrees)
    return (
      count * constant - (degrees + 1) / 2 * logSum, (shares - count) / sd,
      count * slope + 0.5 * (shares / degrees - logSum)
    )
  }

  /// Turns rests into derivatives by the predictor.
  ///
  /// - Parameters:
  ///   - factor: The derivative over the rest where the rest is small.
  ///   - squares: The squares of the rests, in units of `sd · √degrees`.
  ///   - rests: The rests, which become derivatives.
  /// - Returns: The sum of `square / (1 + square)`.
  private static func takeStudentSlopes(
    _ factor: Double, _ squares: [Double], _ rests: inout [Double]
  ) -> Double {
    let squares = squares.span
    var slopes = rests.mutableSpan
    let rows = slopes.count
    precondition(squares.count == rows, "columns have one length")
    var sum = 0.0
    for row in 0..<rows {
      let share = 1 / (1 + squares[row])
      slopes[row] *= factor * share
      // Not 1 − share, which would be 1 − 1/∞ for an infinite rest but lose digits of small ones.
      sum += squares[row] * share
    }
    return sum
  }

  private mutating func poisson(
    _ predictor: [Double], _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    takeMeans(predictor)
    let count = outcome.count
    let value =
      dot(outcome, from: 0, predictor, from: 0, count: count)
      - ColumnSums.sum(means, from: 0, count: count) - logFactorials
    Self.takeRests(outcome, means, over: 1, into: &gradient)
    return (value, 0, 0)
  }

  /// Fills the means of counts.
  private mutating func takeMeans(_ predictor: [Double]) {
    ColumnSums.fill(&means, in: means.indices, with: 1, times: predictor, plus: 0)
    Exponential.replace(&means, in: means.indices)
  }

  /// The logarithm is `Σ log(1 + αj) − log y! + y log μ − (y + 1/α) log(1 + αμ)`, the sum over j below
  /// y: one table of counts, or ``RisingFactorial`` for each row, replaces gamma functions that would
  /// cancel for small dispersions.
  private mutating func negativeBinomial(
    _ predictor: [Double], dispersion: Double, _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    // Beyond, products of RisingFactorial overflow; no data is like that.
    guard dispersion < 1e30 else { return (-.infinity, 0, 0) }
    takeMeans(predictor)
    Self.takeLogs(dispersion, means, &logs)
    let rising = rising(dispersion)
    let rows = outcome.count
    let y = outcome.span
    let mean = means.span
    let log = logs.span
    var slopes = gradient.mutableSpan
    precondition(
      y.count == rows && mean.count == rows && log.count == rows && slopes.count == rows,
      "columns have one length")
    var byDispersion = rising.slope
    var sum = 0.0
    let r = 1 / dispersion
    for row in 0..<rows {
      let share = 1 / (1 + dispersion * mean[row])
      slopes[row] = (y[row] - mean[row]) * share
      sum += (y[row] + r) * log[row]
      // Of −(y + 1/α) log(1 + αμ): the first terms of log(1 + αμ) / α² and μ / α cancel.
      byDispersion +=
        Self.quotient(dispersion * mean[row], log[row]) * mean[row] * mean[row]
        - y[row] * mean[row] * share
    }
    let value =
      rising.logarithm - logFactorials
      + dot(outcome, from: 0, predictor, from: 0, count: rows) - sum
    return (value, byDispersion, 0)
  }

  /// `(log(1 + m) − m / (1 + m)) / m²`, by its power series where that cancels.
  private static func quotient(_ m: Double, _ logarithm: Double) -> Double {
    guard m < 0.01 else { return (logarithm - m / (1 + m)) / (m * m) }
    // Σ (−m)ᵏ (k + 1) / (k + 2); the first term left out is below 1e-16.
    var sum = 0.0
    for k in stride(from: 7.0, through: 0, by: -1) { sum = (k + 1) / (k + 2) - m * sum }
    return sum
  }

  /// Fills `log(1 + αμ)` of a factor α and a column μ, with the digits that 1 + αμ loses put back.
  private static func takeLogs(_ dispersion: Double, _ means: [Double], _ logs: inout [Double]) {
    ColumnSums.fill(&logs, in: logs.indices, with: dispersion, times: means, plus: 1)
    Logarithm.replace(&logs, in: logs.indices)
    let mean = means.span
    var log = logs.mutableSpan
    precondition(mean.count == log.count, "columns have one length")
    for row in 0..<mean.count {
      let product = dispersion * mean[row]
      let sum = 1 + product
      // Beyond all numbers the logarithm is infinite, and nothing is lost.
      let lost = sum < .infinity ? (product - (sum - 1)) / sum : 0
      log[row] += lost
    }
  }

  /// `Σ log(1 + αj)` over j below each count, over all rows, and its derivative by α.
  private func rising(_ dispersion: Double) -> (logarithm: Double, slope: Double) {
    var (logarithm, slope) = (0.0, 0.0)
    if rowsAbove.isEmpty {
      for count in outcome where count > 0 {
        let rising = RisingFactorial(count: count, alpha: dispersion)
        logarithm += rising.logarithm
        slope += rising.slope
      }
      return (logarithm, slope)
    }
    for (lower, rows) in rowsAbove.enumerated() {
      logarithm += rows * Elementary.log1p(dispersion * Double(lower))
      slope += rows * Double(lower) / (1 + dispersion * Double(lower))
    }
    return (logarithm, slope)
  }
}
