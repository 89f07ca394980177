/// The inverse metric as learned from the draws of one window.
///
/// Moments are updated draw by draw as by Welford (1962).
struct MetricEstimate: Sendable {
  /// Whether covariances are learned.
  let isDense: Bool

  /// Draws seen.
  private(set) var count = 0

  /// The means of the draws.
  private var means: [Double]

  /// The deviation of the newest draw from the means before it, and from those after it.
  private var before: [Double]
  private var after: [Double]

  /// Sums of squared deviations per coordinate, or of products of deviations, column by column and
  /// in the lower triangle only.
  private var sums: [Double]

  /// An estimate without draws.
  init(dimension: Int, isDense: Bool) {
    self.isDense = isDense
    means = Array(repeating: 0, count: dimension)
    before = means
    after = means
    sums = Array(repeating: 0, count: isDense ? dimension * dimension : dimension)
  }

  /// Adds a draw.
  mutating func add(_ position: [Double]) {
    count += 1
    let size = means.count
    precondition(position.count == size, "a draw has one number per coordinate")
    let share = 1 / Double(count)
    for index in 0..<size {
      before[index] = position[index] - means[index]
      means[index] += before[index] * share
      after[index] = position[index] - means[index]
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

  /// Forgets all draws.
  mutating func clear() {
    count = 0
    for index in means.indices { means[index] = 0 }
    for index in sums.indices { sums[index] = 0 }
  }

  /// The covariance of the draws, drawn to a small multiple of the unit matrix as in Stan: by the
  /// weight of five draws to 10⁻³.
  func inverseMetric() -> InverseMetric {
    let share = Double(count) / (Double(count) + 5)
    let scale = share / Double(max(count - 1, 1))
    let added = 1e-3 * (1 - share)
    let size = means.count
    guard isDense else { return .diagonal(sums.map { $0 * scale + added }) }
    var covariances = Matrix(rows: size, columns: size)
    for column in 0..<size {
      for row in column..<size {
        let covariance = sums[row + size * column] * scale
        covariances[row, column] = covariance
        covariances[column, row] = covariance
      }
      covariances[column, column] += added
    }
    return .dense(covariances)
  }
}
