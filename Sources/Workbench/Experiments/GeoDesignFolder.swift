public import Estimation
import Foundation
public import Interchange

/// A folder with a design of a test in markets: `design.json`, and `markets.csv` with their arms.
public enum GeoDesignFolder {
  /// The names of its files.
  private static let names = (design: "design.json", markets: "markets.csv")

  /// Refuses a folder whose files would be replaced, before anything is computed.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - isReplacing: Whether files that exist are replaced.
  /// - Throws: `WorkbenchError` when a file exists.
  public static func probe(_ path: String, replacing isReplacing: Bool) throws {
    guard !isReplacing else { return }
    for name in [names.design, names.markets] {
      let place = "\(path)/\(name)"
      guard !FileManager.default.fileExists(atPath: place) else {
        throw WorkbenchError(
          path: place, operation: "is not written", reason: "the file exists",
          remedy: "choose another folder, or replace it with --force")
      }
    }
  }

  /// Writes a design and its list.
  ///
  /// - Parameters:
  ///   - design: The design, which then names its files.
  ///   - markets: The list of markets.
  ///   - source: The history's name and hash.
  ///   - path: The folder, made where there is none.
  /// - Throws: `WorkbenchError` when something cannot be written.
  public static func write(
    _ design: ExperimentDesign, markets: Table, source: (name: String, hash: UInt64),
    to path: String
  ) throws {
    let list = Data(markets.csv().utf8)
    var design = design
    design.source = ExperimentDesign.File(name: source.name, hash: source.hash)
    design.assignment = ExperimentDesign.File(name: names.markets, hash: contentHash(list))
    do {
      try FileManager.default.createDirectory(
        at: URL(filePath: path), withIntermediateDirectories: true)
      try list.write(to: URL(filePath: "\(path)/\(names.markets)"), options: .atomic)
      try Data(design.json.utf8).write(
        to: URL(filePath: "\(path)/\(names.design)"), options: .atomic)
    } catch {
      throw WorkbenchError(error, path: path, attempt: .write)
    }
  }
}
