import Estimation
import Statistics

/// One test in markets: which are treated, for how long, and what it would find.
struct GeoDesign: Sendable {
  /// The treated markets, by their columns.
  let markets: [Int]
  /// Periods of the test.
  let length: Int
  /// What imagined tests found.
  let power: PlaceboPower
  /// The smallest lift that is found with the power that is asked for; nil where none is.
  ///
  /// It is the larger of what imagined tests find and of what stands out from the scatter of the lifts
  /// that they estimate where there is none: tests of twenty neighboring windows that all find a lift
  /// may owe it to one and the same luck.
  let detectable: Double?
  /// Whether the scatter and not the imagined tests set the smallest lift.
  let isSetByScatter: Bool
  /// The power against the lift that is asked about, the smaller of the two in the same way; nil where
  /// none is named.
  let powerAtLift: Double?
  /// The share of imagined tests without effect that were significant.
  let falsePositives: Double
  /// What it costs to make and find the smallest lift; nil where that is not known.
  let cost: Double?
  /// What an outcome may cost for the budget to make the smallest lift; nil without a budget.
  let affordable: Double?
  /// The share of all outcomes outside the treated markets.
  let holdoutShare: Double

  init(
    markets: [Int], length: Int, power: PlaceboPower, question: GeoQuestion, holdoutShare: Double
  ) {
    self.markets = markets
    self.length = length
    self.power = power
    self.holdoutShare = holdoutShare
    let found = power.minimumDetectableEffect(power: question.power)
    let level = Normal.quantile(1 - question.alpha / 2)
    let scatter = (level + Normal.quantile(question.power)) * power.deviation
    let detectable = found.map { $0 < 0 ? min($0, -scatter) : max($0, scatter) }
    self.detectable = detectable
    isSetByScatter = detectable != found
    powerAtLift = question.lift.flatMap { lift in
      power.power(against: lift).map {
        power.deviation > 0
          ? min($0, Normal.cumulative(lift.magnitude / power.deviation - level)) : $0
      }
    }
    falsePositives = power.power(against: 0) ?? .nan
    let gained = detectable.map { $0.magnitude * power.volume }
    switch question.cost {
    case .unknown: cost = nil
    case .perOutcome(let money): cost = gained.map { $0 * money }
    case .perMarketPeriod(let money): cost = money * Double(markets.count * length)
    }
    affordable = gained.flatMap { gained in question.budget.map { $0 / gained } }
  }

  /// The size of the smallest lift and of a bias that helps to find it, which a true test may not have.
  private var sureLift: Double {
    guard let detectable else { return .infinity }
    return detectable.magnitude + max(0, detectable < 0 ? -power.bias : power.bias)
  }

  /// Whether the lift that is estimated where there is none is as large as the smallest that is found.
  var isLostInBias: Bool { power.bias.magnitude >= detectable?.magnitude ?? .infinity }

  /// Designs in order of the mean of their ranks by smallest lift, size of bias, and cost where known,
  /// as GeoLift ranks; of equal ones the shorter first.
  ///
  /// Designs that find a lift that is asked about come before all others. Lifts and biases count in half
  /// percents and costs in tenths, so that luck in further digits does not decide.
  static func ranked(_ designs: [GeoDesign], lift: Double?) -> [GeoDesign] {
    func ranks(_ value: (GeoDesign) -> Double) -> [Double] {
      let levels = Set(designs.map(value)).sorted()
      var place: [Double: Double] = [:]
      for (rank, level) in levels.enumerated() { place[level] = Double(rank) }
      return designs.map { place[value($0)] ?? 0 }
    }
    let lifts = ranks { ($0.sureLift * 200).rounded() }
    let biases = ranks { ($0.power.bias.magnitude * 200).rounded() }
    let costs = ranks { ($0.cost.map { Elementary.log($0) / Elementary.log(1.1) } ?? 0).rounded() }
    let misses = designs.map { design in
      lift.map { (design.detectable?.magnitude ?? .infinity) > $0.magnitude } ?? false ? 1.0 : 0
    }
    let order = designs.indices.sorted { first, second in
      let (one, other) = (designs[first], designs[second])
      return (
        misses[first], lifts[first] + biases[first] + costs[first], lifts[first], one.length,
        one.markets.count, first
      ) < (
        misses[second], lifts[second] + biases[second] + costs[second], lifts[second], other.length,
        other.markets.count, second
      )
    }
    return order.map { designs[$0] }
  }
}
