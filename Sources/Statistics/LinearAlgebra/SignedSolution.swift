/// The solution of `min ½ xᵀ H x − cᵀ x` in which some unknowns are at least 0.
///
/// Block principal pivoting: all unknowns on the wrong side change sides at once, and one at a time
/// where that has not helped three times in a row, which ends for every positive definite H. Júdice
/// and Pires (1994), "A block principal pivoting algorithm for large-scale strictly monotone linear
/// complementarity problems"; the count of three after Kim and Park (2011).
struct SignedSolution {
  private let system: Matrix
  private let right: [Double]
  private let isHeld: [Bool]
  private let size: Double

  /// The share of an unknown's natural size below which a wrong sign is rounding.
  ///
  /// Chosen, a thousand times the rounding of a well-conditioned system of this size.
  private static let rounding = 1e-13

  /// A problem.
  ///
  /// - Parameters:
  ///   - system: H, positive definite; only the lower triangle is read.
  ///   - right: c, one number per row.
  ///   - isHeld: Which unknowns are at least 0.
  ///   - size: The squared length of the response behind c, for the size of rounding.
  init(_ system: Matrix, _ right: [Double], isHeld: [Bool], size: Double) {
    self.system = system
    self.right = right
    self.isHeld = isHeld
    self.size = size
  }

  /// The solution of the problem.
  ///
  /// - Parameter start: The solution without regard to signs.
  /// - Returns: One number per row.
  /// - Throws: ``NumericalError`` where rounding keeps the sets from settling.
  func settled(from start: [Double]) throws(NumericalError) -> [Double] {
    var isZero = [Bool](repeating: false, count: right.count)
    var values = start
    var fewest = right.count + 1
    var trials = 3
    let limit = 100 + 10 * right.count
    for _ in 0..<limit {
      let wrong = misplaced(values, isZero)
      guard let last = wrong.last else { return cleaned(values, isZero) }
      if wrong.count < fewest {
        (fewest, trials) = (wrong.count, 3)
        for index in wrong { isZero[index].toggle() }
      } else if trials > 0 {
        trials -= 1
        for index in wrong { isZero[index].toggle() }
      } else {
        isZero[last].toggle()
      }
      values = try solution(isZero)
    }
    throw .notConverged(method: "signed least squares", iterations: limit)
  }

  /// The unknowns on the wrong side: negative, or zero where more would be better.
  private func misplaced(_ values: [Double], _ isZero: [Bool]) -> [Int] {
    values.indices.filter { index in
      guard isHeld[index] else { return false }
      let curvature = system[index, index]
      guard isZero[index] else {
        return values[index] < -Self.rounding * (size / curvature).squareRoot()
      }
      var slope = -right[index]
      for other in values.indices where !isZero[other] {
        slope += system[max(index, other), min(index, other)] * values[other]
      }
      return slope < -Self.rounding * (size * curvature).squareRoot()
    }
  }

  /// The solution in which some unknowns are 0.
  private func solution(_ isZero: [Bool]) throws(NumericalError) -> [Double] {
    var values = [Double](repeating: 0, count: right.count)
    let free = values.indices.filter { !isZero[$0] }
    guard !free.isEmpty else { return values }
    var part = Matrix(rows: free.count, columns: free.count)
    for (column, source) in free.enumerated() {
      for row in column..<free.count { part[row, column] = system[free[row], source] }
    }
    if let row = LAPACK.potrf(&part) { throw .notPositiveDefinite(row: free[row]) }
    var unknowns = free.map { right[$0] }
    LAPACK.potrs(part, &unknowns)
    for (place, index) in free.enumerated() { values[index] = unknowns[place] }
    return values
  }

  /// The solution with rounding below 0 removed.
  private func cleaned(_ values: [Double], _ isZero: [Bool]) -> [Double] {
    values.indices.map { isHeld[$0] && (isZero[$0] || values[$0] < 0) ? 0 : values[$0] }
  }
}
