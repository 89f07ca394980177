import Statistics
import Testing

@Suite("Least squares")
struct LeastSquaresTests {
  /// Columns whose sizes differ by fifteen orders of magnitude.
  static func illScaled() -> (response: [Double], design: Matrix) {
    let rows = 0..<24
    var design = Matrix(rows: 24, columns: 1, repeating: 1)
    let first = rows.map { Double($0 * 37 % 29) * 1e8 }
    let second = rows.map { Double($0 * 53 % 31) * 1e-7 }
    let third = rows.map { Double($0 % 5) * 1e8 + first[$0] * 0.5 }
    design.appendColumn(first)
    design.appendColumn(second)
    design.appendColumn(third)
    let response = rows.map { row in
      let trend = 3 + 2e-8 * first[row] - 4e7 * second[row]
      return trend + 1e-9 * third[row] + Double(row * 17 % 13) * 0.1
    }
    return (response, design)
  }

  /// Normal equations in fifty digits with mpmath 1.3.0; NumPy 2.4.6 `lstsq` agrees to 1e-14.
  @Test("solves an ill-scaled design to nine digits")
  func oracle() throws {
    let (response, design) = Self.illScaled()
    let fit = try LeastSquares(response, on: design)
    let coefficients = [
      3.5240572501810052, 1.9756599422625025e-08, -39989287.50622462, 1.4380840903100536e-09,
    ]
    let errors = [
      0.22287335312685058, 3.501944534350587e-10, 97628.47574257509, 6.404860645826289e-10,
    ]
    for (value, expected) in zip(fit.coefficients, coefficients) {
      #expect(isClose(value, expected, relative: 1e-11))
    }
    for (value, expected) in zip(try #require(fit.standardErrors), errors) {
      #expect(isClose(value, expected, relative: 1e-11))
    }
    #expect(isClose(fit.residualSumOfSquares, 3.4401819808460283, relative: 1e-11))
    #expect(fit.rank == 4)
    #expect(fit.degreesOfFreedom == 20)
    #expect((1..<100).contains(fit.condition))
  }

  @Test("leaves residuals at right angles to every column")
  func orthogonality() throws {
    let (response, design) = Self.illScaled()
    let fit = try LeastSquares(response, on: design)
    for index in 0..<design.columns {
      let column = design.column(index)
      let product = zip(column, fit.residuals).reduce(0) { $0 + $1.0 * $1.1 }
      let size = zip(column, response).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
      #expect(product.magnitude < 1e-13 * size)
    }
  }

  @Test("has no standard errors where every row is used up")
  func exact() throws {
    let design = Matrix(rows: 2, columns: 2, elements: [1, 1, 0, 1])
    let fit = try LeastSquares([3, 5], on: design)
    #expect(fit.residualVariance == nil)
    #expect(fit.standardErrors == nil)
    #expect(isClose(fit.coefficients[0], 3, relative: 1e-14))
    #expect(isClose(fit.coefficients[1], 2, relative: 1e-14))
  }

  @Test("names the columns of a linear dependence")
  func rankDeficiency() {
    var (response, design) = Self.illScaled()
    response[3] += 1
    let sum = (0..<24).map { 2e-8 * design[$0, 1] + 3 }
    design.appendColumn(sum)
    let expected = NumericalError.rankDeficient(rank: 4, columns: 5, collinear: [0, 1, 4])
    #expect(throws: expected) { try LeastSquares(response, on: design) }
    #expect(
      expected.description
        == "columns 0, 1, 4 are collinear (rank 4 of 5); drop one or add a penalty")
  }

  @Test("refuses too few rows and values that are not finite, by place")
  func refusals() {
    let wide = Matrix(rows: 2, columns: 3, repeating: 1)
    let tooFew = NumericalError.tooFewRows(rows: 2, columns: 3)
    #expect(throws: tooFew) { try LeastSquares([1, 2], on: wide) }
    #expect(
      tooFew.description == "2 rows cannot determine 3 columns; add rows or drop columns")
    var (response, design) = Self.illScaled()
    design[7, 2] = .nan
    let bad = NumericalError.notFinite(column: 2, row: 7)
    #expect(throws: bad) { try LeastSquares(response, on: design) }
    #expect(bad.description == "column 2, row 7: not a finite number; remove or replace it")
    response[5] = .infinity
    let badResponse = NumericalError.notFinite(column: nil, row: 5)
    #expect(throws: badResponse) { try LeastSquares(response, on: design) }
    #expect(
      badResponse.description == "the response, row 5: not a finite number; remove or replace it")
  }

  @Test("calls a column of zeros collinear with nothing")
  func zeroColumn() {
    let design = Matrix(rows: 3, columns: 2, elements: [1, 2, 4, 0, 0, 0])
    #expect(throws: NumericalError.rankDeficient(rank: 1, columns: 2, collinear: [1])) {
      try LeastSquares([1, 2, 3], on: design)
    }
  }
}

@Suite("Matrix")
struct MatrixTests {
  @Test("keeps its elements column by column")
  func layout() {
    var matrix = Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])
    #expect(matrix[1, 0] == 2)
    #expect(matrix[0, 1] == 3)
    matrix.appendColumn([5, 6])
    #expect(Array(matrix.column(2)) == [5, 6])
    #expect(matrix.times([1, 10, 100]) == [531, 642])
    #expect(matrix.selectingColumns([2, 0]).elements == [5, 6, 1, 2])
  }

  @Test("stops at a place outside it, though its storage has one")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 2)[2, 0]
    }
  }
}
