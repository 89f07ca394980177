public import Interchange

/// The data of a mix model out of the folder of a forecast: a row per date, and per unit where
/// wanted.
///
/// Columns are `date`; with units `unit` and `size`, the heads of the unit; each event under its own
/// name; `value`, the margin of all events, without units only; and for every channel
/// `CHANNEL_touches` (delivered), `CHANNEL_engaged` and, where it costs anything, `CHANNEL_spend`.
/// All are means over replicates, since a forecast keeps no series of single replicates; counts of a
/// run with `--replicates 1` are whole numbers.
///
/// Units are combinations of levels by which the outcome's population is broken down. A forecast
/// counts touches and spend for everybody; they are spread over units by heads, as an observation of
/// a world does with what is recorded for the nation only.
public struct RunFolderPanel: Sendable {
  static let table = "tables/forecast.csv"

  /// The largest table, in MiB; *chosen* as that of data.
  private static let largestSize = 512

  /// The data, named for the folder.
  public let csv: CSVFile

  /// The hash of the table that they come from, for the identity of runs.
  public let hash: UInt64

  /// Reads the forecast of one arm.
  ///
  /// - Parameters:
  ///   - path: The folder, as the user typed it.
  ///   - arm: The arm; may be nil where the run has one only.
  ///   - dimensions: Attributes whose levels make units; none for everybody together.
  ///   - outcome: The event whose population the units are parts of; the first one that is broken
  ///     down by the attributes when nil.
  /// - Throws: `WorkbenchError` when it is no folder of a forecast, `PanelError` when there is no such
  ///   arm, breakdown or event.
  public init(
    path: String, arm: String?, by dimensions: [String] = [], outcome: String? = nil
  ) throws {
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    try RunFolder.check(
      folder, holds: Self.table, of: "forecast", called: "a forecast",
      remedy: "name the folder that `rounds run` printed")
    let input = try InputFile(
      path: "\(folder)/\(Self.table)", atMost: Self.largestSize, noun: "a table of a forecast")
    let table = try CSVFile(text: input.text(), name: input.path)
    let reading = try ForecastReading(table, arm: arm)
    let panel =
      dimensions.isEmpty
      ? reading.nation() : try reading.units(by: dimensions, outcome: outcome)
    csv = try CSVFile(
      text: String(decoding: panel.csvBytes(guardingFormulas: false), as: UTF8.self), name: folder)
    hash = contentHash(input.bytes)
  }
}
