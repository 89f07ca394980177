import Testing

@testable import Statistics

@Suite("Warm-up")
struct WarmupTests {
  /// Followed by hand through the rules of Stan's reference manual, "HMC algorithm parameters".
  @Test(
    "has the windows of Stan",
    arguments: [
      (1000, 75, [100, 150, 250, 450, 950]), (500, 75, [100, 150, 250, 450]), (150, 75, [100]),
      (200, 75, [100, 150]), (180, 75, [100, 130]), (100, 15, [90]), (20, 3, [18]), (19, 19, []),
      (0, 0, []),
    ] as [(Int, Int, [Int])])
  func windows(warmup: Int, start: Int, ends: [Int]) {
    let schedule = WarmupSchedule(warmup: warmup)
    #expect(schedule.start == start)
    #expect(schedule.ends == ends)
  }

  @Test(
    "learns scales early",
    arguments: [(1000, [10, 25, 50, 75]), (100, [10, 15]), (20, []), (0, [])] as [(Int, [Int])])
  func earlyWindows(warmup: Int, ends: [Int]) {
    #expect(WarmupSchedule(warmup: warmup).earlyEnds == ends)
  }

  @Test("chooses a dense metric where the last window has draws enough for it")
  func automatic() {
    func isDense(_ warmup: Int, _ dimension: Int) -> Bool {
      NoUTurnSampler<Flat>.isDense(SamplerSettings(warmup: warmup), dimension: dimension)
    }
    #expect(isDense(1000, 100))
    #expect(!isDense(1000, 101))
    #expect(!isDense(5000, 101))
    #expect(isDense(150, 5))
    #expect(!isDense(150, 6))
    #expect(!isDense(0, 1))
  }

  /// One step of the recursion by hand: x₁ = log(10 ε) − √1 / 0.05 · (0.8 − α) / 11.
  @Test("averages step sizes as Hoffman and Gelman do")
  func dualAveraging() {
    var adaptation = StepSizeAdaptation(target: 0.8, stepSize: 0.1)
    let first = adaptation.learn(from: 0.5)
    #expect(isClose(first, Elementary.exp(-20 * 0.3 / 11), relative: 1e-13))
    #expect(isClose(adaptation.settled, first, relative: 1e-13))
    let second = adaptation.learn(from: 1)
    let shortfall = 11.0 / 12 * 0.3 / 11 - 0.2 / 12
    let logarithm = -2.0.squareRoot() / 0.05 * shortfall
    #expect(isClose(second, Elementary.exp(logarithm), relative: 1e-13))
    let weight = Elementary.pow(2, -0.75)
    let settled = weight * logarithm + (1 - weight) * -20 * 0.3 / 11
    #expect(isClose(adaptation.settled, Elementary.exp(settled), relative: 1e-13))
  }

  @Test("recovers a covariance exactly but for its shrinkage, from draws and gradients")
  func metricEstimate() {
    // Uniform draws with a covariance, and the gradients of a normal density of that covariance.
    // The covariance of the draws alone is off by 2 % in 4,000 draws.
    let covariance = Matrix(rows: 2, columns: 2, elements: [4e-6, 1.5, 1.5, 1e6])
    let determinant = 4 - 2.25
    var estimate = MetricEstimate(dimension: 2, isDense: true)
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/draws")
    var point = MovingPoint(dimension: 2)
    for draw in 0..<4000 {
      let first = 12.0.squareRoot() * (stream.uniform(agent: 0, step: draw) - 0.5)
      let second = 12.0.squareRoot() * (stream.uniform(agent: 1, step: draw) - 0.5)
      point.position = [2e-3 * first, 750 * first + 437_500.0.squareRoot() * second]
      point.gradient = [
        -(1e6 * point.position[0] - 1.5 * point.position[1]) / determinant,
        -(4e-6 * point.position[1] - 1.5 * point.position[0]) / determinant,
      ]
      estimate.add(point)
    }
    guard case .dense(let metric) = estimate.inverseMetric else {
      Issue.record("the estimate is dense")
      return
    }
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      #expect(isClose(metric[row, column], covariance[row, column], relative: 3e-3))
    }
    let balanced = (4e-6 * determinant / 1e6).squareRoot()
    #expect(isClose(estimate.balancedVariances[0], balanced, relative: 0.05))
  }

  @Test("takes the geometric mean of matrices, which solves G A⁻¹ G = B")
  func mean() throws {
    let first = Matrix(rows: 2, columns: 2, elements: [4, 1, 1, 3])
    let second = Matrix(rows: 2, columns: 2, elements: [1e6, 500, 500, 2])
    let mean = try #require(geometricMean(first, second))
    let product = mean.times(try #require(inverse(of: first))).times(mean)
    for (value, expected) in zip(product.elements, second.elements) {
      #expect(isClose(value, expected, relative: 1e-9))
    }
    #expect(geometricMean(first, Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1])) == nil)
  }

  @Test("gives momenta the covariance whose inverse is the metric")
  func momenta() throws {
    let covariance = Matrix(rows: 2, columns: 2, elements: [4, 3, 3, 9])
    let kinetic = try #require(KineticEnergy(.dense(covariance)))
    // z ↦ p is linear: its columns C satisfy C Cᵀ = M, the inverse of the covariance.
    var first = [1.0, 0]
    var second = [0.0, 1]
    kinetic.scale(&first)
    kinetic.scale(&second)
    let determinant = 27.0
    let masses = [9 / determinant, -3 / determinant, 4 / determinant]
    #expect(isClose(first[0] * first[0] + second[0] * second[0], masses[0], relative: 1e-13))
    #expect(isClose(first[0] * first[1] + second[0] * second[1], masses[1], relative: 1e-13))
    #expect(isClose(first[1] * first[1] + second[1] * second[1], masses[2], relative: 1e-13))
    #expect(KineticEnergy(.diagonal([1, 0])) == nil)
    #expect(KineticEnergy(.dense(Matrix(rows: 1, columns: 1, repeating: -1))) == nil)
  }

  @Test("refuses settings that are none")
  func settings() async {
    await #expect(processExitsWith: .failure) { _ = SamplerSettings(targetAcceptance: 1) }
    await #expect(processExitsWith: .failure) { _ = SamplerSettings(maximumDepth: 0) }
    await #expect(processExitsWith: .failure) { _ = SamplerSettings(draws: -1) }
  }
}
