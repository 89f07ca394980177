import Statistics
import Testing

@Suite("Quartets of a list")
struct QuartetColumnsTests {
  @Test(
    "are those of each address, also when a buffer is used again",
    arguments: [[0], [1], [15], [16], [17], [100, 3, 33]])
  func twin(counts: [Int]) {
    let stream = RandomStream(seed: 5, replicate: 2, purpose: "touch")
    var columns = QuartetColumns()
    for count in counts {
      let agents = (0..<count).map { Int32($0 * 7_919) }
      let draws = (0..<count).map { UInt8($0 % 256) }
      columns.fill(from: stream, agents: agents, draws: draws, count: count, step: -3)
      for place in 0..<count {
        let words = stream.quartet(
          agent: Int(agents[place]), step: -3, draw: Int(draws[place]))
        #expect(columns.first[place] == words.0 && columns.second[place] == words.1)
        #expect(columns.third[place] == words.2 && columns.fourth[place] == words.3)
      }
    }
  }
}
