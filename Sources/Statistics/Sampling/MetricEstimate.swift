/// The inverse metric as learned from the draws of one window and the gradients at them.
///
/// For a normal density gradients are as informative as draws, and the two together are exact: the
/// metric that minimizes the Fisher divergence between the density and a normal one is the
/// geometric mean of the covariance of the draws and the inverse covariance of the gradients, which
/// is the true covariance as soon as there are more draws than coordinates. Seyboldt, Carlson and
/// Carpenter (2026), "Preconditioning Hamiltonian Monte Carlo by Minimizing Fisher Divergence",
/// arXiv:2603.18845, as
/// in the sampler `nutpie`.
struct MetricEstimate: Sendable {
  /// The moments of the draws.
  private var positions: ColumnMoments

  /// The moments of the gradients of the log density.
  private var gradients: ColumnMoments

  /// The draws that the shrinkage weighs as much as: 5, as in Stan.
  private static let shrinkage = 5.0

  /// An estimate without draws.
  init(dimension: Int, isDense: Bool) {
    positions = ColumnMoments(dimension: dimension, isDense: isDense)
    gradients = positions
  }

  /// Adds a draw.
  mutating func add(_ point: MovingPoint) {
    positions.add(point.position)
    gradients.add(point.gradient)
  }

  /// Forgets all draws.
  mutating func clear() {
    positions.clear()
    gradients.clear()
  }

  /// The variances by which normal densities fit draws and gradients best: the roots of the
  /// variances of draws over those of gradients.
  ///
  /// They have the right scale from few draws on, even while the chain is still on its way. Where
  /// the gradient does not vary, the variance of the draws stands in.
  var balancedVariances: [Double] {
    let variances = positions.variances
    let pulls = gradients.variances
    return variances.indices.map { index in
      let balanced = (variances[index] / pulls[index]).squareRoot()
      return balanced.isFinite && balanced > 0 ? balanced : variances[index]
    }
  }

  /// The inverse metric: dense if the estimate is, unless its covariances are too ill-conditioned.
  ///
  /// Variances are the balanced ones and not shrunk: Stan shrinks those of the draws to 10⁻³, which
  /// is far off for a coordinate of scale 10⁻³.
  var inverseMetric: InverseMetric {
    let covariances = positions.isDense ? covariances : nil
    return covariances.map(InverseMetric.dense) ?? .diagonal(balancedVariances)
  }

  /// The geometric mean of the covariances of the draws and the inverse of those of the gradients.
  ///
  /// Both are taken in coordinates of about unit scale and shrunk to the unit matrix by the weight
  /// of five draws, so that windows shorter than the dimension give a metric as well.
  private var covariances: Matrix? {
    let scales = balancedVariances.map { $0.squareRoot() }
    guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let draws = shrink(positions.covariances(scales: scales))
    let pulls = shrink(gradients.covariances(scales: scales.map { 1 / $0 }))
    guard let inverse = inverse(of: pulls), var mean = geometricMean(draws, inverse) else {
      return nil
    }
    for column in scales.indices {
      for row in scales.indices { mean[row, column] *= scales[row] * scales[column] }
    }
    return mean
  }

  /// The weight of what the estimate is shrunk to.
  private var shrunk: Double { Self.shrinkage / (Double(positions.count) + Self.shrinkage) }

  private func shrink(_ covariances: Matrix) -> Matrix {
    var shrunken = covariances
    for column in 0..<covariances.columns {
      for row in 0..<covariances.rows { shrunken[row, column] *= 1 - shrunk }
      shrunken[column, column] += shrunk
    }
    return shrunken
  }
}
