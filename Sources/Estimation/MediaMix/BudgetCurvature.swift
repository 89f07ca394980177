import Statistics

/// How the gradient of an objective turns around a choice: the negative second derivatives.
struct BudgetCurvature {
  /// The sizes of the diagonal: where the objective bends upward, steps are as long as where it bends
  /// downward as much.
  private(set) var diagonal: [Double]
  /// All of it; nil where there is nothing beside the diagonal.
  private(set) var full: Matrix?

  /// Draws that second derivatives are taken of where there are many numbers; *chosen*: they steer
  /// steps, and do not decide where steps end.
  static let draws = 25
  /// Draws that they are taken of in rough climbs; *chosen*.
  static let roughDraws = 10
  /// Numbers from which on they are.
  static let many = 20

  /// Differences of gradients around a choice.
  ///
  /// Where channels do not depend on each other, one number of each channel moves at a time for all
  /// channels together.
  ///
  /// - Parameters:
  ///   - objective: What is judged.
  ///   - region: Groups and scales.
  ///   - choice: Where.
  init(_ objective: BudgetObjective, _ region: BudgetRegion, at choice: [Double]) {
    let count = choice.count
    let start = objective.judge(choice).gradient
    let isApart = objective.response.isSeparable && objective.aim == .mean
    let length = region.groups.map(\.places.count).max() ?? 0
    let colors = isApart ? length : count
    // The quantile turns where draws change places, which small steps do not see; a root turns fast
    // near 0, which large ones do not.
    let isRanked = if case .quantile = objective.aim { true } else { false }
    let share = isRanked ? 1e-2 : 1e-5
    let least = isRanked ? 1e-3 : 1e-6
    var second = Matrix(rows: count, columns: count)
    for color in 0..<colors {
      var moved = choice
      var steps = [Double](repeating: 0, count: count)
      for group in region.groups {
        for place in group.places
        where (isApart ? place - group.places.lowerBound : place) == color {
          let scale = max(choice[place], least * group.high / Double(group.places.count))
          steps[place] = share * scale
          moved[place] += steps[place]
        }
      }
      let gradient = objective.judge(moved).gradient
      for group in region.groups {
        guard let place = group.places.first(where: { steps[$0] > 0 }) else { continue }
        for row in isApart ? group.places : 0..<count {
          second[row, place] = (start[row] - gradient[row]) / steps[place]
        }
      }
    }
    let largest = start.reduce(0) { max($0, $1.magnitude) }
    let reach = region.high.reduce(0, max)
    diagonal = (0..<count).map { place in
      let own = second[place, place]
      let floor = 1e-7 * largest / max(reach, .leastNormalMagnitude)
      return max(own.magnitude, floor, .leastNormalMagnitude)
    }
    full = colors > 1 ? second : nil
  }

  /// Makes all of it symmetric, and positive definite in the directions in which steps go, by adding
  /// to the diagonal.
  ///
  /// - Parameters:
  ///   - isHeld: Whether a number stays at its bound; it keeps its diagonal only.
  ///   - sums: Numbers whose sum stays; how the objective bends along it does not matter.
  mutating func steady(isHeld: [Bool], sums: [Range<Int>]) {
    guard let second = full else { return }
    let count = diagonal.count
    var even = second
    for column in 0..<count {
      for row in 0..<count {
        let own = isHeld[row] || isHeld[column] ? 0 : second[row, column] + second[column, row]
        even[row, column] = own / 2
      }
      if isHeld[column] { even[column, column] = diagonal[column] }
    }
    // Large enough to outweigh any bend along the sum, small enough to keep digits.
    let weight = 10 * (0..<count).reduce(0) { isHeld[$1] ? $0 : max($0, diagonal[$1]) }
    var tested = even
    for sum in sums {
      for column in sum where !isHeld[column] {
        for row in sum where !isHeld[row] { tested[row, column] += weight }
      }
    }
    var added = 0.0
    while !Self.isDefinite(tested, added, diagonal), added < 1e9 {
      added = added == 0 ? 1e-6 : added * 4
    }
    for place in 0..<count { even[place, place] += added * diagonal[place] }
    full = even
  }

  private static func isDefinite(_ matrix: Matrix, _ added: Double, _ diagonal: [Double]) -> Bool {
    var candidate = matrix
    for place in diagonal.indices { candidate[place, place] += added * diagonal[place] }
    return (try? Cholesky(candidate)) != nil
  }

  /// The product with a column.
  func times(_ column: [Double]) -> [Double] {
    full?.times(column) ?? zip(diagonal, column).map { $0 * $1 }
  }
}
