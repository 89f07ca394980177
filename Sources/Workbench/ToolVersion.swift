/// The version of the tool, which is part of every run's identity.
public enum ToolVersion {
  /// The version as `rounds --version` prints it.
  public static let current = "0.1.0"

  /// The version, and eight characters that change with the running program.
  public static let withBuild: String =
    ProgramBuild.mark(ofProgramAt: "/proc/self/exe").map { "\(current)+\($0)" } ?? current
}
