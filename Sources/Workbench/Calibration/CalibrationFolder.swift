public import Interchange
public import Journeys

/// The run folder of a calibration, read back for its draws.
public struct CalibrationFolder: Sendable {
  /// The study, as `run.json` names it.
  public static let study = "calibration"

  /// The name of the calibration's document in the folder.
  public static let document = "calibration.yaml"

  /// The table of draws in the folder.
  static let table = "tables/posterior.csv"

  /// The file in the folder that tells whether the table of draws is as it was written.
  static let seal = "draws.json"

  /// The largest table of draws, in MiB; *chosen* as a million draws of twenty parameters.
  private static let largestTable = 512

  /// The folder, as the user typed it.
  public let path: String

  /// The draws, equally likely.
  public let draws: ParameterDraws

  /// The name of the folder and the hash of its draws, for the identity of runs.
  public let input: (name: String, hash: UInt64)

  /// The hash of the scenario that was calibrated.
  private let scenarioHash: UInt64

  /// The file that tells later whether the table of draws is as it was written.
  ///
  /// - Parameter tables: The tables of a calibration.
  /// - Returns: `draws.json` with the number of draws and the hash of their table.
  public static func seal(of tables: [Table]) -> [RunFile] {
    tables.filter { "tables/\($0.name).csv" == table }.map { draws in
      RunFile(seal, DrawsSeal(rows: draws.rowCount, bytes: draws.csvBytes()).bytes)
    }
  }

  /// The draws for a scenario, with a remark where it is not the one that was calibrated.
  ///
  /// - Parameter scenario: The scenario byte for byte.
  /// - Returns: The draws.
  func draws(for scenario: [UInt8]) -> ParameterDraws {
    var draws = draws
    if contentHash(scenario) != scenarioHash {
      draws.remark =
        "The scenario is not the one that was calibrated: its document differs from scenario.yaml in "
        + "\(path), and the draws are taken as they are."
    }
    return draws
  }

  /// Reads the draws of a calibration.
  ///
  /// - Parameter path: The folder, as the user typed it.
  /// - Throws: `WorkbenchError` when it is no folder of a calibration, or its draws are not as they were
  ///   written.
  public init(path: String) throws {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    try RunFolder.check(
      trimmed, holds: Self.table, of: Self.study, called: "a calibration",
      remedy: "name the folder that rounds calibrate wrote")
    let name = "\(trimmed)/\(Self.table)"
    let file = try InputFile(path: name, atMost: Self.largestTable, noun: "a table of draws")
    let sealed = "\(trimmed)/\(Self.seal)"
    guard try InputFile.kind(of: sealed, attempt: .read) != nil else {
      throw WorkbenchError.unreadable(sealed, "there is no such file", DrawsSeal.remedy)
    }
    let seal = try InputFile(path: sealed, atMost: 1, noun: "a seal of draws")
    try DrawsSeal(bytes: seal.bytes, path: seal.path).check(file)
    let scenario = try InputFile(
      path: "\(trimmed)/scenario.yaml", atMost: ScenarioFile.largestScenario, noun: "a scenario")
    scenarioHash = contentHash(scenario.bytes)
    let csv = try CSVFile(text: try file.text(), name: name)
    let parameters = csv.header.filter { $0 != ParameterDraws.numberColumn }
    let columns = try parameters.map { try csv.numbers(in: $0) }
    guard !csv.rows.isEmpty, !parameters.isEmpty else {
      throw WorkbenchError.unreadable(name, "it has no draws", DrawsSeal.remedy)
    }
    self.path = trimmed
    draws = ParameterDraws(
      names: parameters, rows: csv.rows.indices.map { row in columns.map { $0[row] } })
    input = (
      trimmed.split(separator: "/").last.map(String.init) ?? trimmed, contentHash(file.bytes)
    )
  }
}
