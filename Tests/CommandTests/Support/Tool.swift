import Foundation
import Testing

/// The program `rounds` as its users meet it: arguments in; exit status and two texts out.
enum Tool {
  /// How a process ended.
  struct Answer {
    let status: Int32
    let output: String
    let complaint: String
  }

  struct NotBuilt: Error, CustomStringConvertible {
    let description = "no program rounds beside the tests; CommandTests must depend on RoundsCLI"
  }

  /// The program, in the folder of products in which the running tests stand, or above it.
  static func path() throws -> String {
    let files = FileManager.default
    let started = CommandLine.arguments[0]
    let absolute =
      started.hasPrefix("/") ? started : "\(files.currentDirectoryPath)/\(started)"
    let own = [Bundle.main.executablePath, absolute].compactMap { $0 }
    for place in own {
      var folder = URL(filePath: place).resolvingSymlinksInPath()
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let candidate = folder.appending(path: "rounds").path
        let kind = try? files.attributesOfItem(atPath: candidate)[.type] as? FileAttributeType
        if kind == .typeRegular, files.isExecutableFile(atPath: candidate) { return candidate }
      }
    }
    throw NotBuilt()
  }

  /// Runs `rounds` in a folder with a terminal width of 100 columns and pipes for both outputs.
  static func run(_ arguments: [String], in folder: TestFolder) async throws -> Answer {
    try await start(try path(), arguments, in: folder)
  }

  /// Runs a line of Bash in which `$ROUNDS` is the program.
  static func shell(_ line: String, in folder: TestFolder) async throws -> Answer {
    try await start("/bin/bash", ["-c", line], in: folder)
  }

  private static func start(
    _ program: String, _ arguments: [String], in folder: TestFolder
  ) async throws -> Answer {
    let name = UUID().uuidString
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    var environment = ProcessInfo.processInfo.environment
    environment["COLUMNS"] = "100"
    environment["ROUNDS"] = try path()
    process.environment = environment
    // Files, not pipes, so that no output is too long to be waited for.
    let texts = FileManager.default.temporaryDirectory
    let places = ["out", "err"].map { texts.appending(path: "\(name).\($0)") }
    defer { for place in places { try? FileManager.default.removeItem(at: place) } }
    for place in places { try Data().write(to: place) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: places[0])
    process.standardError = try FileHandle(forWritingTo: places[1])
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        ended.resume(throwing: error)
      }
    }
    return Answer(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: places[0]), as: UTF8.self),
      complaint: String(decoding: try Data(contentsOf: places[1]), as: UTF8.self))
  }
}

/// Expects how a process ended, word for word.
func expect(
  _ answer: Tool.Answer, status: Int32, output: String? = nil, complaint: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(answer.status == status, "\(answer.complaint)", sourceLocation: sourceLocation)
  if let output { #expect(answer.output == output, sourceLocation: sourceLocation) }
  if let complaint { #expect(answer.complaint == complaint, sourceLocation: sourceLocation) }
}

/// The object of a JSON text.
func object(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> [String: Any] {
  try #require(
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
    sourceLocation: sourceLocation)
}
