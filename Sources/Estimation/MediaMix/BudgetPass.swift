import Statistics

/// The way from a plan to the outcome of one draw, and back to derivatives by spend.
///
/// Columns are unit after unit, in each the periods of the window or all that count.
struct BudgetPass {
  private let horizon: BudgetHorizon
  private let order: MixSpec.Order
  private let units: Int
  /// Periods of the window, and all that count.
  private let inside: Int
  private let periods: Int
  /// Scaled exposures per head of each channel in the window.
  private var exposures: [[Double]]
  private var middle: [Double]
  private var partials: [[Double]]
  /// Of each channel.
  private var responses: [[Double]]
  private var slopes: [[Double]]
  /// Means with a log link; empty otherwise.
  private var means: [Double] = []
  private var rowGradient: [Double]

  init(_ horizon: BudgetHorizon) {
    self.horizon = horizon
    order = horizon.design.spec.order
    units = horizon.design.units.count
    inside = horizon.window.count
    periods = horizon.periods
    let zeros = [Double](repeating: 0, count: units * periods)
    let bought = [Double](repeating: 0, count: units * inside)
    let curved = order == .carryoverFirst ? zeros.count : bought.count
    exposures = horizon.channels.map { _ in bought }
    middle = [Double](repeating: 0, count: curved)
    responses = horizon.channels.map { _ in zeros }
    slopes = horizon.channels.map { _ in [Double](repeating: 0, count: curved) }
    partials = horizon.design.spec.channels.map {
      [Double](repeating: 0, count: curved * $0.saturation.parameterNames.count)
    }
    rowGradient = zeros
  }

  /// Takes a plan: money of each channel in each period of the window.
  mutating func spend(_ spend: [Double]) {
    for channel in exposures.indices {
      for row in exposures[channel].indices {
        exposures[channel][row] =
          spend[channel * inside + row % inside] * horizon.channels[channel].exposurePerMoney[row]
      }
    }
  }

  /// Computes the responses of a channel.
  mutating func forward(_ strand: BudgetStrand, _ channel: Int) {
    switch order {
    case .carryoverFirst:
      middle = strand.fixed
      carry(exposures[channel], strand.weights, to: &middle)
      strand.curve.evaluate(
        middle, in: middle.indices, response: &responses[channel], slope: &slopes[channel],
        partials: &partials[channel])
      straighten(middle, strand, &responses[channel], &slopes[channel])
    case .saturationFirst:
      strand.curve.evaluate(
        exposures[channel], in: middle.indices, response: &middle, slope: &slopes[channel],
        partials: &partials[channel])
      straighten(exposures[channel], strand, &middle, &slopes[channel])
      responses[channel] = strand.fixed
      carry(middle, strand.weights, to: &responses[channel])
    }
  }

  /// Adds what a column of the window carries over to all periods that count.
  private func carry(_ column: [Double], _ weights: [Double], to sums: inout [Double]) {
    let column = column.span
    let weights = weights.span
    var sums = sums.mutableSpan
    precondition(column.count == units * inside && sums.count == units * periods)
    precondition(weights.count == periods)
    for unit in 0..<units {
      for place in 0..<inside {
        let amount = column[unit * inside + place]
        guard amount != 0 else { continue }
        let first = unit * periods + place
        for lag in 0..<periods - place { sums[first &+ lag] += amount * weights[lag] }
      }
    }
  }

  /// Takes curves as straight near 0, where some have no slope.
  private func straighten(
    _ column: [Double], _ strand: BudgetStrand, _ response: inout [Double],
    _ slope: inout [Double]
  ) {
    for place in column.indices where column[place] < BudgetStrand.nearZero {
      response[place] = column[place] * strand.firstSlope
      slope[place] = strand.firstSlope
    }
  }

  /// The outcome where parts add up.
  mutating func sum(_ strands: [BudgetStrand], first: Int) -> Double {
    var sum = 0.0
    for channel in responses.indices {
      for unit in 0..<units {
        var part = 0.0
        for row in unit * periods..<(unit + 1) * periods { part += responses[channel][row] }
        sum += strands[first + channel].factors[unit] * part
      }
    }
    return sum
  }

  /// The outcome with a log link.
  mutating func mean(_ base: [Double], _ strands: [BudgetStrand], first: Int) -> Double {
    means = base
    for channel in responses.indices {
      for unit in 0..<units {
        let factor = strands[first + channel].factors[unit]
        for row in unit * periods..<(unit + 1) * periods {
          means[row] += factor * responses[channel][row]
        }
      }
    }
    var sum = 0.0
    for row in means.indices {
      means[row] = Elementary.exp(means[row])
      sum += means[row]
    }
    return sum
  }

  /// Adds derivatives of the outcome by the spends of a channel.
  ///
  /// - Parameters:
  ///   - strand: The channel in the draw whose outcome was computed last.
  ///   - channel: Which channel.
  ///   - gradient: Receives the derivatives.
  ///   - start: The place of the first channel's first period.
  mutating func backward(
    _ strand: BudgetStrand, _ channel: Int, to gradient: inout [Double], at start: Int
  ) {
    for row in rowGradient.indices {
      let factor = strand.factors[row / periods]
      rowGradient[row] = means.isEmpty ? factor : factor * means[row]
      if order == .carryoverFirst { rowGradient[row] *= slopes[channel][row] }
    }
    let perMoney = horizon.channels[channel].exposurePerMoney
    for unit in 0..<units {
      for place in 0..<inside {
        var slope = dot(
          strand.weights, from: 0, rowGradient, from: unit * periods + place,
          count: periods - place)
        if order == .saturationFirst { slope *= slopes[channel][unit * inside + place] }
        gradient[start + channel * inside + place] += slope * perMoney[unit * inside + place]
      }
    }
  }
}
