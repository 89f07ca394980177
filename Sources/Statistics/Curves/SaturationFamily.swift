/// A family of saturation curves.
public enum SaturationFamily: String, Sendable, CaseIterable {
  /// See the curve of this name.
  case none
  /// See the curve of this name.
  case hill
  /// See the curve of this name.
  case logistic
  /// See the curve of this name.
  case michaelisMenten
  /// See the curve of this name.
  case tanh
  /// See the curve of this name.
  case root
}
