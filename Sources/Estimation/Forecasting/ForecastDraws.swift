/// Equally likely futures of many units, drawn together.
///
/// One draw is one future of all units in all periods, so that sums over units and periods have the
/// spread that shared shocks give them.
public struct ForecastDraws: Sendable, Equatable {
  /// Number of units.
  public let unitCount: Int
  /// Number of periods ahead.
  public let horizon: Int
  /// Number of futures.
  public let drawCount: Int
  /// Outcomes: `values[(unit * horizon + step) * drawCount + draw]`.
  public var values: [Float]

  /// Futures that are all 0, to be filled.
  ///
  /// - Parameters:
  ///   - unitCount: Number of units.
  ///   - horizon: Number of periods ahead, at least one.
  ///   - drawCount: Number of futures, at least one.
  public init(unitCount: Int, horizon: Int, drawCount: Int) {
    self.unitCount = unitCount
    self.horizon = horizon
    self.drawCount = drawCount
    values = [Float](repeating: 0, count: unitCount * horizon * drawCount)
  }

  /// The futures of one unit in one period.
  public func draws(unit: Int, step: Int) -> ArraySlice<Float> {
    let start = (unit * horizon + step) * drawCount
    return values[start..<start + drawCount]
  }

  /// The sum over all units in one period, in each future.
  public func totals(step: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: drawCount)
    for unit in 0..<unitCount {
      let start = (unit * horizon + step) * drawCount
      for draw in 0..<drawCount { sums[draw] += Double(values[start + draw]) }
    }
    return sums
  }
}
