import Statistics
import Testing

@testable import Estimation

@Suite("Random rounding")
struct RandomRoundingTests {
  @Test("keeps the sums of rows and rounds those of columns", arguments: 0..<60)
  func sums(replicate: Int) {
    let stream = RandomStream(seed: 29, replicate: replicate, purpose: "test/rounding")
    let (rows, columns, whole) = (1 + replicate, 2 + replicate % 6, 10)
    var parts: [Int] = []
    for row in 0..<rows {
      let free = (0..<columns - 1).map { Int(stream.uniform(agent: row, step: $0) * 10) }
      let rest = (whole - free.reduce(0, +) % whole) % whole
      parts += free + [rest]
    }
    let rounded = RandomRounding.rounded(
      parts, columns: columns, whole: whole, order: Array((0..<rows).reversed())
    ) { stream.uniform(agent: $0, step: 100) }
    #expect(rounded.allSatisfy { $0 == 0 || $0 == 1 })
    for row in 0..<rows {
      let range = row * columns..<(row + 1) * columns
      #expect(rounded[range].reduce(0, +) * whole == parts[range].reduce(0, +))
    }
    for column in 0..<columns {
      let places = stride(from: column, to: parts.count, by: columns)
      let sum = places.reduce(0) { $0 + rounded[$1] }
      let exact = places.reduce(0) { $0 + parts[$1] }
      #expect((sum * whole - exact).magnitude < whole)
    }
    for (part, result) in zip(parts, rounded) where part == 0 { #expect(result == 0) }
  }

  @Test("makes shares the smallest whole numbers")
  func shares() {
    #expect(ArmShares([0.5, 0.3, 0.2]).weights == [5, 3, 2])
    let third = 1.0 / 3
    #expect(ArmShares([third, third, third]).weights == [1, 1, 1])
    #expect(ArmShares([0.05, 0.95]).weights == [1, 19])
    #expect(ArmShares(equal: 3).shares == [third, third, third])
    let odd = ArmShares([0.123_456_789, 0.876_543_211])
    #expect(odd.weights == [123_457, 876_543])
  }
}
