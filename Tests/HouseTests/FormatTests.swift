import Foundation
import Testing

/// The formatter of the toolchain, run over the sources.
enum Formatter {
  /// What a process said, and whether it succeeded.
  struct Outcome {
    let isSuccess: Bool
    let text: String
  }

  /// Whether `swift format` is there.
  static let isAvailable = (try? run(["--version"]))?.isSuccess == true

  static func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["swift", "format"] + arguments
    process.currentDirectoryURL = Repository.root
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self)
    return Outcome(isSuccess: process.terminationStatus == 0, text: text)
  }
}

@Suite(
  "Format",
  .enabled(
    if: Formatter.isAvailable,
    "There is no swift format on this machine; it comes with the toolchain from swift.org."))
struct FormatTests {
  @Test("is that of swift format", .timeLimit(.minutes(10)))
  func everySource() throws {
    let places = ["Package.swift", "Sources", "Tests", "bench"].filter(Repository.exists)
    let outcome = try Formatter.run(["lint", "--strict", "--recursive", "--parallel"] + places)
    #expect(outcome.isSuccess, "Run make format; it says:\n\(outcome.text)")
  }

  @Test("is held against the rules of the house", .timeLimit(.minutes(10)))
  func badSource() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rounds-format")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "Ugly.swift")
    try Data("public struct  Ugly {let a=b!}\n".utf8).write(to: file)
    let rules = Repository.root.appending(path: ".swift-format").path
    let outcome = try Formatter.run(["lint", "--strict", "--configuration", rules, file.path])
    #expect(!outcome.isSuccess)
    #expect(outcome.text.contains("NeverForceUnwrap"))
    #expect(outcome.text.contains("AllPublicDeclarationsHaveDocumentation"))
  }
}
