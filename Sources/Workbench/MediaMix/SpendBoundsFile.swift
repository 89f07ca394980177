public import Estimation
public import Interchange
import Statistics

/// How little and how much may be spent on a channel over a window.
public struct SpendBounds: Sendable, Equatable {
  /// The channel, by its place in the model.
  public let channel: Int
  /// The least money, at least 0.
  public let low: Double
  /// The most money, at least `low`.
  public let high: Double

  /// Bounds of a channel's spend.
  ///
  /// - Parameters:
  ///   - channel: The channel, by its place in the model.
  ///   - low: The least money.
  ///   - high: The most money.
  public init(channel: Int, low: Double, high: Double) {
    self.channel = channel
    self.low = low
    self.high = high
  }
}

/// Bounds of spend as a table: a row per channel with the columns `channel`, `low` and `high` in
/// money over the window, or `channel`, `low_factor` and `high_factor` of the spend as it is.
public struct SpendBoundsFile: Sendable {
  /// The largest table, in MiB; *chosen* as far beyond any number of channels.
  private static let largestSize = 8

  /// The table as it came in.
  private let file: CSVFile

  /// The hash of its content, for the identity of runs.
  public let hash: UInt64

  /// Opens a table.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is no table.
  public init(path: String) throws {
    let input = try InputFile(path: path, atMost: Self.largestSize, noun: "a table of bounds")
    file = try CSVFile(text: input.text(), name: path)
    hash = contentHash(input.bytes)
  }

  init(text: String, path: String) throws {
    file = try CSVFile(text: text, name: path)
    hash = contentHash(text.utf8)
  }

  /// The bounds in money.
  ///
  /// - Parameters:
  ///   - spec: The model, whose channels the table names.
  ///   - spend: Money spent on each channel over the window as it is; nil where nobody knows.
  /// - Returns: One pair per row; channels without a row have no bounds.
  /// - Throws: Everything that is wrong in the table.
  public func bounds(
    for spec: MixSpec, spend: [Double?]
  ) throws(PanelErrors) -> [SpendBounds] {
    precondition(spend.count == spec.channels.count, "a channel has one spend, or none")
    var reader = Reader(TableProblems(file), spec.channels.map(\.name), spend: spend)
    let bounds = file.rows.indices.map { reader.bounds($0) }
    try reader.problems.throwIfAny()
    return bounds.compactMap(\.self)
  }

  private struct Reader {
    private(set) var problems: TableProblems
    private let channels: [String]
    private let spend: [Double?]
    private let isFactor: Bool
    private let cells: [String]?
    private var linesOfChannels: [Int: Int] = [:]

    init(_ problems: TableProblems, _ channels: [String], spend: [Double?]) {
      self.problems = problems
      self.channels = channels
      self.spend = spend
      let header = problems.file.header
      isFactor = header.contains { $0.hasSuffix("_factor") }
      cells = self.problems.cells("channel")
      _ = self.problems.cells(lowColumn)
      _ = self.problems.cells(highColumn)
      if isFactor, let both = ["low", "high"].first(where: header.contains) {
        self.problems.report(
          line: 0, both, "money and factors stand side by side; keep low and high, or the factors")
      }
    }

    private var lowColumn: String { isFactor ? "low_factor" : "low" }
    private var highColumn: String { isFactor ? "high_factor" : "high" }

    /// The bounds of a row in money; nil after reporting what is wrong.
    mutating func bounds(_ row: Int) -> SpendBounds? {
      let channel = problems.index(cells, row, "channel", among: channels, noun: "channel")
      if let channel {
        if let line = linesOfChannels[channel] {
          problems.report(
            row: row, "channel",
            "\(channels[channel]) has bounds in line \(line) already; keep one")
        }
        linesOfChannels[channel] = problems.file.lines[row]
      }
      let (low, high) = (problems.number(row, lowColumn), problems.number(row, highColumn))
      guard let low, let high, let channel else { return nil }
      if low < 0 {
        problems.report(
          row: row, lowColumn, "\(JSONText.number(low)) is negative; write a number of at least 0")
      }
      if high < low {
        problems.report(
          row: row, highColumn,
          "\(JSONText.number(high)) is less than \(JSONText.number(low)) in \(lowColumn); exchange "
            + "them")
      }
      guard isFactor else { return SpendBounds(channel: channel, low: low, high: high) }
      guard let money = spend[channel] else {
        problems.report(
          row: row, lowColumn,
          "nobody knows what is spent on \(channels[channel]); name its column of spend in the "
            + "specification")
        return nil
      }
      return SpendBounds(channel: channel, low: low * money, high: high * money)
    }
  }
}
