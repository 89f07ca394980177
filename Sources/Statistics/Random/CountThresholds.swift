/// Counts of agents whose means stay as they are, by comparing words with thresholds.
///
/// Threshold `k` of an agent is the first word whose count exceeds `k`, so the count at a word is the
/// number of thresholds that it reaches. The first eight of every agent lie in columns, which are
/// compared side by side; the few agents beyond them look on in lists of their own, and the last
/// ones, one in 65,536, count as ``CountDispersion/count(mean:uniform:)`` does.
///
/// Measured on one thread of a Zen 5 processor: 0.3 ns a count below eight and about 10 ns above,
/// where inversion takes 20 ns and more.
public struct CountThresholds: Sendable {
  /// Thresholds in columns: the largest count that `fill` settles, plus one.
  public static let columnCount = 8

  /// Agents.
  public let size: Int
  private let dispersion: CountDispersion
  private let means: [Double]
  /// First thresholds, in blocks of 64 agents: `[(row / 64 * 8 + k) * 64 + row % 64]`.
  private var columns: [UInt32]
  /// First further threshold of each agent in `further`; one more than agents.
  private var firstFurther: [Int32] = [0]
  private var further: [UInt32] = []

  /// Prepares for means that stay.
  ///
  /// - Parameters:
  ///   - means: Expected count of each agent, from 0 to 1e9.
  ///   - dispersion: Variance over mean.
  public init(means: [Double], dispersion: CountDispersion) {
    size = means.count
    self.means = means
    self.dispersion = dispersion
    let blocks = (means.count + 63) / 64
    columns = [UInt32](repeating: .max, count: blocks * 64 * Self.columnCount)
    firstFurther.reserveCapacity(means.count + 1)
    for row in means.indices { append(row: row, mean: means[row]) }
  }

  private mutating func append(row: Int, mean: Double) {
    let first = (row / 64 * Self.columnCount) * 64 + row % 64
    if mean > Inversion.largestMeanFromZero {
      // Nobody of such a mean is looked up: every word reaches all columns.
      for place in 0..<Self.columnCount { columns[first + place * 64] = 0 }
    } else {
      dispersion.walk(mean: mean) { count, cumulative in
        let threshold = Self.threshold(cumulative)
        if count < Self.columnCount {
          columns[first + count * 64] = threshold
        } else {
          further.append(threshold)
        }
        return count < Self.columnCount || cumulative < 1 - 0x1p-16
      }
    }
    firstFurther.append(Int32(further.count))
  }

  /// The first word whose uniform number exceeds a chance.
  ///
  /// Where no word does, the last word stands in; it reaches all columns and is counted exactly.
  private static func threshold(_ chance: Double) -> UInt32 {
    let last = chance * 0x1p32 - 0.5
    return last < 0 ? 0 : UInt32(min(Double(UInt32.max), last.rounded(.down) + 1))
  }

  /// Counts the thresholds that each agent's word reaches, up to eight.
  ///
  /// - Parameters:
  ///   - counts: Receives one count per agent; at least so many elements as agents rounded up to a
  ///     multiple of 64.
  ///   - words: One word per agent, from the first element on.
  public func fill(_ counts: inout [UInt8], words: [UInt32]) {
    let blocks = (size &+ 63) &>> 6
    precondition(counts.count >= blocks &* 64, "counts are too few for the agents' blocks")
    precondition(words.count >= size, "words are too few for the agents")
    var target = counts.mutableSpan
    let source = words.span
    let limits = columns.span
    for block in 0..<blocks {
      let base = block &* 64
      var own = [64 of UInt32](repeating: 0)
      let lanes = min(64, size &- base)
      for lane in 0..<lanes { own[lane] = source[base &+ lane] }
      var reached = [64 of UInt32](repeating: 0)
      for place in 0..<Self.columnCount {
        let first = (block &* Self.columnCount &+ place) &* 64
        precondition(first >= 0 && first &+ 64 <= limits.count, "a block has all its columns")
        for lane in 0..<64 { reached[lane] &+= own[lane] >= limits[first &+ lane] ? 1 : 0 }
      }
      for lane in 0..<64 { target[base &+ lane] = UInt8(truncatingIfNeeded: reached[lane]) }
    }
  }

  /// The count of an agent whose word reaches all columns.
  public func countBeyondColumns(row: Int, word: UInt32) -> Int {
    var low = Int(firstFurther[row])
    let start = low
    var high = Int(firstFurther[row + 1])
    if start < high, word < further[high - 1] {
      while low < high {
        let middle = (low + high) / 2
        if word >= further[middle] { low = middle + 1 } else { high = middle }
      }
      return Self.columnCount + low - start
    }
    return dispersion.count(mean: means[row], uniform: RandomStream.uniform(from: word))
  }
}
