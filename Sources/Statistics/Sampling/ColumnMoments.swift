/// The means and variances, or covariances, of vectors that arrive one at a time.
///
/// Updated vector by vector as by Welford (1962).
struct ColumnMoments: Sendable {
  /// Whether covariances are kept.
  let isDense: Bool

  /// Vectors seen.
  private(set) var count = 0

  private var means: [Double]

  /// The deviation of the newest vector from the means before it, and from those after it.
  private var before: [Double]
  private var after: [Double]

  /// Sums of squared deviations per coordinate, or of products of deviations, column by column and
  /// in the lower triangle only.
  private var sums: [Double]

  /// The moments of no vectors.
  init(dimension: Int, isDense: Bool) {
    self.isDense = isDense
    means = Array(repeating: 0, count: dimension)
    before = means
    after = means
    sums = Array(repeating: 0, count: isDense ? dimension * dimension : dimension)
  }

  /// Adds a vector.
  mutating func add(_ vector: [Double]) {
    count += 1
    let size = means.count
    precondition(vector.count == size, "a vector has one number per coordinate")
    let share = 1 / Double(count)
    for index in 0..<size {
      before[index] = vector[index] - means[index]
      means[index] += before[index] * share
      after[index] = vector[index] - means[index]
    }
    guard isDense else {
      for index in 0..<size { sums[index] += before[index] * after[index] }
      return
    }
    for column in 0..<size {
      let factor = after[column]
      let start = column * size
      for row in column..<size { sums[start + row] += factor * before[row] }
    }
  }

  /// Forgets all vectors.
  mutating func clear() {
    count = 0
    for index in means.indices { means[index] = 0 }
    for index in sums.indices { sums[index] = 0 }
  }

  /// The variances, with the count less one as divisor; 0 below two vectors.
  var variances: [Double] {
    let size = means.count
    let scale = 1 / Double(max(count - 1, 1))
    return (0..<size).map { sums[isDense ? $0 * (size + 1) : $0] * scale }
  }

  /// The covariances of the vectors, each coordinate divided by a scale.
  func covariances(scales: [Double]) -> Matrix {
    precondition(isDense, "covariances are kept only when asked for")
    let size = means.count
    let share = 1 / Double(max(count - 1, 1))
    var covariances = Matrix(rows: size, columns: size)
    for column in 0..<size {
      for row in column..<size {
        let covariance = sums[row + size * column] * share / (scales[row] * scales[column])
        covariances[row, column] = covariance
        covariances[column, row] = covariance
      }
    }
    return covariances
  }
}
