/// Counts of agents whose means stay as they are, by comparing words with thresholds.
///
/// Threshold `k` of an agent is the first word whose count exceeds `k`, so the count at a word is
/// the number of thresholds that it reaches. The upper halves of the first sixteen thresholds lie in
/// columns and are compared side by side; where a half does not decide, or a count is sixteen or
/// more, the count is found as ``CountDispersion/count(mean:uniform:)`` does.
public struct CountThresholds: Sendable {
  /// What stands for a count that the columns do not tell.
  public static let unknown: UInt8 = 255

  /// Agents in a block, and thresholds of each.
  private static let width = 64
  private static let depth = 16

  private let dispersion: CountDispersion
  private let means: [Double]
  /// Upper halves: `[(row / 64 * 16 + k) * 64 + row % 64]`.
  private var halves: [UInt16]

  /// Prepares for means that stay.
  ///
  /// - Parameters:
  ///   - means: Expected count of each agent, from 0 to 1e9.
  ///   - dispersion: Variance over mean.
  public init(means: [Double], dispersion: CountDispersion) {
    self.means = means
    self.dispersion = dispersion
    let blocks = (means.count + Self.width - 1) / Self.width
    halves = [UInt16](repeating: .max, count: blocks * Self.width * Self.depth)
    for (row, mean) in means.enumerated() {
      let first = row / Self.width * Self.width * Self.depth + row % Self.width
      let chances = dispersion.firstCumulative(mean: mean)
      for place in 0..<Self.depth {
        halves[first + place * Self.width] = Self.upperHalf(chances[place])
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

  /// Counts at the words of all agents, as far as the columns tell.
  ///
  /// - Parameters:
  ///   - counts: Receives one count per agent, or ``unknown``; at least so many elements as agents
  ///     rounded up to a multiple of 64.
  ///   - words: One word per agent, from the first element on.
  public func fill(_ counts: inout [UInt8], words: [UInt32]) {
    let blocks = (means.count &+ Self.width &- 1) / Self.width
    precondition(counts.count >= blocks &* Self.width, "counts are too few for the blocks")
    precondition(words.count >= means.count, "words are too few for the agents")
    var target = counts.mutableSpan
    let source = words.span
    for block in 0..<blocks {
      let base = block &* Self.width
      var upper = [64 of UInt16](repeating: 0)
      if base &+ Self.width <= source.count {
        for lane in 0..<64 { upper[lane] = UInt16(truncatingIfNeeded: source[base &+ lane] &>> 16) }
      } else {
        for lane in 0..<source.count &- base {
          upper[lane] = UInt16(truncatingIfNeeded: source[base &+ lane] &>> 16)
        }
      }
      let found = count(upper, block: block)
      for lane in 0..<64 { target[base &+ lane] = found[lane] }
    }
  }

  @inline(__always)
  private func count(_ upper: [64 of UInt16], block: Int) -> [64 of UInt8] {
    let limits = halves.span
    var above = [64 of UInt16](repeating: 0)
    var reached = above
    for place in 0..<Self.depth {
      let first = (block &* Self.depth &+ place) &* Self.width
      precondition(first >= 0 && first &+ 64 <= limits.count, "a block has all its columns")
      for lane in 0..<64 {
        above[lane] &+= upper[lane] > limits[first &+ lane] ? 1 : 0
        reached[lane] &+= upper[lane] >= limits[first &+ lane] ? 1 : 0
      }
    }
    var found = [64 of UInt8](repeating: 0)
    for lane in 0..<64 {
      let isTold = above[lane] == reached[lane] && above[lane] < Self.depth
      found[lane] = isTold ? UInt8(truncatingIfNeeded: above[lane]) : Self.unknown
    }
    return found
  }

  /// The exact count of an agent, whatever the columns tell.
  public func count(row: Int, word: UInt32) -> Int {
    dispersion.count(mean: means[row], uniform: RandomStream.uniform(from: word))
  }
}
