/// A panel that cannot be made of a scenario.
public enum ObservationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The outcome's population is not broken down by an attribute.
  case notBrokenDown(by: String, population: String, breakdown: [String])
  /// An event that the scenario does not have.
  case unknownEvent(String, known: [String])
  /// An attribute that the recorded population does not have.
  case unknownAttribute(String, population: String, known: [String])
  /// The horizon holds no whole period.
  case noWholePeriod(steps: Int)
  /// Something that records of single agents do not hold.
  case notRecorded(String)

  /// What is wrong, what is accepted, and what would fix it.
  public var description: String {
    switch self {
    case .notBrokenDown(let name, let population, let breakdown):
      "panel: \(population) are not counted by \(name); "
        + (breakdown.isEmpty
          ? "they are counted as a whole"
          : "they are counted by \(breakdown.joined(separator: ", "))")
        + "; add \(name) to the breakdown of the population"
    case .unknownEvent(let name, let known):
      "panel: no event \"\(name)\"; known are \(known.joined(separator: ", "))"
    case .unknownAttribute(let name, let population, let known):
      "panel: \(population) have no attribute \"\(name)\"; "
        + (known.isEmpty ? "they have none" : "known are \(known.joined(separator: ", "))")
    case .noWholePeriod(let steps):
      "panel: \(steps) steps hold no whole period; use shorter periods or a longer horizon"
    case .notRecorded(let what):
      "panel: single people are recorded without \(what); use units of a breakdown or the nation"
    }
  }
}
