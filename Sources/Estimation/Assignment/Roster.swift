/// Units that can be assigned, with what an assignment must know of them, in the order of their names.
///
/// Names are ordered as people count, `H2` before `H10`. Everything that chance does refers to this
/// order, so that the order of rows in a file changes nothing.
public struct Roster: Sendable, Equatable {
  /// The names of the units, each once.
  public let units: [String]
  /// The row of each unit in the list as it came, from 0.
  public let rows: [Int]
  /// The cluster of each unit; nil without clusters.
  public let clusters: [String]?
  /// The stratum of each unit; nil without strata.
  public let strata: [String]?
  /// The matched set or block of each unit where it is known already, as on a list that was assigned
  /// before; else nil.
  public let blocks: [String]?
  /// What is balanced, and what units of one set resemble each other in.
  public let covariates: [Covariate]

  /// Puts units in order.
  ///
  /// - Parameters:
  ///   - units: Their names, each once, in any order; everything else stands in the same one.
  ///   - clusters: Their clusters.
  ///   - strata: Their strata.
  ///   - blocks: Their matched sets or blocks where they were made before.
  ///   - covariates: Their properties.
  public init(
    units: [String], clusters: [String]? = nil, strata: [String]? = nil, blocks: [String]? = nil,
    covariates: [Covariate] = []
  ) {
    precondition(Set(units).count == units.count, "a unit stands on a roster once")
    let parts = [clusters, strata, blocks].compactMap { $0?.count } + covariates.map(\.count)
    precondition(parts.allSatisfy { $0 == units.count }, "a roster knows everything of every unit")
    let order = Self.order(of: units)
    rows = order
    self.units = order.map { units[$0] }
    self.clusters = clusters.map { names in order.map { names[$0] } }
    self.strata = strata.map { names in order.map { names[$0] } }
    self.blocks = blocks.map { names in order.map { names[$0] } }
    self.covariates = covariates.map { $0.selecting(order) }
  }

  /// The units of each stratum, in the order of the strata's names; empty without strata.
  public var groupedByStratum: [(name: String, members: [Int])] {
    strata.map { Self.groups(of: $0) } ?? []
  }

  /// The order of some names: runs of digits by their number, everything else as text.
  ///
  /// - Parameter names: Names, each once.
  /// - Returns: The places of the names, the first name's place first.
  static func order(of names: [String]) -> [Int] {
    let keys = names.map { CountedName($0) }
    return names.indices.sorted { keys[$0] < keys[$1] }
  }

  /// The units under each of some names, in the order of the names.
  static func groups(of names: [String]) -> [(name: String, members: [Int])] {
    var members: [String: [Int]] = [:]
    for (unit, name) in names.enumerated() { members[name, default: []].append(unit) }
    let found = Array(members.keys)
    return order(of: found).map { (found[$0], members[found[$0]] ?? []) }
  }
}

/// A name taken apart, so that its numbers compare as numbers.
private struct CountedName: Comparable {
  /// Texts at even places and numbers without leading zeros at odd ones.
  private let parts: [String]
  private let name: String

  init(_ name: String) {
    var parts = [""]
    for character in name {
      let isDigit = "0"..."9" ~= character
      // A run of the other kind begins.
      if isDigit != parts.count.isMultiple(of: 2) { parts.append("") }
      if isDigit, parts[parts.count - 1] == "0" { parts[parts.count - 1] = "" }
      parts[parts.count - 1].append(character)
    }
    self.parts = parts
    self.name = name
  }

  static func < (first: CountedName, second: CountedName) -> Bool {
    for (place, (own, other)) in zip(first.parts, second.parts).enumerated() where own != other {
      let isNumber = !place.isMultiple(of: 2)
      return isNumber && own.count != other.count ? own.count < other.count : own < other
    }
    return (first.parts.count, first.name) < (second.parts.count, second.name)
  }
}
