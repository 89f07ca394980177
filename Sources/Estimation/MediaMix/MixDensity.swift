public import Statistics

/// The posterior density of a mix model, with its exact gradient.
///
/// Positions are numbers on the whole line, one per parameter that is not known; a position stands
/// for a value by the support of its prior, whose change of variable is part of the density.
public struct MixDensity: LogDensity, Sendable {
  let design: MixDesign
  let parameters: MixParameters
  private let supports: [Prior.Support]
  private let free: [Int]
  private let linear: Matrix
  private var passes: [ChannelPass]
  private var effects: [EffectTerm]
  private var scatter: ScatterTerm
  private var lifts: [LiftTerm]

  /// Values of all parameters, and derivatives by them.
  private var values: [Double]
  private var slopes: [Double]
  private var predictor: [Double]
  private var rowGradient: [Double]
  private var responseGradient: [Double]

  /// The density of a model, given its data and perhaps the outcomes of experiments.
  public init(_ design: MixDesign, lifts tests: [LiftTest] = []) {
    self.design = design
    let parameters = design.parameters
    self.parameters = parameters
    supports = parameters.all.map(\.prior.support)
    free = parameters.free
    let rows = design.units.count * design.fittedPeriods
    linear = Matrix(
      rows: rows, columns: design.linear.columns,
      elements: (0..<design.linear.columns).flatMap {
        design.fitted(Array(design.linear.column($0)))
      })
    passes = design.channels.indices.map { channel in
      ChannelPass(
        design.spec.channels[channel], order: design.spec.order, periods: design.fittedPeriods,
        exposures: design.fitted(design.channels[channel].exposure))
    }
    effects = design.channels.indices.map {
      EffectTerm(design, channel: $0, parameters.channels[$0])
    }
    scatter = ScatterTerm(design.spec.likelihood, outcome: design.fitted(design.outcome))
    lifts = tests.map { LiftTerm($0, design) }
    values = parameters.all.map { if case .fixed(let value) = $0.prior { value } else { 0 } }
    slopes = [Double](repeating: 0, count: values.count)
    predictor = [Double](repeating: 0, count: rows)
    rowGradient = predictor
    responseGradient = predictor
    for channel in passes.indices where isKnown(channel) { forward(channel) }
  }

  /// Parameters that are not known.
  public var dimension: Int { free.count }

  /// Whether a channel's transforms have no parameter to learn.
  private func isKnown(_ channel: Int) -> Bool {
    let places = parameters.channels[channel]
    return places.carryover.allSatisfy { parameters.all[$0].prior.isFixed }
      && places.saturation.allSatisfy { parameters.all[$0].prior.isFixed }
  }

  /// The values of all parameters at a position.
  public func values(at position: [Double]) -> [Double] {
    var values = self.values
    for (place, parameter) in free.enumerated() {
      values[parameter] = supports[parameter].number(at: position[place]).value
    }
    return values
  }

  /// The position of values of all parameters.
  public func position(of values: [Double]) -> [Double] {
    free.map { supports[$0].position(of: values[$0]) }
  }

  /// The logarithm of the density at a position, and its gradient.
  public mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var sum = 0.0
    for (place, parameter) in free.enumerated() {
      let number = supports[parameter].number(at: position[place])
      values[parameter] = number.value
      sum += parameters.all[parameter].prior.logDensity(number.value) + number.logSlope
    }
    guard sum.isFinite else { return -.infinity }
    sum += logLikelihood()
    for (place, parameter) in free.enumerated() {
      let number = supports[parameter].number(at: position[place])
      let slope = slopes[parameter] + parameters.all[parameter].prior.logDensitySlope(number.value)
      gradient[place] = slope * number.slope + number.logSlopeSlope
    }
    return sum
  }

  /// The logarithms of prior and likelihood at values of all parameters, without change of variable.
  public mutating func terms(at values: [Double]) -> (priors: [Double], likelihood: Double) {
    self.values = values
    let priors = parameters.all.indices.map { parameters.all[$0].prior.logDensity(values[$0]) }
    for channel in passes.indices where isKnown(channel) { forward(channel) }
    return (priors, logLikelihood())
  }

  private mutating func forward(_ channel: Int) {
    let places = parameters.channels[channel]
    passes[channel].forward(
      carryover: Array(values[places.carryover]), saturation: Array(values[places.saturation]))
  }

  /// The logarithm of the likelihood at the present values; leaves derivatives in `slopes`.
  private mutating func logLikelihood() -> Double {
    for place in slopes.indices { slopes[place] = 0 }
    predict()
    let scale = parameters.scatter.map { values[$0] } ?? 1
    let degrees = parameters.degreesOfFreedom.map { values[$0] } ?? 1
    let term = scatter.logDensity(
      predictor, scatter: scale, degrees: degrees, gradient: &rowGradient)
    if let place = parameters.scatter { slopes[place] += term.scatter }
    if let place = parameters.degreesOfFreedom { slopes[place] += term.degrees }
    var sum = term.value
    for place in lifts.indices {
      sum += lifts[place].logDensity(values, effects: &effects, parameters: parameters)
    }
    collectBaseline()
    for channel in passes.indices { collect(channel) }
    for place in lifts.indices { lifts[place].collect(parameters, into: &slopes) }
    return sum
  }

  /// Fills the linked means.
  private mutating func predict() {
    let periods = design.fittedPeriods
    for unit in design.units.indices {
      var level = values[parameters.intercept] + design.offsets[unit]
      if let spread = parameters.interceptSpread {
        level += values[spread] * values[parameters.interceptDeviations.lowerBound + unit]
      }
      for row in unit * periods..<(unit + 1) * periods { predictor[row] = level }
    }
    if !parameters.linear.isEmpty {
      linear.multiply(Array(values[parameters.linear]), into: &predictor, keeping: 1)
    }
    for channel in passes.indices {
      if !isKnown(channel) { forward(channel) }
      effects[channel].update(values, passes[channel].response)
      effects[channel].add(passes[channel].response, to: &predictor)
    }
  }

  private mutating func collectBaseline() {
    let periods = design.fittedPeriods
    for unit in design.units.indices {
      var sum = 0.0
      for row in unit * periods..<(unit + 1) * periods { sum += rowGradient[row] }
      slopes[parameters.intercept] += sum
      if let spread = parameters.interceptSpread {
        let place = parameters.interceptDeviations.lowerBound + unit
        slopes[spread] += sum * values[place]
        slopes[place] += sum * values[spread]
      }
    }
    guard !parameters.linear.isEmpty else { return }
    var sums = [Double](repeating: 0, count: parameters.linear.count)
    linear.multiply(rowGradient, into: &sums, transposed: true)
    for (place, sum) in zip(parameters.linear, sums) { slopes[place] += sum }
  }

  private mutating func collect(_ channel: Int) {
    let places = parameters.channels[channel]
    effects[channel].collect(
      rowGradient, passes[channel].response, values, responseGradient: &responseGradient, &slopes)
    guard !isKnown(channel) else { return }
    passes[channel].backward(responseGradient, to: &slopes, places)
  }
}
