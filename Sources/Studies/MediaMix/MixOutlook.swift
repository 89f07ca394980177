public import Estimation
public import Interchange
import Statistics

/// What a plan would bring: a forecast of the periods after the data.
public struct MixOutlook: Sendable {
  private let fit: MixFit
  private let planned: Range<Int>
  private let prediction: MixPrediction
  private let returns: [ChannelReturn]

  /// Forecasts a plan.
  ///
  /// - Parameters:
  ///   - fit: A fit read over its data and the planned periods.
  ///   - planned: The planned periods, counted from the first of the data.
  public init(_ fit: MixFit, planned: Range<Int>) {
    self.fit = fit
    self.planned = planned
    prediction = MixPrediction(fit, periods: planned)
    returns = ChannelReturn.all(MixDecomposition(fit, periods: planned), fit.design)
  }

  /// Tables that a complete run has.
  public static let tableNames: Set<String> = ["forecast", "channels"]

  /// The tables of the run.
  public func tables() -> [Table] {
    [forecastTable(), MixAnswer.table(of: returns, drawCount: fit.draws.rows)]
  }

  /// Outcomes of each planned period, and of all together: over all units, and by unit.
  func forecastTable() -> Table {
    let design = fit.design
    var rows = TableBuilder()
    rows.text("period", "First day or number of the period; all for the whole plan.")
    rows.text("unit", "Unit; all for all together.")
    rows.spread(unit: "outcomes")
    func add(_ period: String, _ unit: String, _ values: [Double]) {
      rows.add("period", period)
      rows.add("unit", unit)
      rows.add(Spread(values))
    }
    for place in 0..<planned.count {
      add(
        design.periods.label(of: planned.lowerBound + place), "all",
        prediction.totals(period: place))
    }
    add("all", "all", total)
    if design.units.count > 1 {
      for (unit, name) in design.units.enumerated() {
        for place in 0..<planned.count {
          add(
            design.periods.label(of: planned.lowerBound + place), name,
            prediction.outcomes(unit: unit, period: place))
        }
      }
    }
    return rows.table(
      "forecast",
      meaning:
        "Outcomes of the planned periods over \(prediction.drawCount) draws, scatter included.")
  }

  /// Outcomes of the whole plan, one per draw.
  private var total: [Double] {
    var sums = [Double](repeating: 0, count: prediction.drawCount)
    for place in 0..<planned.count {
      for (draw, value) in prediction.totals(period: place).enumerated() { sums[draw] += value }
    }
    return sums
  }

  /// The outlook in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let design = fit.design
    let title = "\(design.spec.title): the plan"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    let first = design.periods.label(of: planned.lowerBound)
    let last = design.periods.label(of: planned.upperBound - 1)
    lines += wrapped(
      "\(planned.count) periods, \(first) to \(last). Outcome: \(design.spec.outcome.column), "
        + "\(Spread(total).compact) in all. Brackets hold 90 % of the draws.", width: width)
    let before = (0..<design.fittedPeriods).suffix(planned.count)
    let past = before.reduce(0.0) { $0 + design.observedTotal(of: $1) }
    lines += wrapped(
      "The \(before.count) periods before the plan that were fitted brought "
        + "\(HumanNumber.compact(past)).", width: width)
    lines += extrapolations().flatMap { wrapped($0, width: width) }
    lines += ["", MixAnswer.grid(returns).plain(width: width, maximumRows: nil)]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Channels whose planned exposure exceeds all that was seen.
  private func extrapolations() -> [String] {
    let design = fit.design
    let periods = design.periods.count
    return design.channels.indices.compactMap { channel in
      let column = design.channels[channel].exposure
      let most =
        column.indices.filter { planned.contains($0 % periods) }.map { column[$0] }.max() ?? 0
      guard most > 1 else { return nil }
      return "WATCH: the plan takes \(design.spec.channels[channel].name) to "
        + "\(HumanNumber.text((most * 100).rounded())) % of the largest exposure seen; beyond it the "
        + "curve is belief, not data."
    }
  }
}
