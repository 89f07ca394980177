import Interchange
import Statistics

/// The transforms that a search walks through: a cube with a side per parameter that is not known,
/// and one for the penalty.
///
/// A place on a side is a share of the prior's belief, so that a uniform prior is walked evenly and
/// any other one where it believes the number to be.
struct TransformSpace: Sendable {
  private let design: MixDesign
  private let parameters: MixParameters
  /// The parameters of the sides.
  private let sides: [Int]

  init(_ design: MixDesign) {
    self.design = design
    let parameters = design.parameters
    self.parameters = parameters
    sides = parameters.channels.flatMap { Array($0.carryover) + Array($0.saturation) }
      .filter { !parameters.all[$0].prior.isFixed }
  }

  /// Sides of the cube, that of the penalty included.
  var dimension: Int { sides.count + 1 }

  /// The values of all parameters at a place; those of no transform are 0 or known.
  func values(at place: [Double]) -> [Double] {
    var values = parameters.all.map { if case .fixed(let value) = $0.prior { value } else { 0.0 } }
    for (side, parameter) in sides.enumerated() {
      values[parameter] = parameters.all[parameter].prior.quantile(Self.inside(place[side]))
    }
    return values
  }

  /// The penalty at a place, for standardized columns of so many rows.
  ///
  /// *Chosen*: from 1e-5 to 10 times the rows, which is the diagonal of the Gram matrix; from no
  /// shrinkage that shows to coefficients cut to a tenth.
  func penalty(at place: [Double], rows: Int) -> Double {
    Double(rows) * Elementary.pow(10, -5 + 6 * place[sides.count])
  }

  /// A share that has a quantile in every family.
  private static func inside(_ share: Double) -> Double { min(max(share, 1e-6), 1 - 1e-6) }

  /// The response of a channel in every row.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - values: Values of all parameters; where the channel's half, scale or rate is relative to the
  ///     carried-over exposure, it is replaced by the number that it stands for.
  /// - Returns: One number per row, held-out rows included.
  func response(of channel: Int, _ values: inout [Double]) -> [Double] {
    let spec = design.spec.channels[channel]
    let places = parameters.channels[channel]
    let exposure = design.channels[channel].exposure
    let shape = spec.carryover.carryover(Array(values[places.carryover]))
    let all = 0..<exposure.count
    switch design.spec.order {
    case .carryoverFirst:
      let carried = self.carried(exposure, shape, spec)
      if spec.isRelativeToCarryover, let place = places.saturation.first {
        values[place] *= unit(of: spec, carried)
      }
      var response = carried
      spec.saturation.curve(Array(values[places.saturation]))
        .respond(carried, in: all, response: &response)
      return response
    case .saturationFirst:
      var response = exposure
      spec.saturation.curve(Array(values[places.saturation]))
        .respond(exposure, in: all, response: &response)
      return carried(response, shape, spec)
    }
  }

  /// What the first parameter of a channel's saturation is multiplied by where it is relative to the
  /// carried-over exposure, and 1 where it is not.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - values: Values of all parameters, of which those of the carryover count.
  /// - Returns: The factor.
  func saturationUnit(of channel: Int, _ values: [Double]) -> Double {
    let spec = design.spec.channels[channel]
    guard spec.isRelativeToCarryover, design.spec.order == .carryoverFirst else { return 1 }
    let shape = spec.carryover.carryover(Array(values[parameters.channels[channel].carryover]))
    return unit(of: spec, carried(design.channels[channel].exposure, shape, spec))
  }

  private func unit(of spec: MixSpec.Channel, _ carried: [Double]) -> Double {
    spec.saturation.unit(ofLargest: design.fitted(carried).max() ?? 1)
  }

  private func carried(
    _ column: [Double], _ shape: Carryover, _ spec: MixSpec.Channel
  ) -> [Double] {
    guard spec.carryover != .none else { return column }
    let periods = design.periods.count
    var lags = spec.lags
    if case .geometric = shape, !spec.isNormalized, let acting = lags, acting >= periods {
      // The recursion over all periods is faster than the sum over as many lags.
      lags = nil
    }
    guard design.units.count > 1 else {
      return shape.applied(to: column, lags: lags, isNormalized: spec.isNormalized)
    }
    var carried: [Double] = []
    carried.reserveCapacity(column.count)
    for unit in design.units.indices {
      carried.append(
        contentsOf: shape.applied(
          to: Array(column[unit * periods..<(unit + 1) * periods]), lags: lags,
          isNormalized: spec.isNormalized))
    }
    return carried
  }
}

extension SaturationFamily {
  /// What the first parameter is multiplied by when it was given for exposures in units of some
  /// largest one: a half or a scale is an exposure, a rate one over an exposure, an exponent neither.
  func unit(ofLargest largest: Double) -> Double {
    switch self {
    case .hill, .michaelisMenten, .tanh: largest
    case .logistic: 1 / largest
    case .root, .none: 1
    }
  }
}
