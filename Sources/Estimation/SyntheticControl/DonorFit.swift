import Statistics

/// The weights of donors for one group of treated units, and how they change with the group's
/// outcomes.
///
/// The donors stay, so that their products and the factor of the ridge regression are computed once.
/// Around the mean donor the regression adds `(Bᵀ B + λ)⁻¹ Bᵀ (a − B w)` to the shares, which sums to
/// 0. Ben-Michael, Feller and Rothstein (2021), "The Augmented Synthetic Control Method", lemma 2.
struct DonorFit {
  let donors: [Int]
  /// The products of all pairs of donors.
  let gram: Matrix
  /// The factor of the products around the mean donor with the penalty; nil without.
  private let ridge: Cholesky?
  /// The latest shares, from which the next search starts.
  private var shares: [Double]?
  /// What was left to gain in the latest search.
  private(set) var optimalityGap = 0.0

  init(_ series: MatchedSeries, donors: [Int], penalty: Double?) throws(NumericalError) {
    self.donors = donors
    gram = series.products(of: donors)
    guard let penalty, penalty > 0 else {
      ridge = nil
      return
    }
    var penalized = gram.centered
    for index in donors.indices { penalized[index, index] += penalty }
    ridge = try Cholesky(penalized)
  }

  /// The weights for outcomes whose products with the donors are given.
  mutating func weights(_ moments: [Double]) throws(NumericalError) -> [Double] {
    let fit = try SimplexLeastSquares(gram: gram, moments: moments, start: shares)
    shares = fit.weights
    optimalityGap = fit.optimalityGap
    guard let ridge else { return fit.weights }
    let fitted = gram.times(fit.weights)
    let slopes = Self.centered(moments.indices.map { moments[$0] - fitted[$0] })
    // The sum is 0 but for the rounding of the direction that donors do not have.
    let further = Self.centered(ridge.solve(slopes))
    return zip(fit.weights, further).map { $0 + $1 }
  }

  /// Values less their mean.
  static func centered(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
}

extension Matrix {
  /// The products of columns with each other, as they would be less the mean of all columns.
  var centered: Matrix {
    let means = (0..<columns).map { column($0).reduce(0, +) / Double(rows) }
    let mean = means.reduce(0, +) / Double(columns)
    var result = self
    for column in 0..<columns {
      for row in 0..<rows { result[row, column] += mean - means[row] - means[column] }
    }
    return result
  }
}
