import Statistics

/// Units as points whose plain distances are Mahalanobis distances of their covariates.
///
/// The covariates are centered and scaled, and their principal directions scaled to unit variance,
/// which is the inverse covariance in another form; directions in which nothing varies are left out, so
/// that all indicators of a category may stand side by side.
struct MahalanobisSpace: Sendable {
  /// Directions in which the covariates vary.
  let dimensions: Int
  /// The coordinates, unit after unit.
  let coordinates: [Double]

  /// Places units.
  ///
  /// - Parameters:
  ///   - covariates: Their properties.
  ///   - units: How many there are.
  init(_ covariates: [Covariate], units: Int) {
    var matrix = Matrix(rows: units, columns: 0)
    for column in covariates.flatMap({ $0.columns() }) {
      let mean = column.values.reduce(0, +) / Double(units)
      let squares = column.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      guard squares > 0 else { continue }
      let length = squares.squareRoot()
      matrix.appendColumn(column.values.map { ($0 - mean) / length })
    }
    guard matrix.columns > 0, let parts = try? SingularValues(of: matrix) else {
      dimensions = 0
      coordinates = []
      return
    }
    // Chosen far above the rounding of unit columns, far below a direction that anybody measured.
    let rank = parts.rank(tolerance: 1e-9)
    let scale = Double(max(1, units - 1)).squareRoot()
    var placed: [Double] = []
    placed.reserveCapacity(units * rank)
    for unit in 0..<units {
      for direction in 0..<rank { placed.append(parts.left[unit, direction] * scale) }
    }
    dimensions = rank
    coordinates = placed
  }

  private init(dimensions: Int, coordinates: [Double]) {
    self.dimensions = dimensions
    self.coordinates = coordinates
  }

  /// Groups of units as points: each at the mean of its members.
  ///
  /// - Parameter groups: Units, at least one in each group.
  /// - Returns: A space with one point per group, at the same scale.
  func centers(of groups: [[Int]]) -> MahalanobisSpace {
    let placed = groups.flatMap { members in
      (0..<dimensions).map { direction in
        members.reduce(0) { $0 + coordinates[$1 * dimensions + direction] } / Double(members.count)
      }
    }
    return MahalanobisSpace(dimensions: dimensions, coordinates: placed)
  }

  /// The Mahalanobis distance of two units.
  func distance(_ first: Int, _ second: Int) -> Double {
    var squares = 0.0
    let (from, to) = (first * dimensions, second * dimensions)
    for direction in 0..<dimensions {
      let difference = coordinates[from + direction] - coordinates[to + direction]
      squares += difference * difference
    }
    return squares.squareRoot()
  }

  /// The distance of a unit from the mean of all.
  func extremity(_ unit: Int) -> Double {
    var squares = 0.0
    for direction in 0..<dimensions {
      let coordinate = coordinates[unit * dimensions + direction]
      squares += coordinate * coordinate
    }
    return squares.squareRoot()
  }
}
