import Statistics
import Testing

@Suite("Cholesky factor")
struct CholeskyTests {
  static let matrix = Matrix(
    rows: 4, columns: 4, elements: [4, 2, -1, 0.5, 2, 5, 1, 1, -1, 1, 3, 0.25, 0.5, 1, 0.25, 2])

  /// NumPy 2.4.6: `cholesky`, `slogdet`, `solve`, `inv`.
  @Test("gives factor, determinant, solutions and inverse of NumPy")
  func oracle() throws {
    let factor = try Cholesky(Self.matrix)
    let lower = [
      2, 1, -0.5, 0.25, 0, 2, 0.75, 0.375, 0, 0, 1.479019945774904, 0.06338656910463875, 0, 0, 0,
      1.3389761547007262,
    ]
    for (value, expected) in zip(factor.lower.elements, lower) {
      #expect(isClose(value, expected, relative: 1e-14))
    }
    #expect(isClose(factor.logDeterminant, 4.139158578011893, relative: 1e-14))
    let solution = [
      0.5029880478087649, -0.41832669322709165, 1.1454183266932272, 1.9402390438247012,
    ]
    for (value, expected) in zip(factor.solve([1, 2, 3, 4]), solution) {
      #expect(isClose(value, expected, relative: 1e-14))
    }
    let both = factor.solve(Matrix(rows: 4, columns: 2, elements: [1, 2, 3, 4, 2, 4, 6, 8]))
    for (value, expected) in zip(both.column(1), solution) {
      #expect(isClose(value, 2 * expected, relative: 1e-14))
    }
    #expect(isClose(factor.inverse[3, 0], -0.02788844621513944, relative: 1e-13))
    #expect(isClose(factor.inverse[2, 1], -0.16733067729083664, relative: 1e-13))
    #expect(factor.inverse[0, 3] == factor.inverse[3, 0])
  }

  @Test("multiplies back to the matrix")
  func product() throws {
    let lower = try Cholesky(Self.matrix).lower
    for row in 0..<4 {
      for column in 0..<4 {
        let sum = (0..<4).reduce(0) { $0 + lower[row, $1] * lower[column, $1] }
        #expect((sum - Self.matrix[row, column]).magnitude < 1e-15)
      }
    }
  }

  @Test("refuses what is not positive definite or not finite, by place")
  func refusals() {
    let flat = Matrix(rows: 3, columns: 3, elements: [1, 1, 0, 1, 1, 0, 0, 0, 1])
    let error = NumericalError.notPositiveDefinite(row: 1)
    #expect(throws: error) { try Cholesky(flat) }
    #expect(
      error.description
        == "row 1: the matrix is not positive definite; drop a collinear column or add a penalty")
    var broken = Self.matrix
    broken[2, 1] = .nan
    #expect(throws: NumericalError.notFinite(column: 1, row: 2)) { try Cholesky(broken) }
  }
}
