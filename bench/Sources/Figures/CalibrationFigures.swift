import Foundation
import Workloads

/// Measures what learning parameters from the past takes.
struct CalibrationFigures {
  private let program: Program

  /// Worlds of the calibration at most; a search that has settled ends before.
  private static let simulations = 10_000

  init(_ program: Program) { self.program = program }

  /// Measures everything.
  func measure(into table: inout FigureTable) throws {
    try measureDraws(into: &table)
    try measureWorlds(into: &table)
    try measureSelfTest(into: &table)
  }

  /// Ten thousand worlds of the same market on draws of its priors, 5,000 with all channels and 5,000
  /// without any, from the command to tables on disk.
  private func measureDraws(into table: inout FigureTable) throws {
    let scenario = Workload.path(ofScenario: "specialty-launch.yaml")
    try table.measure(
      "rounds run: 2 arms × 5,000 worlds of specialty-launch with 5,000 HCPs × 52 weeks, 2 threads",
      amount: (10_000, "worlds")
    ) { _ in
      try program.timing([
        "run", scenario, "--arms", "multichannel", "--replicates", "5000", "--set",
        "populations.hcps.size=5000", "--set", "time.horizonWeeks=52", "--threads", "2",
      ])
    }
  }

  /// From the command to tables on disk: a market of 5,000 HCPs over a year, all six free parameters and
  /// five figures, with emulators, search and checks.
  private func measureWorlds(into table: inout FigureTable) throws {
    let scenario = Workload.path(ofScenario: "specialty-launch.yaml")
    let spec = """
      arm: multichannel
      targets:
        prescriptions: { figure: { value: { metric: "event:nrx" } }, is: 5_000, tolerance: 200 }
        pooled: { figure: { elasticity: { event: nrx, channel: rep, design: pooled } }, is: 0.35, tolerance: 0.03 }
        within: { figure: { elasticity: { event: nrx, channel: rep, design: within } }, is: 0.06, tolerance: 0.02 }
        concentration: { figure: { topShare: { event: nrx, top: 0.1 } }, is: 0.99, tolerance: 0.01 }
        adopters: { figure: { value: { metric: "stage:adopter", at: last } }, is: 400, tolerance: 20 }
      budget: { simulations: \(Self.simulations) }
      """
    try table.measure(
      "rounds calibrate: at most 10,000 worlds of specialty-launch with 5,000 HCPs × 52 weeks, 2 threads"
    ) { _ in
      try program.timing(
        [
          "calibrate", scenario, "--spec", "calibration.yaml", "--set",
          "populations.hcps.size=5000", "--set", "time.horizonWeeks=52", "--threads", "2",
        ], texts: ["calibration.yaml": spec])
    }
  }

  /// Two hundred calibrations to simulated pasts.
  private func measureSelfTest(into table: inout FigureTable) throws {
    try table.measure(
      "rounds calibrate --self-test: three-parameters, 200 calibrations, 2 threads",
      amount: (200, "calibrations")
    ) { _ in
      try program.timing([
        "calibrate", Workload.path(ofScenario: "three-parameters.yaml"), "--spec",
        Workload.path(ofScenario: "calibration/three-parameters.yaml"), "--self-test", "--threads",
        "2",
      ])
    }
  }
}
