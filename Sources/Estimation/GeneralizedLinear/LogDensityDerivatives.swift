/// The logarithm of one row's probability, with its derivatives by the row's linear predictor.
public struct LogDensityDerivatives: Sendable, Equatable {
  /// The logarithm of the probability, constants included.
  public let logDensity: Double

  /// The first derivative.
  public let slope: Double

  /// The second derivative, negative for every likelihood here.
  public let curvature: Double
}
