import Statistics

/// The logarithm of the likelihood of outcomes around their means, with derivatives.
struct ScatterTerm: Sendable {
  private let likelihood: MixSpec.Likelihood
  /// Outcomes in the model's units, one per row.
  let outcome: [Double]
  /// `log y!` summed over the rows; 0 for outcomes that are not counts.
  private let logFactorials: Double
  /// Rows with a count above each number, from 0; empty for outcomes that are not counts.
  private let rowsAbove: [Double]
  private var means: [Double]

  init(_ likelihood: MixSpec.Likelihood, outcome: [Double]) {
    self.likelihood = likelihood
    self.outcome = outcome
    means = [Double](repeating: 0, count: outcome.count)
    guard likelihood.hasLogLink else {
      (logFactorials, rowsAbove) = (0, [])
      return
    }
    logFactorials = outcome.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
    var above = [Double](repeating: 0, count: Int(outcome.max() ?? 0))
    for count in outcome {
      for lower in 0..<Int(count) { above[lower] += 1 }
    }
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
    let precision = 1 / (sd * sd)
    let (mean, y) = (predictor.span, outcome.span)
    var slopes = gradient.mutableSpan
    let rows = slopes.count
    precondition(mean.count == rows && y.count == rows, "columns have one length")
    var parts = SIMD8<Double>.zero
    for row in 0..<rows {
      let rest = y[row] - mean[row]
      slopes[row] = rest * precision
      parts[row & 7] += rest * rest
    }
    let squares = parts.sum()
    return (
      -count * (Elementary.log(sd) + Self.halfLogTwoPi) - 0.5 * squares * precision,
      (squares * precision - count) / sd, 0
    )
  }

  private func student(
    _ predictor: [Double], sd: Double, degrees: Double, _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    let count = Double(outcome.count)
    let width = degrees * sd * sd
    var logs = 0.0
    var bySD = 0.0
    var byDegrees = 0.0
    for row in outcome.indices {
      let rest = outcome[row] - predictor[row]
      let ratio = rest * rest / width
      let log = Elementary.log1p(ratio)
      logs += log
      gradient[row] = (degrees + 1) * rest / (width * (1 + ratio))
      let share = ratio / (1 + ratio)
      bySD += (degrees + 1) * share
      byDegrees += 0.5 * ((degrees + 1) * share / degrees - log)
    }
    let constant =
      Elementary.logGamma((degrees + 1) / 2) - Elementary.logGamma(degrees / 2)
      - 0.5 * Elementary.log(degrees * .pi) - Elementary.log(sd)
    let slope =
      0.5 * (Polygamma.digamma((degrees + 1) / 2) - Polygamma.digamma(degrees / 2) - 1 / degrees)
    return (
      count * constant - (degrees + 1) / 2 * logs, (bySD - count) / sd, count * slope + byDegrees
    )
  }

  private mutating func poisson(
    _ predictor: [Double], _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    means = predictor
    Exponential.replace(&means, in: 0..<means.count)
    var sum = -logFactorials
    for row in outcome.indices {
      sum += outcome[row] * predictor[row] - means[row]
      gradient[row] = outcome[row] - means[row]
    }
    return (sum, 0, 0)
  }

  /// With `r = 1/dispersion`, `log Γ(y + r) − log Γ(r)` is the sum of `log(r + j)` for `j` below `y`,
  /// so that one table of counts replaces a gamma function per row.
  private mutating func negativeBinomial(
    _ predictor: [Double], dispersion: Double, _ gradient: inout [Double]
  ) -> (value: Double, scatter: Double, degrees: Double) {
    let r = 1 / dispersion
    means = predictor
    Exponential.replace(&means, in: 0..<means.count)
    let logR = Elementary.log(r)
    var sum = -logFactorials
    var byR = 0.0
    for (lower, rows) in rowsAbove.enumerated() {
      let base = r + Double(lower)
      sum += rows * Elementary.log(base)
      byR += rows / base
    }
    for row in outcome.indices {
      let total = r + means[row]
      // log(r / (r + μ)) without cancellation where the dispersion is small.
      let logShare = -Elementary.log1p(means[row] / r)
      sum += r * logShare + outcome[row] * (predictor[row] + logShare - logR)
      gradient[row] = r * (outcome[row] - means[row]) / total
      byR += logShare + (means[row] - outcome[row]) / total
    }
    return (sum, -byR * r * r, 0)
  }
}
