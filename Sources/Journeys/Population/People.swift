import Interchange
import Statistics

/// The agents of one population, or of a part of it, as columns: attributes and parents.
struct People: Sendable {
  /// Number of agents.
  let size: Int
  /// Row of the first agent in its population.
  let firstRow: Int
  /// Level of each agent, by attribute; empty for all but categories.
  private(set) var codes: [[UInt8]] = []
  /// Group of each agent, by attribute of more groups than categories have; empty for others.
  private var groups: [[Int32]] = []
  /// Number of each agent, by attribute; empty for all but numbers.
  private(set) var reals: [[Double]] = []
  /// Row of each agent's parent in its own part, never falling from row to row; empty without a
  /// parent.
  private(set) var parents: [Int32] = []

  /// A run of parents whose children are drawn.
  struct Parents: Sendable {
    let people: People
    let families: Families
    /// Rows of the parents in their population.
    let rows: Range<Int>
  }

  /// Draws a population, or the children of a run of parents.
  ///
  /// - Parameters:
  ///   - population: What to draw.
  ///   - parents: The parents; `nil` for a population without any.
  ///   - seed: Seed of the run.
  ///   - replicate: Replicate of the run; every replicate meets other people.
  init(_ population: PopulationSpec, parents: Parents?, seed: UInt64, replicate: Int) {
    let rows = parents.map { $0.families.children(of: $0.rows) } ?? 0..<population.size
    size = rows.count
    firstRow = rows.lowerBound
    if let parents { self.parents = parents.families.parents(in: parents.rows) }
    for attribute in population.attributes {
      let stream = RandomStream(
        seed: seed, replicate: replicate,
        purpose: Purpose.attribute(population.name, attribute.name))
      let column =
        attribute.sharedBy.map { shared(attribute, by: $0, population, stream: stream) }
        ?? draw(attribute, parent: parents?.people, stream: stream)
      codes.append(column.codes)
      groups.append(column.groups)
      reals.append(scaled(column.reals, by: attribute.scaledBy))
    }
  }

  /// Draws a population whose parents, if it has any, have all been drawn.
  init(_ population: PopulationSpec, parent: People?, seed: UInt64, replicate: Int) {
    let parents = parent.map { parent in
      Parents(
        people: parent, families: Families(population, parents: parent), rows: 0..<parent.size)
    }
    self.init(population, parents: parents, seed: seed, replicate: replicate)
  }

  private init(_ whole: People, rows: Range<Int>) {
    size = rows.count
    firstRow = rows.lowerBound
    codes = whole.codes.map { $0.isEmpty ? [] : Array($0[rows]) }
    groups = whole.groups.map { $0.isEmpty ? [] : Array($0[rows]) }
    reals = whole.reals.map { $0.isEmpty ? [] : Array($0[rows]) }
  }

  /// The agents of some rows of a population without parents.
  func part(_ rows: Range<Int>) -> People {
    rows == 0..<size ? self : People(self, rows: rows)
  }

  /// Group of each agent by any attribute that is no number.
  func groups(of attribute: Int) -> [Int32] {
    codes[attribute].isEmpty ? groups[attribute] : codes[attribute].map { Int32($0) }
  }

  /// An attribute of every agent: levels, groups or numbers, the others empty.
  private struct Column {
    var codes: [UInt8] = []
    var groups: [Int32] = []
    var reals: [Double] = []

    init(codes: [UInt8] = [], groups: [Int32] = [], reals: [Double] = []) {
      self.codes = codes
      self.groups = groups
      self.reals = reals
    }

    init(groups: [Int32], of attribute: Attribute) {
      if attribute.isCategorical {
        codes = groups.map { UInt8($0) }
      } else {
        self.groups = groups
      }
    }

    /// What rows of this column say, one for each of the given.
    func gathered(_ rows: [Int32]) -> Column {
      var column = self
      column.codes = codes.isEmpty ? [] : rows.map { codes[Int($0)] }
      column.groups = groups.isEmpty ? [] : rows.map { groups[Int($0)] }
      column.reals = reals.isEmpty ? [] : rows.map { reals[Int($0)] }
      return column
    }
  }

  private func draw(
    _ attribute: Attribute, parent: People?, stream: RandomStream
  ) -> Column {
    switch attribute.draw {
    case .sharesGiven(let given, let shares):
      let draws = AttributeDraws(stream: stream, rows: firstRow..<firstRow + size)
      return Column(
        codes: draws.categories(shares.map { CumulativeShares($0) }, given: codes[given]))
    case .decile(let volume): return Column(codes: Self.deciles(reals[volume]))
    case .bands(let number, let cuts):
      return Column(
        codes: reals[number].map { value in UInt8(cuts.filter { $0 <= value }.count) })
    case .parent(let passed):
      guard let parent else { return Column() }
      return Column(
        codes: parent.codes[passed], groups: parent.groups[passed], reals: parent.reals[passed]
      ).gathered(parents)
    case .product(let factors):
      return Column(
        reals: (0..<size).map { row in factors.reduce(1) { $0 * reals[$1][row] } })
    case .rank(let number): return Column(reals: Self.ranks(reals[number]))
    case .levelColumn(let levels): return Column(groups: levels, of: attribute)
    case .numberColumn(let numbers): return Column(reals: numbers)
    default: return Self.drawn(attribute, stream, rows: firstRow..<firstRow + size)
    }
  }

  /// An attribute that each row draws for itself.
  private static func drawn(
    _ attribute: Attribute, _ stream: RandomStream, rows: Range<Int>
  ) -> Column {
    let draws = AttributeDraws(stream: stream, rows: rows)
    switch attribute.draw {
    case .shares(let shares): return Column(codes: draws.categories(CumulativeShares(shares)))
    case .groups: return Column(groups: draws.groups(attribute.levels.count), of: attribute)
    default: return Column(reals: draws.numbers(attribute.draw))
    }
  }

  /// An attribute that every group draws once for all its agents.
  private func shared(
    _ attribute: Attribute, by owner: Int, _ population: PopulationSpec, stream: RandomStream
  ) -> Column {
    let count = population.attributes[owner].levels.count
    return Self.drawn(attribute, stream, rows: 0..<count).gathered(groups(of: owner))
  }

  private func scaled(
    _ numbers: [Double], by factors: [(attribute: Int, factors: [Double])]
  ) -> [Double] {
    if factors.isEmpty { return numbers }
    var numbers = numbers
    for factor in factors {
      let levels = codes[factor.attribute]
      for row in numbers.indices { numbers[row] *= factor.factors[Int(levels[row])] }
    }
    return numbers
  }

  /// Share of the agents that rank below each, ties by row.
  private static func ranks(_ numbers: [Double]) -> [Double] {
    let order = numbers.indices.sorted {
      numbers[$0] != numbers[$1] ? numbers[$0] < numbers[$1] : $0 < $1
    }
    var ranks = [Double](repeating: 0, count: numbers.count)
    for (place, row) in order.enumerated() { ranks[row] = Double(place) / Double(numbers.count) }
    return ranks
  }

  /// Tenths of the total volume: code 0 holds the many lowest, code 9 the few highest.
  ///
  /// Agents are ranked by volume; an agent's decile is the tenth of the cumulative volume in which
  /// its middle lies.
  static func deciles(_ volumes: [Double]) -> [UInt8] {
    let order = volumes.indices.sorted {
      volumes[$0] != volumes[$1] ? volumes[$0] < volumes[$1] : $0 < $1
    }
    let total = volumes.reduce(0, +)
    var codes = [UInt8](repeating: 0, count: volumes.count)
    guard total > 0 else { return codes }
    var before = 0.0
    for row in order {
      let middle = (before + volumes[row] / 2) / total
      codes[row] = UInt8(min(9, max(0, Int(middle * 10))))
      before += volumes[row]
    }
    return codes
  }
}
