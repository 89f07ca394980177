import Interchange
import Statistics

/// What each part of a mix model brought, in every draw.
///
/// Parts are outcomes summed over units. With an identity link they add up to the mean. With a log
/// link a channel's part is what would be lost if it alone went, and `overlap` is what is left of the
/// mean beside the base and the parts.
public struct MixDecomposition: Sendable {
  /// The names of the parts: `base`, each control and channel, and with a log link `overlap`.
  public let parts: [String]
  /// The channels, whose parts come after those of base and controls.
  public let channels: [String]
  /// The periods, counted from the first of the data.
  public let periods: Range<Int>
  /// The number of draws.
  public let drawCount: Int
  /// Parts by period: draw within period within part.
  private var values: [Double]
  /// Marginal outcomes of each channel over all periods, for a common factor on its exposures over
  /// that factor: draw within channel.
  private var marginals: [Double]
  /// Outcomes that each channel brought in each unit over all periods: draw within unit within
  /// channel.
  private var unitTotals: [Double]
  private let unitCount: Int
  /// The first channel among the parts.
  private let firstChannel: Int

  /// Decomposes the mean of every draw.
  ///
  /// - Parameters:
  ///   - fit: The fitted model.
  ///   - periods: The periods that count; all fitted ones when nil.
  public init(_ fit: MixFit, periods: Range<Int>? = nil) {
    let design = fit.design
    let periods = periods ?? 0..<design.fittedPeriods
    let isLog = design.spec.likelihood.hasLogLink
    channels = design.spec.channels.map(\.name)
    let controls = isLog ? [] : design.spec.controls.map(\.column)
    parts = ["base"] + controls + channels + (isLog ? ["overlap"] : [])
    firstChannel = 1 + controls.count
    self.periods = periods
    drawCount = fit.draws.rows
    unitCount = design.units.count
    values = [Double](repeating: 0, count: parts.count * periods.count * drawCount)
    marginals = [Double](repeating: 0, count: channels.count * drawCount)
    unitTotals = [Double](repeating: 0, count: channels.count * unitCount * drawCount)
    let firstControl = design.linear.columns - design.spec.controls.count
    var reading = MixReading(design)
    for draw in 0..<drawCount {
      let numbers = fit.values(ofDraw: draw)
      reading.read(numbers)
      for unit in design.units.indices {
        let scale = design.outcomeScale * design.heads[unit]
        for (place, period) in periods.enumerated() {
          let row = unit * design.periods.count + period
          var rest = reading.mean[row]
          for control in controls.indices {
            let column = firstControl + control
            let coefficient = numbers[fit.parameters.linear.lowerBound + column]
            let part = coefficient * design.linear[row, column] * scale
            values[index(1 + control, place, draw)] += part
            rest -= part
          }
          for channel in channels.indices {
            let part = reading.contributions[channel * design.rowCount + row]
            values[index(1 + controls.count + channel, place, draw)] += part
            marginals[channel * drawCount + draw] +=
              reading.marginal[channel * design.rowCount + row]
            unitTotals[(channel * unitCount + unit) * drawCount + draw] += part
            rest -= part
          }
          guard isLog else {
            values[index(0, place, draw)] += rest
            continue
          }
          let base = reading.base(row)
          values[index(0, place, draw)] += base
          values[index(parts.count - 1, place, draw)] += rest - base
        }
      }
    }
  }

  private func index(_ part: Int, _ period: Int, _ draw: Int) -> Int {
    (part * periods.count + period) * drawCount + draw
  }

  /// A part in a period, one number per draw; the period counts from the first of ``periods``.
  public func part(_ part: Int, period: Int) -> [Double] {
    Array(values[index(part, period, 0)..<index(part, period, 0) + drawCount])
  }

  /// A part over all periods, one number per draw.
  public func total(_ part: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: drawCount)
    for period in 0..<periods.count {
      for draw in 0..<drawCount { sums[draw] += values[index(part, period, draw)] }
    }
    return sums
  }

  /// What a channel brought over all periods, one number per draw.
  public func total(ofChannel channel: Int) -> [Double] {
    total(firstChannel + channel)
  }

  /// What a channel brought in one unit over all periods, one number per draw.
  public func total(ofChannel channel: Int, unit: Int) -> [Double] {
    let start = (channel * unitCount + unit) * drawCount
    return Array(unitTotals[start..<start + drawCount])
  }

  /// What the outcome grows by for a small common factor on a channel's exposures, over that factor,
  /// one number per draw.
  public func marginal(ofChannel channel: Int) -> [Double] {
    Array(marginals[channel * drawCount..<(channel + 1) * drawCount])
  }
}
