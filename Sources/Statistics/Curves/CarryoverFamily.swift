/// A family of carryover shapes.
public enum CarryoverFamily: String, Sendable, CaseIterable {
  /// See the curve of this name.
  case none
  /// See the curve of this name.
  case geometric
  /// See the curve of this name.
  case delayed
  /// See the curve of this name.
  case weibullDensity
  /// See the curve of this name.
  case weibullSurvival
  /// See the curve of this name.
  case binomial
}
