public import Statistics

/// The posterior density of a mix model, with its exact gradient.
///
/// Positions are numbers on the whole line, one per parameter that is not known; a position stands
/// for a value by the support of its prior, whose change of variable is part of the density. Where a
/// half, scale or rate is relative to the carried-over exposure, its prior is of the relative number,
/// and its value is in units of the largest exposure as everywhere.
public struct MixDensity: LogDensity, Sendable {
  /// A parameter that is not known.
  private struct Free: Sendable {
    /// Its place among all parameters.
    let place: Int
    let prior: Prior
    let support: Prior.Support
    /// What the number that the prior is of is multiplied by.
    let unit: Double
  }

  let design: MixDesign
  let parameters: MixParameters
  private let free: [Free]
  /// What the number that each prior is of is multiplied by.
  private let units: [Double]
  private let linear: Matrix
  /// Whether a channel's transforms have no parameter to learn.
  private let isKnown: [Bool]
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
  /// Coefficients of the linear columns, and derivatives by them.
  private var coefficients: [Double]
  private var coefficientSlopes: [Double]
  /// Derivatives of the numbers that priors are of by the position.
  private var numberSlopes: [Double]

  /// The density of a model, given its data and perhaps the outcomes of experiments.
  public init(_ design: MixDesign, lifts tests: [LiftTest] = []) {
    self.design = design
    let parameters = design.parameters
    self.parameters = parameters
    let units = Self.units(design, parameters)
    self.units = units
    free = parameters.free.map { place in
      let prior = parameters.all[place].prior
      return Free(place: place, prior: prior, support: prior.support, unit: units[place])
    }
    isKnown = parameters.channels.map { places in
      (Array(places.carryover) + Array(places.saturation))
        .allSatisfy { parameters.all[$0].prior.isFixed }
    }
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
    values = parameters.all.indices.map { place in
      if case .fixed(let value) = parameters.all[place].prior { value * units[place] } else { 0 }
    }
    coefficients = [Double](repeating: 0, count: parameters.linear.count)
    coefficientSlopes = coefficients
    numberSlopes = [Double](repeating: 0, count: free.count)
    slopes = [Double](repeating: 0, count: values.count)
    predictor = [Double](repeating: 0, count: rows)
    rowGradient = predictor
    responseGradient = predictor
    for channel in passes.indices where isKnown[channel] { forward(channel) }
  }

  /// What the number that each prior is of is multiplied by: 1 but for numbers that are relative to
  /// the carried-over exposure.
  private static func units(_ design: MixDesign, _ parameters: MixParameters) -> [Double] {
    var units = [Double](repeating: 1, count: parameters.all.count)
    var known = units
    for (place, parameter) in parameters.all.enumerated() {
      if case .fixed(let value) = parameter.prior { known[place] = value }
    }
    let space = TransformSpace(design)
    for (channel, places) in parameters.channels.enumerated() {
      guard design.spec.channels[channel].isRelativeToCarryover,
        let first = places.saturation.first
      else { continue }
      precondition(
        places.carryover.allSatisfy { parameters.all[$0].prior.isFixed },
        "what is relative to a carried-over exposure needs a known carryover")
      units[first] = space.saturationUnit(of: channel, known)
    }
    return units
  }

  /// Parameters that are not known.
  public var dimension: Int { free.count }

  /// The values of all parameters at a position.
  public func values(at position: [Double]) -> [Double] {
    var values = self.values
    for (place, parameter) in free.enumerated() {
      values[parameter.place] =
        parameter.support.number(at: position[place]).value * parameter.unit
    }
    return values
  }

  /// The position of values of all parameters.
  public func position(of values: [Double]) -> [Double] {
    free.map { $0.support.position(of: values[$0.place] / $0.unit) }
  }

  /// The logarithm of the density at a position, and its gradient.
  public mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var sum = 0.0
    for place in free.indices {
      let prior = free[place].prior
      let number = free[place].support.number(at: position[place])
      // So far out that the number is rounded to the end of its support.
      guard free[place].support.contains(number.value) else { return -.infinity }
      values[free[place].place] = number.value * free[place].unit
      sum += prior.logDensity(number.value) + number.logSlope
      gradient[place] = prior.logDensitySlope(number.value) * number.slope + number.logSlopeSlope
      numberSlopes[place] = number.slope * free[place].unit
    }
    guard sum.isFinite else { return -.infinity }
    sum += logLikelihood()
    for place in free.indices { gradient[place] += slopes[free[place].place] * numberSlopes[place] }
    return sum
  }

  /// The logarithms of prior and likelihood at values of all parameters, without change of variable.
  ///
  /// - Parameter values: Values of all parameters; of known ones those of the model count.
  /// - Returns: One logarithm per parameter, 0 for known ones; and that of the likelihood.
  public mutating func terms(at values: [Double]) -> (priors: [Double], likelihood: Double) {
    for parameter in free { self.values[parameter.place] = values[parameter.place] }
    let priors = parameters.all.indices.map {
      parameters.all[$0].prior.isFixed
        ? 0 : parameters.all[$0].prior.logDensity(values[$0] / units[$0])
    }
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
      sum += lifts[place].logDensity(
        values, effects: &effects, parameters: parameters, predictor: predictor,
        rowGradient: &rowGradient)
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
      ColumnSums.fill(&predictor, in: unit * periods..<(unit + 1) * periods, with: level)
    }
    if !parameters.linear.isEmpty {
      for column in coefficients.indices {
        coefficients[column] = values[parameters.linear.lowerBound + column]
      }
      linear.multiply(coefficients, into: &predictor, keeping: 1)
    }
    for channel in passes.indices {
      if !isKnown[channel] { forward(channel) }
      effects[channel].update(values, passes[channel].response)
      effects[channel].add(passes[channel].response, to: &predictor)
    }
  }

  private mutating func collectBaseline() {
    let periods = design.fittedPeriods
    for unit in design.units.indices {
      let sum = ColumnSums.sum(rowGradient, from: unit * periods, count: periods)
      slopes[parameters.intercept] += sum
      if let spread = parameters.interceptSpread {
        let place = parameters.interceptDeviations.lowerBound + unit
        slopes[spread] += sum * values[place]
        slopes[place] += sum * values[spread]
      }
    }
    guard !parameters.linear.isEmpty else { return }
    linear.multiply(rowGradient, into: &coefficientSlopes, transposed: true)
    for (place, sum) in zip(parameters.linear, coefficientSlopes) { slopes[place] += sum }
  }

  private mutating func collect(_ channel: Int) {
    let places = parameters.channels[channel]
    effects[channel].collect(
      rowGradient, passes[channel].response, values, responseGradient: &responseGradient, &slopes)
    guard !isKnown[channel] else { return }
    passes[channel].backward(responseGradient, to: &slopes, places)
  }
}
