import Foundation
public import Journeys

/// A scenario of the project at a size that is measured.
public struct Workload: Sendable {
  /// The work in a few words, with its size.
  public let name: String

  /// Name of the file in `scenarios/`, or what messages call a text of the benchmark's own.
  public let file: String

  /// The arm whose world is run.
  public let arm: String

  /// Values that replace those of the file, by dotted path.
  public let changes: [(path: String, value: String)]

  /// A text that was made here, in place of a file's.
  private var ownText: String?

  /// The reference workload at one tenth of its full size.
  public static let smallJourneyMini = journeyMini(physicians: 1_000, patients: 100_000)

  /// The reference workload that other frameworks were measured on.
  public static let largeJourneyMini = journeyMini(physicians: 10_000, patients: 1_000_000)

  /// A launch with every mechanism of a planning study: peers, pressure, content, synergies.
  public static let specialtyLaunch = specialtyLaunch(arm: "multichannel")

  /// A launch to every prescriber of a nation, at full size.
  public static let nation = Workload(
    name: "us-national", file: "us-national.yaml", arm: "face-to-face", changes: [])

  /// A launch by functions that know nothing of each other.
  public static let siloed = coordinated(arm: "silo")

  /// The same people, budget and content with every lever of coordination.
  public static let omnichannel = coordinated(arm: "c8")

  private static func coordinated(arm: String) -> Workload {
    Workload(
      name: "silo-vs-omnichannel, 5k HCPs × 104 weeks, arm \(arm)",
      file: "silo-vs-omnichannel.yaml", arm: arm, changes: [])
  }

  /// The reference workload at another size.
  ///
  /// - Parameters:
  ///   - physicians: Number of physicians.
  ///   - patients: Number of patients.
  ///   - weeks: Length of the horizon.
  /// - Returns: The work.
  public static func journeyMini(physicians: Int, patients: Int, weeks: Int = 104) -> Workload {
    Workload(
      name: "journey-mini, \(short(physicians)) physicians + \(short(patients)) patients "
        + "× \(weeks) weeks",
      file: "journey-mini.yaml", arm: "all",
      changes: [
        (path: "populations.physicians.size", value: "\(physicians)"),
        (path: "populations.patients.size", value: "\(patients)"),
        (path: "time.horizonWeeks", value: "\(weeks)"),
      ])
  }

  /// The launch in another arm, or over fewer weeks.
  ///
  /// - Parameters:
  ///   - arm: Name of the arm.
  ///   - weeks: Length of the horizon.
  /// - Returns: The work.
  public static func specialtyLaunch(arm: String, weeks: Int = 104) -> Workload {
    Workload(
      name: "specialty-launch, 15k HCPs × \(weeks) weeks, arm \(arm)",
      file: "specialty-launch.yaml", arm: arm,
      changes: [(path: "time.horizonWeeks", value: "\(weeks)")])
  }

  /// HCPs whom so many channels of one kind touch, every one of them with an effect on every step.
  ///
  /// - Parameter count: Number of channels.
  /// - Returns: The work.
  public static func channels(_ count: Int) -> Workload {
    let names = (1...count).map { "channel\($0)" }
    let channels = names.map {
      """
        \($0):
          population: hcps
          plan: { cadence: { perMonth: 2 } }
          seen: 0.5
          engaged: 0.4
          carryover: { halfLifeWeeks: 4 }
          saturation: { half: 1 }
          cost: { perTouch: 1 }
      """
    }
    let effects = "{ channels: { \(names.map { "\($0): 1.3" }.joined(separator: ", ")) } }"
    return Workload(
      name: "\(count) channel\(count == 1 ? "" : "s"), 20k HCPs × 52 weeks",
      file: "channels.yaml", arm: "plan", changes: [],
      ownText: """
        rounds: 1
        name: channels
        source: made by the benchmark
        time: { start: 2027-01-04, step: week, horizonWeeks: 52 }
        outcome: prescription
        populations:
          hcps:
            size: 20_000
            journey:
              stages: [unaware, aware, trialist]
              start: unaware
              transitions:
                learn: { from: unaware, to: aware, ratePerWeek: 0.02, effects: \(effects) }
                try_it: { from: aware, to: trialist, ratePerWeek: 0.02, effects: \(effects) }
        channels:
        \(channels.joined(separator: "\n"))
        events:
          prescription: { population: hcps, while: trialist, ratePerMonth: 1 }
        """)
  }

  /// A round number of agents as it is said.
  private static func short(_ count: Int) -> String {
    count % 1_000 == 0 ? "\(count / 1_000)k" : "\(count)"
  }

  /// The path of a file in the folder of scenarios, which stands beside that of this package.
  ///
  /// - Parameter file: Its name.
  /// - Returns: The path.
  public static func path(ofScenario file: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "scenarios/\(file)").path
  }

  /// The text of the scenario.
  ///
  /// - Returns: The text.
  /// - Throws: An error of the file system when it cannot be read.
  public func text() throws -> String {
    if let ownText { return ownText }
    return try String(contentsOfFile: Self.path(ofScenario: file), encoding: .utf8)
  }

  /// Reads and checks a text of the scenario.
  ///
  /// - Parameter text: What ``text()`` gave.
  /// - Returns: The checked document.
  /// - Throws: `SpecProblems` when the scenario has any.
  public func document(_ text: String) throws -> ScenarioDocument {
    try ScenarioDocument(yaml: text, name: file, changes: changes)
  }

  /// The checked world of the arm.
  ///
  /// - Returns: The checked scenario.
  /// - Throws: `SpecProblems`, or an error of the file system.
  public func scenario() throws -> Scenario { try document(text()).scenario(arm: arm) }
}
