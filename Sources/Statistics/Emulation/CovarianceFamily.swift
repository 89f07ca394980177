/// How fast a Gaussian process forgets with distance, and so how smooth its paths are.
///
/// Distances are counted in lengths, one per coordinate: `r² = Σ ((x − x′) / length)²`.
public enum CovarianceFamily: Sendable, Equatable {
  /// `exp(−r² / 2)`, whose paths have all derivatives.
  case squaredExponential

  /// `(1 + √5 r + 5 r² / 3) exp(−√5 r)`, whose paths have two derivatives.
  ///
  /// Stein (1999), "Interpolation of Spatial Data", warns of the smoother family above.
  case matern52

  /// Replaces squared distances by correlations.
  ///
  /// - Parameters:
  ///   - values: Squared distances; tiny negative ones, which rounding leaves, count as 0.
  ///   - range: The part of the column that is replaced.
  func correlate(_ values: inout [Double], in range: Range<Int>) {
    switch self {
    case .squaredExponential:
      for place in range { values[place] = -0.5 * max(0, values[place]) }
      Exponential.replace(&values, in: range)
    case .matern52:
      var roots = [Double](repeating: 0, count: range.count)
      var decays = roots
      for (index, place) in range.enumerated() {
        roots[index] = (5 * max(0, values[place])).squareRoot()
        decays[index] = -roots[index]
      }
      Exponential.replace(&decays, in: 0..<decays.count)
      for (index, place) in range.enumerated() {
        let root = roots[index]
        values[place] = (1 + root + root * root * (1.0 / 3)) * decays[index]
      }
    }
  }

  /// Replaces squared distances by correlations, and gives the slopes of these.
  ///
  /// - Parameters:
  ///   - values: Squared distances.
  ///   - slopes: Receives `−2 dc/d(r²)`; times the squared distance in one coordinate it is the
  ///     slope of the correlation in the logarithm of that coordinate's length.
  ///   - range: The part of both columns that is replaced.
  func correlate(
    _ values: inout [Double], slopes: inout [Double], in range: Range<Int>
  ) {
    switch self {
    case .squaredExponential:
      correlate(&values, in: range)
      for place in range { slopes[place] = values[place] }
    case .matern52:
      var decays = [Double](repeating: 0, count: range.count)
      for (index, place) in range.enumerated() {
        let root = (5 * max(0, values[place])).squareRoot()
        values[place] = root
        decays[index] = -root
      }
      Exponential.replace(&decays, in: 0..<decays.count)
      for (index, place) in range.enumerated() {
        let (root, decay) = (values[place], decays[index])
        slopes[place] = (5.0 / 3) * (1 + root) * decay
        values[place] = (1 + root + root * root * (1.0 / 3)) * decay
      }
    }
  }
}
