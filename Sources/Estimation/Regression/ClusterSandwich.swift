import Statistics

/// Covariances of coefficients from residuals that are adjusted for the leverage of their cluster.
///
/// Plain residuals are too small, most of all in small and unusual clusters. CR2 multiplies those
/// of each cluster by `(I − H)^−½` with its block H of the hat matrix and is unbiased for
/// independent errors of one variance; CR3 multiplies by `(I − H)⁻¹` and is close to the jackknife.
/// Bell and McCaffrey (2002), "Bias reduction in standard errors for linear regression with
/// multi-stage samples"; a direction in which a cluster fits itself exactly, as its own indicator
/// does, is left out after Pustejovsky and Tipton (2018). With clusters of one row CR2 is HC2 and
/// CR3 is HC3.
struct ClusterSandwich {
  /// The rows of each cluster.
  let clusters: [[Int]]
  /// `(XᵀX)⁻¹`.
  let inverseGram: Matrix
  /// For each cluster `Xᵀ A e`, one row per cluster.
  let sums: Matrix
  /// For each cluster `Xᵀ A X (XᵀX)⁻¹` before a contrast: the adjusted rows `A X`, row by row as in
  /// the design.
  let adjusted: Matrix
  /// The columns.
  let columns: Matrix

  /// Adjusts residuals.
  ///
  /// - Parameters:
  ///   - columns: The design, of full rank.
  ///   - residuals: One per row.
  ///   - inverseGram: `(XᵀX)⁻¹`.
  ///   - labels: The cluster of each row; nil for rows of their own.
  ///   - exponent: −½ for CR2, −1 for CR3.
  /// - Throws: Where the singular values of a cluster do not settle.
  init(
    columns: Matrix, residuals: [Double], inverseGram: Matrix, labels: [Int]?, exponent: Double
  ) throws(NumericalError) {
    self.columns = columns
    self.inverseGram = inverseGram
    clusters = Self.rows(of: labels, count: columns.rows)
    let root = try Cholesky(inverseGram).lower
    let leverage = columns.times(root)
    var adjusted = columns
    var sums = Matrix(rows: clusters.count, columns: columns.columns)
    for (place, rows) in clusters.enumerated() {
      var block = columns.selectingRows(rows)
      try Self.adjust(&block, leverage.selectingRows(rows), exponent)
      for column in 0..<columns.columns {
        for (index, row) in rows.enumerated() {
          adjusted[row, column] = block[index, column]
          // A is symmetric: Xᵀ A e is (A X)ᵀ e.
          sums[place, column] += block[index, column] * residuals[row]
        }
      }
    }
    self.adjusted = adjusted
    self.sums = sums
  }

  /// The covariance of the coefficients.
  var covariance: Matrix { inverseGram.times(sums.gram).times(inverseGram) }

  /// Satterthwaite's degrees of freedom of the variance of a contrast, for independent errors of
  /// one variance.
  ///
  /// - Parameter contrast: One weight per coefficient.
  /// - Returns: A number above zero, for balanced arms about the clusters less two.
  func degrees(of contrast: [Double]) -> Double {
    let direction = inverseGram.times(contrast)
    // Per row a = A X (XᵀX)⁻¹ c; the middle matrix is diag(aᵀa) − B (XᵀX)⁻¹ Bᵀ with rows b = Xᵀ a.
    let weights = adjusted.times(direction)
    var squares = [Double](repeating: 0, count: clusters.count)
    var products = Matrix(rows: clusters.count, columns: columns.columns)
    for (place, rows) in clusters.enumerated() {
      for row in rows { squares[place] += weights[row] * weights[row] }
      for column in 0..<columns.columns {
        for row in rows { products[place, column] += columns[row, column] * weights[row] }
      }
    }
    let scaled = products.times(inverseGram)
    var (trace, traceOfSquare) = (0.0, 0.0)
    for place in clusters.indices {
      let own = (0..<columns.columns).reduce(0) { $0 + products[place, $1] * scaled[place, $1] }
      trace += squares[place] - own
      traceOfSquare += squares[place] * squares[place] - 2 * squares[place] * own
    }
    let inner = products.times(scaled, transposed: true)
    for first in 0..<inner.rows {
      for second in 0..<inner.columns {
        traceOfSquare += inner[first, second] * inner[second, first]
      }
    }
    return trace * trace / traceOfSquare
  }

  /// Multiplies a cluster's rows by `(I − H)` to a power, through the singular values of its
  /// leverage rows.
  private static func adjust(
    _ block: inout Matrix, _ leverage: Matrix, _ exponent: Double
  ) throws(NumericalError) {
    if leverage.rows == 1 {
      let share = leverage.elements.reduce(0) { $0 + $1 * $1 }
      block = block.scalingRows([factor(share, exponent)])
      return
    }
    let singular = try SingularValues(of: leverage)
    let projections = singular.left.times(block, transposed: true)
    let changes = projections.scalingRows(
      singular.values.map { factor($0 * $0, exponent) - 1 })
    let added = singular.left.times(changes)
    for column in 0..<block.columns {
      for row in 0..<block.rows { block[row, column] += added[row, column] }
    }
  }

  /// `(1 − h)` to a power; 0 for a direction that is fitted exactly.
  ///
  /// Chosen: the tolerance of ``RegressionFit/checkLeverages()``.
  private static func factor(_ share: Double, _ exponent: Double) -> Double {
    share > 1 - 1e-10 ? 0 : Elementary.pow(1 - share, exponent)
  }

  /// The rows of each cluster, clusters in the order of their first row.
  private static func rows(of labels: [Int]?, count: Int) -> [[Int]] {
    guard let labels else { return (0..<count).map { [$0] } }
    precondition(labels.count == count, "there is one label per row")
    var places: [Int: Int] = [:]
    var clusters: [[Int]] = []
    for (row, label) in labels.enumerated() {
      if let place = places[label] {
        clusters[place].append(row)
      } else {
        places[label] = clusters.count
        clusters.append([row])
      }
    }
    return clusters
  }
}

extension Matrix {
  /// The matrix made of some of the rows, in the given order.
  func selectingRows(_ selection: [Int]) -> Matrix {
    var result = Matrix(rows: selection.count, columns: columns)
    for column in 0..<columns {
      for (index, row) in selection.enumerated() { result[index, column] = self[row, column] }
    }
    return result
  }
}
