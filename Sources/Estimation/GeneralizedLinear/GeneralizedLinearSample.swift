import Statistics

/// What a generalized linear model is fitted to.
public struct GeneralizedLinearSample: Sendable, Equatable {
  /// What errors call the outcome.
  public let outcomeName: String

  /// Counts, or successes, one per row.
  public let outcome: [Double]

  /// The explaining columns.
  public let design: GeneralizedLinearDesign

  /// The number of trials of each row, for a logistic model; nil where an outcome is 0 or 1.
  public let trials: [Double]?

  /// What is added to each row's linear predictor with coefficient 1, such as log exposure.
  public let offset: [Double]

  /// How many rows each row stands for; a weight of 2 equals the row given twice.
  public let weights: [Double]

  /// Gathers outcome and design.
  ///
  /// - Parameters:
  ///   - outcome: One count or success per row, or number of successes.
  ///   - name: What errors call the outcome.
  ///   - design: The explaining columns, one row per outcome.
  ///   - trials: The number of trials of each row, for a logistic model.
  ///   - offset: One number per row on the scale of the linear predictor; zeros if left out.
  ///   - weights: One positive number per row; ones if left out.
  public init(
    _ outcome: [Double], named name: String = "outcome", on design: GeneralizedLinearDesign,
    trials: [Double]? = nil, offset: [Double]? = nil, weights: [Double]? = nil
  ) {
    let rows = outcome.count
    precondition(design.matrix.rows == rows, "a design has one row per outcome")
    precondition(trials.map { $0.count == rows } ?? true, "trials are given for every row")
    precondition(offset.map { $0.count == rows } ?? true, "an offset is given for every row")
    precondition(weights.map { $0.count == rows } ?? true, "weights are given for every row")
    precondition(design.matrix.columns > 0, "a design has a column")
    outcomeName = name
    self.outcome = outcome
    self.design = design
    self.trials = trials
    self.offset = offset ?? [Double](repeating: 0, count: rows)
    self.weights = weights ?? [Double](repeating: 1, count: rows)
  }

  /// How many rows the sample stands for: the sum of the weights.
  public var rowCount: Double { weights.reduce(0, +) }

  /// Throws what keeps a family from being fitted, before any arithmetic.
  func check(for family: GeneralizedLinearModel.Family) throws(GeneralizedLinearError) {
    try design.checkFinite(offset: offset)
    if let row = outcome.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(variable: outcomeName, row: row)
    }
    if let row = weights.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
      throw .notPositiveWeight(row: row)
    }
    if family == .logistic {
      try checkSuccesses()
    } else {
      precondition(trials == nil, "only a logistic model has trials")
      try Self.checkCounts(outcome, outcomeName)
    }
    guard outcome.contains(where: { $0 > 0 }) else { throw .allZero(outcome: outcomeName) }
    let (rows, columns) = (design.matrix.rows, design.matrix.columns)
    guard rows >= columns else { throw .tooFewRows(rows: rows, columns: columns) }
  }

  /// Throws the first outcome that is no count.
  static func checkCounts(_ outcome: [Double], _ name: String) throws(GeneralizedLinearError) {
    let row = outcome.firstIndex { !($0 >= 0 && $0 == $0.rounded(.towardZero)) }
    if let row { throw .notCount(outcome: name, row: row, value: outcome[row]) }
  }

  /// Throws the first outcome that is no number of successes.
  private func checkSuccesses() throws(GeneralizedLinearError) {
    guard let trials else {
      if let row = outcome.firstIndex(where: { $0 != 0 && $0 != 1 }) {
        throw .notBinary(outcome: outcomeName, row: row, value: outcome[row])
      }
      if outcome.allSatisfy({ $0 == 1 }) { throw .allSuccesses(outcome: outcomeName) }
      return
    }
    for (row, value) in outcome.enumerated() {
      let count = trials[row]
      let isWhole = value == value.rounded() && count == count.rounded()
      guard isWhole, value >= 0, count >= 1, count < .infinity, value <= count else {
        throw .notShareOfTrials(outcome: outcomeName, row: row, successes: value, trials: count)
      }
    }
    if outcome == trials { throw .allSuccesses(outcome: outcomeName) }
  }
}
