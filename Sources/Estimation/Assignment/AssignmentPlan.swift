/// What is asked of an assignment: the rule, the arms and their shares.
public struct AssignmentPlan: Sendable, Equatable {
  /// The rule of assignment.
  public var kind: ExperimentDesign.Kind
  /// The names of the arms, waves or cells; the first is the control where there is one.
  public var arms: [String]
  /// Their shares.
  public var shares: ArmShares
  /// The seed of all chance.
  public var seed: UInt64
  /// The factors of a factorial design, whose cells are the arms, the last factor running fastest.
  public var factors: [ExperimentDesign.Factor] = []
  /// Units in a permuted block; nil for the smallest multiple of the shares of at least four.
  public var blockSize: Int?
  /// The periods of a stepped wedge or a switchback.
  public var timing: ExperimentDesign.Timing?
  /// The share of assignments that is balanced enough to count; nil where every one counts.
  public var acceptance: Double?
  /// Whether strata with fewer units than arms are let through.
  public var allowsSmallStrata = false

  /// A plan; what is not given can be set afterwards.
  ///
  /// - Parameters:
  ///   - kind: The rule of assignment.
  ///   - arms: The names of the arms, the control first.
  ///   - shares: Their shares; equal ones unless given.
  ///   - seed: The seed of all chance.
  public init(
    _ kind: ExperimentDesign.Kind, arms: [String], shares: ArmShares? = nil, seed: UInt64
  ) {
    self.kind = kind
    self.arms = arms
    self.shares = shares ?? ArmShares(equal: arms.count)
    self.seed = seed
  }

  /// The plan of a factorial design: one arm for each combination of levels.
  ///
  /// - Parameters:
  ///   - factors: At least one factor of at least two levels.
  ///   - seed: The seed of all chance.
  public init(factors: [ExperimentDesign.Factor], seed: UInt64) {
    self.init(
      .factorial, arms: Self.cells(factors).map { $0.joined(separator: " ") }, seed: seed)
    self.factors = factors
  }

  /// The level of each factor in each cell, the last factor running fastest.
  static func cells(_ factors: [ExperimentDesign.Factor]) -> [[String]] {
    factors.reduce([[]]) { cells, factor in
      cells.flatMap { cell in factor.levels.map { cell + [$0] } }
    }
  }

  /// How many units a permuted block has.
  var unitsPerBlock: Int {
    // Chosen: blocks of two are guessed by whoever sees one of them.
    blockSize ?? shares.total * max(1, (4 + shares.total - 1) / shares.total)
  }
}
