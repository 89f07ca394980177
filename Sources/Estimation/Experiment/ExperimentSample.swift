import Statistics

/// The units of two arms of an experiment, as columns.
public struct ExperimentSample: Sendable, Equatable {
  /// What was known of every unit before the experiment.
  public struct Covariate: Sendable, Equatable {
    /// What tables and errors call it.
    public let name: String
    /// One number per unit.
    public let values: [Double]

    /// A column of numbers.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }

    /// A column of labels as indicator columns, one per label but the first in order.
    ///
    /// - Parameters:
    ///   - name: What tables and errors call it.
    ///   - labels: One label per unit.
    /// - Returns: Columns named `name=label`.
    public static func levels(_ name: String, of labels: [String]) -> [Covariate] {
      Set(labels).sorted().dropFirst().map { level in
        Covariate("\(name)=\(level)", labels.map { $0 == level ? 1 : 0 })
      }
    }
  }

  /// What errors call the outcome.
  public let outcomeName: String
  /// One number per unit.
  public let outcome: [Double]
  /// Whether each unit is in the treated arm; the others are in the control arm.
  public let isTreated: [Bool]
  /// What was known before.
  public let covariates: [Covariate]
  /// The stratum or pair of each unit within which arms were drawn; nil where there was none.
  public let blocks: [Int]?
  /// The cluster of each unit that was assigned as a whole; nil where units were assigned.
  public let clusters: [Int]?

  /// Gathers the units of two arms.
  ///
  /// - Parameters:
  ///   - outcome: One number per unit.
  ///   - name: What errors call it.
  ///   - isTreated: One mark per unit.
  ///   - covariates: What was known before, one number per unit each.
  ///   - blocks: The stratum or pair of each unit, any numbers.
  ///   - clusters: The cluster of each unit, any numbers.
  /// - Throws: ``ReadoutError`` for values that are not finite, an arm of fewer than two units, and
  ///   an outcome of one value.
  public init(
    _ outcome: [Double], named name: String = "the outcome", isTreated: [Bool],
    covariates: [Covariate] = [], blocks: [Int]? = nil, clusters: [Int]? = nil
  ) throws(ReadoutError) {
    precondition(isTreated.count == outcome.count, "every unit is in an arm")
    precondition(covariates.allSatisfy { $0.values.count == outcome.count }, "one value per unit")
    precondition(blocks.map { $0.count == outcome.count } ?? true, "one block per unit")
    precondition(clusters.map { $0.count == outcome.count } ?? true, "one cluster per unit")
    for column in [Covariate(name, outcome)] + covariates {
      if let unit = column.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(variable: column.name, unit: unit)
      }
    }
    let treated = isTreated.count { $0 }
    try Self.check("units", treated: treated, control: outcome.count - treated)
    if outcome.allSatisfy({ $0 == outcome[0] }) { throw .noVariation(outcome: name) }
    outcomeName = name
    self.outcome = outcome
    self.isTreated = isTreated
    self.covariates = covariates
    self.blocks = blocks
    self.clusters = clusters
  }

  /// How many units there are.
  public var count: Int { outcome.count }

  /// How many units are treated.
  public var treatedCount: Int { isTreated.count { $0 } }

  /// The values of a column in one arm, in the order of units.
  public func values(_ column: [Double], treated: Bool) -> [Double] {
    column.indices.filter { isTreated[$0] == treated }.map { column[$0] }
  }

  /// The outcome in one arm, in the order of units.
  public func outcomes(treated: Bool) -> [Double] { values(outcome, treated: treated) }

  /// The same units with another outcome.
  func replacing(outcome: [Double]) throws(ReadoutError) -> ExperimentSample {
    try ExperimentSample(
      outcome, named: outcomeName, isTreated: isTreated, covariates: covariates, blocks: blocks,
      clusters: clusters)
  }

  /// Throws where an arm has fewer than two of what spreads.
  static func check(_ what: String, treated: Int, control: Int) throws(ReadoutError) {
    if treated < 2 { throw .tooFew(what: what, arm: "treated", count: treated, needed: 2) }
    if control < 2 { throw .tooFew(what: what, arm: "control", count: control, needed: 2) }
  }
}
