import Foundation
import Testing

/// Expects a number within a relative distance of another; exact for zero.
func expectNear(
  _ value: Double, _ expected: Double, relative: Double = 1e-9, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    (value - expected).magnitude <= relative * expected.magnitude,
    "\(what): \(value), expected \(expected)", sourceLocation: sourceLocation)
}

/// Expects numbers within a relative distance of others, one by one.
func expectNear(
  _ values: [Double], _ expected: [Double], relative: Double = 1e-9, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(values.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  for (index, (value, reference)) in zip(values, expected).enumerated() {
    expectNear(
      value, reference, relative: relative, "\(what) \(index)", sourceLocation: sourceLocation)
  }
}

/// A recorded file of the target.
func oracle(_ name: String) throws -> Data {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return try Data(contentsOf: folder.appending(path: "Oracles").appending(path: name))
}

/// The figures of a recorded file, with `snake_case` keys in Swift's spelling.
func recorded<Figures: Decodable>(_ type: Figures.Type, in name: String) throws -> Figures {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: oracle(name))
}
