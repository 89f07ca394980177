import Statistics
import Testing

/// Expected values: ArviZ 0.23.4, by `Oracles/sampling_diagnostics.py`.
@Suite("Leave-one-out evaluation")
struct LeaveOneOutTests {
  static func logLikelihoods() throws -> Matrix {
    let rows = try OracleTable("sampling_loglikelihoods.csv", hasHeader: false).rows
    let columns = try #require(rows.first).indices
    return Matrix(
      rows: rows.count, columns: columns.count,
      elements: columns.flatMap { column in rows.map { Double($0[column]) ?? .nan } })
  }

  @Test("agrees with ArviZ, from light tails to weights without a tail")
  func oracle() throws {
    let logLikelihoods = try Self.logLikelihoods()
    for row in try OracleTable("sampling_loo.csv").rows.map({ $0.map { Double($0) ?? .nan } }) {
      let evaluation = LeaveOneOut(logLikelihoods, relativeEfficiency: row[0])
      #expect(isClose(evaluation.expectedLogDensity, row[1], relative: 1e-8))
      #expect(isClose(evaluation.standardError, row[2], relative: 1e-8))
      #expect(isClose(evaluation.effectiveParameters, row[3], relative: 1e-8))
      for observation in 0..<8 {
        #expect(isClose(evaluation.pointwise[observation], row[4 + observation], relative: 1e-8))
      }
      for observation in 0..<7 {
        let shape = evaluation.paretoShapes[observation]
        #expect(isClose(shape, row[12 + observation], relative: 1e-8))
      }
      // Equal weights have no tail.
      #expect(evaluation.paretoShapes[7] == .infinity)
    }
  }

  @Test("costs no density for an observation that tells nothing")
  func constant() {
    let logLikelihoods = Matrix(rows: 100, columns: 3, repeating: -1.5)
    let evaluation = LeaveOneOut(logLikelihoods)
    #expect(isClose(evaluation.expectedLogDensity, -4.5, relative: 1e-13))
    #expect(evaluation.standardError == 0)
    #expect(evaluation.effectiveParameters.magnitude < 1e-13)
  }

  @Test("trusts shapes up to 0.7, and less with few draws")
  func largestShape() {
    #expect(LeaveOneOut.largestShape(draws: 4000) == 0.7)
    #expect(isClose(LeaveOneOut.largestShape(draws: 100), 0.5, relative: 1e-14))
  }
}
