import Interchange
import Statistics

/// Outcomes as the model would draw them: in every draw, with the scatter around its mean.
public struct MixPrediction: Sendable {
  /// The periods, counted from the first of the data.
  public let periods: Range<Int>
  /// The number of draws.
  public let drawCount: Int
  private let unitCount: Int
  /// Outcomes: draw within period within unit.
  private var outcomes: [Double]
  /// Means summed over units: draw within period.
  private var means: [Double]

  /// Draws outcomes.
  ///
  /// - Parameters:
  ///   - fit: The fitted model, over the data or a plan that continues it.
  ///   - periods: The periods; those that were fitted when nil.
  ///   - seed: Seed of the scatter.
  public init(_ fit: MixFit, periods: Range<Int>? = nil, seed: UInt64 = 1) {
    let design = fit.design
    let periods = periods ?? 0..<design.fittedPeriods
    self.periods = periods
    drawCount = fit.draws.rows
    unitCount = design.units.count
    outcomes = [Double](repeating: 0, count: drawCount * periods.count * unitCount)
    means = [Double](repeating: 0, count: drawCount * periods.count)
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "mix/predict")
    var reading = MixReading(design)
    for draw in 0..<drawCount {
      let values = fit.values(ofDraw: draw)
      reading.read(values)
      let scatter = ScatterDraw(design.spec.likelihood, values, fit.parameters)
      for unit in design.units.indices {
        let scale = design.outcomeScale * design.heads[unit]
        for (place, period) in periods.enumerated() {
          let row = unit * design.periods.count + period
          outcomes[(unit * periods.count + place) * drawCount + draw] = scatter.outcome(
            around: reading.mean[row], scale: scale, stream, agent: row, step: draw)
          means[place * drawCount + draw] += reading.mean[row]
        }
      }
    }
  }

  /// Outcomes of a unit in a period, one per draw; the period counts from the first of ``periods``.
  public func outcomes(unit: Int, period: Int) -> [Double] {
    let start = (unit * periods.count + period) * drawCount
    return Array(outcomes[start..<start + drawCount])
  }

  /// Outcomes of all units together in a period, one per draw.
  public func totals(period: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: drawCount)
    for unit in 0..<unitCount {
      let start = (unit * periods.count + period) * drawCount
      for draw in 0..<drawCount { sums[draw] += outcomes[start + draw] }
    }
    return sums
  }

  /// Means of all units together in a period, one per draw: without the scatter.
  public func meanTotals(period: Int) -> [Double] {
    Array(means[period * drawCount..<(period + 1) * drawCount])
  }
}

/// Draws outcomes around means.
struct ScatterDraw {
  private let likelihood: MixSpec.Likelihood
  private let scatter: Double
  private let degrees: Double

  init(_ likelihood: MixSpec.Likelihood, _ values: [Double], _ parameters: MixParameters) {
    self.likelihood = likelihood
    scatter = parameters.scatter.map { values[$0] } ?? 0
    degrees = parameters.degreesOfFreedom.map { values[$0] } ?? 0
  }

  /// An outcome.
  ///
  /// - Parameters:
  ///   - mean: The mean, in outcomes.
  ///   - scale: Outcomes per unit of the scaled outcome.
  ///   - stream: The random numbers.
  ///   - agent: The row.
  ///   - step: The draw.
  /// - Returns: An outcome.
  func outcome(
    around mean: Double, scale: Double, _ stream: RandomStream, agent: Int, step: Int
  ) -> Double {
    let uniform = stream.uniform(agent: agent, step: step)
    switch likelihood {
    case .normal: return mean + scale * scatter * Normal.quantile(uniform)
    case .student:
      // A normal number over the root of a chi-square one over its degrees; the quantile would take
      // a hundred times longer.
      let gamma = Gamma.draw(
        shape: degrees / 2, scale: 2 / degrees, stream: stream, agent: agent, step: step,
        firstDraw: 1)
      let t = Normal.quantile(uniform) / max(gamma, .leastNormalMagnitude).squareRoot()
      return mean + scale * scatter * t
    case .poisson: return Double(Poisson.count(mean: min(mean, 1e12), uniform: uniform))
    case .negativeBinomial:
      // The bounds are those of the generator; draws beyond them are of models that overflow.
      let bounded = min(mean, 1e9)
      return Double(
        NegativeBinomial.count(
          mean: bounded, dispersion: min(1 + scatter * bounded, 1e6), uniform: uniform))
    }
  }
}
