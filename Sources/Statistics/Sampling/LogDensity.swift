/// A density on ℝⁿ known up to a constant factor, with the gradient of its logarithm.
///
/// A bounded parameter is sampled through a transformation to the whole line, whose log Jacobian is
/// part of the density: for a positive σ sampled as `log σ`, add `log σ`.
public protocol LogDensity: Sendable {
  /// How many coordinates a position has, at least one.
  var dimension: Int { get }

  /// The log density at a position; mutating because densities own scratch columns.
  ///
  /// The value and the gradient depend on the position alone. A position outside the support, or
  /// one at which arithmetic overflows, gives −∞ or NaN, which the sampler takes as a rejected
  /// move; the gradient is then not read.
  ///
  /// - Parameters:
  ///   - position: One number per coordinate; a move that overflows is not finite.
  ///   - gradient: Receives one derivative per coordinate; its count is right already.
  /// - Returns: The logarithm of the density, up to a constant.
  mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double
}
