import Statistics
import Testing

@Suite("Ridge path")
struct RidgePathTests {
  /// A design with columns of different sizes, the last two nearly equal.
  static func problem(rows: Int, columns: Int, seed: UInt64) -> (response: [Double], Matrix) {
    var numbers = CongruentialNumbers(seed: seed)
    var design = Matrix(rows: rows, columns: 0)
    for column in 0..<columns {
      let size = column.isMultiple(of: 2) ? 1e3 : 1e-2
      design.appendColumn((0..<rows).map { _ in size * (numbers.next() + 2) })
    }
    if columns > 2 {
      for row in 0..<rows {
        design[row, columns - 1] =
          1e-4 * design[row, columns - 2] + 1e-3 * design[row, columns - 1]
      }
    }
    return ((0..<rows).map { _ in 50 + 9 * numbers.next() }, design)
  }

  /// Columns less their means and over their population standard deviations.
  static func standardized(_ design: Matrix) -> Matrix {
    var result = design
    for column in 0..<design.columns {
      let moments = RunningMoments(Array(design.column(column)))
      let deviation = (moments.squaredDeviations / Double(design.rows)).squareRoot()
      for row in 0..<design.rows {
        result[row, column] = (design[row, column] - moments.mean) / deviation
      }
    }
    return result
  }

  /// A penalty is as many further rows: √L in one column each, with a response of 0.
  @Test(
    "is least squares with a row for each penalized coefficient", arguments: [0, 1e-3, 1, 40, 1e5])
  func augmentation(penalty: Double) throws {
    let (response, design) = Self.problem(rows: 40, columns: 6, seed: 5)
    let standard = Self.standardized(design)
    var augmented = Matrix(rows: 46, columns: 1, repeating: 1)
    for row in 40..<46 { augmented[row, 0] = 0 }
    for column in 0..<6 {
      var values = Array(standard.column(column)) + [Double](repeating: 0, count: 6)
      values[40 + column] = penalty.squareRoot()
      augmented.appendColumn(values)
    }
    let plain = try LeastSquares(response + [Double](repeating: 0, count: 6), on: augmented)
    let solution = try RidgePath(response, on: design).solution(penalty: penalty)
    for column in 0..<6 {
      let deviation =
        (RunningMoments(Array(design.column(column))).squaredDeviations / 40).squareRoot()
      let expected = plain.coefficients[column + 1] / deviation
      #expect(isClose(solution.coefficients[column], expected, relative: 1e-10))
    }
    let leverages = LeastSquares.leverages(of: augmented)
    for row in 0..<40 {
      #expect((solution.residuals[row] - plain.residuals[row]).magnitude < 1e-11)
      #expect((solution.leverages[row] - leverages[row]).magnitude < 1e-12)
    }
    #expect(
      isClose(
        solution.effectiveDegreesOfFreedom, leverages.prefix(40).reduce(0, +), relative: 1e-12))
    let fitted = design.times(solution.coefficients)
    #expect((solution.intercept + fitted[9] - solution.fitted[9]).magnitude < 1e-10)
    let path = try RidgePath(response, on: design)
    let coefficients = try path.coefficients(penalty: penalty)
    #expect(coefficients.columns == solution.coefficients)
    #expect(isClose(coefficients.intercept, solution.intercept, relative: 1e-14))
    #expect(
      try path.effectiveDegreesOfFreedom(penalty: penalty) == solution.effectiveDegreesOfFreedom)
  }

  @Test("knows the errors of fits without one row each", arguments: [0, 0.3, 25])
  func leaveOneOut(penalty: Double) throws {
    let (response, raw) = Self.problem(rows: 25, columns: 4, seed: 9)
    // The exact errors hold the scales of all rows.
    let design = Self.standardized(raw)
    let solution = try RidgePath(response, on: raw).solution(penalty: penalty)
    let errors = try #require(solution.leaveOneOutErrors)
    var total = 0.0
    for left in 0..<25 {
      let rows = (0..<25).filter { $0 != left }
      let rest = Matrix(
        rows: 24, columns: 4, elements: (0..<4).flatMap { c in rows.map { design[$0, c] } })
      let path = try RidgePath(rows.map { response[$0] }, on: rest, scaling: .none)
      let (intercept, coefficients) = try path.coefficients(penalty: penalty)
      let predicted = (0..<4).reduce(intercept) { $0 + design[left, $1] * coefficients[$1] }
      #expect((errors[left] - (response[left] - predicted)).magnitude < 1e-9)
      total += (response[left] - predicted) * (response[left] - predicted)
    }
    #expect(isClose(try #require(solution.predictedSumOfSquares), total, relative: 1e-9))
    let share = 1 - solution.effectiveDegreesOfFreedom / 25
    let expected = solution.residualSumOfSquares / 25 / (share * share)
    #expect(isClose(solution.generalizedCrossValidation, expected, relative: 1e-14))
  }

  @Test("shrinks to the mean as the penalty grows")
  func limit() throws {
    let (response, design) = Self.problem(rows: 20, columns: 3, seed: 2)
    let solution = try RidgePath(response, on: design).solution(penalty: 1e14)
    let mean = RunningMoments(response).mean
    #expect(solution.fitted.allSatisfy { isClose($0, mean, relative: 1e-10) })
    #expect((solution.effectiveDegreesOfFreedom - 1).magnitude < 1e-10)
  }

  @Test("fits more columns than rows, and leaves constant columns at 0")
  func wideAndConstant() throws {
    var (response, design) = Self.problem(rows: 8, columns: 12, seed: 4)
    design.appendColumn([Double](repeating: 0.1, count: 8))
    let path = try RidgePath(response, on: design)
    #expect(path.constantColumns == [12])
    let solution = try path.solution(penalty: 0.5)
    #expect(solution.coefficients[12] == 0)
    let narrow = try RidgePath(response, on: design.selectingColumns(Array(0..<12)))
    let expected = try narrow.solution(penalty: 0.5)
    for (value, reference) in zip(solution.coefficients, expected.coefficients) {
      #expect(isClose(value, reference, relative: 1e-9))
    }
    #expect(throws: NumericalError.tooFewRows(rows: 8, columns: 14)) {
      try path.solution(penalty: 0)
    }
  }

  @Test("reads glmnet's lambda")
  func glmnet() throws {
    let path = try RidgePath(
      [1, 3, 1, 3], on: Matrix(rows: 4, columns: 1, elements: [1, 2, 3, 5]))
    #expect(path.responseDeviation == 1)
    #expect(path.penalty(glmnetLambda: 0.25) == 1)
  }

  @Test("without a penalty names collinear and constant columns")
  func refusals() throws {
    var (response, design) = Self.problem(rows: 20, columns: 3, seed: 6)
    design.appendColumn((0..<20).map { design[$0, 0] * 2 - 3 })
    let path = try RidgePath(response, on: design)
    let error = NumericalError.rankDeficient(rank: 3, columns: 4, collinear: [0, 3])
    #expect(throws: error) { try path.solution(penalty: 0) }
    #expect(try path.coefficients(penalty: 1e-3).columns.allSatisfy(\.isFinite))
    response[4] = .nan
    #expect(throws: NumericalError.notFinite(column: nil, row: 4)) {
      try RidgePath(response, on: design)
    }
    let exact = try RidgePath([1, 2, 3], on: Matrix(rows: 3, columns: 1, elements: [0, 0, 1]))
    #expect(try exact.solution(penalty: 0).leaveOneOutErrors == nil)
    #expect(try exact.solution(penalty: 0.1).leaveOneOutErrors != nil)
  }
}
