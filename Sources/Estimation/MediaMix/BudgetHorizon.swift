import Interchange
import Statistics

/// The periods in which a budget is spent and acts, and what channels did and cost there.
///
/// Exposures before the window stay as they were. Periods after it in which the window still acts
/// count; their exposures are those of the design, or beyond its end the base plan over again, in
/// all plans alike.
struct BudgetHorizon: Sendable {
  /// One channel.
  struct Channel: Sendable {
    /// Money per exposure; nil where nobody knows it, and the channel stays as it was.
    let cost: Double?
    /// The base plan: spend per period, or exposures where their cost is not known.
    let baseSpend: [Double]
    /// The share of each period in the base plan; equal shares where it is empty.
    let pace: [Double]
    /// Scaled exposures per head for each of money spent in a period, unit after unit.
    let exposurePerMoney: [Double]
    /// Scaled exposures per head of all periods up to the last that counts, with none in the window,
    /// unit after unit.
    let fixed: [Double]
  }

  let design: MixDesign
  /// The periods in which money is spent.
  let window: Range<Int>
  /// Periods after the window that count.
  let after: Int
  let channels: [Channel]

  /// Periods that count: those of the window and after it.
  var periods: Int { window.count + after }

  /// Reads a design.
  ///
  /// - Parameters:
  ///   - question: Which window, base and costs.
  ///   - design: The columns.
  ///   - after: Periods after the window that count.
  /// - Throws: ``EstimationError`` when periods, exposures or costs are missing.
  init(
    _ question: BudgetQuestion, _ design: MixDesign, after: Int
  ) throws(EstimationError) {
    let fitted = design.fittedPeriods
    let window = question.window ?? max(0, fitted - 13)..<fitted
    let base = question.base ?? window
    for range in [window, base]
    where range.isEmpty || range.upperBound > design.periods.count
      || range.lowerBound < 0
    {
      throw .mixModel(
        "budget: the periods \(range.lowerBound)..<\(range.upperBound) are not among the "
          + "\(design.periods.count) of the data; name some of 0..<\(design.periods.count)")
    }
    guard base.count == window.count else {
      throw .mixModel(
        "budget: the base plan has \(base.count) periods and the window \(window.count); name as "
          + "many")
    }
    self.design = design
    self.window = window
    self.after = after
    var channels: [Channel] = []
    for channel in design.channels.indices {
      let reader = BudgetColumns(
        design: design, channel: channel, window: window, base: base, after: after)
      channels.append(try reader.channel(cost: question.cost(of: reader.name)))
    }
    self.channels = channels
  }

  /// The period of the design whose baseline holds in a period that counts: beyond the end of the
  /// design those of the window come again.
  func source(of period: Int) -> Int {
    let absolute = window.lowerBound + period
    guard absolute >= design.periods.count else { return absolute }
    return window.lowerBound + (absolute - window.upperBound) % window.count
  }
}

/// One channel's columns on the way into a horizon.
private struct BudgetColumns {
  let design: MixDesign
  let channel: Int
  let window: Range<Int>
  let base: Range<Int>
  let after: Int

  var name: String { design.spec.channels[channel].name }
  private var columns: MixDesign.ChannelColumns { design.channels[channel] }
  private var total: Int { design.periods.count }

  func channel(cost given: Double?) throws(EstimationError) -> BudgetHorizon.Channel {
    try check()
    let observed = try given == nil ? observedCost() : nil
    let cost = given ?? observed
    let n = window.count
    let raw = base.map { exposures(in: $0) }
    let sum = raw.reduce(0, +)
    let spend = raw.map { $0 * (cost ?? 1) }
    let pace = raw.map { sum > 0 ? $0 / sum : 1 / Double(n) }
    var perMoney = [Double](repeating: 0, count: design.units.count * n)
    let split = split()
    for unit in design.units.indices {
      for place in 0..<n {
        let row = unit * total + base.lowerBound + place
        let share = raw[place] > 0 ? columns.exposure[row] / raw[place] : split[unit]
        perMoney[unit * n + place] = share / (cost ?? 1)
      }
    }
    return BudgetHorizon.Channel(
      cost: cost, baseSpend: spend, pace: pace, exposurePerMoney: perMoney, fixed: fixed())
  }

  /// Exposures of all units in a period.
  private func exposures(in period: Int) -> Double {
    var sum = 0.0
    for unit in design.units.indices {
      sum += columns.exposure[unit * total + period] * design.heads[unit]
    }
    return sum * columns.scale
  }

  /// Scaled exposures per head of each unit for one exposure in all: as in the base plan, or as in
  /// the fitted periods where that is empty.
  private func split() -> [Double] {
    for periods in [base, 0..<design.fittedPeriods] {
      let sum = periods.reduce(0) { $0 + exposures(in: $1) }
      guard sum > 0 else { continue }
      return design.units.indices.map { unit in
        periods.reduce(0) { $0 + columns.exposure[unit * total + $1] } / sum
      }
    }
    return [Double](repeating: 0, count: design.units.count)
  }

  private func fixed() -> [Double] {
    var fixed: [Double] = []
    for unit in design.units.indices {
      for period in 0..<window.upperBound + after {
        if window.contains(period) {
          fixed.append(0)
        } else if period < total {
          fixed.append(columns.exposure[unit * total + period])
        } else {
          let place = (period - window.upperBound) % base.count
          fixed.append(columns.exposure[unit * total + base.lowerBound + place])
        }
      }
    }
    return fixed
  }

  /// Money per exposure in the base plan, or over all fitted periods where it has neither.
  private func observedCost() throws(EstimationError) -> Double? {
    guard let column = design.spec.channels[channel].spend, let spend = columns.spend else {
      return nil
    }
    guard column != design.spec.channels[channel].exposure else { return 1 }
    for periods in [base, 0..<design.fittedPeriods] {
      var money = 0.0
      for unit in design.units.indices {
        for period in periods { money += spend[unit * total + period] }
      }
      let used = periods.reduce(0) { $0 + exposures(in: $1) }
      if money > 0, used > 0 { return money / used }
    }
    throw .mixModel(
      "budget: \(name): \(column) is 0 in all periods although the channel was used; name a cost "
        + "per exposure")
  }

  private func check() throws(EstimationError) {
    let needed = [0..<window.lowerBound, base, window.upperBound..<window.upperBound + after]
    for unit in design.units.indices {
      for period in needed.joined() where period < total {
        let exposure = columns.exposure[unit * total + period]
        guard exposure.isFinite, exposure >= 0 else {
          throw .notFinite(
            variable: design.spec.channels[channel].exposure, unit: unit, period: period)
        }
      }
    }
  }
}
