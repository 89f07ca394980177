/// Sets of a fixed size of units that resemble each other: pairs for two arms.
///
/// The unit farthest from all others' mean chooses first and takes those nearest to it, because it has
/// the fewest that are near. Then units change places between two sets, and of few sets between three,
/// as long as the distances within sets shrink. Of few units several have the first choice in turn, and
/// the best sets count. What is left is no proof of the optimum, but no change among two sets betters it.
struct ResemblingSets {
  /// The sets, each in ascending order; the last one may be smaller.
  private(set) var sets: [[Int]] = []

  private var space: MahalanobisSpace
  /// The sum of the distances within each set.
  private var costs: [Double] = []
  /// The range of each set along the first direction, which rules out most exchanges.
  private var ranges: [ClosedRange<Double>] = []

  /// The most sets among which three exchange; *chosen*: the 160,000 triples take milliseconds.
  private static let mostInTriples = 100
  /// Sweeps over all sets after which exchanging ends; *chosen*, three to eight are usual.
  private static let mostSweeps = 50
  /// The least gain that counts, in standard deviations; *chosen* above rounding.
  private static let leastGain = 1e-9

  /// The most sets that are formed from several beginnings; *chosen*: 40 markets take a second.
  private static let mostBegunAgain = 20
  /// How many units have the first choice in turn; *chosen*: the best of pairs of ten units was found
  /// in all of thirty lists, against 25 from one beginning.
  private static let beginnings = 12

  /// Forms sets.
  ///
  /// - Parameters:
  ///   - members: The units to be put into sets.
  ///   - size: Units of a set.
  ///   - space: Where units are.
  init(of members: [Int], size: Int, in space: MahalanobisSpace) {
    self.space = space
    let extremity = members.map { space.extremity($0) }
    let order = members.indices.sorted {
      (-extremity[$0], members[$0]) < (-extremity[$1], members[$1])
    }.map { members[$0] }
    form(order, size: size)
    if sets.count <= Self.mostBegunAgain {
      for first in order.dropFirst().prefix(Self.beginnings) {
        var other = self
        other.form([first] + order.filter { $0 != first }, size: size)
        if other.total < total - Self.leastGain { self = other }
      }
    }
    sets = sets.map { $0.sorted() }
  }

  /// Lets units choose in an order, and then exchange.
  private mutating func form(_ order: [Int], size: Int) {
    sets = []
    var free = order
    while let first = free.first {
      let others = free.dropFirst().map { (distance: space.distance(first, $0), unit: $0) }
      let nearest = Self.smallest(others, count: size - 1)
      sets.append([first] + nearest)
      let taken = Set(nearest)
      free = free.dropFirst().filter { !taken.contains($0) }
    }
    costs = sets.map { Self.cost($0, in: space) }
    ranges = sets.map { Self.range($0, in: space) }
    improve()
  }

  /// The sum of all distances within sets, in standard deviations.
  var total: Double { costs.reduce(0, +) }

  private static func smallest(
    _ candidates: [(distance: Double, unit: Int)], count: Int
  ) -> [Int] {
    var rest = candidates
    return (0..<min(count, candidates.count)).compactMap { _ in
      let best = rest.indices.min {
        (rest[$0].distance, rest[$0].unit) < (rest[$1].distance, rest[$1].unit)
      }
      return best.map { rest.remove(at: $0).unit }
    }
  }

  private static func cost(_ set: [Int], in space: MahalanobisSpace) -> Double {
    var sum = 0.0
    for (place, first) in set.enumerated() {
      for second in set[..<place] { sum += space.distance(first, second) }
    }
    return sum
  }

  private static func range(_ set: [Int], in space: MahalanobisSpace) -> ClosedRange<Double> {
    guard space.dimensions > 0 else { return 0...0 }
    let places = set.map { space.coordinates[$0 * space.dimensions] }
    return (places.min() ?? 0)...(places.max() ?? 0)
  }

  private mutating func improve() {
    for _ in 0..<Self.mostSweeps {
      var isBetter = false
      for first in sets.indices {
        for second in sets.indices.dropFirst(first + 1) where isNear(first, second) {
          if exchange([first, second]) { isBetter = true }
        }
      }
      if !isBetter, sets.count <= Self.mostInTriples { isBetter = exchangeThree() }
      if !isBetter { return }
    }
  }

  /// Whether an exchange can pay: units that change places are then nearer to the other set than the
  /// two sets cost together.
  private func isNear(_ first: Int, _ second: Int) -> Bool {
    let gap = max(
      ranges[first].lowerBound - ranges[second].upperBound,
      ranges[second].lowerBound - ranges[first].upperBound)
    return gap < costs[first] + costs[second]
  }

  private mutating func exchangeThree() -> Bool {
    var isBetter = false
    for first in sets.indices {
      for second in sets.indices.dropFirst(first + 1) {
        for third in sets.indices.dropFirst(second + 1) {
          if exchange([first, second, third]) || exchange([first, third, second]) {
            isBetter = true
          }
        }
      }
    }
    return isBetter
  }

  /// Moves one unit of each set to the next one, the best such move if any shrinks the distances.
  private mutating func exchange(_ chosen: [Int]) -> Bool {
    let before = chosen.reduce(0) { $0 + costs[$1] }
    var best: (sets: [[Int]], costs: [Double], total: Double)?
    let counts = chosen.map { sets[$0].count }
    for choice in 0..<counts.reduce(1, *) {
      var rest = choice
      let places = counts.map { count in
        defer { rest /= count }
        return rest % count
      }
      var moved = chosen.map { sets[$0] }
      for (index, place) in places.enumerated() {
        let target = (index + 1) % chosen.count
        moved[target][places[target]] = sets[chosen[index]][place]
      }
      let costs = moved.map { Self.cost($0, in: space) }
      let total = costs.reduce(0, +)
      if total < (best?.total ?? before) - Self.leastGain { best = (moved, costs, total) }
    }
    guard let best else { return false }
    for (index, set) in chosen.enumerated() {
      sets[set] = best.sets[index]
      costs[set] = best.costs[index]
      ranges[set] = Self.range(best.sets[index], in: space)
    }
    return true
  }
}
