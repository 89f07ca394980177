import Estimation
import Foundation
import Statistics
import Workloads

/// Measures what planning and reading out tests take.
struct ExperimentFigures {
  private let program: Program
  private let outcomes = MarketSeries.outcomes(markets: 40, days: 105)

  /// Days of the test, and of imagined ones; *chosen*: two weeks, as GeoLift's walkthrough.
  private static let length = 15

  init(_ program: Program) { self.program = program }

  /// Measures everything.
  func measure(into table: inout FigureTable) throws {
    try measureReadout(into: &table)
    try measurePowerCurve(into: &table)
    try measurePlan(into: &table)
  }

  /// A readout with placebo in space and time, and intervals by inversion.
  private func measureReadout(into table: inout FigureTable) throws {
    try table.measure("synthetic control with placebo inference: 40 markets × 105 days") {
      repeated in
      let question = SyntheticControlQuestion(
        treated: [3 + repeated], donors: (0..<40).filter { $0 != 3 + repeated },
        fitted: 0..<105 - Self.length, tested: 105 - Self.length..<105)
      return try Timing { _ = try SyntheticControlReadout(outcomes, question) }
    }
  }

  /// Power against many effects by imagined tests in the past.
  private func measurePowerCurve(into table: inout FigureTable) throws {
    let effects = (0...50).map { Double($0) / 100 - 0.25 }
    try table.measure(
      "power curve: 51 effects × 7 look-backs, 40 markets × 105 days",
      amount: (51 * 7, "tests")
    ) { repeated in
      try Timing {
        let history = PlaceboHistory(outcomes, length: Self.length, lookBacks: 7)
        _ = try PlaceboPower(
          treated: [3 + repeated, 20], donors: (0..<40).filter { $0 != 3 + repeated && $0 != 20 },
          in: history, effects: effects, alpha: 0.1)
      }
    }
  }

  /// From the command to tables on disk: two designs, five sizes, five lengths and four histories.
  private func measurePlan(into table: inout FigureTable) throws {
    let scenario = Workload.path(ofScenario: "specialty-launch.yaml")
    try table.measure(
      "rounds plan experiment: specialty-launch, 200 planned tests × 100 replicates, 2 threads",
      amount: (200, "planned tests")
    ) { _ in
      try program.timing([
        "plan", "experiment", scenario, "--design", "individual,cluster", "--unit", "territory",
        "--arms", "A1,A3", "--sizes", "1000,2500,5000,10000,all", "--weeks", "10,20,30,40,52",
        "--pre", "0,13,26,52", "--replicates", "100", "--threads", "2",
      ])
    }
  }
}
