/// A smooth function of several coordinates, known by noisy values at some points.
///
/// The function is a trend plus a stationary Gaussian process with one length per coordinate, and a
/// value is the function plus independent noise. The coefficients of the trend have a flat prior
/// and are integrated out, so that variances of predictions include what is not known of them
/// (O'Hagan 1978; Rasmussen and Williams 2006, section 2.7).
public struct GaussianProcess: Sendable {
  /// The points, one per row.
  public let points: Matrix

  /// How correlation falls with distance.
  public let family: CovarianceFamily

  /// The length of each coordinate, in its unit: how far the function stays alike.
  public let lengths: [Double]

  /// The variance of the function about its trend, in squared units of the values.
  public let signalVariance: Double

  /// The variance of the noise at each point, in squared units of the values.
  public let noise: [Double]

  /// The logarithm of the density of the values, with the trend integrated out.
  ///
  /// For a linear trend in the columns 1 and the coordinates as they are.
  public let logLikelihood: Double

  let basis: MeanBasis
  let solution: TrendSolution

  /// A process with known lengths and variances, given values.
  ///
  /// - Parameters:
  ///   - values: One value per point.
  ///   - points: One point per row; points may be repeated where there is noise.
  ///   - family: How correlation falls with distance.
  ///   - mean: The trend.
  ///   - lengths: One positive length per coordinate.
  ///   - signalVariance: The variance of the function about its trend, not negative.
  ///   - noise: The variance of the noise at each point, not negative.
  /// - Throws: ``NumericalError`` where there are too few points for the trend, a value is not
  ///   finite, coordinates are collinear, or points coincide without noise.
  public init(
    _ values: [Double], at points: Matrix, family: CovarianceFamily = .matern52,
    mean: MeanFunction = .linear, lengths: [Double], signalVariance: Double, noise: [Double]
  ) throws(NumericalError) {
    precondition(values.count == points.rows, "there is one value per point")
    precondition(noise.count == points.rows, "there is one variance of the noise per point")
    precondition(lengths.count == points.columns, "there is one length per coordinate")
    precondition(
      lengths.allSatisfy { $0 > 0 } && signalVariance >= 0 && noise.allSatisfy { $0 >= 0 },
      "lengths are positive and variances not negative")
    try LeastSquares.checkFinite(values, points)
    let basis = MeanBasis(mean, of: points)
    guard values.count > basis.count else {
      throw .tooFewRows(rows: values.count, columns: basis.count)
    }
    let scaled = basis.scaled(points)
    var covariance = Self.squaredDistances(
      scaled, lengths: zip(lengths, basis.scales).map { $0 / $1 })
    let size = points.rows
    for column in 0..<size {
      let range = column * (size + 1)..<size * (column + 1)
      family.correlate(&covariance.elements, in: range)
      for place in range { covariance.elements[place] *= signalVariance }
      covariance.elements[range.lowerBound] += noise[column]
    }
    solution = try TrendSolution(covariance, columns: basis.columns(scaled), values: values)
    let slopes = mean == .linear ? basis.scales : []
    logLikelihood =
      solution.logLikelihood - slopes.reduce(0) { $0 + Elementary.log($1) }
    (self.points, self.family, self.lengths) = (points, family, lengths)
    (self.signalVariance, self.noise, self.basis) = (signalVariance, noise, basis)
  }

  /// The squared distances of all pairs of rows in lengths, in the lower triangle.
  ///
  /// From products, which BLAS makes fast: `|a|² + |b|² − 2 aᵀb`. Rounding leaves errors of some
  /// 1e-16 of the squared distance from the center, which may make the smallest negative.
  static func squaredDistances(_ points: Matrix, lengths: [Double]) -> Matrix {
    let (count, dimension) = (points.rows, points.columns)
    var rows = Matrix(rows: dimension, columns: count)
    var squares = [Double](repeating: 0, count: count)
    for column in 0..<dimension {
      let factor = 1 / lengths[column]
      for row in 0..<count {
        let value = points.elements[row + count * column] * factor
        rows.elements[column + dimension * row] = value
        squares[row] += value * value
      }
    }
    var distances = Matrix(rows: count, columns: count)
    LAPACK.lowerGram(rows, into: &distances, alpha: -2)
    for column in 0..<count {
      let start = count * column
      let square = squares[column]
      for row in column..<count { distances.elements[start + row] += square + squares[row] }
    }
    return distances
  }
}
