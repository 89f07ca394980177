import Interchange
import Statistics

/// The agents of one population as columns: attributes and parents, drawn or read.
struct People: Sendable {
  /// Number of agents.
  let size: Int
  /// Level of each agent, by attribute; empty for real attributes.
  private(set) var codes: [[UInt8]] = []
  /// Number of each agent, by attribute; empty for categories.
  private(set) var reals: [[Double]] = []
  /// Row of each agent's parent, never falling from row to row; empty without a parent.
  private(set) var parents: [Int32] = []

  /// Draws a population.
  ///
  /// - Parameters:
  ///   - population: What to draw.
  ///   - parent: The parent population, drawn before.
  ///   - seed: Seed of the run.
  ///   - replicate: Replicate of the run; every replicate meets other people.
  init(_ population: PopulationSpec, parent: People?, seed: UInt64, replicate: Int) {
    size = population.size
    if let parent {
      parents = Self.spread(
        size, over: parent.size, weights: population.parentWeight.map { parent.reals[$0] })
    }
    for attribute in population.attributes {
      let stream = RandomStream(
        seed: seed, replicate: replicate,
        purpose: Purpose.attribute(population.name, attribute.name))
      let (code, real) = draw(attribute, parent: parent, stream: stream)
      codes.append(code)
      reals.append(real)
    }
  }

  /// Rows of parents for children spread in proportion to weights, children of one parent together.
  private static func spread(_ count: Int, over parents: Int, weights: [Double]?) -> [Int32] {
    guard let weights else {
      return (0..<count).map { Int32($0 * parents / count) }
    }
    let total = weights.reduce(0, +)
    var rows: [Int32] = []
    rows.reserveCapacity(count)
    var parent = 0
    var before = 0.0
    for child in 0..<count {
      let place = (Double(child) + 0.5) / Double(count) * total
      while parent < parents - 1, before + weights[parent] <= place {
        before += weights[parent]
        parent += 1
      }
      rows.append(Int32(parent))
    }
    return rows
  }

  private func draw(
    _ attribute: Attribute, parent: People?, stream: RandomStream
  ) -> (codes: [UInt8], reals: [Double]) {
    switch attribute.draw {
    case .shares(let shares):
      let distribution = CumulativeShares(shares)
      return (categories(stream) { _ in distribution }, [])
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

  private func categories(
    _ stream: RandomStream, _ distribution: (Int) -> CumulativeShares
  ) -> [UInt8] {
    var words = [UInt32](repeating: 0, count: (size + 3) & ~3)
    stream.fill(&words, agents: 0..<size, step: 0)
    return (0..<size).map {
      UInt8(distribution($0).index(of: RandomStream.uniform(from: words[$0])))
    }
  }

  private func numbers(_ draw: Attribute.Draw, _ stream: RandomStream) -> [Double] {
    func each(_ value: (Double) -> Double) -> [Double] {
      var words = [UInt32](repeating: 0, count: (size + 3) & ~3)
      stream.fill(&words, agents: 0..<size, step: 0)
      return (0..<size).map { value(RandomStream.uniform(from: words[$0])) }
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
        Beta.draw(a: a, b: b, stream: stream, agent: $0, step: 0, firstDraw: 0)
      }
    case .gamma(let mean, let shape):
      return (0..<size).map {
        Gamma.draw(
          shape: shape, scale: mean / shape, stream: stream, agent: $0, step: 0, firstDraw: 0)
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
