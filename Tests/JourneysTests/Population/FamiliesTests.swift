import Statistics
import Testing

@testable import Journeys

@Suite("Families")
struct FamiliesTests {
  @Test("spread children evenly", arguments: [(10, 3), (7, 7), (3, 5), (1_000, 13)])
  func even(children: Int, parents: Int) {
    let families = Families(children, over: parents, weights: nil)
    let expected = (0..<children).map { Int32($0 * parents / children) }
    #expect(families.parents(in: 0..<parents) == expected)
    #expect(families.firstChild.last == children)
  }

  @Test("spread children by weight: the middle of each child's share lies in its parent's")
  func weighted() {
    let stream = RandomStream(seed: 3, replicate: 0, purpose: "test")
    let weights = (0..<50).map { $0 % 7 == 0 ? 0 : stream.uniform(agent: $0, step: 0) }
    let total = weights.reduce(0, +)
    let rows = Families(800, over: 50, weights: weights).parents(in: 0..<50)
    #expect(rows.count == 800)
    for (child, parent) in rows.enumerated() {
      let place = (Double(child) + 0.5) / 800 * total
      let before = weights[..<Int(parent)].reduce(0, +)
      #expect(before <= place + 1e-9 && place <= before + weights[Int(parent)] + 1e-9)
    }
  }

  @Test("of a run of parents are those of the whole", arguments: [0..<9, 9..<30, 30..<50])
  func parts(run: Range<Int>) {
    let families = Families(
      800, over: 50, weights: (0..<50).map { Double($0 % 5) + 0.1 })
    let whole = families.parents(in: 0..<50)
    let own = families.parents(in: run)
    let expected = whole[families.children(of: run)].map { $0 - Int32(run.lowerBound) }
    #expect(own == expected)
  }
}
