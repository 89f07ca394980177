/// The version of the tool, which is part of every run's identity.
public enum ToolVersion {
  /// The version as `rounds --version` prints it; a change that changes results changes it too.
  public static let current = "0.1.0"
}
