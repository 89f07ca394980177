/// A question about power that has no answer.
public enum PowerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Quantities that are missing, surplus or impossible, all of them.
  case wrong([PowerProblem])

  /// No value of the missing quantity does it; what would, in a sentence.
  case infeasible(String)

  /// A history that says nothing about what is to come, and what it would take.
  case history(String)

  /// What is wrong and what would fix it, a line each.
  public var description: String {
    switch self {
    case .wrong(let problems): problems.map(\.description).joined(separator: "\n")
    case .infeasible(let sentence), .history(let sentence): sentence
    }
  }
}

/// A quantity that cannot be used.
public struct PowerProblem: Equatable, Sendable, CustomStringConvertible {
  /// The quantity.
  public enum Quantity: String, Sendable {
    /// The question as a whole.
    case question
    /// Units, clusters or pairs.
    case size
    /// The effect or the margin.
    case effect
    /// The wanted power.
    case power
    /// The level of the test.
    case alpha
    /// Comparisons that share the level.
    case comparisons
    /// Treated units per control unit.
    case ratio
    /// What is left of the variance.
    case varianceFactor
    /// What a sequential test needs more.
    case sequentialFactor
    /// The value of the control arm.
    case baseline
    /// The spread between units.
    case standardDeviation
    /// Alpha of the negative binomial.
    case dispersion
    /// Periods that are counted.
    case exposure
    /// The difference assumed in a test of non-inferiority.
    case assumedDifference
    /// The correlation within pairs.
    case correlation
    /// Clusters given.
    case clusters
    /// Units given in a cluster, or in a cluster and period.
    case clusterSize
    /// The intracluster correlation.
    case icc
    /// The variation of cluster sizes.
    case sizeVariation
    /// Periods of a stepped wedge.
    case periods
    /// The cluster autocorrelation.
    case autocorrelation
    /// Factors of a factorial design.
    case factors
    /// The order of the asked effect.
    case order
  }

  /// The quantity.
  public let quantity: Quantity

  /// What is wrong, what is accepted and the remedy.
  public let problem: String

  /// The quantity and the problem.
  public var description: String { "\(quantity.rawValue): \(problem)" }
}
