/// Whether an observed figure is among those that simulated worlds give.
public struct PredictiveCheck: Sendable, Equatable {
  /// Name of the figure.
  public let name: String
  /// The observed figure.
  public let observed: Double
  /// The chance that a simulated figure is larger, ties counted half.
  ///
  /// Near 0 the worlds stay below what was observed, near 1 above it. Ties are counted half so that
  /// the figure is about 0.5 for counts, too, where worlds are as observed (the mid-p of Lancaster
  /// 1961). Not a number where no world gives the figure.
  public let chance: Double
  /// The smallest simulated figure; not a number where there is none.
  public let lowest: Double
  /// The largest simulated figure; not a number where there is none.
  public let highest: Double
  /// Worlds that do not determine the figure.
  public let undetermined: Int

  /// The chances between which a figure is as the worlds would have it: 0.05 to 0.95.
  ///
  /// Chosen as the central nine in ten; the figures of one world in ten are outside.
  public static let usualChances = 0.05...0.95

  /// Compares an observed figure with simulated ones.
  ///
  /// - Parameters:
  ///   - name: Name of the figure.
  ///   - observed: The observed figure.
  ///   - simulated: Figures of worlds, from draws of the posterior or of the prior; not a number
  ///     where a world does not determine one.
  public init(name: String, observed: Double, simulated: [Double]) {
    let finite = simulated.filter(\.isFinite)
    self.name = name
    self.observed = observed
    undetermined = simulated.count - finite.count
    lowest = finite.min() ?? .nan
    highest = finite.max() ?? .nan
    let above = finite.reduce(0.0) { $0 + ($1 > observed ? 1 : $1 == observed ? 0.5 : 0) }
    chance = finite.isEmpty ? .nan : above / Double(finite.count)
  }

  /// Whether the figure is as the worlds would have it; see ``usualChances``.
  public var isUsual: Bool { Self.usualChances.contains(chance) }
}
