import Statistics

/// A channel's way from exposures to response, there and back.
///
/// Columns hold unit after unit, and in each the periods; carryover stays within a unit. The way
/// back turns derivatives by the response into derivatives by the parameters of the transforms.
struct ChannelPass: Sendable {
  let carryover: CarryoverFamily
  let saturation: SaturationFamily
  let order: MixSpec.Order
  let isNormalized: Bool
  /// Lags that act.
  let lags: Int
  /// Periods of each unit.
  let periods: Int
  /// Exposures in units of their scale.
  let exposures: [Double]

  /// The responses.
  private(set) var response: [Double]
  /// Derivatives of the saturated column by the column that goes into the saturation.
  private var slope: [Double]
  /// Derivatives of responses by the parameters of the saturation, one column after another.
  private var partials: [Double]
  /// Carried-over exposures, or saturated ones where saturation comes first.
  private var middle: [Double]
  private var weights: [Double]
  private var weightPartials: [Double]
  /// Derivatives by the middle column.
  private var middleGradient: [Double]
  private var weightGradient: [Double]

  init(_ channel: MixSpec.Channel, order: MixSpec.Order, periods: Int, exposures: [Double]) {
    carryover = channel.carryover
    saturation = channel.saturation
    self.order = order
    isNormalized = channel.isNormalized
    // More lags than periods act on nothing, but would change weights that are scaled over them.
    lags = channel.carryover == .none ? 1 : channel.lags ?? periods
    self.periods = periods
    self.exposures = exposures
    let zeros = [Double](repeating: 0, count: exposures.count)
    response = zeros
    slope = zeros
    middle = zeros
    middleGradient = zeros
    partials = [Double](
      repeating: 0, count: exposures.count * channel.saturation.parameterNames.count)
    weightGradient = [Double](repeating: 0, count: lags)
    weights = weightGradient
    weightPartials = [Double](
      repeating: 0, count: lags * channel.carryover.parameterNames.count)
  }

  /// Units in the columns.
  var unitCount: Int { exposures.count / periods }

  /// Computes the responses, and what the way back needs.
  mutating func forward(carryover parameters: [Double], saturation curve: [Double]) {
    let all = 0..<exposures.count
    let shape = carryover.carryover(parameters)
    shape.fill(&weights, partials: &weightPartials, isNormalized: isNormalized)
    switch order {
    case .carryoverFirst:
      Self.carry(weights, exposures, periods, into: &middle)
      saturation.curve(curve).evaluate(
        middle, in: all, response: &response, slope: &slope, partials: &partials)
    case .saturationFirst:
      saturation.curve(curve).evaluate(
        exposures, in: all, response: &middle, slope: &slope, partials: &partials)
      Self.carry(weights, middle, periods, into: &response)
    }
  }

  /// Static, so that the column that is written to is nobody else's.
  private static func carry(
    _ weights: [Double], _ column: [Double], _ periods: Int, into carried: inout [Double]
  ) {
    for start in stride(from: 0, to: column.count, by: periods) {
      Convolution.convolve(weights, column, in: start..<start + periods, into: &carried)
    }
  }

  /// Adds derivatives by the parameters of the transforms.
  ///
  /// - Parameters:
  ///   - responseGradient: Derivatives by the responses.
  ///   - slopes: Receives the sums, in the places of the channel.
  ///   - places: Where the channel's parameters stand.
  mutating func backward(
    _ responseGradient: [Double], to slopes: inout [Double], _ places: MixParameters.ChannelPlaces
  ) {
    for lag in weightGradient.indices { weightGradient[lag] = 0 }
    switch order {
    case .carryoverFirst:
      addPartials(responseGradient, to: &slopes, places.saturation)
      guard !places.carryover.isEmpty else { return }
      ColumnSums.multiply(responseGradient, slope, into: &middleGradient)
      for unit in 0..<unitCount {
        Convolution.addWeightGradient(
          middleGradient, exposures, in: unit * periods..<(unit + 1) * periods, to: &weightGradient)
      }
    case .saturationFirst:
      for place in middleGradient.indices { middleGradient[place] = 0 }
      for unit in 0..<unitCount {
        let range = unit * periods..<(unit + 1) * periods
        Convolution.addWeightGradient(responseGradient, middle, in: range, to: &weightGradient)
        Convolution.addExposureGradient(weights, responseGradient, in: range, to: &middleGradient)
      }
      addPartials(middleGradient, to: &slopes, places.saturation)
    }
    for (parameter, place) in places.carryover.enumerated() {
      for lag in 0..<lags {
        slopes[place] += weightGradient[lag] * weightPartials[parameter * lags + lag]
      }
    }
  }

  private func addPartials(
    _ gradient: [Double], to slopes: inout [Double], _ places: Range<Int>
  ) {
    for (parameter, place) in places.enumerated() {
      slopes[place] += dot(
        gradient, from: 0, partials, from: parameter * exposures.count, count: exposures.count)
    }
  }

  /// How much more response a little more of all exposures gives: the derivative of the responses by
  /// a common factor on the exposures, at 1.
  ///
  /// - Returns: One number per row; call after ``forward(carryover:saturation:)``.
  func marginalResponse() -> [Double] {
    switch order {
    case .carryoverFirst: return zip(slope, middle).map { $0 * $1 }
    case .saturationFirst:
      let driven = zip(slope, exposures).map { $0 * $1 }
      var carried = [Double](repeating: 0, count: driven.count)
      Self.carry(weights, driven, periods, into: &carried)
      return carried
    }
  }
}
