import Estimation
import Foundation
import Testing

/// A row of a recorded section: numbers and words by name.
struct RecordedRow {
  let cells: [String: Any]

  /// A number of the row.
  func number(_ name: String) throws -> Double {
    try #require((cells[name] as? NSNumber)?.doubleValue, "\(name)")
  }

  /// A word of the row.
  func word(_ name: String) throws -> String { try #require(cells[name] as? String, "\(name)") }
}

/// The rows of a section of a recorded file.
func recordedRows(_ section: String, in file: String) throws -> [RecordedRow] {
  let all = try #require(
    try JSONSerialization.jsonObject(with: oracle(file)) as? [String: Any])
  return try #require(all[section] as? [[String: Any]]).map { RecordedRow(cells: $0) }
}

extension PowerQuestion {
  /// The question with some of its quantities given.
  func given(size: Double? = nil, effect: Double? = nil, power: Double? = nil) -> PowerQuestion {
    var question = self
    (question.size, question.effect, question.power) = (size, effect, power)
    return question
  }
}
