import Testing

@testable import Statistics

@Suite("Fit of a Gaussian process")
struct GaussianProcessFittingTests {
  /// Points in the unit cube by Sobol's sequence.
  static func design(_ count: Int, _ dimension: Int, seed: UInt64 = 4) -> Matrix {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/design")
    let sequence = SobolSequence(dimension: dimension, scrambling: stream)
    var points = Matrix(rows: count, columns: dimension)
    for row in 0..<count {
      for (column, value) in sequence.point(row).enumerated() { points[row, column] = value }
    }
    return points
  }

  /// A wavy function of the first two coordinates with a slope in the third.
  static func values(_ points: Matrix, noise: Double, seed: UInt64 = 4) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/noise")
    return (0..<points.rows).map { row in
      let wave = Elementary.sin(5 * points[row, 0]) + points[row, 1] * points[row, 1]
      let slope = points.columns > 2 ? 0.5 * points[row, 2] : 0
      return 100 + 10
        * (wave + slope + noise * Normal.quantile(stream.uniform(agent: row, step: 0)))
    }
  }

  @Test(
    "climbs by the true gradient",
    arguments: [CovarianceFamily.matern52, .squaredExponential], [false, true])
  func gradient(family: CovarianceFamily, isKnown: Bool) throws {
    let points = Self.design(30, 3)
    let values = Self.values(points, noise: 0.1).map { ($0 - 100) / 10 }
    let basis = MeanBasis(.linear, of: points)
    let scaled = basis.scaled(points)
    let likelihood = MarginalLikelihood(
      family: family, points: scaled, columns: basis.columns(scaled), values: values,
      noise: isKnown ? (0..<30).map { 0.01 + 0.001 * Double($0) } : nil)
    let parameters = Array([-0.7, 0.4, 1.2, 0.3, -2.0].prefix(likelihood.count))
    let found = try #require(likelihood.negative(parameters))
    for index in parameters.indices {
      var (above, below) = (parameters, parameters)
      above[index] += 1e-5
      below[index] -= 1e-5
      let difference =
        try #require(likelihood.negative(above)).value
        - (try #require(likelihood.negative(below)).value)
      #expect((found.gradient[index] - difference / 2e-5).magnitude < 1e-6)
    }
  }

  @Test("ends where no step in any parameter gains")
  func optimum() throws {
    let points = Self.design(60, 3)
    let values = Self.values(points, noise: 0.1)
    let process = try GaussianProcess.fitted(values, at: points)
    let basis = process.basis
    let scaled = basis.scaled(points)
    let mean = values.reduce(0, +) / 60
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60
    let likelihood = MarginalLikelihood(
      family: .matern52, points: scaled, columns: basis.columns(scaled),
      values: values.map { ($0 - mean) / square.squareRoot() }, noise: nil)
    var parameters = zip(process.lengths, basis.scales).map { Elementary.log($0 / $1) }
    parameters.append(Elementary.log(process.signalVariance / square))
    parameters.append(Elementary.log(process.noise[0] / square - MarginalLikelihood.jitter))
    let best = try #require(likelihood.negative(parameters))
    #expect(best.gradient.allSatisfy { $0.magnitude < 0.02 })
    for index in parameters.indices {
      for step in [-0.2, 0.2] {
        var other = parameters
        other[index] += step
        #expect(try #require(likelihood.negative(other)).value > best.value)
      }
    }
  }

  @Test("finds the noise, and lengths that are longer where the function is straighter")
  func recovery() throws {
    let points = Self.design(200, 4)
    let values = Self.values(points, noise: 0.2)
    let process = try GaussianProcess.fitted(values, at: points)
    // The true standard deviation is 2; that of an estimate from 200 values is 0.1.
    #expect((1.6...2.4).contains(process.noise[0].squareRoot()))
    #expect(process.lengths[3] > 3 * process.lengths[0])
    let others = Self.design(400, 4, seed: 8)
    let truth = Self.values(others, noise: 0)
    let prediction = process.predictions(at: others)
    let scores = truth.indices.map {
      (truth[$0] - prediction.means[$0]) / prediction.variances[$0].squareRoot()
    }
    #expect(scores.count { $0.magnitude < 3 } > 380)
    let error = truth.indices.reduce(0) { sum, index in
      sum + (truth[index] - prediction.means[index]) * (truth[index] - prediction.means[index])
    }
    // The function's own spread is 8.
    #expect((error / 400).squareRoot() < 1.2)
    let left = process.leaveOneOut(values)
    #expect(left.share(beyond: 3) < 0.03)
    #expect(left.share(beyond: 1) > 0.2 && left.share(beyond: 1) < 0.45)
  }

  @Test("tells a function of few coordinates among many from noise")
  func manyCoordinates() throws {
    let stream = RandomStream(seed: 6, replicate: 0, purpose: "test/many")
    func normal(_ agent: Int, _ step: Int) -> Double {
      Normal.quantile(stream.uniform(agent: agent, step: step))
    }
    let points = Matrix(rows: 250, columns: 10, elements: (0..<2500).map { normal($0, 0) })
    let values = (0..<250).map { row in
      Elementary.sin(1.5 * points[row, 0]) + 0.5 * points[row, 1] * points[row, 2]
        + 0.2 * normal(row, 1)
    }
    // A trend with noise alone would leave a standard deviation of 0.6.
    let process = try GaussianProcess.fitted(values, at: points)
    #expect((0.12...0.28).contains(process.noise[0].squareRoot()))
  }

  @Test("is unmoved by the units of values and coordinates")
  func units() throws {
    let points = Self.design(50, 2)
    let values = Self.values(points, noise: 0.1)
    let one = try GaussianProcess.fitted(values, at: points)
    let other = try GaussianProcess.fitted(
      values.map { 1e6 * $0 - 5 }, at: points.scalingColumns([1000, 1e-3]))
    let here = one.predictions(at: Self.design(5, 2, seed: 2))
    let there = other.predictions(at: Self.design(5, 2, seed: 2).scalingColumns([1000, 1e-3]))
    for index in 0..<5 {
      #expect(
        ((there.means[index] + 5) / 1e6 - here.means[index]).magnitude < 1e-5)
      #expect(isClose(there.variances[index] / 1e12, here.variances[index], relative: 1e-4))
    }
  }

  @Test("takes exact values, repeated points, equal values and known noise")
  func unusualValues() throws {
    let points = Self.design(40, 2)
    let exact = try GaussianProcess.fitted(Self.values(points, noise: 0), at: points)
    #expect(exact.noise[0] < 1e-3)
    var doubled = Matrix(rows: 80, columns: 2)
    for column in 0..<2 {
      doubled.replaceColumn(
        column, with: Array(points.column(column)) + Array(points.column(column)))
    }
    let single = Self.values(points, noise: 0)
    let repeated = try GaussianProcess.fitted(single + single, at: doubled)
    #expect(repeated.noise[0] < 1e-3)
    let equal = try GaussianProcess.fitted([Double](repeating: 7, count: 40), at: points)
    let prediction = equal.predictions(at: Self.design(3, 2, seed: 1))
    #expect(prediction.means.allSatisfy { ($0 - 7).magnitude < 1e-9 })
    let known = try GaussianProcess.fitted(
      Self.values(points, noise: 0.3), at: points,
      noise: .known([Double](repeating: 9, count: 40)))
    #expect(known.noise.allSatisfy { ($0 - 9).magnitude < 1e-5 })
  }
}
