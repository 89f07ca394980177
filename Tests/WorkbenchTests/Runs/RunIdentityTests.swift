import Interchange
import Testing

@testable import Workbench

@Suite("Run identity")
struct RunIdentityTests {
  private func identity(
    version: String = "0.1.0", study: String = "forecast", bytes: String = "name: x",
    inputs: [(name: String, hash: UInt64)] = [("a.csv", 1), ("b.csv", 2)], seed: UInt64 = 1,
    replicates: Int = 20, options: [(name: String, value: String)] = [("arm", "a"), ("set", "b=1")]
  ) -> RunIdentity {
    RunIdentity(
      version: version, study: study, scenario: "x", scenarioBytes: Array(bytes.utf8),
      inputs: inputs, seed: seed, replicates: replicates, options: options)
  }

  @Test("stays what it is: a change here makes every kept run a stranger")
  func pinned() {
    #expect(identity().text == "39fb3aac")
  }

  @Test("minds neither the order of options and inputs, nor threads and the clock")
  func stability() {
    let turned = identity(
      inputs: [("b.csv", 2), ("a.csv", 1)], options: [("set", "b=1"), ("arm", "a")])
    #expect(turned.text == identity().text)
    let provenance = identity().provenance(threads: 8, recorded: "2027-01-04T09:30:00Z")
    #expect(provenance.identity == identity().text)
  }

  @Test("changes with everything that determines a result")
  func sensitivity() {
    let others = [
      identity(version: "0.1.1"), identity(study: "compare"), identity(bytes: "name: x "),
      identity(inputs: [("a.csv", 1)]), identity(inputs: [("a.csv", 1), ("b.csv", 3)]),
      identity(inputs: [("a.csv", 2), ("b.csv", 1)]), identity(seed: 2), identity(replicates: 21),
      identity(options: [("arm", "a")]), identity(options: [("arm", "a"), ("set", "b=2")]),
      identity(options: [("arm", "a,set"), ("b", "1")]),
    ]
    let texts = others.map(\.text) + [identity().text]
    #expect(Set(texts).count == texts.count)
  }

  @Test("has eight lower-case hexadecimal characters", arguments: 0..<50)
  func form(seed: UInt64) {
    let text = identity(seed: seed).text
    #expect(text.count == 8 && text.allSatisfy { "0123456789abcdef".contains($0) })
  }
}
