import Statistics
import Testing

@testable import Estimation

@Suite("Budget region")
struct BudgetRegionTests {
  static let region = BudgetRegion(
    low: [0, 1, 0, 0, 2], high: [5, 4, 3, 3, 9],
    groups: [
      .init(places: 0..<2, low: 2, high: 6), .init(places: 2..<4, low: 1, high: 4),
      .init(places: 4..<5, low: 2, high: 9),
    ], total: 12)

  /// No pair of numbers may gain by moving a little of one to the other.
  @Test("projects to the nearest choice", arguments: 0..<40)
  func nearest(number: Int) {
    let stream = RandomStream(seed: 3, replicate: number, purpose: "test/point")
    let point = (0..<5).map { 16 * stream.uniform(agent: $0, step: 0) - 5 }
    let metric = (0..<5).map { 0.05 + 3 * stream.uniform(agent: $0, step: 1) }
    let region = Self.region
    let choice = region.projection(of: point, metric: metric).choice
    #expect((choice.reduce(0, +) - 12).magnitude < 1e-11)
    for place in 0..<5 {
      #expect(choice[place] >= region.low[place] && choice[place] <= region.high[place])
    }
    for group in region.groups {
      let sum = group.places.reduce(0) { $0 + choice[$1] }
      #expect(sum >= group.low - 1e-11 && sum <= group.high + 1e-11)
    }
    func distance(_ at: [Double]) -> Double {
      var sum = 0.0
      for place in 0..<5 {
        let apart = at[place] - point[place]
        sum += metric[place] * apart * apart
      }
      return sum
    }
    func isAllowed(_ at: [Double]) -> Bool {
      for place in 0..<5 where at[place] < region.low[place] || at[place] > region.high[place] {
        return false
      }
      return region.groups.allSatisfy { group in
        let sum = at[group.places].reduce(0, +)
        return sum >= group.low - 1e-9 && sum <= group.high + 1e-9
      }
    }
    for from in 0..<5 {
      for to in 0..<5 where to != from {
        var moved = choice
        moved[from] -= 1e-4
        moved[to] += 1e-4
        if isAllowed(moved) { #expect(distance(moved) > distance(choice)) }
      }
    }
  }

  @Test("leaves a choice where it is")
  func still() {
    let choice = [2.0, 2, 1, 1.5, 5.5]
    let found = Self.region.projection(of: choice, metric: [1, 2, 3, 4, 5])
    #expect(zip(found.choice, choice).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    #expect(found.price.magnitude < 1e-10)
  }
}
