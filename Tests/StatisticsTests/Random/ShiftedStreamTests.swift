import Statistics
import Testing

@Suite("Streams of a part of the agents")
struct ShiftedStreamTests {
  private let stream = RandomStream(seed: 9, replicate: 4, purpose: "test")

  @Test("give the words of the whole", arguments: [0, 4, 64, 1 << 33])
  func words(rows: Int) {
    let part = stream.shifted(by: rows)
    var filled = [UInt32](repeating: 0, count: 200)
    part.fill(&filled, agents: 0..<200, step: 3, draw: 1)
    var grouped = [UInt32](repeating: 0, count: 192)
    part.fill(&grouped, where: [1, 1, 1], step: 3, draw: 1)
    #expect(grouped == Array(filled[..<192]))
    var listed: [UInt32] = []
    part.fill(
      &listed, agents: (0..<200).map { Int32($0) }, draws: [UInt8](repeating: 1, count: 200),
      count: 200, step: 3)
    #expect(Array(listed[..<200]) == filled)
    for agent in 0..<200 {
      #expect(part.word(agent: agent, step: 3, draw: 1) == filled[agent])
      #expect(stream.word(agent: rows + agent, step: 3, draw: 1) == filled[agent])
      #expect(part.quartet(agent: agent, step: 3) == stream.quartet(agent: rows + agent, step: 3))
    }
  }

  @Test("give quartets sixteen at a time", arguments: [0, 3, 77, (1 << 32) - 5])
  func sixteen(rows: Int) {
    let part = stream.shifted(by: rows)
    let many = part.sixteenQuartets(ofStepsFrom: 40, agent: 21)
    for lane in 0..<16 {
      let one = stream.quartet(agent: rows + 21, step: 40 + lane)
      #expect(many.first[lane] == one.0)
      #expect(many.second[lane] == one.1)
      #expect(many.third[lane] == one.2)
      #expect(many.fourth[lane] == one.3)
      let wide = part.wideQuartet(row: part.row(of: 21 + lane), step: 40, draw: 3)
      let other = stream.quartet(agent: rows + 21 + lane, step: 40, draw: 3)
      #expect(UInt32(truncatingIfNeeded: wide.0) == other.0)
      #expect(UInt32(truncatingIfNeeded: wide.3) == other.3)
    }
  }
}
