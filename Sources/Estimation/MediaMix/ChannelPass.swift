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
      carry(exposures, into: &middle)
      saturation.curve(curve).evaluate(
        middle, in: all, response: &response, slope: &slope, partials: &partials)
    case .saturationFirst:
      saturation.curve(curve).evaluate(
        exposures, in: all, response: &middle, slope: &slope, partials: &partials)
      carry(middle, into: &response)
    }
  }

  private func carry(_ column: [Double], into carried: inout [Double]) {
    guard carryover != .none else {
      carried = column
      return
    }
    for unit in 0..<unitCount {
      Convolution.convolve(
        weights, column, in: unit * periods..<(unit + 1) * periods, into: &carried)
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
      multiply(responseGradient, slope, into: &middleGradient)
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
      slopes[place] += dot(gradient, partials, at: parameter * exposures.count)
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
      carry(driven, into: &carried)
      return carried
    }
  }
}

/// Replaces a column by the products of two.
func multiply(_ first: [Double], _ second: [Double], into products: inout [Double]) {
  let first = first.span
  let second = second.span
  var products = products.mutableSpan
  let count = products.count
  precondition(first.count == count && second.count == count, "columns have one length")
  for place in 0..<count { products[place] = first[place] * second[place] }
}

/// The sum of products of a column and a part of another.
///
/// - Parameters:
///   - first: A column.
///   - second: A column.
///   - start: Where the part of the second column begins.
/// - Returns: The sum over the length of the first column, in four interleaved parts.
func dot(_ first: [Double], _ second: [Double], at start: Int = 0) -> Double {
  dot(first, from: 0, second, from: start, count: first.count)
}

/// The sum of products of parts of two columns, in four interleaved parts.
func dot(
  _ first: [Double], from firstStart: Int, _ second: [Double], from secondStart: Int, count: Int
) -> Double {
  let first = first.span.extracting(firstStart..<firstStart + count)
  let second = second.span.extracting(secondStart..<secondStart + count)
  var sums = SIMD8<Double>.zero
  var place = 0
  while place + 8 <= count {
    var left = SIMD8<Double>.zero
    var right = SIMD8<Double>.zero
    for lane in 0..<8 {
      left[lane] = first[place + lane]
      right[lane] = second[place + lane]
    }
    sums += left * right
    place += 8
  }
  var sum = sums.sum()
  while place < count {
    sum += first[place] * second[place]
    place += 1
  }
  return sum
}
