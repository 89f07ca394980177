/// Counts of agents whose means stay as they are, by comparing words with thresholds.
///
/// Threshold `k` of an agent is the first word whose count exceeds `k`, so the count at a word is
/// the number of thresholds that it reaches. The upper halves of the first sixteen thresholds lie in
/// columns and are compared side by side; where a half does not decide, or a count is sixteen or
/// more, the count is found as ``CountDispersion/count(mean:uniform:)`` does.
public struct CountThresholds: Sendable {
  /// Thresholds of each agent.
  private static let depth = 16

  private let dispersion: CountDispersion
  private let means: [Double]
  /// Upper halves: `[k * size + row]`.
  private var halves: [UInt16]
  /// Upper halves of the words at hand.
  private var upper: [UInt16]
  /// Of each agent, the thresholds below its word, and 256 for each that shares its upper half.
  public private(set) var reached: [UInt16]

  /// Prepares for means that stay.
  ///
  /// - Parameters:
  ///   - means: Expected count of each agent, from 0 to 1e9.
  ///   - dispersion: Variance over mean.
  public init(means: [Double], dispersion: CountDispersion) {
    self.means = means
    self.dispersion = dispersion
    upper = [UInt16](repeating: 0, count: means.count)
    reached = upper
    halves = [UInt16](repeating: .max, count: means.count * Self.depth)
    for (row, mean) in means.enumerated() {
      let chances = dispersion.firstCumulative(mean: mean)
      for place in 0..<Self.depth {
        halves[place * means.count + row] = Self.upperHalf(chances[place])
      }
    }
  }

  /// The upper half of the first word whose uniform number exceeds a chance.
  ///
  /// Where no word does, the last half stands in: a word that shares it is counted exactly.
  private static func upperHalf(_ chance: Double) -> UInt16 {
    let last = chance * 0x1p32 - 0.5
    return last < 0 ? 0 : UInt16(truncatingIfNeeded: UInt64(min(last + 1, 0x1p32 - 1)) >> 16)
  }

  /// Compares the words of all agents with their thresholds.
  ///
  /// - Parameter words: One word per agent, from the first element on.
  public mutating func compare(_ words: [UInt32]) {
    let size = means.count
    precondition(words.count >= size, "words are too few for the agents")
    let source = words.span
    for row in 0..<size { upper[row] = UInt16(truncatingIfNeeded: source[row] &>> 16) }
    var first = 0
    while first < size {
      let part = first..<min(first + 4_096, size)
      for row in part { reached[row] = 0 }
      for place in 0..<Self.depth {
        Self.compare(upper, with: halves, from: place * size, in: part, &reached)
      }
      first = part.upperBound
    }
  }

  private static func compare(
    _ upper: [UInt16], with halves: [UInt16], from start: Int, in part: Range<Int>,
    _ reached: inout [UInt16]
  ) {
    let own = upper.span
    let limits = halves.span
    var target = reached.mutableSpan
    precondition(part.lowerBound >= 0 && part.upperBound <= min(own.count, target.count))
    precondition(start >= 0 && start &+ part.upperBound <= limits.count)
    for row in part {
      let limit = limits[start &+ row]
      target[row] &+= (own[row] > limit ? 1 : 0) &+ (own[row] == limit ? 256 : 0)
    }
  }

  /// The count of an agent at its word, which was the last compared.
  @inlinable
  public func count(row: Int, word: UInt32) -> Int {
    let told = reached[row]
    return told < 16 ? Int(told) : exactCount(row: row, word: word)
  }

  /// The exact count of an agent, whatever the columns tell.
  @usableFromInline
  func exactCount(row: Int, word: UInt32) -> Int {
    dispersion.count(mean: means[row], uniform: RandomStream.uniform(from: word))
  }
}
