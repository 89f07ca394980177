public import Statistics

/// Draws that count differently, such as those of a posterior after importance sampling.
public struct WeightedDraws: Sendable, Equatable {
  /// The draws: one row for each, one column per parameter.
  public let points: Matrix
  /// How much each draw counts; at least 0, with sum 1.
  public let weights: [Double]

  /// Draws with their weights.
  ///
  /// - Parameters:
  ///   - points: One row per draw, at least one, and one column per parameter.
  ///   - weights: At least 0 and finite, one per draw, not all 0; they count relative to their sum.
  public init(points: Matrix, weights: [Double]) {
    precondition(points.rows == weights.count && points.rows > 0, "there is one weight per draw")
    let total = weights.reduce(0, +)
    precondition(total > 0 && total < .infinity, "some draw counts, none without bound")
    self.points = points
    self.weights = weights.map { $0 / total }
  }

  /// Number of draws.
  public var count: Int { weights.count }

  /// How many equally weighted draws would be as good: `1 / Σ w²`.
  ///
  /// Kong, Liu and Wong (1994), "Sequential Imputations and Bayesian Missing Data Problems".
  public var effectiveSize: Double { 1 / weights.reduce(0) { $0 + $1 * $1 } }

  /// The mean of each parameter.
  public var means: [Double] {
    (0..<points.columns).map { parameter in
      zip(points.column(parameter), weights).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// The covariances of the parameters, without bias for the effective size of the weights.
  ///
  /// The weighted sum of squares over `1 − Σ w²`, which is the divisor n − 1 where weights are
  /// equal; all 0 where one draw has all the weight.
  public var covariance: Matrix {
    let means = means
    let share = 1 - 1 / effectiveSize
    let factors = weights.map { share > 1e-12 ? ($0 / share).squareRoot() : 0 }
    var centered = points
    for parameter in 0..<points.columns {
      let column = points.column(parameter)
      centered.replaceColumn(
        parameter, with: zip(column, factors).map { ($0 - means[parameter]) * $1 })
    }
    return centered.gram
  }

  /// Quantiles of one parameter.
  ///
  /// Draws stand in the middle of their weights, with straight lines between neighbors: Hyndman and
  /// Fan's (1996) type 5 where weights are equal.
  ///
  /// - Parameters:
  ///   - ps: Shares of the weight below, each in `[0, 1]`.
  ///   - parameter: The column.
  /// - Returns: One quantile per share.
  public func quantiles(_ ps: [Double], of parameter: Int) -> [Double] {
    let column = Array(points.column(parameter))
    let order = column.indices.filter { weights[$0] > 0 }.sorted { column[$0] < column[$1] }
    var places: [Double] = []
    var below = 0.0
    for draw in order {
      places.append(below + weights[draw] / 2)
      below += weights[draw]
    }
    return ps.map { p in
      precondition((0...1).contains(p), "a quantile's share is in 0...1")
      let above = places.firstIndex { $0 >= p } ?? places.count
      guard above > 0, above < places.count else {
        return column[order[min(above, places.count - 1)]]
      }
      let share = (p - places[above - 1]) / (places[above] - places[above - 1])
      return column[order[above - 1]] * (1 - share) + column[order[above]] * share
    }
  }

  /// The share of the weight below a number, ties counted half: the rank of a truth.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - parameter: The column.
  /// - Returns: A share in `[0, 1]`.
  public func share(below value: Double, of parameter: Int) -> Double {
    let share = zip(points.column(parameter), weights).reduce(0) {
      $0 + ($1.0 < value ? $1.1 : $1.0 == value ? $1.1 / 2 : 0)
    }
    return min(share, 1)
  }

  /// Equally likely draws, each taken as often as its weight says, up to one.
  ///
  /// Systematic resampling: equidistant points on the cumulated weights. Kitagawa (1996), "Monte
  /// Carlo Filter and Smoother for Non-Gaussian Nonlinear State Space Models".
  ///
  /// - Parameters:
  ///   - count: How many are wanted, at least 0.
  ///   - seed: The seed of the one random number.
  /// - Returns: Rows of ``points``, ascending.
  public func resampled(_ count: Int, seed: UInt64) -> [Int] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "calibration/resampling")
    let offset = stream.uniform(agent: 0, step: 0)
    var draw = 0
    var cumulated = weights[0]
    return (0..<count).map { index in
      let position = (Double(index) + offset) / Double(count)
      while cumulated < position && draw < weights.count - 1 {
        draw += 1
        cumulated += weights[draw]
      }
      return draw
    }
  }
}
