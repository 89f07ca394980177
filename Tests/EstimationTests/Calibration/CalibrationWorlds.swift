import Statistics

@testable import Estimation

/// A simulator with noise, for searches whose answer is known.
struct CalibrationWorld: Sendable {
  /// Number of parameters.
  let dimension: Int
  /// Statistics of a world: its normal scores, and standard normal noise by number.
  let simulate: @Sendable (_ point: [Double], _ noise: (Int) -> Double) -> [Double]

  /// The statistics of simulations with their numbers.
  func statistics(_ points: [[Double]], from first: Int, seed: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/world")
    return points.enumerated().map { index, point in
      simulate(point) { Normal.quantile(stream.uniform(agent: $0, step: first + index)) }
    }
  }

  /// A search to its end.
  func search(
    _ observed: [Double], tolerances: [Double]? = nil, settings: SequentialABCSettings,
    waves: [StartingWave] = [], seed: UInt64 = 1,
    isAllowed: @escaping @Sendable ([Double]) -> Bool = { _ in true }
  ) -> SequentialABC {
    var search = SequentialABC(
      dimension: dimension,
      observed: ObservedStatistics(
        names: observed.indices.map { "s\($0)" }, values: observed,
        tolerances: tolerances ?? [Double](repeating: 0, count: observed.count)),
      settings: settings, waves: waves, seed: seed, isAllowed: isAllowed)
    var made = 0
    while let points = search.nextPoints() {
      search.learn(statistics(points, from: made, seed: seed))
      made += points.count
    }
    return search
  }
}

/// The moments of a distribution over normal scores with a likelihood, by a sum over a grid.
///
/// - Parameters:
///   - dimension: One or two parameters.
///   - likelihood: Proportional to the chance of what was observed.
/// - Returns: Means and standard deviations.
func gridMoments(
  _ dimension: Int, _ likelihood: ([Double]) -> Double
) -> (means: [Double], deviations: [Double]) {
  let axis = (0...600).map { -6 + Double($0) / 50 }
  var sums = (weight: 0.0, first: [0.0, 0], second: [0.0, 0])
  for first in axis {
    for second in dimension == 2 ? axis : [0] {
      let point = [first, second]
      let prior = Elementary.exp(-(first * first + second * second) / 2)
      let weight = prior * likelihood(point)
      sums.weight += weight
      for index in 0..<2 {
        sums.first[index] += weight * point[index]
        sums.second[index] += weight * point[index] * point[index]
      }
    }
  }
  let means = sums.first.map { $0 / sums.weight }
  let deviations = (0..<2).map {
    (sums.second[$0] / sums.weight - means[$0] * means[$0]).squareRoot()
  }
  return (Array(means.prefix(dimension)), Array(deviations.prefix(dimension)))
}
