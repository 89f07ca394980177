import Foundation
import Interchange
public import Studies
import Synchronization

/// A file beside the runs in which a calibration writes down what it has simulated.
///
/// A calibration that is stopped finds it and goes on; one that ends removes it.
public final class SimulationJournal: Sendable {
  /// The file.
  public let path: String

  /// What an earlier process wrote down.
  public let entries: [SimulationLog.Entry]

  /// Entries that the file has.
  private let count: Mutex<Int>

  /// Opens the journal of a run, and reads what an earlier process left.
  ///
  /// - Parameter folder: The folder that the run will have.
  /// - Throws: `WorkbenchError` when the journal cannot be written.
  public init(forRun folder: String) throws {
    let parent: String
    (parent, path) = Self.place(forRun: folder)
    let files = FileManager.default
    do {
      if !parent.isEmpty {
        try files.createDirectory(atPath: parent, withIntermediateDirectories: true)
      }
      let text = files.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
      entries = Self.read(text)
      count = Mutex(entries.count)
      // A last line that was cut off is left out, and so is what follows it.
      let whole = entries.map(Self.line).joined()
      try Data(whole.utf8).write(to: URL(filePath: path))
    } catch {
      throw WorkbenchError(error, path: path, attempt: .create)
    }
  }

  /// Writes simulations down.
  ///
  /// - Parameters:
  ///   - made: What was just simulated.
  ///   - before: How many stand before them; entries of an earlier process after these belong to
  ///     another search and are removed.
  /// - Throws: `WorkbenchError` when they cannot be written.
  public func append(_ made: [SimulationLog.Entry], after before: Int) throws {
    do {
      let isStale = count.withLock { count in
        defer { count = before + made.count }
        return before < count
      }
      if isStale {
        let whole = entries.prefix(before).map(Self.line).joined()
        try Data(whole.utf8).write(to: URL(filePath: path))
      }
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data(made.map(Self.line).joined().utf8))
    } catch {
      throw WorkbenchError(error, path: path, attempt: .create)
    }
  }

  /// Removes the journal of a run, once the run is kept or refused.
  ///
  /// - Parameter folder: The folder that the run has, or would have had.
  public static func remove(forRun folder: String) {
    try? FileManager.default.removeItem(atPath: place(forRun: folder).path)
  }

  /// The folder of all runs, and the journal in it.
  private static func place(forRun folder: String) -> (parent: String, path: String) {
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let parent = String(folder.dropLast(name.count))
    return (parent, "\(parent).\(name).journal")
  }

  private static func line(_ entry: SimulationLog.Entry) -> String {
    ([String(entry.key, radix: 16)] + entry.figures.map { "\($0)" }).joined(separator: ",") + "\n"
  }

  private static func read(_ text: String) -> [SimulationLog.Entry] {
    var entries: [SimulationLog.Entry] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let cells = line.split(separator: ",")
      let figures = cells.dropFirst().compactMap { Double($0) }
      guard let first = cells.first, let key = UInt64(first, radix: 16),
        figures.count == cells.count - 1,
        figures.count == entries.first?.figures.count ?? figures.count
      else { break }
      entries.append(SimulationLog.Entry(key: key, figures: figures))
    }
    return entries
  }
}
