import Estimation
import Testing

@Suite("Concentration")
struct ConcentrationTests {
  @Test("counts the unit at the boundary in part")
  func topShares() {
    let values = [1, 6, 2, 1.0]
    #expect(topShare(of: values, top: 0.25) == 0.6)
    #expect(topShare(of: values, top: 0.5) == 0.8)
    #expect((topShare(of: values, top: 0.375) - 0.7).magnitude < 1e-15)
    #expect(topShare(of: values, top: 0) == 0)
    #expect(topShare(of: values, top: 1) == 1)
  }

  @Test("of equal units is the share of units", arguments: [0, 0.1, 0.33, 1])
  func equalUnits(share: Double) {
    #expect((topShare(of: [4, 4, 4], top: share) - share).magnitude < 1e-15)
    #expect(topShare(of: [0, 0, 0], top: share) == share)
    #expect(gini(of: [4, 4, 4]) == 0)
    #expect(gini(of: [0, 0, 0]) == 0)
  }

  @Test("by Gini is half the mean difference over the mean")
  func giniByDefinition() {
    let values = [3, 0, 8, 1, 8, 2.5]
    var difference = 0.0
    for first in values {
      for second in values { difference += (first - second).magnitude }
    }
    let total = values.reduce(0, +)
    let expected = difference / (2 * Double(values.count) * total)
    #expect((gini(of: values) - expected).magnitude < 1e-15)
    #expect(gini(of: [0, 0, 0, 9]) == 0.75)
  }

  @Test("correlates by Pearson, and not without variation")
  func correlations() throws {
    let up = try #require(correlation([1, 2, 3], [2, 4, 6]))
    #expect((up - 1).magnitude < 1e-15)
    let down = try #require(correlation([1, 2, 3], [6, 4, 2]))
    #expect((down + 1).magnitude < 1e-15)
    let mixed = try #require(correlation([1, 2, 3, 4], [1, 3, 2, 5]))
    #expect((mixed - 5.5 / (5 * 8.75).squareRoot()).magnitude < 1e-15)
    #expect(correlation([1, 1, 1], [2, 4, 6]) == nil)
    #expect(correlation([1], [2]) == nil)
  }
}
