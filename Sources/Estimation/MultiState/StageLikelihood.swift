public import Interchange
import Statistics

/// The log likelihood of a panel of observed stages, with its gradient.
///
/// Kalbfleisch and Lawless (1985), "The Analysis of Panel Data under a Markov Assumption": the product
/// over successive observations of a unit of the chance of the later stage given the earlier one. It
/// is conditional on the first observation of each unit, and takes times of observation as chosen
/// without regard to stages.
public struct StageLikelihood: Sendable {
  /// The journey.
  public let model: MultiStateModel
  /// The observations.
  public let panel: StagePanel
  /// Pairs of observations by pattern.
  let moves: ObservedMoves
  private let rates: [PlacedQuantity]
  /// The ratios of all transitions, one transition after another, and where each one's begin.
  private let ratios: [PlacedQuantity]
  private let terms: [Int]
  private let firstRatio: [Int]
  /// By origin and depth: `[from · (stages + 1) + depth]`.
  private let scopes: [StageScope]
  private var sweep: StageSweep
  private var logRates: [Double]
  private var logRatios: [Double]
  private var rateSlopes: [Double]
  private var logRateSlopes: [Double]
  private var logRatioSlopes: [Double]

  /// The likelihood of a panel under a model.
  ///
  /// - Parameters:
  ///   - model: The journey.
  ///   - panel: The observations, of the stages and terms of the model.
  /// - Throws: Gaps that are no whole number of steps, and moves that the journey has no way for, with
  ///   their lines.
  public init(_ model: MultiStateModel, _ panel: StagePanel) throws(PanelErrors) {
    self.model = model
    self.panel = panel
    moves = try ObservedMoves(panel, model)
    rates = model.transitions.map { PlacedQuantity($0.rate, among: model.parameters) }
    let effects = model.transitions.flatMap(\.effects)
    ratios = effects.map { PlacedQuantity($0.ratio, among: model.parameters) }
    terms = effects.map(\.term)
    firstRatio = model.transitions.reduce(into: [0]) {
      $0.append($0[$0.count - 1] + $1.effects.count)
    }
    scopes = model.stages.indices.flatMap { from in
      (0...model.stages.count).map { StageScope(from: from, depth: $0, model) }
    }
    sweep = StageSweep(model)
    logRates = rates.map { _ in 0 }
    rateSlopes = logRates
    logRateSlopes = logRates
    logRatios = ratios.map { _ in 0 }
    logRatioSlopes = logRatios
  }

  /// The log likelihood for values of the parameters.
  ///
  /// - Parameters:
  ///   - values: One value per parameter of the model, in its order.
  ///   - gradient: Receives the derivatives by the values; its count is right already.
  /// - Returns: The log likelihood; −∞ or not a number where the values allow no such panel.
  public mutating func callAsFunction(
    at values: [Double], gradient: inout [Double]
  ) -> Double {
    take(values)
    for place in logRateSlopes.indices { logRateSlopes[place] = 0 }
    for place in logRatioSlopes.indices { logRatioSlopes[place] = 0 }
    var sum = 0.0
    for group in moves.groups {
      let scope = scopes[group.from * (model.stages.count + 1) + group.depth]
      setRates(scope, firstValue: group.firstValue, of: moves.values)
      let own = sweep.logLikelihood(of: group, in: moves, scope, slopes: &rateSlopes)
      guard own.isFinite else { return own }
      sum += own
      for transition in scope.transitions {
        let slope = rateSlopes[transition] * sweep.rates[transition]
        logRateSlopes[transition] += slope
        for ratio in firstRatio[transition]..<firstRatio[transition + 1] {
          logRatioSlopes[ratio] += slope * moves.values[group.firstValue + terms[ratio]]
        }
      }
    }
    for place in gradient.indices { gradient[place] = 0 }
    for (rate, slope) in zip(rates, logRateSlopes) {
      rate.pull(slope, at: values, into: &gradient)
    }
    for (ratio, slope) in zip(ratios, logRatioSlopes) {
      ratio.pull(slope, at: values, into: &gradient)
    }
    return sum
  }

  /// The chances of all stages some time after a row of the panel, had the unit been in a stage then.
  ///
  /// - Parameters:
  ///   - row: The row, whose terms hold.
  ///   - from: The stage.
  ///   - time: The time.
  /// - Returns: One chance per stage, for the values that were taken last.
  mutating func chances(row: Int, from: Int, after time: GapTime) -> [Double] {
    let count = model.stages.count
    let scope = scopes[from * (count + 1) + (time.steps == 0 ? count : min(time.steps, count))]
    setRates(scope, firstValue: row * model.terms.count, of: panel.values)
    return sweep.chances(from: from, after: time, scope)
  }

  /// Takes values of the parameters.
  mutating func take(_ values: [Double]) {
    precondition(values.count == model.parameters.count, "one value per parameter")
    for (place, rate) in rates.enumerated() { logRates[place] = Elementary.log(rate.value(values)) }
    for (place, ratio) in ratios.enumerated() {
      logRatios[place] = Elementary.log(ratio.value(values))
    }
  }

  /// Sets the rates of a scope's transitions for a set of terms.
  private mutating func setRates(_ scope: StageScope, firstValue: Int, of values: [Double]) {
    for transition in scope.transitions {
      var sum = logRates[transition]
      for ratio in firstRatio[transition]..<firstRatio[transition + 1] {
        let value = values[firstValue + terms[ratio]]
        // A ratio of 0 has no logarithm; where its term is 0 it does nothing.
        if value != 0 { sum += value * logRatios[ratio] }
      }
      sweep.rates[transition] = Elementary.exp(sum)
    }
  }
}
