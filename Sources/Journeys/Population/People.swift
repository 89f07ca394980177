import Interchange
import Statistics

/// The agents of one population, or of a part of it, as columns: attributes and parents.
struct People: Sendable {
  /// Number of agents.
  let size: Int
  /// Row of the first agent in its population.
  let firstRow: Int
  /// Level of each agent, by attribute; empty for real attributes.
  private(set) var codes: [[UInt8]] = []
  /// Number of each agent, by attribute; empty for categories.
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
      let (code, real) = draw(attribute, parent: parents?.people, stream: stream)
      codes.append(code)
      reals.append(real)
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
    reals = whole.reals.map { $0.isEmpty ? [] : Array($0[rows]) }
  }

  /// The agents of some rows of a population without parents.
  func part(_ rows: Range<Int>) -> People {
    rows == 0..<size ? self : People(self, rows: rows)
  }

  private func draw(
    _ attribute: Attribute, parent: People?, stream: RandomStream
  ) -> (codes: [UInt8], reals: [Double]) {
    switch attribute.draw {
    case .shares(let shares):
      return (categories(stream, CumulativeShares(shares)), [])
    case .sharesGiven(let given, let rows):
      let distributions = rows.map { CumulativeShares($0) }
      let condition = codes[given]
      return (categories(stream) { distributions[Int(condition[$0])] }, [])
    case .decile(let volume):
      return (Self.deciles(reals[volume]), [])
    case .bands(let number, let cuts):
      return (
        reals[number].map { value in UInt8(cuts.filter { $0 <= value }.count) }, []
      )
    case .parent(let passed):
      guard let parent else { return ([], []) }
      return attribute.isCategorical
        ? (parents.map { parent.codes[passed][Int($0)] }, [])
        : ([], parents.map { parent.reals[passed][Int($0)] })
    case .product(let factors):
      return ([], (0..<size).map { row in factors.reduce(1) { $0 * reals[$1][row] } })
    case .rank(let number): return ([], Self.ranks(reals[number]))
    case .levelColumn(let levels): return (levels, [])
    case .numberColumn(let numbers): return ([], numbers)
    default:
      return ([], scaled(numbers(attribute.draw, stream), by: attribute.scaledBy))
    }
  }

  /// Words of the agents of this part, and how many of the first belong to agents before it.
  private func words(_ stream: RandomStream) -> (words: [UInt32], head: Int) {
    let head = firstRow & 3
    var words = [UInt32](repeating: 0, count: (head + size + 3) & ~3)
    stream.fill(&words, agents: firstRow - head..<firstRow + size, step: 0)
    return (words, head)
  }

  private func categories(
    _ stream: RandomStream, _ distribution: (Int) -> CumulativeShares
  ) -> [UInt8] {
    let (words, head) = words(stream)
    return (0..<size).map {
      UInt8(distribution($0).index(of: RandomStream.uniform(from: words[head + $0])))
    }
  }

  private func categories(_ stream: RandomStream, _ shares: CumulativeShares) -> [UInt8] {
    let (words, head) = words(stream)
    return (0..<size).map {
      UInt8(shares.index(of: RandomStream.uniform(from: words[head + $0])))
    }
  }

  private func numbers(_ draw: Attribute.Draw, _ stream: RandomStream) -> [Double] {
    func each(_ value: (Double) -> Double) -> [Double] {
      let (words, head) = words(stream)
      return (0..<size).map { value(RandomStream.uniform(from: words[head + $0])) }
    }
    switch draw {
    case .uniform(let low, let high): return each { low + (high - low) * $0 }
    case .normal(let mean, let sd): return each { mean + sd * Normal.quantile($0) }
    case .lognormal(let mean, let sigma):
      let location = Elementary.log(mean) - sigma * sigma / 2
      return each { Elementary.exp(location + sigma * Normal.quantile($0)) }
    case .negativeBinomial(let mean, let dispersion):
      return each {
        Double(NegativeBinomial.count(mean: mean, dispersion: dispersion, uniform: $0))
      }
    case .beta(let a, let b):
      return (0..<size).map {
        Beta.draw(a: a, b: b, stream: stream, agent: firstRow + $0, step: 0, firstDraw: 0)
      }
    case .gamma(let mean, let shape):
      return (0..<size).map {
        Gamma.draw(
          shape: shape, scale: mean / shape, stream: stream, agent: firstRow + $0, step: 0,
          firstDraw: 0)
      }
    case .constant(let value): return [Double](repeating: value, count: size)
    default: preconditionFailure("not a distribution of numbers")
    }
  }

  private func scaled(
    _ numbers: [Double], by factors: [(attribute: Int, factors: [Double])]
  ) -> [Double] {
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
