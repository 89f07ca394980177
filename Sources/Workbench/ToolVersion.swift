import Foundation
import Interchange

/// The version of the tool, which is part of every run's identity.
public enum ToolVersion {
  /// The version as `rounds --version` prints it.
  public static let current = "0.1.0"

  /// The version, and a hash of the running program, so that a run is never taken for that of a
  /// program that may compute something else.
  public static let withBuild: String = {
    guard let program = FileManager.default.contents(atPath: "/proc/self/exe") else {
      return current
    }
    return "\(current)+\(hex8(hash(of: [UInt8](program))))"
  }()

  /// FNV-1a over words of eight bytes: a program has millions of bytes, and this runs at each start.
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
