public import Statistics

/// Whether the arms moved alike before the experiment.
///
/// Difference in differences takes the later difference of two arms as an effect only if they would
/// have moved alike. Two tests of that before the start: the difference of the arms' mean slopes,
/// which is sensitive to drift and holds for few units, and Wald's joint test of all differences
/// from the last period before the start, which sees any departure and needs many clusters.
public struct PreTrend: Sendable, Equatable {
  /// The difference of the slopes of treated and control units, in outcome per period; by Welch's
  /// test of the slopes of units, or of clusters' mean slopes.
  public let slope: EffectEstimate
  /// Wald's statistic of all differences before the start.
  public let chiSquare: Double
  /// How many differences it joins: periods before the start less one.
  public let degrees: Int
  /// Its chance from a chi-square, as for many clusters; too small for few.
  public let pValue: Double

  /// The p-value of the slope below which drift is flagged.
  ///
  /// Chosen: the usual level; a failed check asks for a look at the lines, not for another test.
  public static let level = 0.05

  /// Whether the arms drifted apart by more than chance.
  public var isDrifting: Bool { slope.pValue < Self.level }

  /// Tests outcomes before the start.
  ///
  /// - Parameters:
  ///   - history: Outcomes of units in periods before the start, at least two periods, one row per
  ///     unit and one column per period in the order of time.
  ///   - isTreated: The arm of each unit.
  ///   - clusters: The cluster of each unit; nil for units of their own.
  ///   - rows: All rows of the panel that the errors are corrected for; nil for those of the
  ///     history.
  ///   - columns: All coefficients of the same.
  /// - Throws: ``ReadoutError`` where an arm has fewer than two clusters.
  public init(
    history: Matrix, isTreated: [Bool], clusters: [Int]? = nil, rows: Int? = nil,
    columns: Int? = nil
  ) throws(ReadoutError) {
    precondition(history.columns > 1, "a trend needs two periods")
    precondition(history.rows == isTreated.count, "every unit is in an arm")
    let slopes = Self.slopes(of: history)
    let labels = clusters ?? Array(isTreated.indices)
    let sample = try ExperimentSample(
      slopes, named: "the slope before the start", isTreated: isTreated, clusters: labels)
    let means = try sample.clusterMeans()
    slope = means.welch().effect
    degrees = history.columns - 1
    let groups = Set(labels).count
    let number = rows ?? history.elements.count
    let coefficients = columns ?? (history.rows + 2 * history.columns - 2)
    let factor =
      Double(groups) / Double(groups - 1) * Double(number - 1)
      / Double(max(1, number - coefficients))
    chiSquare = Self.wald(history, isTreated, labels) / factor
    pValue = chiSquare.isFinite ? IncompleteGamma.upper(Double(degrees) / 2, chiSquare / 2) : .nan
  }

  /// The least squares slope of each unit over periods.
  private static func slopes(of history: Matrix) -> [Double] {
    let middle = Double(history.columns - 1) / 2
    let squares = (0..<history.columns).reduce(0) {
      $0 + (Double($1) - middle) * (Double($1) - middle)
    }
    return history.times((0..<history.columns).map { (Double($0) - middle) / squares })
  }

  /// Wald's statistic of the differences of arms in changes from the last period, with errors by
  /// cluster (CR0); NaN where clusters are too few for all differences.
  private static func wald(_ history: Matrix, _ isTreated: [Bool], _ labels: [Int]) -> Double {
    let size = history.columns - 1
    var changes = Matrix(rows: history.rows, columns: size)
    for column in 0..<size {
      for row in 0..<history.rows {
        changes[row, column] = history[row, column] - history[row, size]
      }
    }
    let counts = [false, true].map { arm in Double(isTreated.count { $0 == arm }) }
    var differences = [Double](repeating: 0, count: size)
    var scores = Matrix(rows: history.rows, columns: size)
    for column in 0..<size {
      var means = [0.0, 0.0]
      for row in 0..<history.rows { means[isTreated[row] ? 1 : 0] += changes[row, column] }
      for arm in 0..<2 { means[arm] /= counts[arm] }
      differences[column] = means[1] - means[0]
      for row in 0..<history.rows {
        let arm = isTreated[row] ? 1 : 0
        scores[row, column] = (changes[row, column] - means[arm]) / counts[arm]
      }
    }
    let weights = [Double](repeating: 1, count: history.rows)
    let covariance = Sandwich.sums(of: scores, weights: weights, by: labels).gram
    guard let factor = try? Cholesky(covariance) else { return .nan }
    return zip(differences, factor.solve(differences)).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
