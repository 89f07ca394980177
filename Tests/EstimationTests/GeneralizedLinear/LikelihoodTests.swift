import Estimation
import Statistics
import Testing

@Suite("Likelihood")
struct LikelihoodTests {
  /// `Oracles/negative_binomial.py`: count, mean, alpha, log density and the derivatives by log mean,
  /// alpha, log mean twice, both and alpha twice.
  @Test("of negative binomial counts agrees with fifty digits at every size of count and alpha")
  func negativeBinomial() throws {
    for row in try OracleFigures.numbers("negative_binomial.csv") {
      let (count, mean, alpha) = (row[0], row[1], row[2])
      let name = "count \(count), mean \(mean), alpha \(alpha), derivative"
      let value = NegativeBinomialLikelihood.logDensity(count: count, mean: mean, alpha: alpha)
      let found = NegativeBinomialLikelihood.derivatives(
        count: count, logMean: Elementary.log(mean), alpha: alpha)
      // The sizes of the logarithm's terms, which cancel.
      let logarithms = 1 + Elementary.log(1 + count) + Elementary.log(mean).magnitude
      let rounding = 4e-15 * (1 + count * logarithms + mean)
      #expect((value - row[3]).magnitude <= rounding, "\(name) 0")
      #expect((found.logDensity - row[3]).magnitude <= rounding, "\(name) 0")
      let derivatives = [
        found.byLogMean, found.byAlpha, found.byLogMeanTwice, found.byLogMeanAndAlpha,
        found.byAlphaTwice,
      ]
      // Sizes of the parts that cancel in each derivative.
      let share = mean / (1 + alpha * mean)
      let part = count / (1 + alpha * count)
      let sizes = [
        count + mean, count * part + (count + mean) * share, share * (1 + alpha * count),
        share * (count + mean), count * part * part + (count + mean) * share * share,
      ]
      for (place, size) in sizes.enumerated() {
        let distance = (derivatives[place] - row[4 + place]).magnitude
        #expect(distance <= 1e-13 * size, "\(name) \(place + 1)")
      }
    }
  }

  @Test(
    "of negative binomial counts has the derivatives that its differences have",
    arguments: [0, 1, 7, 32, 33, 400.0], [0.02, 0.5, 3])
  func differences(count: Double, alpha: Double) {
    let (logMean, step) = (1.3, 1e-4)
    func at(_ logMean: Double, _ alpha: Double) -> NegativeBinomialLikelihood.Derivatives {
      NegativeBinomialLikelihood.derivatives(count: count, logMean: logMean, alpha: alpha)
    }
    let here = at(logMean, alpha)
    let (above, below) = (at(logMean + step, alpha), at(logMean - step, alpha))
    let (more, less) = (at(logMean, alpha + step), at(logMean, alpha - step))
    let pairs = [
      (here.byLogMean, above.logDensity - below.logDensity),
      (here.byAlpha, more.logDensity - less.logDensity),
      (here.byLogMeanTwice, above.byLogMean - below.byLogMean),
      (here.byLogMeanAndAlpha, more.byLogMean - less.byLogMean),
      (here.byAlphaTwice, more.byAlpha - less.byAlpha),
    ]
    for (place, (derivative, difference)) in pairs.enumerated() {
      // Differences err by the square of the step times a third derivative, of size count³ here.
      let size = 1 + count * count / (1 + alpha * count) / alpha
      #expect((difference / (2 * step) - derivative).magnitude < 1e-4 * size, "place \(place)")
    }
  }

  @Test("of negative binomial counts is Poisson's where alpha is 0, and near it where small")
  func poissonLimit() {
    for count in [0, 3, 90.0] {
      let poisson = PoissonLikelihood.logDensity(count: count, mean: 4)
      let exact = NegativeBinomialLikelihood.logDensity(count: count, mean: 4, alpha: 0)
      #expect((exact - poisson).magnitude < 1e-13 * (1 + poisson.magnitude))
      let near = NegativeBinomialLikelihood.logDensity(count: count, mean: 4, alpha: 1e-9)
      let slope = ((count - 4) * (count - 4) - count) / 2
      #expect((near - poisson - 1e-9 * slope).magnitude < 1e-13 * (1 + poisson.magnitude))
      #expect(
        NegativeBinomialLikelihood.derivatives(
          count: count, logMean: Elementary.log(4), alpha: 0
        ).byAlpha - slope < 1e-12 * (1 + slope.magnitude))
    }
  }

  @Test("adds up to one over all counts", arguments: [0.3, 6, 40])
  func total(mean: Double) {
    let counts = (0..<4000).map(Double.init)
    let poisson = counts.map { PoissonLikelihood.logDensity(count: $0, mean: mean) }
    let negative = counts.map {
      NegativeBinomialLikelihood.logDensity(count: $0, mean: mean, alpha: 0.7)
    }
    for logarithms in [poisson, negative] {
      let sum = logarithms.reduce(0) { $0 + Elementary.exp($1) }
      #expect((sum - 1).magnitude < 1e-12)
    }
    let shares = (0...20).map {
      BinomialLikelihood.logDensity(successes: Double($0), trials: 20, logOdds: mean - 2)
    }
    #expect((shares.reduce(0) { $0 + Elementary.exp($1) } - 1).magnitude < 1e-13)
  }

  @Test("of successes keeps its digits where a chance is nearly one or zero")
  func extremeOdds() {
    let sure = BinomialLikelihood.derivatives(successes: 1, trials: 1, logOdds: 40)
    #expect((sure.logDensity / -4.248354255291589e-18 - 1).magnitude < 1e-14)
    #expect((sure.slope / 4.248354255291589e-18 - 1).magnitude < 1e-14)
    let never = BinomialLikelihood.derivatives(successes: 0, trials: 3, logOdds: -40)
    #expect((never.slope / -1.2745062765874767e-17 - 1).magnitude < 1e-14)
    #expect(BinomialLikelihood.logDensity(successes: 0, trials: 1, logOdds: 800) == -800)
    #expect(PoissonLikelihood.logDensity(count: 0, mean: 0) == 0)
    #expect(PoissonLikelihood.logDensity(count: 2, mean: 0) == -.infinity)
  }

  @Test("has a deviance of twice what it loses against its own count")
  func deviances() {
    for count in [0, 1, 6, 50.0] {
      let own = max(count, 1e-300)
      let poisson =
        PoissonLikelihood.logDensity(count: count, mean: own)
        - PoissonLikelihood.logDensity(count: count, mean: 7)
      let deviance = PoissonLikelihood.deviance(count: count, mean: 7)
      #expect((deviance - 2 * poisson).magnitude < 1e-12 * (1 + deviance))
      let negative =
        NegativeBinomialLikelihood.logDensity(count: count, mean: own, alpha: 0.4)
        - NegativeBinomialLikelihood.logDensity(count: count, mean: 7, alpha: 0.4)
      let excess = NegativeBinomialLikelihood.deviance(count: count, mean: 7, alpha: 0.4)
      #expect((excess - 2 * negative).magnitude < 1e-12 * (1 + excess))
    }
  }
}
