import Statistics
import Testing

@Suite("Words of lists and groups")
struct WordListTests {
  private let stream = RandomStream(seed: 5, replicate: 2, purpose: "touch")

  @Test(
    "are those of each address, also when a buffer is used again",
    arguments: [[0], [1], [15], [16], [17], [100, 3, 33]])
  func list(counts: [Int]) {
    var words: [UInt32] = []
    for count in counts {
      let agents = (0..<count).map { Int32($0 * 7_919) }
      let draws = (0..<count).map { UInt8($0 % 256) }
      for firstDraw in [0, 256] {
        stream.fill(
          &words, agents: agents, draws: draws, count: count, firstDraw: firstDraw, step: -3)
        for place in 0..<count {
          let word = stream.word(
            agent: Int(agents[place]), step: -3, draw: firstDraw + Int(draws[place]))
          #expect(words[place] == word)
        }
      }
    }
  }

  @Test("are those of each agent in the groups asked for, and untouched in the others")
  func groups() {
    let asked: [UInt64] = [99, 1, 0, 1 << 63, 0, ~0]
    var words = [UInt32](repeating: 7, count: 64 * 5)
    stream.fill(&words, where: asked, from: 1, step: -3, draw: 2)
    for row in words.indices {
      let isAsked = asked[1 + row / 64] != 0
      #expect(words[row] == (isAsked ? stream.word(agent: row, step: -3, draw: 2) : 7))
    }
  }
}
