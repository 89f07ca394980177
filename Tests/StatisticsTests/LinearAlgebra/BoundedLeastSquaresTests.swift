import Foundation
import Statistics
import Testing

@Suite("Bounded least squares")
struct BoundedLeastSquaresTests {
  /// A problem of `Oracles/bounded_least_squares.py`, number for number.
  struct Problem {
    var response: [Double] = []
    var design: Matrix
    var weights: [Double] = []
    var lower: [Double] = []
    var upper: [Double] = []

    init(seed: Int) {
      var numbers = CongruentialNumbers(seed: UInt64(seed))
      let columns = 1 + Int(numbers.next() * 12)
      let rows = columns + Int(numbers.next() * 30)
      design = Matrix(rows: rows, columns: 0)
      for _ in 0..<columns {
        let exponent = Int(numbers.next() * 7) - 3
        let size = [1e-3, 1e-2, 1e-1, 1, 1e1, 1e2, 1e3][exponent + 3]
        design.appendColumn((0..<rows).map { _ in (numbers.next() - 0.3) * size })
      }
      response = (0..<rows).map { _ in numbers.next() * 4 - 2 }
      weights = (0..<rows).map { _ in 0.1 + numbers.next() }
      for column in 0..<columns {
        let size = design.column(column).reduce(0) { max($0, $1.magnitude) }
        let kind = Int(numbers.next() * 4)
        lower.append(
          kind == 1 ? -.infinity : (kind == 0 ? 0 * numbers.next() : (numbers.next() - 1) / size))
        upper.append(kind == 0 || kind == 2 ? .infinity : numbers.next() / size)
      }
    }
  }

  struct Oracle: Decodable {
    struct Answer: Decodable {
      var seed: Int
      var plain: [Double]
      var weighted: [Double]
    }
    var problems: [Answer]
  }

  /// The conditions of Karush, Kuhn and Tucker, with slopes relative to their largest possible.
  private func expectOptimal(
    _ fit: BoundedLeastSquares, _ problem: Problem, _ weights: [Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let length = zip(problem.response, weights).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }.squareRoot()
    for (index, value) in fit.coefficients.enumerated() {
      let column = zip(problem.design.column(index), weights)
      let size = column.reduce(0) { $0 + $1.0 * $1.0 * $1.1 }.squareRoot() * length
      let slope = fit.gradient[index] / size
      let range = problem.lower[index]...problem.upper[index]
      #expect(range.contains(value), sourceLocation: sourceLocation)
      switch fit.positions[index] {
      case .free: #expect(slope.magnitude < 1e-12, sourceLocation: sourceLocation)
      case .atLower:
        #expect(value == problem.lower[index] && slope > -1e-12, sourceLocation: sourceLocation)
      case .atUpper:
        #expect(value == problem.upper[index] && slope < 1e-12, sourceLocation: sourceLocation)
      }
    }
  }

  @Test("agrees with SciPy's BVLS on sixty problems and meets the optimality conditions")
  func oracle() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Oracles/bounded_least_squares.json")
    let oracle = try JSONDecoder().decode(Oracle.self, from: try Data(contentsOf: file))
    #expect(oracle.problems.count == 60)
    for answer in oracle.problems {
      let problem = Problem(seed: answer.seed)
      let ones = [Double](repeating: 1, count: problem.response.count)
      for (weights, expected) in [(nil, answer.plain), (problem.weights, answer.weighted)] {
        let fit = try BoundedLeastSquares(
          problem.response, on: problem.design, lower: problem.lower, upper: problem.upper,
          weights: weights)
        #expect(fit.coefficients.count == expected.count)
        for (index, value) in fit.coefficients.enumerated() {
          // SciPy's answer carries the condition of the design, up to a few hundred here.
          let size = problem.design.column(index).reduce(0) { max($0, $1.magnitude) }
          #expect((value - expected[index]).magnitude * size < 1e-9, "problem \(answer.seed)")
        }
        expectOptimal(fit, problem, weights ?? ones)
      }
    }
  }

  @Test("is least squares where no bound matters")
  func unbounded() throws {
    let problem = Problem(seed: 3)
    let columns = problem.design.columns
    let plain = try LeastSquares(problem.response, on: problem.design)
    let fit = try BoundedLeastSquares(
      problem.response, on: problem.design, lower: Array(repeating: -.infinity, count: columns),
      upper: Array(repeating: .infinity, count: columns))
    for (value, expected) in zip(fit.coefficients, plain.coefficients) {
      #expect(isClose(value, expected, relative: 1e-11))
    }
    #expect(isClose(fit.residualSumOfSquares, plain.residualSumOfSquares, relative: 1e-12))
    #expect(fit.exchanges == 0)
    #expect(fit.positions.allSatisfy { $0 == .free })
  }

  @Test("keeps a coefficient whose bounds are equal")
  func fixed() throws {
    let design = Matrix(rows: 4, columns: 2, elements: [1, 1, 1, 1, 0, 1, 2, 3])
    let fit = try BoundedLeastSquares(
      [1, 3, 5, 7], on: design, lower: [-.infinity, 1], upper: [.infinity, 1])
    #expect(fit.coefficients[1] == 1)
    #expect(isClose(fit.coefficients[0], 2.5, relative: 1e-14))
    #expect(isClose(fit.residualSumOfSquares, 5, relative: 1e-14))
  }

  @Test("refuses collinear columns, too few rows, bad weights and bounds in the wrong order")
  func refusals() async {
    let design = Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 2, 4, 6])
    let free = [-Double.infinity, -.infinity]
    let above = [Double.infinity, .infinity]
    #expect(throws: NumericalError.rankDeficient(rank: 1, columns: 2, collinear: [0, 1])) {
      try BoundedLeastSquares([1, 2, 3], on: design, lower: free, upper: above)
    }
    #expect(throws: NumericalError.tooFewRows(rows: 1, columns: 2)) {
      try BoundedLeastSquares([1], on: Matrix(rows: 1, columns: 2), lower: free, upper: above)
    }
    #expect(throws: NumericalError.notPositiveWeight(row: 2)) {
      try BoundedLeastSquares(
        [1, 2, 3], on: design, lower: free, upper: above, weights: [1, 1, 0])
    }
    #expect(throws: NumericalError.notFinite(column: nil, row: 1)) {
      try BoundedLeastSquares([1, .nan, 3], on: design, lower: free, upper: above)
    }
    await #expect(processExitsWith: .failure) {
      _ = try BoundedLeastSquares(
        [1, 2], on: Matrix(rows: 2, columns: 1, repeating: 1), lower: [1], upper: [0])
    }
  }
}
