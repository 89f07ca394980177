import Estimation
public import Interchange
import Statistics

/// Tests in markets that a history allows, with what each would find and cost, the best first.
///
/// Candidate sets are markets that move alike. Each is tried as a test that never was at the end of
/// the history, with known lifts put in, and read out as a true test would be: power by placebo in time.
public struct GeoPlan: Sendable {
  /// What was asked.
  public let question: GeoQuestion
  let history: Panel
  let outcome: String
  let columns: (time: String, unit: String)
  /// The markets that take part, treated or not; columns of the outcomes.
  let markets: [String]
  /// All designs that find their lift, cost no more than the budget and leave enough outside.
  let designs: [GeoDesign]
  /// How many designs were tried.
  let triedCount: Int

  /// Plans a test.
  ///
  /// - Parameters:
  ///   - history: Outcomes by market and period without any test.
  ///   - outcome: The variable of the history that is tested.
  ///   - columns: What the columns of periods and markets are called, for messages.
  ///   - question: What is asked.
  /// - Throws: `PanelErrors` with everything that keeps the question from having an answer, or with
  ///   what would make a design feasible; `EstimationError` where a fit fails.
  public init(
    _ history: Panel, outcome: String, columns: (time: String, unit: String),
    _ question: GeoQuestion
  ) throws {
    var checked = question
    // What is asked about is put in, so that its power is not guessed from neighbors, and nothing, to
    // see what is found where there is nothing.
    let lifts = Set(checked.effects + [0] + (checked.lift.map { [$0] } ?? []))
    checked.effects = lifts.sorted { $0.magnitude < $1.magnitude }
    self.question = checked
    self.history = history
    self.outcome = outcome
    self.columns = columns
    let check = GeoPlanCheck(
      history: history, outcome: outcome, columns: columns, question: checked)
    try check.throwIfAny()
    let kept = history.units.indices.filter { !checked.leftOut.contains(history.units[$0]) }
    markets = kept.map { history.units[$0] }
    let outcomes = Self.outcomes(of: history, outcome, units: kept)
    let designs = try Self.designs(outcomes, markets: markets, checked)
    triedCount = designs.count
    self.designs = GeoDesign.ranked(
      designs.filter { Self.isFeasible($0, checked) }, lift: checked.lift)
    if self.designs.isEmpty { throw check.infeasible(designs, markets: markets) }
  }

  /// The best design.
  var best: GeoDesign { designs[0] }

  static func isFeasible(_ design: GeoDesign, _ question: GeoQuestion) -> Bool {
    design.detectable != nil && !design.isLostInBias
      && design.falsePositives <= question.mostFalsePositives
      && design.holdoutShare >= question.holdout
      && (design.cost ?? 0) <= question.budget ?? .infinity
  }

  /// One row per period and one column per market that takes part.
  private static func outcomes(of history: Panel, _ variable: String, units: [Int]) -> Matrix {
    let values = history[variable] ?? []
    let rows = history.periods.count
    return Matrix(
      rows: rows, columns: units.count,
      elements: units.flatMap { values[$0 * rows..<($0 + 1) * rows] })
  }

  /// Every candidate set at every length.
  private static func designs(
    _ outcomes: Matrix, markets: [String], _ question: GeoQuestion
  ) throws(EstimationError) -> [GeoDesign] {
    let included = markets.indices.filter { question.included.contains(markets[$0]) }
    let eligible = markets.indices.filter { !question.excluded.contains(markets[$0]) }
    let most = markets.count - GeoPlanCheck.leastControls
    let sizes = question.sizes.lowerBound...min(question.sizes.upperBound, most)
    let sets = MarketCandidates.sets(
      outcomes, sizes: sizes, included: included, eligible: eligible)
    let totals = markets.indices.map { outcomes.column($0).reduce(0, +) }
    let whole = totals.reduce(0, +)
    var designs: [GeoDesign] = []
    for length in question.lengths {
      let history = PlaceboHistory(
        outcomes, length: length, lookBacks: question.lookBacks, settings: question.control)
      for treated in sets {
        let power = try PlaceboPower(
          treated: treated, donors: markets.indices.filter { !treated.contains($0) }, in: history,
          effects: question.effects, alpha: question.alpha)
        designs.append(
          GeoDesign(
            markets: treated, length: length, power: power, question: question,
            holdoutShare: 1 - treated.reduce(0) { $0 + totals[$1] } / whole))
      }
    }
    return designs
  }
}
