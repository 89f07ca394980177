public import Statistics

/// The histogram of probability transforms, by unit: level for right forecasts.
public struct TransformHistogram: Sendable, Equatable {
  /// Number of bins of the unit interval; *chosen* as usual.
  public static let binCount = 10

  /// Units whose histograms a test needs, *chosen*: below, their covariance is too rough.
  static let fewestUnits = 5 * binCount

  /// Sums of shares: `shares[unit * binCount + bin]`.
  private var shares: [Double]
  private var counts: [Double]

  /// Empty histograms.
  ///
  /// - Parameter unitCount: Number of units.
  public init(unitCount: Int) {
    shares = [Double](repeating: 0, count: unitCount * Self.binCount)
    counts = [Double](repeating: 0, count: unitCount)
  }

  /// Adds a forecast of a unit.
  public mutating func add(_ transform: ProbabilityTransform, unit: Int) {
    counts[unit] += 1
    for (bin, share) in transform.bins(Self.binCount).enumerated() {
      shares[unit * Self.binCount + bin] += share
    }
  }

  /// The share of all forecasts in each bin, from the lowest.
  public var bins: [Double] {
    let count = counts.reduce(0, +)
    return (0..<Self.binCount).map { bin in
      counts.indices.reduce(0) { $0 + shares[$1 * Self.binCount + bin] } / count
    }
  }

  /// The chance that right forecasts of units that do not depend on each other would be further from
  /// level; nil for few units, and for histograms that do not differ between units.
  ///
  /// Wald's test that all bins but the last have their expected share, with units as clusters.
  public var uniformity: Double? {
    guard counts.count >= Self.fewestUnits else { return nil }
    let size = Self.binCount - 1
    var sums = [Double](repeating: 0, count: size)
    var covariance = Matrix(rows: size, columns: size)
    for unit in counts.indices {
      let excess = (0..<size).map {
        shares[unit * Self.binCount + $0] - counts[unit] / Double(Self.binCount)
      }
      for column in 0..<size {
        sums[column] += excess[column]
        for row in 0..<size { covariance[row, column] += excess[row] * excess[column] }
      }
    }
    guard let cholesky = try? Cholesky(covariance) else { return nil }
    let solved = cholesky.solve(sums)
    let statistic = zip(sums, solved).reduce(0) { $0 + $1.0 * $1.1 }
    return IncompleteGamma.upper(Double(size) / 2, statistic / 2)
  }
}
