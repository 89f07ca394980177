import Foundation
import Testing

@testable import Workbench

@Suite("Program build")
struct ProgramBuildTests {
  /// A little ELF file with one note segment that holds a version note and a build id.
  private func program(id: [UInt8], type: UInt8 = 3, owner: String = "GNU\0") -> [UInt8] {
    func word(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let other =
      word(4, 4) + word(5, 4) + word(1, 4) + Array("GNU\0".utf8) + [1, 2, 3, 4, 5, 0, 0, 0]
    let padding = [UInt8](repeating: 0, count: (4 - id.count % 4) % 4)
    let notes =
      other + word(owner.utf8.count, 4) + word(id.count, 4) + word(Int(type), 4)
      + Array(owner.utf8) + id + padding
    let header: [UInt8] =
      [0x7F, 0x45, 0x4C, 0x46, 2, 1] + [UInt8](repeating: 0, count: 26) + word(64, 8)
      + [UInt8](repeating: 0, count: 14) + word(56, 2) + word(2, 2)
      + [UInt8](repeating: 0, count: 6)
    let load = word(1, 4) + [UInt8](repeating: 0, count: 52)
    let segment =
      word(4, 4) + word(0, 4) + word(176, 8) + [UInt8](repeating: 0, count: 16)
      + word(notes.count, 8) + [UInt8](repeating: 0, count: 16)
    return header + load + segment + notes
  }

  @Test("is the digest that the linker left", arguments: [1, 4, 8, 20])
  func digest(length: Int) {
    let id = (0..<length).map { UInt8($0 + 7) }
    #expect(ProgramBuild.linkerDigest(in: program(id: id)) == id)
  }

  @Test("has none where there is another note, another owner, or no program at all")
  func none() {
    #expect(ProgramBuild.linkerDigest(in: program(id: [1, 2, 3, 4], type: 4)) == nil)
    #expect(ProgramBuild.linkerDigest(in: program(id: [1, 2, 3, 4], owner: "GNX\0")) == nil)
    #expect(ProgramBuild.linkerDigest(in: Array("#!/bin/sh\n".utf8)) == nil)
    #expect(ProgramBuild.linkerDigest(in: []) == nil)
  }

  @Test("survives a file that is cut or damaged anywhere")
  func damaged() {
    let whole = program(id: [9, 8, 7, 6, 5])
    for length in whole.indices {
      #expect(ProgramBuild.linkerDigest(in: Array(whole[..<length])) == nil)
    }
    for place in whole.indices {
      var damaged = whole
      damaged[place] = 0xFF
      _ = ProgramBuild.linkerDigest(in: damaged)
    }
  }

  @Test("marks programs by their digest, and others by all of their bytes")
  func marks() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    func mark(_ bytes: [UInt8]) throws -> String? {
      let file = folder.appending(path: UUID().uuidString)
      try Data(bytes).write(to: file)
      return ProgramBuild.mark(ofProgramAt: file.path)
    }
    let first = try mark(program(id: [1, 2, 3, 4]))
    #expect(try mark(program(id: [1, 2, 3, 4])) == first)
    #expect(try mark(program(id: [1, 2, 3, 5])) != first)
    let plain = [UInt8](repeating: 1, count: 5_001)
    #expect(try mark(plain) != mark(plain.dropLast() + [2]))
    #expect(try mark(plain)?.count == 8)
    #expect(ProgramBuild.mark(ofProgramAt: folder.appending(path: "none").path) == nil)
    #expect(ToolVersion.withBuild.count == ToolVersion.current.count + 9)
  }
}
