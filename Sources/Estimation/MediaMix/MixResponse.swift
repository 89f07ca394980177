import Interchange
import Statistics

/// What a channel would bring at other levels of its exposures, in some draws.
public struct MixResponse: Sendable {
  private let drawCount: Int
  private var totals: [Double] = []
  private var marginals: [Double] = []

  init(drawCount: Int) { self.drawCount = drawCount }

  fileprivate mutating func append(_ total: Double, _ marginal: Double) {
    totals.append(total)
    marginals.append(marginal)
  }

  /// Outcomes over the fitted periods at a level, one per draw.
  public func outcomes(_ level: Int) -> [Double] {
    Array(totals[level * drawCount..<(level + 1) * drawCount])
  }

  /// Derivatives of the outcomes by the factor, one per draw.
  public func slopes(_ level: Int) -> [Double] {
    Array(marginals[level * drawCount..<(level + 1) * drawCount])
  }
}

extension MixFit {
  /// What a channel would bring in the fitted periods if all of its exposures were multiplied.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - factors: The factors, not negative.
  ///   - draws: The draws.
  /// - Returns: Outcomes and slopes, level after level.
  public func response(of channel: Int, factors: [Double], draws: [Int]) -> MixResponse {
    var response = MixResponse(drawCount: draws.count)
    let periods = design.periods.count
    let rows = (0..<design.rowCount).filter { $0 % periods < design.fittedPeriods }
    let places = parameters.channels[channel]
    let isLog = design.spec.likelihood.hasLogLink
    // With a log link, what the channel brings depends on all else, which stays as it was.
    var rest = Matrix(rows: design.rowCount, columns: 0)
    if isLog {
      var reading = MixReading(design)
      for draw in draws {
        reading.read(values(ofDraw: draw))
        rest.appendColumn(reading.without(channel))
      }
    }
    for factor in factors {
      var pass = ChannelPass(
        design.spec.channels[channel], order: design.spec.order, periods: periods,
        exposures: design.channels[channel].exposure.map { $0 * factor })
      for (index, draw) in draws.enumerated() {
        let values = values(ofDraw: draw)
        pass.forward(
          carryover: Array(values[places.carryover]), saturation: Array(values[places.saturation]))
        let coefficients = coefficients(of: channel, values)
        let marginal = pass.marginalResponse()
        var total = 0.0
        var slope = 0.0
        for row in rows {
          let coefficient = coefficients[row / periods]
          if isLog {
            let base = rest[row, index]
            let lifted = base * Elementary.exp(coefficient * pass.response[row])
            total += lifted - base
            slope += lifted * coefficient * marginal[row]
          } else {
            let scale = design.outcomeScale * design.heads[row / periods]
            total += coefficient * pass.response[row] * scale
            slope += coefficient * marginal[row] * scale
          }
        }
        // The marginal response is by a factor on the multiplied exposures.
        response.append(total, factor > 0 ? slope / factor : .nan)
      }
    }
    return response
  }

  /// The coefficient of a channel in each unit, which responses of the data decide where the prior is
  /// of a return or a share.
  func coefficients(of channel: Int, _ values: [Double]) -> [Double] {
    let places = parameters.channels[channel]
    var pass = ChannelPass(
      design.spec.channels[channel], order: design.spec.order, periods: design.periods.count,
      exposures: design.channels[channel].exposure)
    var effect = EffectTerm(design, channel: channel, places)
    if effect.isRelative {
      pass.forward(
        carryover: Array(values[places.carryover]), saturation: Array(values[places.saturation]))
    }
    effect.update(values, design.fitted(pass.response))
    return effect.coefficients
  }
}
