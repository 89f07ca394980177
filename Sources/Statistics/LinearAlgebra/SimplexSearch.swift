/// The search for the columns that have a share in a fit whose coefficients sum to 1.
struct SimplexSearch {
  /// The shares found so far, always not negative with a sum of 1.
  private(set) var weights: [Double]

  /// How many times a column was let in or out.
  private(set) var exchanges = 0

  private let gram: Matrix
  private let moments: [Double]
  /// The columns with a share, affinely independent.
  private var support: [Int] = []
  /// The size of products, against which rounding is judged.
  private let size: Double

  /// A pivot smaller than this share of its column counts as dependence; *chosen* some ten times
  /// above the rounding of products of a few hundred rows.
  private static let dependence = 1e-13

  init(_ gram: Matrix, _ moments: [Double]) {
    self.gram = gram
    self.moments = moments
    weights = Array(repeating: 0, count: moments.count)
    var size = 0.0
    for index in moments.indices {
      size = max(size, gram.elements[index * (gram.rows + 1)], moments[index].magnitude)
    }
    self.size = size
  }

  /// Starts from given shares where their columns are independent, or from the nearest column.
  mutating func begin(at start: [Double]?) {
    if let start {
      support = start.indices.filter { start[$0] > 0 }
      let sum = support.reduce(0) { $0 + start[$1] }
      for index in support { weights[index] = start[index] / sum }
      if sum > 0, let target = flatMinimum() {
        move(to: target)
        return
      }
    }
    weights = Array(repeating: 0, count: moments.count)
    let distances = moments.indices.map { gram.elements[$0 * (gram.rows + 1)] / 2 - moments[$0] }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    weights[nearest] = 1
    support = [nearest]
  }

  /// Lets columns in and out until none would gain from a share.
  ///
  /// Every round lowers the sum of squares, so that no support returns; the limit is *chosen* far
  /// above the rounds of any problem met (about two per column), against cycles by rounding.
  ///
  /// - Returns: What was left to gain.
  mutating func settle() throws(NumericalError) -> Double {
    let limit = 100 + 30 * weights.count
    // Rounding of a slope is a few units of 1e-16 of this size.
    let tolerance = 1e-14 * size
    for _ in 0..<limit {
      let slopes = slopes()
      let level = support.reduce(0) { $0 + weights[$1] * slopes[$1] }
      let gains = slopes.map { level - $0 }
      guard letIn(gains, above: tolerance) else { return max(0, gains.max() ?? 0) }
    }
    throw .notConverged(method: "least squares with shares", iterations: limit)
  }

  /// Lets the most promising column in and fits again; false where none gains.
  private mutating func letIn(_ gains: [Double], above tolerance: Double) -> Bool {
    var gains = gains
    for index in support { gains[index] = 0 }
    while let index = gains.indices.max(by: { gains[$0] < gains[$1] }), gains[index] > tolerance {
      support.append(index)
      // A column that depends on the others, or wants no share, had gained by rounding only.
      if let target = flatMinimum(), target[support.count - 1] > 0 {
        exchanges += 1
        move(to: target)
        return true
      }
      support.removeLast()
      gains[index] = 0
    }
    return false
  }

  /// Goes toward the best point of the flat through the supporting columns, letting out each column
  /// whose share would turn negative.
  private mutating func move(to minimum: [Double]) {
    var target = minimum
    while true {
      var step = 1.0
      var first: Int?
      for (place, index) in support.enumerated() where target[place] <= 0 {
        let reached = weights[index] / (weights[index] - target[place])
        if reached < step || first == nil { (step, first) = (min(step, reached), index) }
      }
      var left: [Int] = []
      for (place, index) in support.enumerated() {
        let moved = weights[index] + step * (target[place] - weights[index])
        // Shares of rounding size reach zero together with the first.
        let isOut = index == first || (target[place] <= 0 && moved <= 1e-15)
        weights[index] = isOut ? 0 : max(0, moved)
        if !isOut { left.append(index) }
      }
      guard left.count < support.count, !left.isEmpty else { return }
      exchanges += support.count - left.count
      support = left
      guard let next = flatMinimum() else { return }
      target = next
    }
  }

  /// The shares, of either sign, of the best point of the flat through the supporting columns; nil
  /// where these depend on each other.
  ///
  /// Adding one number to all products changes nothing on the flat and makes the matrix definite
  /// where the columns are affinely independent (Wolfe 1976).
  private func flatMinimum() -> [Double]? {
    let count = support.count
    let shift = size > 0 ? size : 1
    var system = Matrix(rows: count, columns: count, repeating: shift)
    var right = Matrix(rows: count, columns: 2, repeating: 1)
    for (column, index) in support.enumerated() {
      for (row, other) in support.enumerated() where row >= column {
        system.elements[row + count * column] += gram.elements[other + gram.rows * index]
      }
      right.elements[column] = moments[index]
    }
    if LAPACK.potrf(&system) != nil { return nil }
    for (place, index) in support.enumerated() {
      let pivot = system.elements[place * (count + 1)]
      let whole = gram.elements[index * (gram.rows + 1)] + shift
      if pivot * pivot < Self.dependence * whole { return nil }
    }
    LAPACK.potrs(system, &right)
    var (fitted, ones) = (0.0, 0.0)
    for place in 0..<count {
      fitted += right.elements[place]
      ones += right.elements[count + place]
    }
    let share = (1 - fitted) / ones
    return (0..<count).map { right.elements[$0] + share * right.elements[count + $0] }
  }

  /// Half the slope of the sum of squares upward in each share.
  private func slopes() -> [Double] {
    var slopes = moments.map { -$0 }
    for index in support {
      let (weight, start) = (weights[index], gram.rows * index)
      for row in slopes.indices { slopes[row] += gram.elements[start + row] * weight }
    }
    return slopes
  }
}
