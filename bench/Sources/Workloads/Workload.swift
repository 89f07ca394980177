import Foundation
public import Journeys

/// A scenario of the project at a size that is measured.
public struct Workload: Sendable {
  /// The work in a few words, with its size.
  public let name: String

  /// Name of the file in `scenarios/`.
  public let file: String

  /// The arm whose world is run.
  public let arm: String

  /// Values that replace those of the file, by dotted path.
  public let changes: [(path: String, value: String)]

  /// The reference workload at one hundredth of its full size.
  public static let smallJourneyMini = journeyMini(physicians: 1_000, patients: 100_000)

  /// The reference workload that other frameworks were measured on.
  public static let largeJourneyMini = journeyMini(physicians: 10_000, patients: 1_000_000)

  /// A launch with every mechanism of a planning study: peers, pressure, content, synergies.
  public static let specialtyLaunch = Workload(
    name: "specialty-launch, 15k HCPs × 104 weeks, arm multichannel",
    file: "specialty-launch.yaml", arm: "multichannel", changes: [])

  /// A launch by functions that know nothing of each other.
  public static let siloed = coordinated(arm: "silo")

  /// The same people, budget and content with every lever of coordination.
  public static let omnichannel = coordinated(arm: "c8")

  private static func coordinated(arm: String) -> Workload {
    Workload(
      name: "silo-vs-omnichannel, 5k HCPs × 104 weeks, arm \(arm)",
      file: "silo-vs-omnichannel.yaml", arm: arm, changes: [])
  }

  private static func journeyMini(physicians: Int, patients: Int) -> Workload {
    Workload(
      name: "journey-mini, \(physicians / 1_000)k physicians + \(patients / 1_000)k patients "
        + "× 104 weeks",
      file: "journey-mini.yaml", arm: "all",
      changes: [
        (path: "populations.physicians.size", value: "\(physicians)"),
        (path: "populations.patients.size", value: "\(patients)"),
      ])
  }

  /// The text of the scenario's file, which stands beside the folder of this package.
  ///
  /// - Returns: The text.
  /// - Throws: An error of the file system when it cannot be read.
  public func text() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "scenarios/\(file)"), encoding: .utf8)
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
