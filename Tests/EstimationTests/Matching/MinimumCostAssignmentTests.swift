import Statistics
import Testing

@testable import Estimation

@Suite("Assignment at the smallest cost")
struct MinimumCostAssignmentTests {
  private func smallest(_ costs: [[Double]], _ taken: Set<Int> = [], row: Int = 0) -> Double {
    guard row < costs.count else { return 0 }
    return costs[row].indices.filter { !taken.contains($0) }.map {
      costs[row][$0] + smallest(costs, taken.union([$0]), row: row + 1)
    }.min() ?? .infinity
  }

  @Test("costs what the best of all permutations costs", arguments: 0..<40)
  func bruteForce(_ replicate: Int) {
    let stream = RandomStream(seed: 5, replicate: replicate, purpose: "test/assignment")
    let rows = 1 + replicate % 5
    let columns = rows + replicate % 3
    let costs = (0..<rows).map { row in
      (0..<columns).map { column in
        let uniform = stream.uniform(agent: row, step: column)
        // Some pairs must not meet; the first column of each row's own always may.
        return uniform < 0.3 && column != row ? Double.infinity : (uniform * 20).rounded()
      }
    }
    let found = MinimumCostAssignment.columns(rows: rows, columns: columns) { costs[$0][$1] }
    #expect(Set(found).count == rows)
    let total = found.enumerated().reduce(0) { $0 + costs[$1.offset][$1.element] }
    #expect((total - smallest(costs)).magnitude < 1e-9)
  }
}
