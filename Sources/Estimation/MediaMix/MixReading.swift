import Interchange
import Statistics

/// What one draw of a mix model says of every row: means, and what each part brings.
///
/// Columns are in outcomes, not per head and not scaled. With a log link the parts do not add up: a
/// channel brings what would be lost if it alone went.
struct MixReading: Sendable {
  let design: MixDesign
  private let parameters: MixParameters
  private var passes: [ChannelPass]
  private var effects: [EffectTerm]

  /// Means, one per row.
  private(set) var mean: [Double]
  /// Linked means, one per row, in the model's units.
  private(set) var predictor: [Double]
  /// Means without any channel, one per row.
  private var base: [Double]
  /// What each channel brings in each row, channel after channel.
  private(set) var contributions: [Double]
  /// What the outcome grows by, per row and channel, for a small common factor on the channel's
  /// exposures, over that factor; channel after channel.
  private(set) var marginal: [Double]

  init(_ design: MixDesign) {
    self.design = design
    let parameters = design.parameters
    self.parameters = parameters
    passes = design.channels.indices.map { channel in
      ChannelPass(
        design.spec.channels[channel], order: design.spec.order, periods: design.periods.count,
        exposures: design.channels[channel].exposure)
    }
    effects = design.channels.indices.map {
      EffectTerm(design, channel: $0, parameters.channels[$0])
    }
    mean = [Double](repeating: 0, count: design.rowCount)
    predictor = mean
    base = mean
    contributions = [Double](repeating: 0, count: design.rowCount * design.channels.count)
    marginal = contributions
  }

  /// Reads a draw.
  ///
  /// - Parameter values: Values of all parameters.
  mutating func read(_ values: [Double]) {
    let periods = design.periods.count
    for unit in design.units.indices {
      var level = values[parameters.intercept] + design.offsets[unit]
      if let spread = parameters.interceptSpread {
        level += values[spread] * values[parameters.interceptDeviations.lowerBound + unit]
      }
      for row in unit * periods..<(unit + 1) * periods { predictor[row] = level }
    }
    if !parameters.linear.isEmpty {
      design.linear.multiply(Array(values[parameters.linear]), into: &predictor, keeping: 1)
    }
    base = predictor
    for channel in passes.indices { add(channel, values) }
    addLaggedMeans(values)
    finish()
  }

  /// The coefficient of a channel in each unit, per unit of the scaled outcome.
  func coefficients(of channel: Int) -> [Double] { effects[channel].coefficients }

  /// The mean of a row if all channels went.
  func base(_ row: Int) -> Double { base[row] }

  /// The mean of each row if a channel went.
  func without(_ channel: Int) -> [Double] {
    mean.indices.map { mean[$0] - contributions[channel * design.rowCount + $0] }
  }

  /// Adds a channel to the predictor; leaves its part in scaled units.
  private mutating func add(_ channel: Int, _ values: [Double]) {
    let places = parameters.channels[channel]
    passes[channel].forward(
      carryover: Array(values[places.carryover]), saturation: Array(values[places.saturation]))
    let response = passes[channel].response
    effects[channel].update(values, design.fitted(response))
    let marginalResponse = passes[channel].marginalResponse()
    let periods = design.periods.count
    for unit in design.units.indices {
      let coefficient = effects[channel].coefficients[unit]
      for row in unit * periods..<(unit + 1) * periods {
        let part = coefficient * response[row]
        contributions[channel * design.rowCount + row] = part
        marginal[channel * design.rowCount + row] = coefficient * marginalResponse[row]
        predictor[row] += part
      }
    }
  }

  /// Where outcomes are planned, the mean of the period before stands for the lagged outcome.
  private mutating func addLaggedMeans(_ values: [Double]) {
    guard design.spec.baseline.laggedOutcome != nil else { return }
    let column = design.linear.columns - design.spec.controls.count - 1
    let kept = values[parameters.linear.lowerBound + column]
    let periods = design.periods.count
    for row in predictor.indices where row % periods > 0 && !design.outcome[row - 1].isFinite {
      predictor[row] += kept * predictor[row - 1]
      base[row] += kept * predictor[row - 1]
    }
  }

  /// Turns scaled parts into outcomes.
  private mutating func finish() {
    let periods = design.periods.count
    let rows = design.rowCount
    let isLog = design.spec.likelihood.hasLogLink
    for row in 0..<rows {
      let scale = design.outcomeScale * design.heads[row / periods]
      base[row] = isLog ? Elementary.exp(base[row]) : base[row] * scale
      mean[row] = isLog ? Elementary.exp(predictor[row]) : predictor[row] * scale
      for channel in passes.indices {
        let place = channel * rows + row
        if isLog {
          contributions[place] = -mean[row] * Elementary.expm1(-contributions[place])
          marginal[place] *= mean[row]
        } else {
          contributions[place] *= scale
          marginal[place] *= scale
        }
      }
    }
  }
}
