import Foundation

/// The built program `rounds`, started as its users start it: in a folder of its own.
struct Program {
  /// Path of the program.
  let path: String

  /// Below this, in bytes, the memory may be that of the benchmark; *chosen* as twice of what it holds.
  private static let smallestPeak = 1 << 28

  /// What can go wrong with it.
  enum Failure: Error, CustomStringConvertible {
    case missing(String)
    case failed([String], Int32)

    var description: String {
      switch self {
      case .missing(let path): "\(path): there is no program; build it with make build"
      case .failed(let words, let status):
        "rounds \(words.joined(separator: " ")): ended with status \(status); run it by hand"
      }
    }
  }

  /// Starts it, waits for its end, and removes what it wrote.
  ///
  /// - Parameters:
  ///   - words: Its arguments.
  ///   - texts: Files that it finds in its folder, by name.
  ///   - reading: Called with the folder before it is removed.
  /// - Returns: What it took, with an upper bound of its peak memory: that of all processes so far.
  /// - Throws: `Failure` when there is no program, or when it fails.
  func timing(
    _ words: [String], texts: [String: String] = [:], reading: (URL) throws -> Void = { _ in }
  ) throws -> Timing {
    let files = FileManager.default
    guard files.isExecutableFile(atPath: path) else { throw Failure.missing(path) }
    let folder = files.temporaryDirectory.appending(path: "rounds-bench-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? files.removeItem(at: folder) }
    for (name, text) in texts {
      try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = words
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let before = Self.usage()
    let elapsed = try ContinuousClock().measure {
      try process.run()
      process.waitUntilExit()
    }
    guard process.terminationStatus == 0 else {
      throw Failure.failed(words, process.terminationStatus)
    }
    let after = Self.usage()
    try reading(folder)
    return Timing(
      elapsed: elapsed / .seconds(1), busy: after.busy - before.busy,
      peak: max(after.peak, Self.smallestPeak))
  }

  /// Processor seconds of all processes that have ended, and the largest memory of any of them.
  ///
  /// A process begins as a copy of this one, so that small peaks may be its own.
  private static func usage() -> (busy: Double, peak: Int) {
    var usage = rusage()
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss * 1024)
  }
}
