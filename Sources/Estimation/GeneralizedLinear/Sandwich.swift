import Statistics

/// Covariances that take the spread of scores from the data and not from the model.
///
/// The inverse information times the sum of squared scores times the inverse information. Huber
/// (1967); White (1980); for clusters Liang and Zeger (1986).
struct Sandwich {
  /// The inverse information.
  let bread: Matrix

  /// The sandwich around scores.
  ///
  /// - Parameter scores: One independent row per row or cluster, one column per parameter.
  /// - Returns: One row and column per parameter.
  func covariance(of scores: Matrix) -> Matrix {
    bread.times(scores.gram).times(bread)
  }

  /// The sums of scores by cluster, in the order in which clusters first appear.
  ///
  /// - Parameters:
  ///   - scores: One row per observation.
  ///   - weights: How many rows each stands for.
  ///   - clusters: The cluster of each row; any numbers.
  /// - Returns: One row per cluster.
  static func sums(of scores: Matrix, weights: [Double], by clusters: [Int]) -> Matrix {
    precondition(clusters.count == scores.rows, "every row is in a cluster")
    var places: [Int: Int] = [:]
    let order = clusters.map { cluster in
      let place = places[cluster] ?? places.count
      places[cluster] = place
      return place
    }
    var sums = [Double](repeating: 0, count: places.count * scores.columns)
    for column in 0..<scores.columns {
      for (row, score) in scores.column(column).enumerated() {
        sums[order[row] + places.count * column] += weights[row] * score
      }
    }
    return Matrix(rows: places.count, columns: scores.columns, elements: sums)
  }

  /// The correction CR1 for few clusters, `G / (G − 1) · (N − 1) / (N − K)`.
  static func correction(clusters: Int, rows: Double, parameters: Int) -> Double {
    Double(clusters) / Double(clusters - 1) * (rows - 1) / (rows - Double(parameters))
  }
}

extension Matrix {
  /// The matrix times a number.
  func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { factor * $0 })
  }
}
