import Foundation

/// A folder that appears under its name only when it is complete.
///
/// Everything is written into a hidden sibling first; `complete()` renames it. A process that is
/// killed leaves at most that sibling, which nobody takes for a result.
struct PartialFolder: Sendable {
  /// The folder that will be there in the end.
  let path: String

  /// The hidden sibling that holds what is written so far.
  let partialPath: String

  /// The folders that had to be made around it, the outermost first.
  private let madeParents: [String]

  /// Makes the hidden sibling, and the folders around it where they are missing.
  ///
  /// - Parameter path: The folder that will be there in the end.
  /// - Throws: An error when the folder cannot be made; nothing is left then.
  init(for path: String) throws(WorkbenchError) {
    self.path = path
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let parent = String(path.dropLast(name.count + 1))
    var made: [String] = []
    do {
      try Self.makeFolders(parent, made: &made)
      partialPath = try Self.makeUnused { "\(parent)/.\(name).\($0).partial" }
    } catch {
      Self.remove(made)
      throw WorkbenchError(error, path: path, attempt: .create)
    }
    madeParents = made
  }

  /// Makes a folder inside.
  ///
  /// - Parameter name: The path inside this folder.
  /// - Throws: An error when it cannot be made.
  func makeFolder(_ name: String) throws(WorkbenchError) {
    do {
      try FileManager.default.createDirectory(
        atPath: "\(partialPath)/\(name)", withIntermediateDirectories: false)
    } catch {
      throw WorkbenchError(error, path: "\(path)/\(name)", attempt: .create)
    }
  }

  /// Writes a whole file.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - name: The path inside this folder.
  /// - Throws: An error when not every byte was written.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws(WorkbenchError) {
    try Self.write(Data(bytes), to: "\(partialPath)/\(name)", shownAs: "\(path)/\(name)")
  }

  /// Writes a whole file and checks that all of it arrived.
  static func write(
    _ content: Data, to place: String, shownAs path: String
  ) throws(WorkbenchError) {
    do {
      try content.write(to: URL(filePath: place))
    } catch {
      throw WorkbenchError(error, path: path, attempt: .write)
    }
    let written = try InputFile.kind(of: place, attempt: .write)
    guard written == .file(size: content.count) else {
      throw WorkbenchError(
        path: path, operation: "cannot be written",
        reason: "not all of its \(content.count) bytes arrived",
        remedy: "check the disk and run again")
    }
  }

  /// Gives the folder its name; a folder of that name is replaced and removed.
  ///
  /// Other writers may finish the same run meanwhile; the last one to finish stays.
  ///
  /// - Throws: An error when it cannot be renamed; what stood there before stands there still.
  func complete() throws(WorkbenchError) {
    let files = FileManager.default
    var failure: any Error = POSIXError(.EEXIST)
    for attempt in 0..<Self.mostAttempts {
      do {
        try files.moveItem(atPath: partialPath, toPath: path)
        return
      } catch {
        failure = error
      }
      // Nothing stands there: either another writer is at work, or the folder cannot be made.
      guard let standing = try InputFile.kind(of: path, attempt: .create) else { continue }
      guard standing == .folder else { break }
      if replace(setAsideAs: "\(partialPath).\(attempt).old") { return }
    }
    throw WorkbenchError(failure, path: path, attempt: .create)
  }

  /// How often a folder is renamed in the face of other writers; *chosen*, each takes microseconds.
  private static let mostAttempts = 200

  /// Moves the present folder away and this one in its place; the present one comes back on failure.
  ///
  /// - Returns: Whether this folder has the name now.
  private func replace(setAsideAs old: String) -> Bool {
    let files = FileManager.default
    guard (try? files.moveItem(atPath: path, toPath: old)) != nil else { return false }
    do {
      try files.moveItem(atPath: partialPath, toPath: path)
    } catch {
      // Brought back, unless another writer was faster and has the name already.
      try? files.moveItem(atPath: old, toPath: path)
      try? files.removeItem(atPath: old)
      return false
    }
    try? files.removeItem(atPath: old)
    return true
  }

  /// Removes everything that was made, except folders that others have used meanwhile.
  func discard() {
    try? FileManager.default.removeItem(atPath: partialPath)
    Self.remove(madeParents)
  }

  private static func makeFolders(_ path: String, made: inout [String]) throws {
    var place = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      place += "/\(part)"
      switch try InputFile.kind(of: place, attempt: .create) {
      case .folder: continue
      case .file, .other: throw POSIXError(.ENOTDIR)
      case nil: break
      }
      do {
        try FileManager.default.createDirectory(
          atPath: place, withIntermediateDirectories: false)
        made.append(place)
      } catch {
        guard try InputFile.kind(of: place, attempt: .create) == .folder else { throw error }
      }
    }
  }

  /// Makes a folder whose name nobody uses, nor will: a name that is free again after its folder
  /// was renamed could be taken by another writer.
  private static func makeUnused(_ name: (String) -> String) throws -> String {
    let path = name(UUID().uuidString)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return path
  }

  /// Removes folders that are empty, the innermost first.
  private static func remove(_ folders: [String]) {
    for folder in folders.reversed() {
      guard let contents = try? FileManager.default.contentsOfDirectory(atPath: folder),
        contents.isEmpty
      else { return }
      try? FileManager.default.removeItem(atPath: folder)
    }
  }
}
