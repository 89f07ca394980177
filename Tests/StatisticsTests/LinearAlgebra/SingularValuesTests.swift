import Statistics
import Testing

@Suite("Singular values")
struct SingularValuesTests {
  static let matrix = Matrix(
    rows: 6, columns: 4,
    elements: (0..<24).map { place in
      let (row, column) = (place % 6, place / 6)
      let number = (row * 37 + column * 53 + row * column * 7) % 29
      return Double(number) / 10 - 1
    })

  /// NumPy 2.4.6: `svd`, `cond`.
  @Test("are those of NumPy")
  func oracle() throws {
    let parts = try SingularValues(of: Self.matrix)
    let expected = [3.048619705534096, 2.195298738036992, 1.5432732184360338, 0.4742247516320477]
    for (value, reference) in zip(parts.values, expected) {
      #expect(isClose(value, reference, relative: 1e-13))
    }
    #expect(isClose(try #require(parts.condition), 6.4286389418566845, relative: 1e-13))
    #expect(parts.rank(tolerance: 0.16) == 3)
    #expect(parts.rank(tolerance: 1e-12) == 4)
  }

  @Test("and their vectors multiply back to the matrix", arguments: [false, true])
  func product(isTransposed: Bool) throws {
    let tall = Self.matrix
    var matrix = tall
    if isTransposed {
      matrix = Matrix(
        rows: 4, columns: 6, elements: (0..<24).map { tall[$0 / 4, $0 % 4] })
    }
    let parts = try SingularValues(of: matrix)
    #expect((parts.condition == nil) == isTransposed)
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let sum = parts.values.indices.reduce(0) {
          $0 + parts.left[row, $1] * parts.values[$1] * parts.right[column, $1]
        }
        #expect((sum - matrix[row, column]).magnitude < 1e-14)
      }
    }
  }

  @Test("refuse what is not finite, by place")
  func refusal() {
    var broken = Self.matrix
    broken[5, 3] = -.infinity
    #expect(throws: NumericalError.notFinite(column: 3, row: 5)) { try SingularValues(of: broken) }
    #expect(
      NumericalError.notConverged(method: "singular values", iterations: 30).description
        == "singular values: not settled after 30 iterations; rescale or drop columns")
  }
}
