import Journeys

/// Records of single agents that several questions share, and where a world keeps them.
struct WantedRecords: Sendable {
  /// Names of the arms.
  private let arms: [String]
  /// Empty records by arm, each asked for once.
  private var records: [[AgentRecord]]

  /// - Parameter arms: Names of the arms, in the order of the worlds.
  init(arms: [String]) {
    self.arms = arms
    records = arms.map { _ in [] }
  }

  /// Records by the name of the arm, as a study asks for them.
  var byArm: [String: [AgentRecord]] {
    Dictionary(zip(arms, records).map { ($0, $1) }) { first, _ in first }
  }

  /// Where the filled record of a question is found.
  struct Place: Sendable {
    fileprivate let arm: Int
    fileprivate let index: Int
  }

  /// Asks for a record in an arm.
  mutating func add(_ record: AgentRecord, arm: Int) -> Place {
    if let index = records[arm].firstIndex(where: { $0.asksTheSame(as: record) }) {
      return Place(arm: arm, index: index)
    }
    records[arm].append(record)
    return Place(arm: arm, index: records[arm].count - 1)
  }

  /// The filled record of a question.
  ///
  /// A world gives its records back by population, and within one in the order in which they were
  /// asked for.
  func record(at place: Place, in worlds: [World]) -> AgentRecord {
    let asked = records[place.arm]
    let population = asked[place.index].population
    let before = asked.indices.filter {
      asked[$0].population < population
        || asked[$0].population == population && $0 < place.index
    }
    return worlds[place.arm].records[before.count]
  }
}
