/// Shares of arms as whole numbers, so that counts are exact: 1 : 1 : 1 and not three times 0.333.
public struct ArmShares: Sendable, Equatable {
  /// The weight of each arm, the shares being weights over their total.
  public let weights: [Int]
  /// The sum of the weights: the smallest number of units that has the shares exactly.
  public let total: Int

  /// Equal shares.
  public init(equal count: Int) {
    precondition(count > 0, "an experiment has arms")
    weights = Array(repeating: 1, count: count)
    total = count
  }

  /// The smallest whole numbers in the proportions of some shares.
  ///
  /// Shares that are no fractions of a million or less are rounded to millionths.
  ///
  /// - Parameter shares: Positive shares that sum to one within a millionth.
  public init(_ shares: [Double]) {
    let sum = shares.reduce(0, +)
    let normalized = shares.map { $0 / sum }
    let most = 1_000_000
    func weights(of total: Int, within tolerance: Double) -> [Int]? {
      let exact = normalized.map { $0 * Double(total) }
      guard exact.allSatisfy({ ($0 - $0.rounded()).magnitude <= tolerance }) else { return nil }
      let whole = exact.map { Int($0.rounded()) }
      return whole.reduce(0, +) == total && whole.allSatisfy { $0 > 0 } ? whole : nil
    }
    for total in 1...most {
      // Chosen: the rounding of a quotient of a million is a hundredth of it.
      if let found = weights(of: total, within: 1e-8) {
        self.weights = found
        self.total = total
        return
      }
    }
    self.weights = normalized.map { max(1, Int(($0 * Double(most)).rounded())) }
    total = self.weights.reduce(0, +)
  }

  /// The shares as numbers, which sum to one.
  public var shares: [Double] { weights.map { Double($0) / Double(total) } }
}
