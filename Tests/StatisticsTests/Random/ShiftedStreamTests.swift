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

  @Test("give quartets in wide lanes", arguments: [0, 3, 77, (1 << 32) - 5])
  func wide(rows: Int) {
    let part = stream.shifted(by: rows)
    for agent in 21..<37 {
      for draw in [0, 3] {
        let wide = part.wideQuartet(row: part.row(of: agent), step: 40, draw: UInt64(draw))
        let one = stream.quartet(agent: rows + agent, step: 40, draw: draw)
        #expect(UInt32(truncatingIfNeeded: wide.0) == one.0)
        #expect(UInt32(truncatingIfNeeded: wide.1) == one.1)
        #expect(UInt32(truncatingIfNeeded: wide.2) == one.2)
        #expect(UInt32(truncatingIfNeeded: wide.3) == one.3)
      }
    }
  }
}
