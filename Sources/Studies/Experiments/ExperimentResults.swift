public import Estimation
public import Statistics

/// The results of an experiment beside what was assigned: everything that a readout takes, as
/// columns.
public struct ExperimentResults: Sendable {
  /// What a history before the start holds of every unit.
  public struct History: Sendable {
    /// Outcomes of units in all periods, one row per period and one column per unit.
    public let outcomes: Matrix
    /// The first period of the test, by its row.
    public let start: Int

    /// A history with the periods of the test behind it.
    public init(outcomes: Matrix, start: Int) {
      self.outcomes = outcomes
      self.start = start
    }
  }

  /// Units by a column for which effects are asked one by one.
  public struct Groups: Sendable {
    /// The column.
    public let name: String
    /// The group of each unit.
    public let labels: [String]

    /// Groups of units.
    public init(name: String, labels: [String]) {
      self.name = name
      self.labels = labels
    }
  }

  /// The table, as messages call it.
  public var name: String
  /// The column of the outcome.
  public var outcomeName: String
  /// What a unit is called, such as `hcp_id`.
  public var unitName: String
  /// One number per unit; of a stepped wedge per unit and period.
  public var outcome: [Double]
  /// The arm of each row, by its place in the design.
  public var arms: [Int]
  /// The same outcome before the experiment, and what else is adjusted for.
  public var covariates: [ExperimentSample.Covariate] = []
  /// What the outcome is a share of; nil where it stands for itself.
  public var denominator: ExperimentSample.Covariate?
  /// The stratum or pair of each row.
  public var blocks: [Int]?
  /// The cluster of each row.
  public var clusters: [Int]?
  /// The practice of each row, by which units hear of each other.
  public var practices: [Int]?
  /// The groups that effects are asked for.
  public var groups: Groups?
  /// Outcomes over time; nil where there is one row per unit.
  public var history: History?
  /// The unit and period, from 1, of each row of a stepped wedge.
  public var panel: (units: [Int], periods: [Int])?
  /// How many units each arm was assigned.
  public var assigned: [Int]
  /// How many units of each arm have a result.
  public var observed: [Int]

  /// Whether the list of assigned units is that of the design, byte for byte; nil where nobody can
  /// tell.
  public var isListOriginal: Bool?

  /// Results with an outcome and arms; what else there is can be set afterwards.
  ///
  /// - Parameters:
  ///   - outcome: One number per row.
  ///   - outcomeName: Its column.
  ///   - arms: The arm of each row, by its place in the design.
  ///   - unitName: What a unit is called.
  ///   - name: The table, as messages call it.
  ///   - assigned: Assigned units of each arm.
  ///   - observed: Units of each arm with a result.
  public init(
    _ outcome: [Double], named outcomeName: String, arms: [Int], unitName: String, name: String,
    assigned: [Int], observed: [Int]
  ) {
    self.outcome = outcome
    self.outcomeName = outcomeName
    self.arms = arms
    self.unitName = unitName
    self.name = name
    self.assigned = assigned
    self.observed = observed
  }

  /// The results of some rows; what was assigned and observed stays.
  ///
  /// - Parameter kept: The rows to keep, in their order; without history and periods.
  /// - Returns: The results of those rows.
  public func selecting(_ kept: [Int]) -> ExperimentResults {
    func values(_ column: ExperimentSample.Covariate) -> ExperimentSample.Covariate {
      .init(column.name, kept.map { column.values[$0] })
    }
    var result = ExperimentResults(
      kept.map { outcome[$0] }, named: outcomeName, arms: kept.map { arms[$0] },
      unitName: unitName, name: name, assigned: assigned, observed: observed)
    result.covariates = covariates.map(values)
    result.denominator = denominator.map(values)
    result.blocks = blocks.map { blocks in kept.map { blocks[$0] } }
    result.clusters = clusters.map { clusters in kept.map { clusters[$0] } }
    result.practices = practices.map { practices in kept.map { practices[$0] } }
    result.groups = groups.map { groups in
      Groups(name: groups.name, labels: kept.map { groups.labels[$0] })
    }
    result.isListOriginal = isListOriginal
    return result
  }

  /// The units of some arms as a sample of two.
  ///
  /// - Parameters:
  ///   - rows: The rows to take.
  ///   - treated: Whether a row is treated, by its arm.
  /// - Returns: Their columns, without covariates of one value.
  /// - Throws: `ReadoutError` as from `ExperimentSample`.
  func sample(
    _ rows: [Int], treated: (Int) -> Bool
  ) throws(ReadoutError) -> ExperimentSample {
    try ExperimentSample(
      rows.map { outcome[$0] }, named: outcomeName, isTreated: rows.map { treated(arms[$0]) },
      covariates: covariates.map { column in
        .init(column.name, rows.map { column.values[$0] })
      }.filter { column in column.values.contains { $0 != column.values[0] } },
      blocks: blocks.map { blocks in rows.map { blocks[$0] } },
      clusters: clusters.map { clusters in rows.map { clusters[$0] } })
  }
}
