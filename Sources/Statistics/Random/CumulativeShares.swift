/// A categorical distribution, drawn by inversion in declared order.
///
/// One uniform number selects one category. A category keeps its place when a later one is added,
/// as long as the shares before it stay.
public struct CumulativeShares: Sendable, Equatable {
  /// The upper ends of the categories' cells; infinite from the last positive share on.
  @usableFromInline let upperEnds: [Double]

  /// The distribution with these shares.
  ///
  /// - Parameter shares: One non-negative number per category, at least one of them positive. They
  ///   are divided by their sum, so that weights and shares that miss 1 by rounding are welcome.
  public init(_ shares: [Double]) {
    precondition(
      shares.allSatisfy { (0..<Double.infinity).contains($0) }, "shares are finite and not negative"
    )
    let total = shares.reduce(0, +)
    precondition(total > 0 && total < .infinity, "shares have a positive and finite sum")
    let last = shares.lastIndex { $0 > 0 } ?? 0
    var sum = 0.0
    var ends: [Double] = []
    ends.reserveCapacity(shares.count)
    for (index, share) in shares.enumerated() {
      sum += share
      ends.append(index < last ? sum / total : .infinity)
    }
    upperEnds = ends
  }

  /// The category that is drawn for certain; `nil` when there is a choice.
  public var certain: Int? {
    guard let first = upperEnds.firstIndex(where: { $0 > 0 }), upperEnds[first] == .infinity else {
      return nil
    }
    return first
  }

  /// The category at a uniform number: the first whose cumulative share exceeds it.
  ///
  /// A category of share zero is never drawn, and the last positive one absorbs rounding.
  ///
  /// - Parameter uniform: A number in `[0, 1)`.
  /// - Returns: An index into the shares.
  /// - Complexity: O(categories); meant for at most a few dozen.
  @inlinable
  public func index(of uniform: Double) -> Int {
    var index = 0
    while uniform >= upperEnds[index] { index &+= 1 }
    return index
  }
}
