import Foundation

/// What `rounds-bench` is asked for: a table, the scaling curves, or one world under a profiler.
struct Options {
  /// What is printed.
  enum Mode: String, CaseIterable {
    case figures
    case scaling
    case once
  }

  /// Which figures are printed.
  enum Part: String, CaseIterable {
    case all
    case simulation
    case mix
    case experiments
    case calibration

    /// Whether figures of another part belong to this one.
    func includes(_ other: Part) -> Bool { self == .all || self == other }
  }

  /// What is wrong with the command line.
  struct Misuse: Error, CustomStringConvertible {
    let description: String
  }

  var mode = Mode.figures
  var repeats = 5
  var revision = "not stated"
  var date = "not stated"
  var program = ".build/release/rounds"
  var isFull = false
  var work = "journey-mini"
  var part = Part.all

  /// Reads `figures`, `scaling` or `once` and words such as `repeats=5`.
  init(_ words: [String]) throws {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map { String($0) }
      if parts.count == 1, let mode = Mode(rawValue: word) {
        self.mode = mode
        continue
      }
      guard parts.count == 2 else { throw Misuse(description: Self.refusal(word)) }
      switch parts[0] {
      case "repeats":
        guard let repeats = Int(parts[1]), repeats >= 1 else {
          throw Misuse(
            description: "rounds-bench: \(word): write a number of repeats of at least 1")
        }
        self.repeats = repeats
      case "revision": revision = parts[1]
      case "date": date = parts[1]
      case "rounds": program = parts[1]
      case "full": isFull = parts[1] == "1"
      case "work": work = parts[1]
      case "part":
        guard let part = Part(rawValue: parts[1]) else {
          throw Misuse(
            description: "rounds-bench: \(word): write part= and one of "
              + Part.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self.part = part
      default: throw Misuse(description: Self.refusal(word))
      }
    }
  }

  private static func refusal(_ word: String) -> String {
    "rounds-bench: \(word): unknown; write figures, scaling or once, and repeats=, revision=, date=, "
      + "rounds=, full=1, part= or work="
  }
}
