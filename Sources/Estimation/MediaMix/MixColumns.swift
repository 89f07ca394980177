import Interchange
import Statistics

/// Makes the columns of a mix model from a panel.
struct MixColumns {
  let spec: MixSpec
  let panel: Panel
  /// Periods that the fit sees.
  let fitted: Int

  init(_ spec: MixSpec, _ panel: Panel, fitted: Int) {
    self.spec = spec
    self.panel = panel
    self.fitted = fitted
  }

  /// The values of a column that the reader of the panel made sure of.
  private func column(_ name: String) throws(EstimationError) -> [Double] {
    guard let column = panel[name] else {
      throw .mixModel("\(panel.name): \(name): there is no such column; name it in the panel")
    }
    return column
  }

  /// The rows of the fitted periods.
  private func fittedRows() -> [Int] {
    panel.units.indices.flatMap { unit in
      (0..<fitted).map { unit * panel.periods.count + $0 }
    }
  }

  func heads() throws(EstimationError) -> [Double] {
    guard let size = spec.columns.size else {
      return [Double](repeating: 1, count: panel.units.count)
    }
    let sizes = try column(size)
    let heads = panel.units.indices.map { sizes[$0 * panel.periods.count] }
    if let unit = heads.firstIndex(where: { !($0 > 0) }) {
      throw .mixModel(
        "\(panel.name): \(size): \(panel.units[unit]) has no heads; write a positive size")
    }
    return heads
  }

  /// The groups whose effects differ, and the group of each unit.
  func groups() throws(EstimationError) -> (names: [String], ofUnit: [Int]) {
    guard spec.hierarchy.effects != nil else { return ([], []) }
    guard spec.hierarchy.effectsByGroup else { return (panel.units, Array(panel.units.indices)) }
    var names: [String] = []
    for group in panel.groups where !names.contains(group) { names.append(group) }
    return (names, panel.groups.map { group in names.firstIndex(of: group) ?? 0 })
  }

  func channels(heads: [Double]) throws(EstimationError) -> [MixDesign.ChannelColumns] {
    var columns: [MixDesign.ChannelColumns] = []
    let rows = fittedRows()
    for channel in spec.channels {
      var exposure = try column(channel.exposure)
      for row in exposure.indices { exposure[row] /= heads[row / panel.periods.count] }
      let scale = rows.reduce(0) { max($0, exposure[$1]) }
      guard scale > 0 else {
        throw .mixModel(
          "\(panel.name): \(channel.exposure): all exposures of \(channel.name) are 0 in the "
            + "periods that are fitted; leave the channel out")
      }
      columns.append(
        MixDesign.ChannelColumns(
          exposure: exposure.map { $0 / scale }, scale: scale,
          spend: try channel.spend.map { name throws(EstimationError) in try column(name) }))
    }
    return columns
  }

  /// Trend, season and controls.
  func linear() throws(EstimationError) -> (Matrix, [MixParameter]) {
    let periods = panel.periods.count
    var matrix = Matrix(rows: panel.rowCount, columns: 0)
    var parameters: [MixParameter] = []
    func add(_ name: String, _ prior: Prior, _ value: (Int) -> Double) {
      let series = (0..<periods).map(value)
      matrix.appendColumn((0..<panel.rowCount).map { series[$0 % periods] })
      parameters.append(MixParameter(name, prior))
    }
    switch spec.baseline.trend {
    case .none: break
    case .linear(let prior): add("trend", prior) { Double($0) / Double(fitted - 1) }
    case .knots(let count, let prior):
      for knot in 1..<count { add("knot[\(knot + 1)]", prior) { tent(knot, of: count, at: $0) } }
    }
    if let season = spec.baseline.season {
      for wave in ["sin", "cos"] {
        for term in 1...max(1, season.terms) where season.terms > 0 {
          add("\(wave)[\(term)]", season.prior) { period in
            let turn =
              2 * Double.pi * Double(term) * place(of: period, cycle: season.cycle)
              / season.cycle
            return wave == "sin" ? Elementary.sin(turn) : Elementary.cos(turn)
          }
        }
      }
    }
    if let prior = spec.baseline.laggedOutcome {
      matrix.appendColumn(try laggedOutcome())
      parameters.append(MixParameter("lagged_outcome", prior))
    }
    for control in spec.controls {
      matrix.appendColumn(try column(control.column))
      parameters.append(MixParameter("control[\(control.column)]", control.prior))
    }
    return (matrix, parameters)
  }

  /// The scaled outcome of the period before; before the first the mean of the unit's fitted
  /// outcomes stands, and 0 where the outcome is planned.
  private func laggedOutcome() throws(EstimationError) -> [Double] {
    let (values, _, _) = try outcome(heads: try heads())
    let periods = panel.periods.count
    return values.indices.map { row in
      guard row % periods > 0 else {
        return values[row..<row + fitted].reduce(0, +) / Double(fitted)
      }
      return values[row - 1].isFinite ? values[row - 1] : 0
    }
  }

  /// The day of the year for a cycle that fits into years of 365.25 days, the day since 1970 for
  /// other cycles, which would jump at the turn of each year, or the number of the period where time
  /// is counted.
  private func place(of period: Int, cycle: Double) -> Double {
    guard let date = panel.periods.date(of: period) else {
      return Double(panel.periods.first + period)
    }
    let cyclesPerYear = 365.25 / cycle
    let isYearly = (cyclesPerYear - cyclesPerYear.rounded()).magnitude < 1e-9 * cyclesPerYear
    return Double(isYearly ? date.dayOfYear : date.dayNumber)
  }

  /// The weight of a knot: 1 at its period, falling in straight lines to 0 at its neighbors; beyond
  /// the fitted periods the last knot holds.
  private func tent(_ knot: Int, of count: Int, at period: Int) -> Double {
    let position = min(Double(period) / Double(fitted - 1), 1) * Double(count - 1)
    return max(0, 1 - (position - Double(knot)).magnitude)
  }

  /// The outcome in the model's units, its scale, and the offsets of the units.
  func outcome(
    heads: [Double]
  ) throws(EstimationError) -> (values: [Double], scale: Double, offsets: [Double]) {
    let values = try column(spec.outcome.column)
    let rows = fittedRows()
    guard let first = rows.first, rows.contains(where: { values[$0] != values[first] }) else {
      throw .mixModel(
        "\(panel.name): \(spec.outcome.column): the outcome has one value only; there is nothing to "
          + "explain")
    }
    let periods = panel.periods.count
    guard spec.likelihood.hasLogLink else {
      let perHead = values.indices.map { values[$0] / heads[$0 / periods] }
      let scale = rows.reduce(0) { max($0, perHead[$1].magnitude) }
      return (
        perHead.map { $0 / scale }, scale, [Double](repeating: 0, count: panel.units.count)
      )
    }
    let total = rows.reduce(0) { $0 + values[$1] }
    let mean = Elementary.log(total / (heads.reduce(0, +) * Double(fitted)))
    return (values, 1, heads.map { mean + Elementary.log($0) })
  }
}
