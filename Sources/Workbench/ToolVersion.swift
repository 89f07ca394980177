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
    return "\(current)+\(hex8(contentHash([UInt8](program))))"
  }()
}
