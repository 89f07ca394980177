import Foundation
import Statistics
import Testing

@Suite("Penalized least squares")
struct PenalizedLeastSquaresTests {
  static let penalties = [1e-4, 0.5, 10, 3e3]

  @Test("is the ridge path's fit at one penalty, again and again", arguments: penalties)
  func path(penalty: Double) throws {
    var search = PenalizedLeastSquares(rows: 60, columns: 7)
    for seed in 1...20 as ClosedRange<UInt64> {
      let (response, design) = RidgePathTests.problem(rows: 60, columns: 7, seed: seed)
      try search.fit(design: design, response: response, penalty: penalty)
      let expected = try RidgePath(response, on: design).solution(penalty: penalty)
      for column in 0..<7 {
        let distance = search.coefficients[column] - expected.coefficients[column]
        // The normal equations square the condition, about a hundred here.
        #expect(distance.magnitude < 1e-9 * expected.coefficients[column].magnitude + 1e-15)
      }
      #expect(isClose(search.intercept, expected.intercept, relative: 1e-9))
      #expect(
        isClose(search.residualSumOfSquares, expected.residualSumOfSquares, relative: 1e-10))
    }
  }

  /// Signs as bounds of the augmented problem, by another algorithm.
  @Test("holds signs as bounded least squares does", arguments: penalties)
  func signs(penalty: Double) throws {
    let signs = (0..<9).map {
      [.nonNegative, .free, .nonPositive][$0 % 3] as PenalizedLeastSquares.Sign
    }
    var search = PenalizedLeastSquares(rows: 50, columns: 9, signs: signs)
    var held = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      let (response, design) = RidgePathTests.problem(rows: 50, columns: 9, seed: seed)
      try search.fit(design: design, response: response, penalty: penalty)
      let standard = RidgePathTests.standardized(design)
      var augmented = Matrix(rows: 59, columns: 0)
      for column in 0..<9 {
        var values = Array(standard.column(column)) + [Double](repeating: 0, count: 9)
        values[50 + column] = penalty.squareRoot()
        augmented.appendColumn(values)
      }
      let mean = RunningMoments(response).mean
      let bounded = try BoundedLeastSquares(
        response.map { $0 - mean } + [Double](repeating: 0, count: 9), on: augmented,
        lower: signs.map { $0 == .nonNegative ? 0 : -.infinity },
        upper: signs.map { $0 == .nonPositive ? 0 : .infinity })
      for column in 0..<9 {
        let moments = RunningMoments(Array(design.column(column)))
        let deviation = (moments.squaredDeviations / 50).squareRoot()
        let distance = search.coefficients[column] * deviation - bounded.coefficients[column]
        #expect(distance.magnitude < 1e-8, "design \(seed), column \(column)")
        #expect((search.coefficients[column] == 0) == (bounded.positions[column] != .free))
      }
      held += bounded.positions.count { $0 != .free }
      let residuals = bounded.residuals.prefix(50).reduce(0) { $0 + $1 * $1 }
      #expect(isClose(search.residualSumOfSquares, residuals, relative: 1e-10))
    }
    #expect(held > 60)
  }

  @Test("meets the optimality conditions of signs")
  func optimality() throws {
    let signs = [PenalizedLeastSquares.Sign](repeating: .nonNegative, count: 12)
    var search = PenalizedLeastSquares(rows: 80, columns: 12, signs: signs)
    for seed in 50...90 as ClosedRange<UInt64> {
      let (response, design) = RidgePathTests.problem(rows: 80, columns: 12, seed: seed)
      try search.fit(design: design, response: response, penalty: 2)
      let fitted = design.times(search.coefficients)
      let residuals = response.indices.map { response[$0] - search.intercept - fitted[$0] }
      #expect(residuals.reduce(0, +).magnitude < 1e-9)
      let standard = RidgePathTests.standardized(design)
      for column in 0..<12 {
        let moments = RunningMoments(Array(design.column(column)))
        let deviation = (moments.squaredDeviations / 80).squareRoot()
        let value = search.coefficients[column] * deviation
        let slope = zip(standard.column(column), residuals).reduce(2 * value) {
          $0 - $1.0 * $1.1
        }
        #expect(value >= 0)
        #expect(value > 0 ? slope.magnitude < 1e-8 : slope > -1e-8)
      }
    }
  }

  @Test("leaves constant columns at 0 and needs a penalty for collinear ones")
  func refusals() throws {
    var (response, design) = RidgePathTests.problem(rows: 30, columns: 2, seed: 8)
    design.appendColumn([Double](repeating: 7, count: 30))
    design.appendColumn((0..<30).map { design[$0, 0] * 3 + 1 })
    var search = PenalizedLeastSquares(rows: 30, columns: 4)
    try search.fit(design: design, response: response, penalty: 0.1)
    #expect(search.coefficients[2] == 0)
    let kept = search.coefficients
    #expect(throws: NumericalError.notPositiveDefinite(row: 2)) {
      try search.fit(design: design, response: response, penalty: 0)
    }
    let copies = design.selectingColumns([0, 1, 3, 1])
    #expect(throws: NumericalError.notPositiveDefinite(row: 2)) {
      try search.fit(design: copies, response: response, penalty: 0)
    }
    #expect(search.coefficients == kept)
    design[11, 1] = .nan
    #expect(throws: NumericalError.notFinite(column: 1, row: 11)) {
      try search.fit(design: design, response: response, penalty: 1)
    }
    response[29] = .infinity
    #expect(throws: NumericalError.notFinite(column: nil, row: 29)) {
      try search.fit(design: design, response: response, penalty: 1)
    }
  }

  /// Limits are ten times what was measured on a shared 2-core x86-64 machine.
  @Test(
    "fits 208 × 15 within microseconds",
    .enabled(if: ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil),
    arguments: [(false, 250.0), (true, 400)])
  func speed(isSigned: Bool, limit: Double) throws {
    let designs = (1...50 as ClosedRange<UInt64>).map {
      RidgePathTests.problem(rows: 208, columns: 15, seed: $0)
    }
    let signs = isSigned ? [PenalizedLeastSquares.Sign](repeating: .nonNegative, count: 15) : nil
    var search = PenalizedLeastSquares(rows: 208, columns: 15, signs: signs)
    var best = Double.infinity
    for _ in 0..<20 {
      let duration = try ContinuousClock().measure {
        for _ in 0..<4 {
          for (response, design) in designs {
            try search.fit(design: design, response: response, penalty: 10)
          }
        }
      }
      best = min(best, duration / .microseconds(200))
    }
    print("208 x 15, signs held: \(isSigned): \(best) µs per fit")
    #expect(best < limit)
  }
}
