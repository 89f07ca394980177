import Estimation
import Statistics

/// Trials of shares and counts: approximations, at sizes where they hold.
enum CountTrials {
  static let cases = [
    pooled, unpooled, arcsine, poissonRatio, poissonScore, poissonRoots, poissonDifference,
    negativeBinomial, adjusted,
  ]

  private static let limit = 1.959964

  private static func successes(_ draw: DrawnTrial, arm: Int, units: Int, chance: Double) -> Double
  {
    Double(Binomial.count(trials: units, chance: chance, uniform: draw.uniform(arm)))
  }

  private static func shares(
    _ name: String, _ test: ComparedOutcome.ProportionTest,
    _ statistic:
      @escaping @Sendable (_ control: Double, _ treated: Double, _ units: Double) -> Double
  ) -> PowerSimulationStatistics.Case {
    PowerSimulationStatistics.Case(
      name: name, power: PowerQuestion(.proportion(0.2, test)).power(size: 1_500, effect: 0.04)
    ) { draw in
      let control = successes(draw, arm: 0, units: 1_500, chance: 0.2) / 1_500
      let treated = successes(draw, arm: 1, units: 1_500, chance: 0.24) / 1_500
      return statistic(control, treated, 1_500).magnitude > limit
    }
  }

  static let pooled = shares("shares, pooled, 1500 per arm", .pooled) { control, treated, units in
    let mean = (control + treated) / 2
    return (treated - control) / (2 * mean * (1 - mean) / units).squareRoot()
  }

  static let unpooled = shares("shares, Wald, 1500 per arm", .unpooled) { control, treated, units in
    let variance = control * (1 - control) + treated * (1 - treated)
    return (treated - control) / (variance / units).squareRoot()
  }

  static let arcsine = shares("shares, arcsine, 1500 per arm", .arcsine) {
    control, treated, units in
    let angles = [control, treated].map { 2 * Elementary.arcsine($0.squareRoot()) }
    return (angles[1] - angles[0]) * (units / 2).squareRoot()
  }

  /// Sums of 400 counts of mean 2 and 2.2 over two periods.
  private static func rates(
    _ name: String, _ test: ComparedOutcome.RateTest,
    _ statistic: @escaping @Sendable (_ control: Double, _ treated: Double) -> Double
  ) -> PowerSimulationStatistics.Case {
    PowerSimulationStatistics.Case(
      name: name,
      power: PowerQuestion(.rate(1, dispersion: 0, exposure: 2, test)).power(
        size: 400, effect: 0.13)
    ) { draw in
      let control = Double(Poisson.count(mean: 800, uniform: draw.uniform(0)))
      let treated = Double(Poisson.count(mean: 904, uniform: draw.uniform(1)))
      return statistic(control, treated).magnitude > limit
    }
  }

  static let poissonRatio = rates("Poisson log ratio, 800 events", .logarithm) { control, treated in
    Elementary.log(treated / control) / (1 / control + 1 / treated).squareRoot()
  }

  static let poissonScore = rates("Poisson score, 800 events", .score) { control, treated in
    Elementary.log(treated / control) / (4 / (control + treated)).squareRoot()
  }

  static let poissonRoots = rates("Poisson roots, 800 events", .squareRoot) { control, treated in
    (treated.squareRoot() - control.squareRoot()) * 2.0.squareRoot()
  }

  static let poissonDifference = rates("Poisson difference, 800 events", .difference) {
    control, treated in
    (treated - control) / (control + treated).squareRoot()
  }

  /// The log of the ratio of means, with the error of the delta method from the data.
  static let negativeBinomial = PowerSimulationStatistics.Case(
    name: "negative binomial log ratio, alpha 0.8, 400 per arm",
    power: PowerQuestion(.rate(5, dispersion: 0.8, exposure: 1, .logarithm)).power(
      size: 400, effect: 0.95)
  ) { draw in
    let arms = (0..<2).map { arm in
      let mean = arm == 0 ? 5.0 : 5.95
      return RunningMoments(
        (0..<400).map { unit in
          Double(
            NegativeBinomial.count(
              mean: mean, dispersion: 1 + 0.8 * mean, uniform: draw.uniform(arm * 400 + unit)))
        })
    }
    let variance = arms.reduce(0) { $0 + $1.variance / ($1.mean * $1.mean) / 400 }
    return (Elementary.log(arms[1].mean / arms[0].mean) / variance.squareRoot()).magnitude > limit
  }

  /// Counts of units with gamma rates, before and after, adjusted by regression on the count before.
  static let adjusted: PowerSimulationStatistics.Case = {
    let (alpha, before, after, lift) = (0.8, 10.0, 5.0, 0.07)
    let correlation = RepeatedMeasures.countCorrelation(
      dispersion: alpha, before: before, after: after)
    var question = PowerQuestion(.rate(after, dispersion: alpha, exposure: 1, .logarithm))
    question.varianceFactor =
      RepeatedMeasures(before: 1, after: 1, correlation: correlation).adjusted
    return PowerSimulationStatistics.Case(
      name: "negative binomial adjusted for the count before, 600 per arm",
      power: question.power(size: 600, effect: lift * after)
    ) { draw in
      var (counts, pasts) = ([Double](), [Double]())
      for unit in 0..<1_200 {
        // The rate of a unit is a gamma variable with mean 1 and variance alpha.
        let rate = gammaRate(draw, unit, alpha)
        pasts.append(
          Double(Poisson.count(mean: before * rate, uniform: draw.uniform(unit, 1))))
        let mean = after * rate * (unit < 600 ? 1 : 1 + lift)
        counts.append(Double(Poisson.count(mean: mean, uniform: draw.uniform(unit, 2))))
      }
      return adjustedRatioDiffers(counts, pasts)
    }
  }()

  private static func gammaRate(_ draw: DrawnTrial, _ unit: Int, _ alpha: Double) -> Double {
    Gamma.draw(
      shape: 1 / alpha, scale: alpha, stream: draw.stream, agent: unit, step: draw.trial,
      firstDraw: 8)
  }

  /// Both arms' means after, moved to the common mean before, and the log of their ratio.
  private static func adjustedRatioDiffers(_ counts: [Double], _ pasts: [Double]) -> Bool {
    let arms = [0..<600, 600..<1_200]
    let after = arms.map { RunningMoments(Array(counts[$0])) }
    let before = arms.map { RunningMoments(Array(pasts[$0])) }
    let common = RunningMoments(pasts).mean
    var (logs, variance) = ([Double](), 0.0)
    for (arm, rows) in arms.enumerated() {
      let product = rows.reduce(0) {
        $0 + (counts[$1] - after[arm].mean) * (pasts[$1] - before[arm].mean)
      }
      let slope = product / before[arm].squaredDeviations
      let mean = after[arm].mean - slope * (before[arm].mean - common)
      let residual = (after[arm].squaredDeviations - slope * product) / 598
      logs.append(Elementary.log(mean))
      variance += residual / 600 / (mean * mean)
    }
    return ((logs[1] - logs[0]) / variance.squareRoot()).magnitude > limit
  }
}
