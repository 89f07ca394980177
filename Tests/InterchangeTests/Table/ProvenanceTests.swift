import Interchange
import Testing

@Suite("Provenance")
struct ProvenanceTests {
  func provenance(seed: UInt64 = 7, threads: Int? = nil, recorded: String? = nil) -> Provenance {
    Provenance(
      tool: "rounds", version: "1.0.0", study: "forecast", scenario: "tiny",
      scenarioHash: "0011aabb", seed: seed, replicates: 20, threads: threads,
      options: [("level", "0.9")], inputs: [("history.csv", "cafebabe")], recorded: recorded)
  }

  @Test("hashes as the published vectors of FNV-1a say")
  func hash() {
    #expect(contentHash("".utf8) == 0xCBF2_9CE4_8422_2325)
    #expect(contentHash("a".utf8) == 0xAF63_DC4C_8601_EC8C)
    #expect(contentHash("foobar".utf8) == 0x8594_4171_F739_67E8)
    #expect(contentHash(Array("foobar".utf8)) == 0x8594_4171_F739_67E8)
    #expect(hex8(0x0000_0001_0000_0001) == "00000000")
    #expect(hex8(0x8594_4171_F739_67E8) == "72ad2699")
  }

  @Test("keeps its identity whatever the threads and the clock")
  func identity() {
    let plain = provenance()
    #expect(plain.identity == provenance(threads: 8, recorded: "noon").identity)
    #expect(plain.identity != provenance(seed: 8).identity)
    #expect(plain.identity.count == 8)
  }

  @Test("writes everything that is needed to make the result again")
  func json() {
    #expect(
      provenance(threads: 2, recorded: "noon").jsonValue.text(indent: nil)
        == #"{"tool":"rounds","version":"1.0.0","study":"forecast","scenario":"tiny","#
        + #""scenarioHash":"0011aabb","seed":"7","replicates":20,"options":{"level":"0.9"},"#
        + #""inputs":{"history.csv":"cafebabe"},"threads":2,"recorded":"noon"}"#)
  }
}
