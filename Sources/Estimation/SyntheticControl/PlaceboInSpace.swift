public import Statistics

/// How a test ranks among the same question asked of units that were not treated.
///
/// Each placebo takes as many other units for treated, with all the rest as donors, the truly treated
/// ones among them: then under no effect on exchangeable units every rank is equally likely, and the
/// p-value exact. Abadie, Diamond and Hainmueller (2010), section 3.4.
public struct PlaceboInSpace: Sendable, Equatable {
  /// One choice of units taken for treated.
  public struct Choice: Sendable, Equatable {
    /// The units, by their columns.
    public let units: [Int]
    /// The root mean squared difference of the tested over that of the fitted periods.
    public let ratio: Double
  }

  /// The choices in order of their ratio, the largest first; the true one among them.
  public let choices: [Choice]
  /// The ratio of the units that were treated.
  public let ratio: Double
  /// The share of choices whose ratio is at least that of the treated units.
  public let pValue: Double

  /// The most choices that are all tried; of more, as many are drawn.
  ///
  /// *Chosen*: a p-value of 0.1 is then known to 0.01.
  public static let mostChoices = 1_000

  /// Asks the question of other units.
  ///
  /// - Parameters:
  ///   - outcomes: One row per period and one column per unit, all finite.
  ///   - question: Which units, and when.
  ///   - settings: How donors are combined; a penalty is chosen once, for the treated units.
  ///   - seed: Seed of the choices that are drawn where there are too many.
  /// - Throws: `EstimationError` as from ``SyntheticControl``.
  public init(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion,
    settings: SyntheticControlSettings = SyntheticControlSettings(), seed: UInt64 = 1
  ) throws(EstimationError) {
    try SyntheticControl.checkFinite(outcomes, question)
    do {
      let series = MatchedSeries(outcomes, question.fitted, question, settings)
      let fit = try SyntheticControl(outcomes, question, settings, series)
      try self.init(outcomes, fit, settings, series, seed: seed)
    } catch {
      throw .leastSquares(error)
    }
  }

  init(
    _ outcomes: Matrix, _ fit: SyntheticControl, _ settings: SyntheticControlSettings,
    _ series: MatchedSeries, seed: UInt64
  ) throws(NumericalError) {
    let question = fit.question
    var fixed = settings
    if let penalty = fit.penalty { fixed.augmentation = .ridge(.fixed(penalty)) }
    let pool = (question.treated + question.donors).sorted()
    let truth = question.treated.sorted()
    ratio = Self.ratio(fit)
    var choices = [Choice(units: truth, ratio: ratio)]
    for units in Self.choices(of: truth.count, among: pool, seed: seed) where units != truth {
      var other = question
      other.treated = units
      other.donors = pool.filter { !units.contains($0) }
      let placebo = try SyntheticControl(outcomes, other, fixed, series)
      choices.append(Choice(units: units, ratio: Self.ratio(placebo)))
    }
    let own = ratio
    pValue = Double(choices.count { $0.ratio >= own }) / Double(choices.count)
    self.choices = choices.sorted { $0.ratio > $1.ratio }
  }

  private static func ratio(_ fit: SyntheticControl) -> Double {
    let after = SyntheticControl.rootMeanSquare(fit.effects)
    return fit.fittedError > 0 ? after / fit.fittedError : (after > 0 ? .infinity : 1)
  }

  /// All choices of so many units, or different random ones where there are too many.
  static func choices(of count: Int, among pool: [Int], seed: UInt64) -> [[Int]] {
    var ways = 1.0
    for place in 0..<count { ways *= Double(pool.count - place) / Double(place + 1) }
    if ways <= Double(mostChoices) + 0.5 {
      return combinations(of: count, among: pool[...])
    }
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "synthetic control/placebo")
    var choices: Set<[Int]> = []
    var drawn: [[Int]] = []
    var draw = 0
    while drawn.count < mostChoices - 1 {
      var rest = pool
      for place in 0..<count {
        let left = Double(pool.count - place)
        rest.swapAt(place, place + Int(stream.uniform(agent: draw, step: place) * left))
      }
      draw += 1
      let units = rest[0..<count].sorted()
      if choices.insert(units).inserted { drawn.append(units) }
    }
    return drawn
  }

  private static func combinations(of count: Int, among pool: ArraySlice<Int>) -> [[Int]] {
    guard count > 0 else { return [[]] }
    guard pool.count >= count, let first = pool.first else { return [] }
    let rest = pool.dropFirst()
    return combinations(of: count - 1, among: rest).map { [first] + $0 }
      + combinations(of: count, among: rest)
  }
}
