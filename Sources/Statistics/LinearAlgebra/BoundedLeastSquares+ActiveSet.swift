extension BoundedLeastSquares {
  /// The search for the coefficients that are free, on the triangular factor of a design.
  struct ActiveSet {
    /// The coefficients found so far, always between their bounds, for columns of length 1 to 2.
    private(set) var values: [Double]

    /// Where each coefficient stands.
    private(set) var positions: [Position]

    /// How many times a coefficient was let go or caught.
    private(set) var exchanges = 0

    private let triangle: Matrix
    private let right: [Double]
    private let lower: [Double]
    private let upper: [Double]
    private let lengths: [Double]

    /// Starts from the unbounded fit, with coefficients outside their bounds caught.
    ///
    /// - Throws: ``NumericalError`` with the collinear columns where the rank is deficient.
    init(
      _ triangle: Matrix, _ right: [Double], lower: [Double], upper: [Double]
    ) throws(NumericalError) {
      self.triangle = triangle
      self.right = right
      self.lower = lower
      self.upper = upper
      lengths = (0..<triangle.columns).map { index in
        triangle.column(index).reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      values = try LeastSquares(right, on: triangle).coefficients
      positions = Array(repeating: .free, count: values.count)
      while true {
        let outside = values.indices.filter {
          positions[$0] == .free && (values[$0] < lower[$0] || values[$0] > upper[$0])
        }
        if outside.isEmpty { break }
        for index in outside { hold(index) }
        values = freeSolution()
      }
      for index in values.indices where lower[index] == upper[index] { hold(index) }
    }

    /// Lets coefficients go and catches them until none would gain from leaving its bound.
    ///
    /// Every round lowers the sum of squares, so that no set returns; the limit is *chosen* far
    /// above the rounds of any design met (about one per column), against cycles by rounding.
    mutating func settle() throws(NumericalError) {
      let limit = 100 + 30 * values.count
      for _ in 0..<limit {
        guard letGo() else { return }
      }
      throw .notConverged(method: "bounded least squares", iterations: limit)
    }

    /// Frees the most promising coefficient and fits again; false where none gains.
    private mutating func letGo() -> Bool {
      var gains = slopes()
      while let index = gains.indices.max(by: { gains[$0] < gains[$1] }), gains[index] > 0 {
        let before = positions[index]
        positions[index] = .free
        let target = freeSolution()
        // By rounding the freed coefficient can want to leave by the bound it stood on; then it
        // had nothing to gain (Lawson and Hanson 1974, chapter 23).
        let returns =
          before == .atLower ? target[index] <= lower[index] : target[index] >= upper[index]
        guard returns else {
          exchanges += 1
          move(to: target)
          return true
        }
        positions[index] = before
        gains[index] = 0
      }
      return false
    }

    /// Goes toward the fit of the free coefficients, catching each that reaches a bound.
    private mutating func move(to solution: [Double]) {
      var target = solution
      while true {
        var share = 1.0
        var first: Int?
        for index in values.indices where positions[index] == .free {
          let bound = target[index] < lower[index] ? lower[index] : upper[index]
          guard target[index] < lower[index] || target[index] > upper[index] else { continue }
          let reached = (bound - values[index]) / (target[index] - values[index])
          if reached < share || first == nil { (share, first) = (min(share, reached), index) }
        }
        guard let first else {
          values = target
          return
        }
        for index in values.indices where positions[index] == .free {
          let moved = values[index] + share * (target[index] - values[index])
          values[index] = min(max(moved, lower[index]), upper[index])
        }
        hold(first, at: target[first] < lower[first] ? .atLower : .atUpper)
        target = freeSolution()
      }
    }

    /// How much the sum of squares would fall at first per unit of each held coefficient; 0 where
    /// it would not, or only by rounding.
    private func slopes() -> [Double] {
      let fitted = triangle.times(values)
      let rest = right.indices.map { right[$0] - fitted[$0] }
      var slopes = [Double](repeating: 0, count: values.count)
      triangle.multiply(rest, into: &slopes, transposed: true)
      let size = values.indices.reduce(right.reduce(0) { $0 + $1.magnitude }) {
        $0 + lengths[$1] * values[$1].magnitude
      }
      return values.indices.map { index in
        let isFixed = lower[index] == upper[index]
        let gain =
          switch positions[index] {
          case .free: 0.0
          case .atLower: slopes[index]
          case .atUpper: -slopes[index]
          }
        // Rounding of the slope is a few units of 1e-16 of this size.
        return !isFixed && gain > 1e-14 * lengths[index] * size ? gain : 0
      }
    }

    /// The least squares fit of the free coefficients with the others where they are.
    private func freeSolution() -> [Double] {
      let free = values.indices.filter { positions[$0] == .free }
      guard !free.isEmpty else { return values }
      let held = values.indices.map { positions[$0] == .free ? 0 : values[$0] }
      let fitted = triangle.times(held)
      var rest = right.indices.map { right[$0] - fitted[$0] }
      var columns = triangle.selectingColumns(free)
      // Any choice of columns of a design of full rank has full rank.
      _ = LAPACK.gelsy(&columns, &rest, tolerance: 0)
      var solution = values
      for (place, index) in free.enumerated() { solution[index] = rest[place] }
      return solution
    }

    /// Puts a coefficient on the bound that it has overstepped, or on the nearer one.
    private mutating func hold(_ index: Int) {
      let isLow = values[index] - lower[index] <= upper[index] - values[index]
      hold(index, at: isLow ? .atLower : .atUpper)
    }

    private mutating func hold(_ index: Int, at position: Position) {
      positions[index] = position
      values[index] = position == .atLower ? lower[index] : upper[index]
      exchanges += 1
    }
  }
}
