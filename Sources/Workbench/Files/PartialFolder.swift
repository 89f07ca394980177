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
  /// - Throws: An error when it cannot be renamed; what stood there before stands there still.
  func complete() throws(WorkbenchError) {
    let files = FileManager.default
    do {
      // Another process may finish the same run meanwhile; its folder is then replaced as well.
      for _ in 0..<3 {
        do {
          try files.moveItem(atPath: partialPath, toPath: path)
          return
        } catch {
          guard [.EEXIST, .ENOTEMPTY].contains(WorkbenchError.systemCode(of: error)) else {
            throw error
          }
        }
        try setAside { try files.moveItem(atPath: partialPath, toPath: path) }
        if !files.fileExists(atPath: partialPath) { return }
      }
      throw POSIXError(.EEXIST)
    } catch {
      throw WorkbenchError(error, path: path, attempt: .create)
    }
  }

  /// Removes everything that was made, except folders that others have used meanwhile.
  func discard() {
    try? FileManager.default.removeItem(atPath: partialPath)
    Self.remove(madeParents)
  }

  /// Moves the present folder away, does something, and brings it back when that fails.
  private func setAside(_ replace: () throws -> Void) throws {
    let files = FileManager.default
    let old = partialPath + ".old"
    do {
      try files.moveItem(atPath: path, toPath: old)
    } catch {
      guard WorkbenchError.systemCode(of: error) != .ENOENT else { return }
      throw error
    }
    do {
      try replace()
    } catch {
      try? files.moveItem(atPath: old, toPath: path)
      throw error
    }
    try? files.removeItem(atPath: old)
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

  /// Makes a folder whose name nobody uses: numbered by this process and a count.
  private static func makeUnused(_ name: (String) -> String) throws -> String {
    let process = ProcessInfo.processInfo.processIdentifier
    let mostTries = 1_000
    for count in 0..<mostTries {
      let path = name("\(process)-\(count)")
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
      } catch {
        guard WorkbenchError.systemCode(of: error) == .EEXIST else { throw error }
      }
    }
    throw POSIXError(.EEXIST)
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
