/// What a Gaussian process returns to far from its points.
public enum MeanFunction: Sendable, Equatable {
  /// One level everywhere.
  case constant

  /// A level and a slope in each coordinate.
  case linear
}

/// The columns that a mean function weighs, with coordinates brought to a common size.
struct MeanBasis: Sendable {
  let function: MeanFunction
  /// The middle of the range of each coordinate.
  let centers: [Double]
  /// The length of the range of each coordinate; 1 where all points agree.
  let scales: [Double]

  init(_ function: MeanFunction, of points: Matrix) {
    self.function = function
    let ranges = (0..<points.columns).map { index -> (Double, Double) in
      let column = points.column(index)
      return (column.min() ?? 0, column.max() ?? 0)
    }
    centers = ranges.map { ($0.0 + $0.1) / 2 }
    scales = ranges.map { $0.1 > $0.0 ? $0.1 - $0.0 : 1 }
  }

  /// The number of columns.
  var count: Int { function == .constant ? 1 : 1 + scales.count }

  /// The points with their coordinates centered and in units of their ranges.
  func scaled(_ points: Matrix) -> Matrix {
    var scaled = points
    for column in 0..<points.columns {
      let (center, factor) = (centers[column], 1 / scales[column])
      for place in points.rows * column..<points.rows * (column + 1) {
        scaled.elements[place] = (points.elements[place] - center) * factor
      }
    }
    return scaled
  }

  /// One column per coefficient, from scaled points.
  func columns(_ scaled: Matrix) -> Matrix {
    var columns = Matrix(rows: scaled.rows, columns: 1, repeating: 1)
    guard function == .linear else { return columns }
    for index in 0..<scaled.columns { columns.appendColumn(Array(scaled.column(index))) }
    return columns
  }
}
