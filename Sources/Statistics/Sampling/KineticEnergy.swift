/// The kinetic energy `pᵀ M⁻¹ p / 2` of momenta `p`, and what a leapfrog step needs of it.
struct KineticEnergy: Sendable {
  /// The inverse metric M⁻¹.
  let inverseMetric: InverseMetric

  /// The variances of a diagonal inverse metric; empty for a dense one.
  private let variances: [Double]

  /// The reciprocal roots of the variances; empty for a dense metric.
  private let reciprocalScales: [Double]

  /// The covariances of a dense inverse metric, column by column; empty for a diagonal one.
  private let covariances: Matrix

  /// The lower triangle L with `M⁻¹ = L Lᵀ`; empty for a diagonal metric.
  private let factor: Matrix

  /// The energy of a metric; nil where a variance is not positive and finite, or the covariances
  /// are not positive definite.
  init?(_ inverseMetric: InverseMetric) {
    self.inverseMetric = inverseMetric
    switch inverseMetric {
    case .diagonal(let variances):
      guard variances.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      self.variances = variances
      reciprocalScales = variances.map { 1 / $0.squareRoot() }
      covariances = Matrix(rows: 0, columns: 0)
      factor = covariances
    case .dense(let covariances):
      guard covariances.elements.allSatisfy(\.isFinite) else { return nil }
      var factor = covariances
      guard LAPACK.potrf(&factor) == nil else { return nil }
      variances = []
      reciprocalScales = []
      self.covariances = covariances
      self.factor = factor
    }
  }

  /// The energy of the unit metric.
  init(unit dimension: Int) {
    variances = Array(repeating: 1, count: dimension)
    reciprocalScales = variances
    covariances = Matrix(rows: 0, columns: 0)
    factor = covariances
    inverseMetric = .diagonal(variances)
  }

  /// Whether velocities need a product with a matrix.
  var isDense: Bool { factor.rows > 0 }

  /// Turns standard normal numbers into momenta with covariance M.
  func scale(_ momentum: inout [Double]) {
    guard isDense else {
      for index in momentum.indices { momentum[index] *= reciprocalScales[index] }
      return
    }
    // Back substitution in Lᵀ p = z: the covariance of p is (L Lᵀ)⁻¹ = M.
    let size = factor.rows
    for row in stride(from: size - 1, through: 0, by: -1) {
      var value = momentum[row]
      for below in row + 1..<max(row + 1, size) {
        value -= factor.elements[below + size * row] * momentum[below]
      }
      momentum[row] = value / factor.elements[row + size * row]
    }
  }

  /// The product of M⁻¹ with a vector.
  ///
  /// - Parameters:
  ///   - vector: Momenta, or a gradient.
  ///   - product: Receives velocities, or the change of velocities per unit of time.
  @inline(__always)
  func multiply(_ vector: [Double], into product: inout [Double]) {
    if isDense {
      covariances.multiply(vector, into: &product)
    } else {
      let count = vector.count
      precondition(variances.count == count && product.count == count, "one number per coordinate")
      for index in 0..<count { product[index] = variances[index] * vector[index] }
    }
  }
}
