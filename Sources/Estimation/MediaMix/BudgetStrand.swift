import Statistics

/// One channel in one draw: its curve, its weights, and what it does whatever the plan.
struct BudgetStrand: Sendable {
  let curve: SaturationCurve
  /// Weights of lags, as many as periods count.
  let weights: [Double]
  /// Carried-over exposures of other periods than the window's, or their carried-over responses
  /// where saturation comes first; unit after unit.
  let fixed: [Double]
  /// What a response is worth in each unit: outcomes, or parts of the linked mean with a log link.
  let factors: [Double]
  /// The slope of the curve below ``nearZero``.
  let firstSlope: Double

  /// Scaled exposures below which a curve is taken as straight, *chosen*: roots, and Hill's curves
  /// of a slope below 1, start with an infinite slope, which no gradient can carry.
  static let nearZero = 1e-9

  /// A channel in a draw.
  ///
  /// - Parameters:
  ///   - horizon: The periods that count.
  ///   - channel: Which channel.
  ///   - parameters: Where parameters stand.
  ///   - values: The draw.
  init(
    _ horizon: BudgetHorizon, channel: Int, _ parameters: MixParameters, _ values: [Double]
  ) {
    let design = horizon.design
    let spec = design.spec.channels[channel]
    let places = parameters.channels[channel]
    curve = spec.saturation.curve(Array(values[places.saturation]))
    firstSlope = curve.response(to: Self.nearZero) / Self.nearZero
    let lagged = Self.weights(design, channel: channel, parameters, values)
    let length = horizon.window.upperBound + horizon.after
    var columns = horizon.channels[channel].fixed
    if design.spec.order == .saturationFirst {
      curve.replace(&columns, in: columns.indices)
    }
    var carried = columns
    for unit in design.units.indices {
      Convolution.convolve(lagged, columns, in: unit * length..<(unit + 1) * length, into: &carried)
    }
    var fixed: [Double] = []
    for unit in design.units.indices {
      fixed.append(
        contentsOf: carried[unit * length + horizon.window.lowerBound..<(unit + 1) * length])
    }
    self.fixed = fixed
    weights =
      Array(lagged.prefix(horizon.periods))
      + [Double](repeating: 0, count: max(0, horizon.periods - lagged.count))
    factors = Self.factors(design, channel: channel, parameters, values)
  }

  /// The weights of all lags that act, as the fit saw them.
  static func weights(
    _ design: MixDesign, channel: Int, _ parameters: MixParameters, _ values: [Double]
  ) -> [Double] {
    let spec = design.spec.channels[channel]
    guard spec.carryover != .none else { return [1] }
    return spec.carryover.carryover(Array(values[parameters.channels[channel].carryover]))
      .weights(lags: spec.lags ?? design.fittedPeriods, isNormalized: spec.isNormalized)
  }

  private static func factors(
    _ design: MixDesign, channel: Int, _ parameters: MixParameters, _ values: [Double]
  ) -> [Double] {
    let places = parameters.channels[channel]
    var effect = EffectTerm(design, channel: channel, places)
    var response: [Double] = []
    switch design.spec.channels[channel].effect {
    case .coefficient: break
    case .returnOnSpend, .share:
      var pass = ChannelPass(
        design.spec.channels[channel], order: design.spec.order, periods: design.fittedPeriods,
        exposures: design.fitted(design.channels[channel].exposure))
      pass.forward(
        carryover: Array(values[places.carryover]), saturation: Array(values[places.saturation]))
      response = pass.response
    }
    effect.update(values, response)
    guard !design.spec.likelihood.hasLogLink else { return effect.coefficients }
    return effect.coefficients.indices.map {
      effect.coefficients[$0] * design.outcomeScale * design.heads[$0]
    }
  }

  /// Periods after which less than a billionth of the effect of an exposure is left, in every draw
  /// and for every channel; *chosen*.
  static func reach(_ fit: MixFit, draws: [Int]) -> Int {
    var reach = 0
    for draw in draws {
      let values = fit.values(ofDraw: draw)
      for channel in fit.design.channels.indices {
        let weights = weights(fit.design, channel: channel, fit.parameters, values)
        let least = 1e-9 * weights.reduce(0, +)
        var left = 0.0
        var lag = weights.count - 1
        while lag > reach {
          left += weights[lag]
          if left > least { break }
          lag -= 1
        }
        reach = max(reach, lag)
      }
    }
    return reach
  }

  /// Whether the response never bends upward, for effects that are not negative.
  var isConcave: Bool {
    if case .hill(_, let slope) = curve, slope > 1 { return false }
    return factors.allSatisfy { $0 >= 0 }
  }
}
