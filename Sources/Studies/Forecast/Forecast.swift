public import Journeys

/// The result of a forecast: every arm in every replicate.
public struct Forecast: Sendable {
  /// The question.
  public let study: ForecastStudy
  /// The arms' worlds at the parameters' own values, for names and units.
  public let scenarios: [Scenario]
  /// One line for each arm.
  public let titles: [String]
  /// Worlds by replicate, then by arm.
  public let worlds: [[World]]

  /// The scenario as it stands in the baseline.
  public var scenario: Scenario { scenarios[0] }

  /// Values of a metric over replicates.
  public func values(_ metric: Metric, arm: Int, step: Int, cell: Int? = nil) -> [Double] {
    worlds.map { $0[arm].reading.value(metric, in: $0[arm].ledger, step: step, cell: cell) }
  }

  /// Sums of a metric over a window, over replicates and a set of cells.
  public func totals(
    _ metric: Metric, arm: Int, steps: Range<Int>, cells: [Int]? = nil
  ) -> [Double] {
    worlds.map { replicate in
      let world = replicate[arm]
      guard let cells else { return world.reading.total(metric, in: world.ledger, steps: steps) }
      return cells.reduce(0) {
        $0 + world.reading.total(metric, in: world.ledger, steps: steps, cell: $1)
      }
    }
  }

  /// Headline totals of an arm, by replicate.
  public func headlines(arm: Int) -> [WorldTotals] {
    worlds.map { $0[arm].totals }
  }
}
