import Foundation
import Interchange

/// Tells one build of the program from another, so that a run is never taken for that of a program
/// that may compute something else.
enum ProgramBuild {
  /// Eight hexadecimal characters that change with the program at a path.
  ///
  /// Linkers leave a digest of everything they linked near the beginning of the file, so that 4 KiB
  /// say what hashing twenty megabytes at each start would. A program without one is hashed whole.
  ///
  /// - Parameter path: A path such as `/proc/self/exe`.
  /// - Returns: The characters; nil when there is no program to read.
  static func mark(ofProgramAt path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    if let head = try? file.read(upToCount: 4096), let id = linkerDigest(in: [UInt8](head)) {
      return hex8(contentHash(id))
    }
    return FileManager.default.contents(atPath: path).map { hex8(hash(of: [UInt8]($0))) }
  }

  /// The build id (`NT_GNU_BUILD_ID`) of a 64-bit little-endian ELF file.
  ///
  /// *System V ABI, ELF-64 object file format*; the owner of the note is `GNU` and its type 3.
  ///
  /// - Parameter head: The first bytes of the file.
  /// - Returns: The digest, or nil when these bytes hold none.
  static func linkerDigest(in head: [UInt8]) -> [UInt8]? {
    /// The number of so many bytes at a place; nil beyond the end.
    func number(_ place: Int, _ width: Int) -> Int? {
      guard place >= 0, place <= head.count - width else { return nil }
      let value = head[place..<place + width].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int(exactly: value)
    }
    guard head.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]), let table = number(32, 8),
      let size = number(54, 2), let count = number(56, 2)
    else { return nil }
    for index in 0..<count {
      let (entry, overflows) = table.addingReportingOverflow(index * size)
      let noteSegment = 4
      guard !overflows, number(entry, 4) == noteSegment, let start = number(entry + 8, 8),
        let length = number(entry + 32, 8), start <= head.count, length <= head.count - start
      else { continue }
      var place = start
      while let owner = number(place, 4), let digest = number(place + 4, 4),
        let type = number(place + 8, 4), place < start + length
      {
        let name = place + 12
        let content = name + (owner + 3) / 4 * 4
        guard content + digest <= start + length else { break }
        if type == 3, owner == 4, digest > 0, head[name..<name + 4] == [0x47, 0x4E, 0x55, 0] {
          return Array(head[content..<content + digest])
        }
        place = content + (digest + 3) / 4 * 4
      }
    }
    return nil
  }

  /// FNV-1a over words of eight bytes: a program has millions of bytes.
  private static func hash(of bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var place = 0
    while place &+ 8 <= bytes.count {
      var word: UInt64 = 0
      for offset in 0..<8 { word |= UInt64(bytes[place &+ offset]) &<< UInt64(8 &* offset) }
      hash = (hash ^ word) &* 0x0000_0100_0000_01B3
      place &+= 8
    }
    for byte in bytes[place...] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
