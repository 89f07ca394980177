/// A design of an experiment: who or what is assigned to which arm by which rule, and what is going to
/// be analyzed.
///
/// It is the file that stands beside the list of assigned units. The list has a column of units, named
/// as ``Columns/unit`` says, and a column `arm`; where the design has them also the columns of clusters
/// and strata under their own names, `block` (the number of a matched set, or of a block of units or
/// periods), `start` (the first treated period of a stepped wedge), and the columns that were balanced.
public struct ExperimentDesign: Sendable, Equatable {
  /// The rule of assignment.
  public enum Kind: String, Sendable, CaseIterable {
    /// Every unit by itself, with fixed sizes of the arms.
    case individual
    /// Units within strata, every stratum in the same proportions.
    case stratified
    /// Units in permuted blocks, in the order of their names.
    case blocked
    /// Pairs, or sets of as many units as arms, of units that resemble each other.
    case pairs
    /// Whole clusters, such as territories or practices.
    case cluster
    /// Units to cells, one for each combination of the levels of several factors.
    case factorial
    /// Clusters to the period in which they cross from control to treatment; all cross in the end.
    case steppedWedge
    /// Blocks of periods to arms, for everyone at once.
    case switchback
    /// Markets, balanced on their history.
    case geo
    /// A share of every stratum withheld from everything, stable when people join.
    case holdout
  }

  /// The columns of the list that the design speaks of.
  public struct Columns: Sendable, Equatable {
    /// Names the units; the column `period` of a switchback.
    public var unit: String
    /// Names the cluster of a unit; nil without clusters.
    public var cluster: String?
    /// Columns whose combinations are the strata; empty without strata.
    public var strata: [String]

    /// The columns of a list.
    public init(unit: String, cluster: String? = nil, strata: [String] = []) {
      self.unit = unit
      self.cluster = cluster
      self.strata = strata
    }
  }

  /// One arm, wave or cell.
  public struct Arm: Sendable, Equatable {
    /// Its name in the column `arm` of the list.
    public var name: String
    /// The share of units that was aimed at, from 0 to 1; shares sum to one.
    public var share: Double
    /// How many units it has; periods for a switchback.
    public var units: Int
    /// How many clusters it has; nil without clusters.
    public var clusters: Int?
    /// The first treated period of a wave, from 1; nil unless the design is a stepped wedge.
    public var start: Int?
    /// The level of each factor, in the order of the factors; empty unless the design is factorial.
    public var levels: [String]

    /// An arm.
    public init(
      name: String, share: Double, units: Int, clusters: Int? = nil, start: Int? = nil,
      levels: [String] = []
    ) {
      self.name = name
      self.share = share
      self.units = units
      self.clusters = clusters
      self.start = start
      self.levels = levels
    }
  }

  /// A factor of a factorial design.
  public struct Factor: Sendable, Equatable {
    /// Its name, such as `email`.
    public var name: String
    /// Its levels, the first being the one to compare with, such as `off` and `on`.
    public var levels: [String]

    /// A factor with its levels.
    public init(name: String, levels: [String]) {
      self.name = name
      self.levels = levels
    }
  }

  /// The periods of a stepped wedge or a switchback.
  public struct Timing: Sendable, Equatable {
    /// How many periods the experiment has, from period 1.
    public var periods: Int
    /// How many periods in a row have one arm, or lie between two crossings of a stepped wedge.
    public var blockLength: Int

    /// The periods of an experiment.
    public init(periods: Int, blockLength: Int = 1) {
      self.periods = periods
      self.blockLength = blockLength
    }
  }

  /// A file by name and content.
  public struct File: Sendable, Equatable {
    /// The name without its folder.
    public var name: String
    /// The 64-bit hash of its bytes, as `contentHash` computes it.
    public var hash: UInt64

    /// A file by name and content.
    public init(name: String, hash: UInt64) {
      self.name = name
      self.hash = hash
    }
  }

  /// The rule of assignment.
  public var kind: Kind
  /// The columns of the list.
  public var columns: Columns
  /// The arms, waves or cells, at least two.
  public var arms: [Arm]
  /// The name of the arm that the others are compared with; nil where there is none, as in a stepped
  /// wedge, whose clusters are their own controls.
  public var control: String?
  /// The factors of a factorial design; empty for others.
  public var factors: [Factor]
  /// The periods of a stepped wedge or a switchback; nil for others.
  public var timing: Timing?
  /// The seed of all chance.
  public var seed: UInt64
  /// How assignments were drawn until one was balanced; nil where the first one counted.
  public var rerandomization: Rerandomization?
  /// The list of units that were assigned; nil where there was none.
  public var source: File?
  /// The list of assigned units.
  public var assignment: File?
  /// What is going to be analyzed.
  public var analysis: PlannedAnalysis

  /// A design; what is not given can be set afterwards.
  ///
  /// - Parameters:
  ///   - kind: The rule of assignment.
  ///   - columns: The columns of the list.
  ///   - arms: The arms, waves or cells.
  ///   - control: The name of the arm that the others are compared with.
  ///   - seed: The seed of all chance.
  public init(kind: Kind, columns: Columns, arms: [Arm], control: String?, seed: UInt64) {
    self.kind = kind
    self.columns = columns
    self.arms = arms
    self.control = control
    self.seed = seed
    factors = []
    analysis = PlannedAnalysis()
  }
}
