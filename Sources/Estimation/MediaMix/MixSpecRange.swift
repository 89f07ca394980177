import Interchange
import Statistics

/// Where a number of a mix model can lie, whatever is believed of it.
enum MixSpecRange {
  /// At least 0 and below 1.
  case retention
  /// Above 0 and at most 1.
  case exponent
  /// At least 0.
  case notNegative
  /// Above 0.
  case positive

  /// The range of a parameter of a carryover or a saturation.
  init(parameter: String) {
    switch parameter {
    case "retention": self = .retention
    case "exponent": self = .exponent
    case "peak": self = .notNegative
    default: self = .positive
    }
  }

  /// What is wrong with a prior of such a number; nil when all of its values are accepted.
  func problem(in prior: Prior) -> String? {
    let word = MixSpecPriors.word(prior)
    switch (self, prior.support) {
    case (.retention, .point(let value)):
      if (0..<1).contains(value) { return nil }
      return "\(word) is not a share of at least 0 and below 1"
    case (.exponent, .point(let value)):
      if value > 0, value <= 1 { return nil }
      return "\(word) is not a number above 0 and at most 1"
    case (.retention, .interval(let low, let high)), (.exponent, .interval(let low, let high)):
      if low >= 0, high <= 1 { return nil }
      return "\(word) reaches beyond 0 to 1; write a range within, or { beta: [1, 3] }"
    case (.retention, _), (.exponent, _):
      return "\(word) reaches beyond 0 to 1; write a prior within, such as { beta: [1, 3] }"
    case (.positive, .point(let value)):
      return value > 0 ? nil : "\(word) is not a positive number"
    case (.notNegative, .point(let value)):
      return value >= 0 ? nil : "\(word) is not a number of at least 0"
    case (.positive, .interval(let low, _)), (.notNegative, .interval(let low, _)):
      return low >= 0 ? nil : Self.negative(word)
    case (.positive, .real), (.notNegative, .real): return Self.negative(word)
    case (.positive, .positive), (.notNegative, .positive): return nil
    }
  }

  private static func negative(_ word: String) -> String {
    "\(word) can be negative; write a prior on positive numbers, such as { halfNormal: 1 }"
  }
}
