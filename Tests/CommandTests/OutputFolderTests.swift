import Foundation
import Testing

@Suite("Output folder")
struct OutputFolderTests {
  @Test("that is a file is an error of the run, and the file stays")
  func file() async throws {
    let folder = try TestFolder()
    try folder.write("mine", to: "results")
    let answer = try await Tool.run(["run", "tiny.yaml", "--out", "results"], in: folder)
    expect(answer, status: 1, output: "")
    let wording =
      /results\/tiny\/forecast-[0-9a-f]{8}: cannot be created: a file stands where a folder should be; move the file, or choose another folder\n/
    #expect(answer.complaint.wholeMatch(of: wording) != nil, "\(answer.complaint)")
    #expect(try folder.text("results") == "mine")
    #expect(try folder.contents("") == ["results", "tiny.yaml"])
  }

  @Test("is made with the folders around it")
  func nested() async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(["run", "tiny.yaml", "--out", "a/b/c/"], in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(try RunCommandTests.runFolder(answer).hasPrefix("a/b/c/tiny/forecast-"))
  }

  @Test("on a full disk is left as it was", .enabled(if: SmallDisk.isPossible, "needs root"))
  func fullDisk() async throws {
    let folder = try TestFolder()
    let disk = try SmallDisk(in: folder)
    let answer = try await Tool.run(["run", "tiny.yaml", "--out", disk.name], in: folder)
    expect(answer, status: 1, output: "")
    #expect(
      answer.complaint.hasSuffix(
        ": cannot be written: no space left on device; free some space and run again\n"),
      "\(answer.complaint)")
    #expect(answer.complaint.hasPrefix("\(disk.name)/tiny/forecast-"))
    #expect(try folder.contents(disk.name).isEmpty)
  }

  @Test(
    "and scenarios that may not be used are named", .enabled(if: Stranger.isPossible, "needs root"))
  func permissions() async throws {
    let folder = try TestFolder()
    try Stranger.open(folder)
    try folder.write("rounds: 1\n", to: "secret.yaml")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: folder.place("secret.yaml"))
    expect(
      try await Tool.shell("\(Stranger.prefix) ./rounds validate secret.yaml", in: folder),
      status: 2, output: "",
      complaint:
        "secret.yaml: cannot be read: permission denied; make the file readable, or copy it\n")
    let answer = try await Tool.shell("\(Stranger.prefix) ./rounds run tiny.yaml", in: folder)
    expect(answer, status: 1, output: "")
    #expect(
      answer.complaint.hasSuffix(
        ": cannot be created: permission denied; make the folder writable, or choose another one\n"
      ), "\(answer.complaint)")
    #expect(!folder.exists("notebooks-output"))
  }
}

/// A disk of 64 KiB, mounted inside a test's folder; only the superuser of Linux can.
final class SmallDisk {
  let name = "disk"
  private let place: String

  init(in folder: TestFolder) throws {
    place = folder.place(name)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    guard Self.call("/bin/mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place]) else {
      throw CocoaError(.fileWriteNoPermission)
    }
  }

  deinit { _ = Self.call("/bin/umount", [place]) }

  /// Whether a disk can be mounted here, found out by doing it.
  static let isPossible: Bool = {
    guard let folder = try? TestFolder() else { return false }
    return (try? SmallDisk(in: folder)) != nil
  }()

  static func call(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

/// A user without rights, as which the superuser can run a copy of the tool.
enum Stranger {
  static let prefix = "setpriv --reuid 65534 --regid 65534 --clear-groups"

  /// Whether the copy starts as that user, found out by doing it.
  static let isPossible: Bool = {
    guard let folder = try? TestFolder(), (try? open(folder)) != nil else { return false }
    let words = prefix.split(separator: " ").dropFirst().map { String($0) }
    return SmallDisk.call("/usr/bin/setpriv", words + [folder.place("rounds"), "--version"])
  }()

  /// Puts a copy of the tool into a folder that others may read and not write.
  static func open(_ folder: TestFolder) throws {
    try FileManager.default.copyItem(atPath: try Tool.path(), toPath: folder.place("rounds"))
    for name in ["", "rounds"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.place(name))
    }
  }
}
