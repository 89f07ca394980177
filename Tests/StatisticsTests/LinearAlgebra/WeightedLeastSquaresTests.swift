import Statistics
import Testing

@Suite("Weighted least squares")
struct WeightedLeastSquaresTests {
  static let response = [3, 1, 4, 1, 5, 9, 2.0]
  static let design = Matrix(
    rows: 7, columns: 2, elements: [1, 1, 1, 1, 1, 1, 1, 0, 2, 1, 5, 4, 7, 3])

  @Test("treats a weight as a number of equal rows")
  func repetition() throws {
    let counts = [1, 3, 2, 1, 4, 1, 2]
    let rows = counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
    let repeated = Matrix(
      rows: rows.count, columns: 2,
      elements: (0..<2).flatMap { column in rows.map { Self.design[$0, column] } })
    let plain = try LeastSquares(rows.map { Self.response[$0] }, on: repeated)
    let weighted = try WeightedLeastSquares(
      Self.response, on: Self.design, weights: counts.map(Double.init))
    for (value, expected) in zip(weighted.coefficients, plain.coefficients) {
      #expect(isClose(value, expected, relative: 1e-13))
    }
    #expect(
      isClose(weighted.scaled.residualSumOfSquares, plain.residualSumOfSquares, relative: 1e-13))
    for column in 0..<2 {
      #expect(
        isClose(
          weighted.scaled.inverseGram[column, 1], plain.inverseGram[column, 1], relative: 1e-13))
    }
    let first = try #require(weighted.residuals.first)
    #expect(isClose(first, plain.residuals[0], relative: 1e-12))
    let second = weighted.residuals[1]
    #expect(isClose(second, plain.residuals[1], relative: 1e-12))
  }

  @Test("refuses weights that are not positive, by row", arguments: [0, -1, .nan, .infinity])
  func refusal(weight: Double) {
    let error = NumericalError.notPositiveWeight(row: 3)
    #expect(throws: error) {
      try WeightedLeastSquares(
        Self.response, on: Self.design, weights: [1, 1, 2, weight, 1, 1, 1])
    }
    #expect(
      error.description == "the weights, row 3: not a positive number; leave the row out instead")
  }
}

@Suite("Leverages")
struct LeverageTests {
  @Test("are what a fitted value gains from its own response")
  func definition() throws {
    let (response, design) = LeastSquaresTests.illScaled()
    let leverages = LeastSquares.leverages(of: design)
    #expect((leverages.reduce(0, +) - 4).magnitude < 1e-13)
    let before = try LeastSquares(response, on: design)
    for row in [0, 7, 23] {
      var changed = response
      changed[row] += 1
      let after = try LeastSquares(changed, on: design)
      let gain = 1 - (after.residuals[row] - before.residuals[row])
      #expect((gain - leverages[row]).magnitude < 1e-12)
    }
  }
}
