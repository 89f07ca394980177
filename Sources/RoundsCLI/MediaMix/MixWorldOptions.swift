import ArgumentParser
import Interchange
import Journeys
import Studies

/// Which worlds are simulated for mix models, and how they are seen.
struct MixWorldOptions: ParsableArguments {
  @Option(help: "Arm; that of other studies of one arm unless given.")
  var arm: String?

  @Option(help: "Setting of the scenario.")
  var setting: String?

  @Option(help: "Seed of every random number; the scenario's own unless given.")
  var seed: UInt64?

  @Option(
    help: """
      Channels that holdouts withhold from some people for a while, each from people of its own, \
      separated by commas; none without.
      """)
  var holdout: String?

  @Option(
    help: "First and last step of the holdouts, counted from 1, such as 27-52; the last third.")
  var holdoutSteps: String?

  @Option(help: "Share of the people from whom a holdout withholds.")
  var holdoutShare = 0.5

  @Option(help: "Share of events that is ever recorded.")
  var completeness = 1.0

  @Option(help: "Shares of events recorded 0, 1, 2 … steps late, such as 0.7,0.2,0.1.")
  var delay = "1"

  @Flag(help: "Keep the scenario's own calendars, which are often constant.")
  var asPlanned = false

  @Flag(help: "Draw the scenario's parameters from their priors in each world.")
  var drawParameters = false

  func validate() throws {
    guard (0...1).contains(completeness) else {
      throw ValidationError("--completeness \(completeness): write a share from 0 to 1")
    }
    guard holdoutShare > 0, holdoutShare < 1 else {
      throw ValidationError("--holdout-share \(holdoutShare): write a share between 0 and 1")
    }
    if let holdout, channels(holdout).contains("") {
      throw ValidationError("--holdout \(holdout): write names separated by commas")
    }
    _ = try delays()
    _ = try window(of: .max)
  }

  /// The worlds of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - observations: Panels of each world.
  ///   - places: Places that people are drawn into.
  ///   - flighting: How plans vary, unless they are kept.
  ///   - count: Number of worlds.
  /// - Returns: The study that makes them.
  /// - Throws: What `MixWorlds` throws, or when the window of the holdouts is beyond the horizon.
  func worlds(
    of document: ScenarioDocument, _ observations: [Observation], places: MixWorlds.Places?,
    flighting: Flighting = .usual, count: Int
  ) throws -> MixWorlds {
    let steps = try document.scenario(arm: document.studied(arm), setting: setting).time.count
    let window = try window(of: steps)
    return try MixWorlds(
      document, arm: arm, setting: setting, count: count, seed: seed,
      drawsParameters: drawParameters, observations: observations,
      flighting: asPlanned ? nil : flighting, places: places,
      holdouts: holdout.map {
        channels($0).map { Holdout(channel: $0, steps: window, cells: .drawn(share: holdoutShare)) }
      } ?? [])
  }

  /// What is wrong with the record.
  func imperfections() throws -> Imperfections {
    Imperfections(completeness: completeness, delay: try delays())
  }

  /// All that determines a world besides scenario, seed and panel.
  func identity(_ arm: String) -> [(name: String, value: String)] {
    [
      (name: "arm", value: arm), (name: "setting", value: setting ?? ""),
      (name: "holdout", value: holdout ?? ""), (name: "window", value: holdoutSteps ?? ""),
      (name: "withheld", value: "\(holdoutShare)"),
      (name: "completeness", value: "\(completeness)"), (name: "delay", value: delay),
      (name: "flighting", value: asPlanned ? "no" : "usual"),
      (name: "parameters", value: drawParameters ? "drawn" : "fixed"),
    ]
  }

  /// The steps of the holdouts, counted from 0.
  private func window(of steps: Int) throws -> Range<Int> {
    guard let holdoutSteps else { return steps - steps / 3..<steps }
    let ends = holdoutSteps.split(separator: "-", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    guard ends.count == 2, ends[0] > 0, ends[0] <= ends[1], ends[1] <= steps else {
      throw ValidationError(
        "--holdout-steps \(holdoutSteps): write the first and the last step"
          + (steps == .max ? "" : " of 1 to \(steps)") + ", such as 27-52")
    }
    return ends[0] - 1..<ends[1]
  }

  private func channels(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  private func delays() throws -> [Double] {
    let parts = delay.split(separator: ",", omittingEmptySubsequences: false)
    let shares = parts.compactMap { Double($0) }
    guard shares.count == parts.count, shares.allSatisfy({ $0 >= 0 }),
      (shares.reduce(0, +) - 1).magnitude < 1e-9
    else {
      throw ValidationError("--delay \(delay): write shares that sum to 1, such as 0.7,0.2,0.1")
    }
    return shares
  }
}
