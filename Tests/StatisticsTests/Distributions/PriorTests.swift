import Statistics
import Testing

@Suite("Prior")
struct PriorTests {
  /// One prior per family, and both shapes of those whose densities differ in kind.
  static let families: [Prior] = [
    .normal(mean: 1.5, sd: 0.3), .halfNormal(sd: 0.7), .laplace(location: 0.2, scale: 0.4),
    .student(degreesOfFreedom: 3.5, location: 1, scale: 2),
    .halfStudent(degreesOfFreedom: 4, scale: 2.5), .lognormal(logMean: -0.5, logSD: 0.8),
    .gamma(shape: 3, rate: 1), .gamma(shape: 0.64, rate: 0.32), .exponential(rate: 2.5),
    .beta(a: 1, b: 3), .beta(a: 2.5, b: 1.2), .uniform(low: -1, high: 4),
  ]

  /// Logarithms of beta densities near 1 lose what `1 − x` loses, as SciPy's do.
  @Test("has the log densities of SciPy and mpmath")
  func densities() throws {
    for figures in try PriorFigures.all() {
      let prior = try figures.prior()
      for point in figures.points {
        let size = max(1, point.log.magnitude)
        #expect(
          (prior.logDensity(point.x) - point.log).magnitude < 1e-12 * size,
          "\(prior) at \(point.x): \(prior.logDensity(point.x)), expected \(point.log)")
      }
    }
  }

  @Test("has the slopes of mpmath's log densities")
  func slopes() throws {
    for figures in try PriorFigures.all() {
      let prior = try figures.prior()
      for point in figures.points {
        let slope = prior.logDensitySlope(point.x)
        // An absolute part for slopes that cancel, in units of the inverse of the spread.
        let spread = prior.quantile(0.75) - prior.quantile(0.25)
        #expect(
          (slope - point.slope).magnitude < 1e-12 * (point.slope.magnitude + 1 / spread),
          "\(prior) at \(point.x): \(slope), expected \(point.slope)")
      }
    }
  }

  @Test("has the cumulative chances and quantiles of SciPy")
  func chances() throws {
    for figures in try PriorFigures.all() {
      let prior = try figures.prior()
      let spread = prior.quantile(0.75) - prior.quantile(0.25)
      for point in figures.points {
        #expect(
          (prior.cumulative(point.x) - point.cumulative).magnitude < 1e-12,
          "\(prior) at \(point.x)")
        let quantile = prior.quantile(point.share)
        // Near 1 the share itself has few digits left of its distance from 1.
        #expect(
          (quantile - point.x).magnitude < 1e-9 * point.x.magnitude + 1e-12 * spread,
          "\(prior) at \(point.share): \(quantile), expected \(point.x)")
      }
    }
  }

  @Test("undoes its cumulative chances by its quantiles", arguments: families)
  func inverse(_ prior: Prior) {
    for share in [1e-9, 1e-4, 0.03, 0.25, 0.499_999_9, 0.5, 0.500_000_1, 0.75, 0.97, 0.9999] {
      let again = prior.cumulative(prior.quantile(share))
      #expect((again - share).magnitude < 1e-12, "\(share): \(again)")
    }
  }

  /// The middle of Student's t, where the incomplete beta function of a share near 1 has no digits.
  @Test("keeps the digits of quantiles near the median of Student's t")
  func median() {
    let prior = Prior.student(degreesOfFreedom: 5, location: 0, scale: 1)
    #expect(prior.quantile(0.5) == 0)
    // The density at 0 is 8 / (3π√5).
    let density = 8 / (3 * Double.pi * 5.0.squareRoot())
    for distance in [1e-6, 1e-8, 1e-10] {
      let quantile = prior.quantile(0.5 + distance)
      #expect((quantile * density / distance - 1).magnitude < 1e-5, "\(distance)")
      #expect((prior.cumulative(distance) - 0.5 - distance * density).magnitude < 1e-15)
    }
  }

  @Test("has slopes that are the differences of its log densities", arguments: families)
  func differences(_ prior: Prior) {
    for share in [0.02, 0.3, 0.6, 0.9] {
      let x = prior.quantile(share)
      let step = 1e-4 * min(1, x.magnitude)
      let near = prior.logDensity(x + step) - prior.logDensity(x - step)
      let far = prior.logDensity(x + 2 * step) - prior.logDensity(x - 2 * step)
      let difference = (8 * near - far) / (12 * step)
      let slope = prior.logDensitySlope(x)
      #expect((slope - difference).magnitude < 1e-9 * max(1, slope.magnitude), "\(share)")
    }
  }

  /// The integral of the density over positions, by the trapezoidal rule, which is exact to rounding
  /// for smooth densities that vanish at both ends.
  @Test("integrates to 1 over positions, with the change of variable", arguments: families)
  func changeOfVariable(_ prior: Prior) {
    let support = prior.support
    // Positions of real numbers go as far as Student's heavy tails, or as far as 40 spreads.
    let isReal = support == .real
    let (center, width): (Double, Double) =
      isReal
      ? (prior.quantile(0.5), prior.quantile(0.75) - prior.quantile(0.25)) : (0, 1)
    let step = 0.002
    var sum = 0.0
    // Real numbers as center + width · sinh(s), so that tails end.
    for index in -20_000...20_000 {
      let s = Double(index) * step
      let (grown, shrunk) = (Elementary.exp(s), Elementary.exp(-s))
      let position = isReal ? center + width * (grown - shrunk) / 2 : 8 * s
      let factor = isReal ? width * (grown + shrunk) / 2 : 8
      guard position.magnitude < 1e150 else { continue }
      let number = support.number(at: position)
      guard support.contains(number.value) else { continue }
      sum += Elementary.exp(prior.logDensity(number.value) + number.logSlope) * factor * step
    }
    // Laplace's kink and the cut of gamma's and beta's slow falls towards −∞ take the last digits.
    let tolerance: Double = if case .laplace = prior { 1e-5 } else { 1e-9 }
    #expect((sum - 1).magnitude < tolerance, "\(sum)")
  }

  @Test("has no density outside its support")
  func outside() {
    #expect(Prior.halfNormal(sd: 1).logDensity(-1e-300) == -.infinity)
    #expect(Prior.halfStudent(degreesOfFreedom: 3, scale: 1).logDensity(-1) == -.infinity)
    #expect(Prior.exponential(rate: 1).logDensity(-1) == -.infinity)
    #expect(Prior.lognormal(logMean: 0, logSD: 1).logDensity(0) == -.infinity)
    #expect(Prior.gamma(shape: 2, rate: 1).logDensity(0) == -.infinity)
    #expect(Prior.beta(a: 2, b: 2).logDensity(1.000_000_1) == -.infinity)
    #expect(Prior.beta(a: 1, b: 1).logDensity(0) == 0)
    #expect(Prior.uniform(low: 1, high: 2).logDensity(0.5) == -.infinity)
    #expect(Prior.normal(mean: 0, sd: 1).logDensity(.infinity) == -.infinity)
  }

  @Test("of a known number is that number")
  func known() {
    let prior = Prior.fixed(2.5)
    #expect(prior.isFixed && prior.support == .point(2.5))
    #expect(prior.logDensity(2.5) == 0 && prior.logDensity(2.4) == -.infinity)
    #expect(prior.logDensitySlope(2.5) == 0 && prior.quantile(0.1) == 2.5)
    #expect(prior.cumulative(2.4) == 0 && prior.cumulative(2.5) == 1)
    let number = prior.support.number(at: 17)
    #expect(number.value == 2.5 && number.slope == 0 && number.logSlope == 0)
    #expect(prior.support.position(of: 2.5) == 0)
  }
}
