import Foundation
import Testing

@testable import Statistics

/// Expected values: `Oracles/gaussian_process.py`, the textbook's formulas in NumPy.
@Suite("Gaussian process")
struct GaussianProcessTests {
  /// One recorded process.
  struct Case: Decodable {
    let family: String
    let mean: String
    let lengths: [Double]
    let signal: Double
    let noise: [Double]
    let points: [Double]
    let values: [Double]
    let others: [Double]
    let logLikelihood: Double
    let means: [Double]
    let variances: [Double]
    let leftOut: [[Double]]

    func process() throws -> GaussianProcess {
      try GaussianProcess(
        values, at: matrix(points), family: family == "matern52" ? .matern52 : .squaredExponential,
        mean: mean == "linear" ? .linear : .constant, lengths: lengths, signalVariance: signal,
        noise: noise)
    }

    func matrix(_ elements: [Double]) -> Matrix {
      Matrix(rows: elements.count / lengths.count, columns: lengths.count, elements: elements)
    }
  }

  private static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Oracles/gaussian_process.json")
    let recorded = try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    return recorded ?? []
  }()

  private func isNear(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    (value - expected).magnitude <= tolerance * max(1, expected.magnitude)
  }

  @Test("has the likelihood of the textbook")
  func likelihood() throws {
    #expect(Self.cases.count == 4)
    for recorded in Self.cases {
      #expect(isNear(try recorded.process().logLikelihood, recorded.logLikelihood))
    }
  }

  @Test("predicts means and variances as the textbook")
  func predictions() throws {
    for recorded in Self.cases {
      let prediction = try recorded.process().predictions(at: recorded.matrix(recorded.others))
      for (index, mean) in prediction.means.enumerated() {
        #expect(isNear(mean, recorded.means[index]))
        #expect(isNear(prediction.variances[index], recorded.variances[index]))
      }
    }
  }

  @Test("leaves each value out as if it were fitted without it")
  func leaveOneOut() throws {
    for recorded in Self.cases {
      let left = try recorded.process().leaveOneOut(recorded.values)
      for (index, expected) in recorded.leftOut.enumerated() {
        #expect(isNear(left.means[index], expected[0]))
        #expect(isNear(left.variances[index], expected[1]))
        let residual = (recorded.values[index] - expected[0]) / expected[1].squareRoot()
        #expect(isNear(left.standardizedResiduals[index], residual))
      }
      #expect(left.share(beyond: 0) == 1 && left.share(beyond: 100) == 0)
    }
  }

  @Test("predicts many points in blocks as one by one")
  func blocks() throws {
    let recorded = Self.cases[0]
    let process = try recorded.process()
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/process")
    let many = Matrix(
      rows: 600, columns: 3, elements: (0..<1800).map { stream.uniform(agent: $0, step: 0) * 4 })
    let together = process.predictions(at: many)
    for row in [0, 255, 256, 599] {
      let one = process.predictions(at: many.rows(row..<row + 1))
      #expect(isNear(one.means[0], together.means[row], 1e-11))
      #expect(isNear(one.variances[0], together.variances[row], 1e-11))
    }
  }

  @Test("passes through values without noise and forgets them far away")
  func limits() throws {
    let points = Matrix(rows: 4, columns: 1, elements: [0, 1, 2, 3])
    let values = [1.0, 3, 2, 5]
    let process = try GaussianProcess(
      values, at: points, mean: .constant, lengths: [1], signalVariance: 2,
      noise: [0, 0, 0, 0])
    let at = process.predictions(at: points)
    for index in 0..<4 {
      #expect(isNear(at.means[index], values[index], 1e-12))
      #expect(at.variances[index] < 1e-12)
    }
    let far = process.predictions(at: Matrix(rows: 1, columns: 1, elements: [1000]))
    #expect(far.variances[0] > 2)
  }

  @Test("says which numbers it cannot use")
  func refusals() {
    let points = Matrix(rows: 3, columns: 2, elements: [0, 1, 2, 1, 0, 5])
    #expect(throws: NumericalError.tooFewRows(rows: 3, columns: 3)) {
      try GaussianProcess.fitted([1, 2, 3], at: points)
    }
    #expect(throws: NumericalError.notFinite(column: nil, row: 1)) {
      try GaussianProcess.fitted([1, .nan, 3], at: points, mean: .constant)
    }
    let twice = Matrix(rows: 3, columns: 1, elements: [0, 0, 1])
    #expect(throws: NumericalError.notPositiveDefinite(row: 1)) {
      try GaussianProcess(
        [1, 2, 3], at: twice, mean: .constant, lengths: [1], signalVariance: 1, noise: [0, 0, 0])
    }
  }
}
