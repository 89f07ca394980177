import Statistics
import Testing

@testable import Estimation

@Suite("Sets of resembling units")
struct ResemblingSetsTests {
  private func space(_ count: Int, replicate: Int) -> MahalanobisSpace {
    let stream = RandomStream(seed: 23, replicate: replicate, purpose: "test/sets")
    func numbers(_ step: Int) -> [Double] {
      (0..<count).map { Normal.quantile(stream.uniform(agent: $0, step: step)) }
    }
    return MahalanobisSpace(
      [Covariate("x", numbers: numbers(0)), Covariate("y", numbers: numbers(1))], units: count)
  }

  /// The smallest total of all ways to split units into sets.
  private func smallest(_ units: [Int], size: Int, _ space: MahalanobisSpace) -> Double {
    guard let first = units.first else { return 0 }
    func choices(_ rest: ArraySlice<Int>, _ count: Int) -> [[Int]] {
      guard count > 0 else { return [[]] }
      return rest.indices.flatMap { place in
        choices(rest[(place + 1)...], count - 1).map { [rest[place]] + $0 }
      }
    }
    return choices(units.dropFirst(), min(size, units.count) - 1).map { others in
      let set = [first] + others
      let cost = set.indices.reduce(0.0) { sum, place in
        set[..<place].reduce(sum) { $0 + space.distance(set[place], $1) }
      }
      let left = units.filter { !set.contains($0) }
      return cost + smallest(left, size: size, space)
    }.min() ?? 0
  }

  @Test("are the best of all pairs of ten units", arguments: 0..<30)
  func pairs(replicate: Int) {
    let space = space(10, replicate: replicate)
    let found = ResemblingSets(of: Array(0..<10), size: 2, in: space)
    #expect(found.sets.allSatisfy { $0.count == 2 })
    #expect(found.sets.flatMap(\.self).sorted() == Array(0..<10))
    #expect((found.total - smallest(Array(0..<10), size: 2, space)).magnitude < 1e-9)
  }

  @Test("are within a twentieth of the best threes of nine units", arguments: 0..<10)
  func threes(replicate: Int) {
    let space = space(9, replicate: replicate)
    let found = ResemblingSets(of: Array(0..<9), size: 3, in: space)
    #expect(found.total <= 1.05 * smallest(Array(0..<9), size: 3, space))
  }

  @Test("leave out the few that do not fill a set")
  func leftOver() {
    let found = ResemblingSets(of: Array(0..<11), size: 3, in: space(11, replicate: 0))
    #expect(found.sets.map(\.count) == [3, 3, 3, 2])
  }

  @Test("measure distances as the inverse covariance does")
  func distance() {
    // By hand: variances 5/3 and 5/3, covariance 4/3; the inverse is [5, -4; -4, 5] / 3.
    let space = MahalanobisSpace(
      [
        Covariate("x", numbers: [1, 2, 3, 4]), Covariate("y", numbers: [1, 3, 2, 4]),
        Covariate("twice", numbers: [2, 4, 6, 8]),
      ], units: 4)
    #expect(space.dimensions == 2)
    let expected = ((5.0 * 1 - 2 * 4.0 * 2 + 5.0 * 4) / 3).squareRoot()
    #expect((space.distance(0, 1) - expected).magnitude < 1e-12)
  }
}
