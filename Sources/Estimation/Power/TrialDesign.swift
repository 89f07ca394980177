import Statistics

/// How units come into arms, and what is counted as the size of a trial.
public enum TrialDesign: Sendable, Equatable {
  /// Each unit by itself; the size is the control arm's units.
  case individual

  /// Pairs of one treated and one control unit whose outcomes correlate; the size is the pairs.
  case paired(correlation: Double)

  /// Whole clusters; the size is the control arm's clusters, or the units in a cluster.
  case clusters(ClusterSample)

  /// Clusters that switch one group after the other; the size is all clusters, or the units in a cell.
  case steppedWedge(SteppedWedge)

  /// Every combination of some two-level factors, equally often; the size is the units in each.
  ///
  /// Order 1 asks for a main effect, order 2 for an interaction as a difference of differences, and so
  /// on: a contrast of cells whose variance is `4^order` times a cell's over the number of all units.
  case factorial(factors: Int, order: Int)

  /// What the size counts.
  public enum SizeNoun: String, Sendable, Equatable {
    /// Units in the control arm.
    case unitsPerArm = "units in each arm"
    /// Pairs.
    case pairs = "pairs"
    /// Clusters in the control arm.
    case clustersPerArm = "clusters in each arm"
    /// Units in each cluster.
    case unitsPerCluster = "units in each cluster"
    /// Clusters over all sequences.
    case clusters = "clusters"
    /// Units in each cluster and period.
    case unitsPerCell = "units in each cluster and period"
    /// Units in each combination of factors.
    case unitsPerCombination = "units in each combination"
  }

  /// What the size counts.
  public var sizeNoun: SizeNoun {
    switch self {
    case .individual: .unitsPerArm
    case .paired: .pairs
    case .clusters(let sample):
      if case .size = sample.known { .clustersPerArm } else { .unitsPerCluster }
    case .steppedWedge(let wedge):
      if case .cellSize = wedge.known { .clusters } else { .unitsPerCell }
    case .factorial: .unitsPerCombination
    }
  }

  /// The smallest size that leaves a degree of freedom, or one unit where clusters give it.
  ///
  /// - Parameter ratio: Treated units or clusters per control one.
  /// - Returns: A positive number, not always whole.
  func smallestSize(ratio: Double) -> Double {
    switch sizeNoun {
    case .unitsPerArm, .clustersPerArm: 3 / (1 + ratio)
    case .pairs: 2
    case .unitsPerCluster, .unitsPerCell: 1
    case .clusters: Double(stepGroups)
    case .unitsPerCombination: 1 + 1 / cells
    }
  }

  /// The variance of the estimated effect on the scale of the test.
  ///
  /// - Parameters:
  ///   - variances: Of a control and a treated unit.
  ///   - size: What ``sizeNoun`` counts.
  ///   - ratio: Treated units or clusters per control one; for individuals and clusters.
  /// - Returns: A positive number.
  func variance(
    _ variances: (control: Double, treated: Double), size: Double, ratio: Double
  ) -> Double {
    let (control, treated) = variances
    let mean = (control + treated) / 2
    switch self {
    case .individual: return control / size + treated / (ratio * size)
    case .paired(let correlation):
      let shared = 2 * correlation * (control * treated).squareRoot()
      return max(0, control + treated - shared) / size
    case .clusters(let sample):
      return (control + treated / ratio) * sample.varianceFactor(at: size)
    case .steppedWedge(let wedge):
      let cells = wedge.cells(at: size)
      return mean * wedge.variance(clusters: cells.clusters, cellSize: cells.size)
    case .factorial(_, let order):
      return Elementary.pow(4, Double(order)) * mean / (cells * size)
    }
  }

  /// Degrees of freedom of the variance estimate; infinite where it follows from the mean.
  ///
  /// - Parameters:
  ///   - size: What ``sizeNoun`` counts.
  ///   - ratio: Treated units or clusters per control one.
  ///   - isFree: Whether the variance of units is estimated apart from the mean.
  /// - Returns: A positive number.
  func degrees(size: Double, ratio: Double, isFree: Bool) -> Double {
    switch self {
    case .individual: isFree ? size * (1 + ratio) - 2 : .infinity
    case .paired: size - 1
    case .clusters(let sample): sample.clusters(at: size).count * (1 + ratio) - 2
    case .steppedWedge: .infinity
    case .factorial: isFree ? cells * (size - 1) : .infinity
    }
  }

  /// Combinations of the levels of all factors; 1 where there are none.
  public var cells: Double {
    if case .factorial(let factors, _) = self { Elementary.pow(2, Double(factors)) } else { 1 }
  }

  /// Groups of clusters that switch together; 1 where none do.
  private var stepGroups: Int {
    if case .steppedWedge(let wedge) = self { wedge.sequences } else { 1 }
  }
}
