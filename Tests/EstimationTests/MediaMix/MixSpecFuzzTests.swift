import Estimation
import Foundation
import Interchange
import Statistics
import Testing

@Suite("Mix specification under mutation")
struct MixSpecFuzzTests {
  /// More seeds can be asked for in the environment.
  static let seeds =
    ProcessInfo.processInfo.environment["FUZZ_SEEDS"].flatMap { Int($0) } ?? 200

  static let words = [
    "0", "-1", "1e300", "9007199254740993", ".nan", "~", "[]", "{}", "\"\"", "none", "all", "true",
    "false", "1.5", "$x", "1/0", "week", "nrx", "email", "hill", "beta", "normal", "ridge",
    "poisson",
    "regression", "{ beta: [1, 3] }", "[0, 1]", "share", "effect", "é",
  ]

  @Test("is read, or refused with lines inside the document")
  func documents() {
    var (read, refused) = (0, 0)
    for text in [MixDocuments.minimal, MixDocuments.full] {
      for seed in 0..<Self.seeds {
        let mutated = mutated(text, seed: seed)
        let lineCount = mutated.split(separator: "\n", omittingEmptySubsequences: false).count
        do {
          let spec = try MixSpec(yaml: mutated, name: "fuzz.yaml")
          #expect(!spec.panelLayout.variables.isEmpty)
          read += 1
        } catch {
          #expect(!error.problems.isEmpty)
          for problem in error.problems {
            #expect((0...lineCount).contains(problem.line), "\(problem)")
          }
          refused += 1
        }
      }
    }
    // Mutations that are all read, or all refused, would test little.
    #expect(read > 0 && refused > 0)
  }

  /// A document with a few words replaced, lines dropped or doubled.
  private func mutated(_ text: String, seed: Int) -> String {
    let stream = RandomStream(seed: UInt64(seed), replicate: 0, purpose: "test/fuzz")
    var draw = 0
    func number(below limit: Int) -> Int {
      draw += 1
      return min(limit - 1, Int(stream.uniform(agent: 0, step: draw) * Double(limit)))
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    for _ in 0...number(below: 4) {
      let place = number(below: lines.count)
      switch number(below: 6) {
      case 0 where lines.count > 1: lines.remove(at: place)
      case 1: lines.insert(lines[number(below: lines.count)], at: place)
      default:
        var parts = lines[place].split(separator: " ", omittingEmptySubsequences: false).map {
          String($0)
        }
        let index = number(below: parts.count)
        let ending = parts[index].hasSuffix(",") ? "," : parts[index].hasSuffix(":") ? ":" : ""
        if !parts[index].isEmpty {
          parts[index] = Self.words[number(below: Self.words.count)] + ending
        }
        lines[place] = parts.joined(separator: " ")
      }
    }
    return lines.joined(separator: "\n")
  }
}
