import Statistics
import Testing

@Suite("Least squares with shares")
struct SimplexLeastSquaresTests {
  struct Problem {
    let response: [Double]
    let columns: Matrix

    init(seed: Int, rows: Int, columns count: Int) {
      var numbers = CongruentialNumbers(seed: UInt64(seed))
      var columns = Matrix(rows: rows, columns: 0)
      for _ in 0..<count { columns.appendColumn((0..<rows).map { _ in 50 + 4 * numbers.next() }) }
      response = (0..<rows).map { _ in 50.5 + 3 * numbers.next() }
      self.columns = columns
    }

    func sumOfSquares(_ weights: [Double], ridge: Double = 0) -> Double {
      let fitted = columns.times(weights)
      let squares = zip(response, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return squares + ridge * weights.reduce(0) { $0 + $1 * $1 }
    }

    /// The best fit over all supports: each by least squares on differences to its last column.
    func exhaustive() throws -> [Double] {
      var best: (sum: Double, weights: [Double])?
      for mask in 1..<(1 << columns.columns) {
        let support = (0..<columns.columns).filter { mask & (1 << $0) != 0 }
        var weights = [Double](repeating: 0, count: columns.columns)
        let last = Array(columns.column(support[support.count - 1]))
        if support.count == 1 {
          weights[support[0]] = 1
        } else {
          var differences = Matrix(rows: response.count, columns: 0)
          for index in support.dropLast() {
            differences.appendColumn(zip(columns.column(index), last).map { $0 - $1 })
          }
          let fit = try LeastSquares(zip(response, last).map { $0 - $1 }, on: differences)
          for (place, index) in support.dropLast().enumerated() {
            weights[index] = fit.coefficients[place]
          }
          weights[support[support.count - 1]] = 1 - fit.coefficients.reduce(0, +)
        }
        guard weights.allSatisfy({ $0 >= 0 }) else { continue }
        let sum = sumOfSquares(weights)
        if sum < best?.sum ?? .infinity { best = (sum, weights) }
      }
      return try #require(best).weights
    }
  }

  @Test("is the best of all supports", arguments: 1...40)
  func exhaustive(seed: Int) throws {
    let problem = Problem(seed: seed, rows: 9 + seed % 5, columns: 2 + seed % 7)
    let fit = try SimplexLeastSquares(problem.response, on: problem.columns)
    for (weight, expected) in zip(fit.weights, try problem.exhaustive()) {
      #expect((weight - expected).magnitude < 1e-10)
    }
    #expect(fit.weights.allSatisfy { $0 >= 0 })
    #expect((fit.weights.reduce(0, +) - 1).magnitude < 1e-12)
  }

  @Test("leaves no column that would gain, with as many more columns as wanted", arguments: 1...20)
  func optimality(seed: Int) throws {
    let problem = Problem(seed: seed, rows: 12, columns: 60)
    for ridge in [0, 0.1, 100] {
      let fit = try SimplexLeastSquares(problem.response, on: problem.columns, ridge: ridge)
      let fitted = problem.columns.times(fit.weights)
      let slopes = (0..<60).map { column in
        zip(problem.columns.column(column), zip(fitted, problem.response))
          .reduce(ridge * fit.weights[column]) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
      }
      let level = zip(fit.weights, slopes).reduce(0) { $0 + $1.0 * $1.1 }
      let least = try #require(slopes.min())
      #expect(level - least < 1e-9)
      #expect(fit.optimalityGap >= 0 && fit.optimalityGap < 1e-9)
      // Twice the gap bounds what is left, so no other point is better by more.
      let other = Problem(seed: seed + 99, rows: 60, columns: 1).response.map { $0 - 50 }
      let shares = other.map { $0 / other.reduce(0, +) }
      #expect(
        problem.sumOfSquares(fit.weights, ridge: ridge)
          <= problem.sumOfSquares(shares, ridge: ridge) + 1e-9)
    }
  }

  @Test("is the same from products and from a start elsewhere")
  func products() throws {
    let problem = Problem(seed: 7, rows: 30, columns: 20)
    let means = (0..<30).map { row in
      (0..<20).reduce(0) { $0 + problem.columns[row, $1] } / 20
    }
    var centered = problem.columns
    for index in 0..<20 {
      centered.replaceColumn(index, with: zip(centered.column(index), means).map { $0 - $1 })
    }
    let moments = (0..<20).map { index in
      zip(centered.column(index), zip(problem.response, means))
        .reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    }
    let direct = try SimplexLeastSquares(problem.response, on: problem.columns)
    for start in [nil, (0..<20).map { _ in 0.05 }, (0..<20).map { $0 == 3 ? 1 : 0 }] {
      let fit = try SimplexLeastSquares(gram: centered.gram, moments: moments, start: start)
      for (weight, expected) in zip(fit.weights, direct.weights) {
        #expect((weight - expected).magnitude < 1e-10)
      }
    }
    let again = try SimplexLeastSquares(
      gram: centered.gram, moments: moments, start: direct.weights)
    #expect(again.exchanges == 0)
  }

  @Test("takes copies, combinations and constant columns")
  func collinear() throws {
    var problem = Problem(seed: 3, rows: 20, columns: 6)
    let alone = try SimplexLeastSquares(problem.response, on: problem.columns)
    var wider = problem.columns
    for index in 0..<6 { wider.appendColumn(Array(problem.columns.column(index))) }
    wider.appendColumn(zip(wider.column(0), wider.column(1)).map { ($0 + $1) / 2 })
    let fit = try SimplexLeastSquares(problem.response, on: wider)
    let sum = problem.sumOfSquares(alone.weights)
    problem = Problem(response: problem.response, columns: wider)
    #expect((problem.sumOfSquares(fit.weights) - sum).magnitude < 1e-10 * sum)
    // A perfect fit, and columns that are all the same.
    let copy = try SimplexLeastSquares(Array(wider.column(2)), on: wider)
    #expect((copy.weights[2] + copy.weights[8] - 1).magnitude < 1e-9)
    let flat = try SimplexLeastSquares([1, 2], on: Matrix(rows: 2, columns: 3, repeating: 5))
    #expect((flat.weights.reduce(0, +) - 1).magnitude < 1e-15)
    #expect(try SimplexLeastSquares([4], on: Matrix(rows: 1, columns: 1)).weights == [1])
  }

  @Test("spreads shares evenly under a large penalty")
  func ridge() throws {
    let problem = Problem(seed: 5, rows: 20, columns: 8)
    let fit = try SimplexLeastSquares(problem.response, on: problem.columns, ridge: 1e9)
    #expect(fit.weights.allSatisfy { ($0 - 0.125).magnitude < 1e-6 })
  }

  @Test("says where a value is not finite")
  func notFinite() {
    #expect(throws: NumericalError.notFinite(column: nil, row: 1)) {
      try SimplexLeastSquares([1, .nan], on: Matrix(rows: 2, columns: 2))
    }
    #expect(throws: NumericalError.notFinite(column: nil, row: 0)) {
      try SimplexLeastSquares(
        gram: Matrix(rows: 1, columns: 1, repeating: 1), moments: [.infinity])
    }
  }
}

extension SimplexLeastSquaresTests.Problem {
  init(response: [Double], columns: Matrix) {
    self.response = response
    self.columns = columns
  }
}
