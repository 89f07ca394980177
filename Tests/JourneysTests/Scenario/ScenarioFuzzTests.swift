import Foundation
import Interchange
import Statistics
import Testing

@testable import Journeys

@Suite("Scenario fuzz")
struct ScenarioFuzzTests {
  /// More seeds can be asked for in the environment.
  static let seeds =
    ProcessInfo.processInfo.environment["FUZZ_SEEDS"].flatMap { Int($0) } ?? 200

  static let words = [
    "0", "-1", "1e9", ".nan", "~", "[]", "{}", "\"\"", "none", "all", "rest", "a", "1.5", "$x",
    "hcps", "patients", "clinic", "due", "visit", "email", "rep", "decile", "volume", "role",
    "2027-13-01", "null", "0.5",
  ]

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
      case 0: lines.remove(at: place)
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

  @Test(
    "reads and runs a mutated document, or reports lines inside it",
    arguments: ["tiny", "starter", "rules"])
  func documents(name: String) throws {
    let original =
      name == "rules" ? RuleDocument.text : try RepositoryFile.text("scenarios/\(name).yaml")
    var refused = 0
    for seed in 0..<Self.seeds {
      let text = mutated(original, seed: seed)
      let lineCount = text.split(separator: "\n", omittingEmptySubsequences: false).count
      do {
        let document = try ScenarioDocument(yaml: text, name: "fuzz.yaml")
        let scenario = try document.scenario(arm: document.arms[document.arms.count - 1].name)
        guard scenario.populations.allSatisfy({ $0.size < 10_000 }) else { continue }
        var simulation = Simulation(SimulationPlan(scenario), replicate: 0)
        do {
          for _ in 0..<2 { try simulation.step() }
        } catch {
          #expect(error.description(in: scenario).contains("in the step of 2027-01-"))
        }
      } catch {
        refused += 1
        for problem in error.problems {
          #expect((0...lineCount).contains(problem.line), "seed \(seed): \(problem)")
        }
      }
    }
    #expect(refused > Self.seeds / 4 && refused < Self.seeds)
  }
}
