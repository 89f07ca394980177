import Statistics
import TestSupport
import Testing

@Suite("Cumulative shares")
struct CumulativeSharesTests {
  @Test("give each category the cell of its share, in order")
  func cells() {
    let shares = CumulativeShares([0.25, 0.5, 0.25])
    #expect(shares.index(of: 0) == 0)
    #expect(shares.index(of: 0.2499) == 0)
    #expect(shares.index(of: 0.25) == 1)
    #expect(shares.index(of: 0.7499) == 1)
    #expect(shares.index(of: 0.75) == 2)
    #expect(shares.index(of: 1 - 0x1p-33) == 2)
  }

  @Test("never draw a share of zero, wherever it stands")
  func zeros() {
    let shares = CumulativeShares([0, 0.5, 0, 0.5, 0, 0])
    let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/shares")
    let drawn = (0..<10_000).map { shares.index(of: stream.uniform(agent: $0, step: 0)) }
    #expect(Set(drawn) == [1, 3])
    #expect(shares.index(of: 0) == 1)
    #expect(shares.index(of: 1 - 0x1p-53) == 3)
  }

  @Test("take weights that do not sum to one")
  func weights() {
    #expect(CumulativeShares([1, 2, 1]) == CumulativeShares([0.25, 0.5, 0.25]))
    #expect(CumulativeShares([Double](repeating: 0.1, count: 10)).index(of: 1 - 0x1p-53) == 9)
  }

  @Test("stop at shares that sum to zero")
  func nothing() async {
    await #expect(processExitsWith: .failure) { _ = CumulativeShares([0, 0]) }
  }
}
