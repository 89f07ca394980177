import Foundation
import Testing

/// A scenario that is calibrated to a panel, and then forecasts it.
@Suite("rounds forecast --simulator")
struct SimulatorForecastTests {
  private static let market = """
    rounds: 1
    name: ticks
    time: { start: 2027-01-04, step: week, horizonWeeks: 24 }
    outcome: tick
    parameters:
      rate: { value: 0.5, prior: lognormal, low: 0.2, high: 1.2 }
    populations:
      people: { size: 40, journey: { stages: [a], start: a } }
    channels:
      call: { population: people, plan: { cadence: { perWeek: 0.5 } } }
    events:
      tick: { population: people, while: a, ratePerWeek: $rate }
    arms: { usual: {} }

    """

  private static let calibration = """
    arm: usual
    data: { unit: id, period: month, stepsPerPeriod: 4, holdout: 1 }
    targets:
      people: { panel: { event: tick, outcome: scripts, channel: call, effort: calls, statistics: [outcome.mean] } }
    budget: { simulations: 500 }

    """

  private static let spec = """
    time: month
    unit: id
    outcome: scripts
    drivers: [calls]
    method: ownHistory
    baselines: [naive]
    draws: 200

    """

  /// Forty HCPs over six numbered months, with two scripts a month on average.
  private static let panel =
    "id,month,scripts,calls\n"
    + (1...40).flatMap { hcp in
      (1...6).map { "H\(hcp),\($0),\((hcp * 7 + $0 * 3) % 5),\($0 * hcp % 3)" }
    }.joined(separator: "\n") + "\n"

  private func place(_ answer: Tool.Answer, after mark: String) throws -> String {
    let line = try #require(answer.output.split(separator: "\n").last { $0.hasPrefix(mark) })
    return String(line.dropFirst(mark.count))
  }

  /// A folder with everything, and where its calibration is.
  private func calibrated() async throws -> (folder: TestFolder, calibration: String) {
    let folder = try TestFolder()
    for (name, text) in [
      ("market.yaml", Self.market), ("c.yaml", Self.calibration), ("f.yaml", Self.spec),
      ("panel.csv", Self.panel),
    ] {
      try folder.write(text, to: name)
    }
    let answer = try await Tool.run(
      ["calibrate", "market.yaml", "--data", "panel.csv", "--spec", "c.yaml"], in: folder)
    expect(answer, status: 0, complaint: "")
    return (folder, try place(answer, after: "Calibration: "))
  }

  @Test("forecasts by the scenario, and says what it does not know")
  func forecast() async throws {
    let (folder, calibration) = try await calibrated()
    let asked = ["forecast", "panel.csv", "--spec", "f.yaml", "--simulator", calibration]
    let answer = try await Tool.run(asked + ["--horizon", "2"], in: folder)
    expect(answer, status: 0, complaint: "")
    let text = answer.output.replacing("\n", with: " ")
    #expect(text.contains("by calibrated simulator from 6 periods of 40 units."))
    #expect(text.contains("calls: as the calibrated scenario plans."))
    #expect(text.contains("The scenario was written up to period 6: later ones go on without"))
    let table = try folder.text("\(try place(answer, after: "Tables: "))/tables/forecast.csv")
    let total = try #require(table.split(separator: "\n").first { $0.hasPrefix("7,all,scripts,") })
    // Forty people at two a month: 80, with a spread of some 20 from rates, luck and units' levels.
    let mean = try #require(Double(total.split(separator: ",")[3]))
    #expect((60...100).contains(mean))

    try folder.write(
      "id,month,calls\n" + (1...40).map { "H\($0),7,1" }.joined(separator: "\n") + "\n",
      to: "plan.csv")
    expect(
      try await Tool.run(asked + ["--horizon", "1", "--plan", "plan.csv"], in: folder), status: 2,
      output: "",
      complaint:
        "--plan: a calibrated scenario has its own plan; leave --plan out, and change the channels in "
        + "the scenario\n")
  }

  @Test("is one more method of a backtest, where nothing of it was learned")
  func backtest() async throws {
    let (folder, calibration) = try await calibrated()
    let asked = [
      "backtest", "panel.csv", "--spec", "f.yaml", "--horizon", "1", "--simulator", calibration,
    ]
    let answer = try await Tool.run(asked + ["--origins", "1"], in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.contains("\ncalibrated simulator  "))
    let early = try await Tool.run(asked + ["--origins", "2"], in: folder)
    #expect(
      early.output.replacing("\n", with: " ").contains(
        "Left out: calibrated simulator (it has learned from 5 periods and cannot forecast from the "
          + "end of period 4"), "\(early.output)")
  }

  @Test("needs a calibration to the panel")
  func wrong() async throws {
    let (folder, calibration) = try await calibrated()
    func complaint(_ simulator: String) async throws -> String {
      let answer = try await Tool.run(
        ["forecast", "panel.csv", "--spec", "f.yaml", "--horizon", "1", "--simulator", simulator],
        in: folder)
      #expect(answer.status == 2 && answer.output.isEmpty)
      return answer.complaint
    }
    #expect(
      try await complaint("nowhere")
        == "nowhere: cannot be read: there is no such folder; name the folder that rounds calibrate "
        + "wrote\n")
    try folder.write(Self.panel.replacing("scripts", with: "doses"), to: "panel.csv")
    try folder.write(Self.spec.replacing("scripts", with: "doses"), to: "f.yaml")
    #expect(
      try await complaint(calibration).contains(
        "no target is a panel of doses, so that no person of a world can stand for a unit"))
  }
}
