import Interchange
import Testing

/// A tiny generator for mutations: SplitMix64 (Steele, Lea and Flood 2014).
struct MutationStream {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}

@Suite("Specification document under mutation")
struct SpecFuzzTests {
  static let seed = """
    # a document
    title: "Launch # 1"
    start: 2026-01-05
    base: &base {share: 0.5, list: [1, 2, 'x']}
    channels:
      email: *base
      visits:
        share: $x * 2   # why
        text: |
          several
          lines
    last: ~
    """

  static let pieces = [
    "[", "]", "{", "}", ":", ": ", "- ", "? ", "*", "*base", "&a ", "#", "\n", "\t", "'", "\"",
    "|", ">", "%", "---\n", "...", "\u{0}", "\u{FEFF}", "é", "\\", "!", "  ", ",", "<<: ", "\r",
    "\u{85}", "\u{1F600}", "!!binary ", "|9\n",
  ]

  @Test("is read, or refused with a line inside the text", arguments: 0..<200)
  func mutated(_ seed: Int) throws {
    var stream = MutationStream(state: UInt64(seed))
    var characters = Array(Self.seed)
    for _ in 0..<20 {
      mutate(&characters, &stream)
      let yaml = String(characters)
      let lineCount = yaml.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
      do {
        let document = try SpecDocument(yaml: yaml, name: "t.yaml")
        #expect(document.comments.keys.allSatisfy { (1...lineCount).contains($0) })
        _ = SpecShapeTests.root.problems(in: document.root, document: "t.yaml")
      } catch {
        #expect(!error.problems.isEmpty)
        for problem in error.problems {
          #expect((0...lineCount).contains(problem.line), "\(problem)")
        }
      }
    }
  }

  private func mutate(_ characters: inout [Character], _ stream: inout MutationStream) {
    let place = stream.next(below: characters.count + 1)
    switch stream.next(below: 4) {
    case 0 where place < characters.count: characters.remove(at: place)
    case 1:
      let length = min(stream.next(below: 30), characters.count - place)
      characters.insert(contentsOf: characters[place..<place + length], at: place)
    default:
      characters.insert(contentsOf: Self.pieces[stream.next(below: Self.pieces.count)], at: place)
    }
  }
}
