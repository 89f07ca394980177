import Statistics
import Testing

@Suite("Random stream")
struct RandomStreamTests {
  let stream = RandomStream(seed: 0x0123_4567_89AB_CDEF, replicate: 3, purpose: "hcp/adopt")

  @Test("takes key and counter from the documented places")
  func address() {
    let hash = RandomStream.purposeHash("hcp/adopt")
    let key = Philox4x32.block(
      3, UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32), 0, key: 0x89AB_CDEF, 0x0123_4567)
    let block = Philox4x32.block(5, 7, 9, 0, key: key.0, key.1)
    #expect(stream.word(agent: 20, step: 7, draw: 9) == block.0)
    #expect(stream.word(agent: 21, step: 7, draw: 9) == block.1)
    #expect(stream.word(agent: 22, step: 7, draw: 9) == block.2)
    #expect(stream.word(agent: 23, step: 7, draw: 9) == block.3)
    let high = Philox4x32.block(5, 7, 9, 1, key: key.0, key.1)
    #expect(stream.word(agent: (1 << 34) + 21, step: 7, draw: 9) == high.1)
  }

  /// Published test vectors of FNV-1a; RFC 9923.
  @Test("hashes purposes by FNV-1a")
  func hash() {
    #expect(RandomStream.purposeHash("") == 0xCBF2_9CE4_8422_2325)
    #expect(RandomStream.purposeHash("a") == 0xAF63_DC4C_8601_EC8C)
    #expect(RandomStream.purposeHash("foobar") == 0x8594_4171_F739_67E8)
  }

  @Test("fills exactly the words it would give one by one", arguments: [0, 4, 64, 1 << 34])
  func fill(first: Int) {
    for count in [0, 1, 3, 4, 5, 63, 64, 65, 127, 128, 200, 1_000] {
      for (step, draw) in [(0, 0), (103, 2), (1 << 33, -1)] {
        let agents = first..<first + count
        var words = [UInt32](repeating: 0, count: (count + 3) / 4 * 4 + 2)
        words[words.count - 1] = 77
        words[words.count - 2] = 78
        stream.fill(&words, agents: agents, step: step, draw: draw)
        let expected = agents.map { stream.word(agent: $0, step: step, draw: draw) }
        #expect(Array(words.prefix(count)) == expected)
        #expect(words.suffix(2) == [78, 77], "nothing is written behind the last block")
      }
    }
  }

  @Test("fills across the boundary of the counter's first word")
  func fillAcrossCarry() {
    let first = (1 << 34) - 128
    var words = [UInt32](repeating: 0, count: 256)
    stream.fill(&words, agents: first..<first + 256, step: 1)
    #expect(words == (first..<first + 256).map { stream.word(agent: $0, step: 1) })
  }

  @Test("gives uniform numbers strictly inside the unit interval")
  func uniformEnds() {
    #expect(RandomStream.uniform(from: 0) == 0x1p-33)
    #expect(RandomStream.uniform(from: .max) == 1 - 0x1p-33)
    #expect(
      stream.uniform(agent: 5, step: 2, draw: 1)
        == RandomStream.uniform(from: stream.word(agent: 5, step: 2, draw: 1)))
  }

  @Test("differs with each part of its name")
  func distinct() {
    let others = [
      RandomStream(seed: 0x0123_4567_89AB_CDEE, replicate: 3, purpose: "hcp/adopt"),
      RandomStream(seed: 0x8123_4567_89AB_CDEF, replicate: 3, purpose: "hcp/adopt"),
      RandomStream(seed: 0x0123_4567_89AB_CDEF, replicate: 2, purpose: "hcp/adopt"),
      RandomStream(seed: 0x0123_4567_89AB_CDEF, replicate: 3, purpose: "hcp/adops"),
    ]
    for other in others { #expect(other != stream) }
    #expect(
      stream == RandomStream(seed: 0x0123_4567_89AB_CDEF, replicate: 3, purpose: "hcp/adopt"))
  }

  @Test("stops at agents that do not start a block")
  func misaligned() async {
    await #expect(processExitsWith: .failure) {
      var words = [UInt32](repeating: 0, count: 8)
      RandomStream(seed: 1, replicate: 0, purpose: "x").fill(&words, agents: 2..<6, step: 0)
    }
  }

  @Test("stops at too few words for the last block")
  func tooFewWords() async {
    await #expect(processExitsWith: .failure) {
      var words = [UInt32](repeating: 0, count: 5)
      RandomStream(seed: 1, replicate: 0, purpose: "x").fill(&words, agents: 0..<5, step: 0)
    }
  }
}
