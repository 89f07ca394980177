/// The inverse metric of a Hamiltonian: an estimate of the covariance of the density.
public enum InverseMetric: Sendable, Equatable {
  /// One variance per coordinate.
  case diagonal([Double])

  /// A covariance matrix.
  case dense(Matrix)

  /// The variances of the coordinates.
  public var variances: [Double] {
    switch self {
    case .diagonal(let variances): variances
    case .dense(let covariance): (0..<covariance.rows).map { covariance[$0, $0] }
    }
  }
}
