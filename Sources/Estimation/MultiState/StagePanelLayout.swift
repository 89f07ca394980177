/// Which columns of a table of observed stages are read, and how.
public struct StagePanelLayout: Sendable, Equatable {
  /// The column of names of units.
  public var unit: String
  /// The column of times: dates, or whole numbers of periods.
  public var period: String
  /// The column of names of stages.
  public var stage: String
  /// The names that the column of stages may hold.
  public var stages: [String]
  /// The numbers that transitions depend on.
  public var terms: [StageTerm]
  /// The length of a period in days where periods are numbers; positive.
  public var daysPerPeriod: Double

  /// The columns of a table of observed stages.
  ///
  /// - Parameters:
  ///   - unit: The column of names of units.
  ///   - period: The column of times: dates, or whole numbers of periods.
  ///   - stage: The column of names of stages.
  ///   - stages: The names that the column of stages may hold.
  ///   - terms: The numbers that transitions depend on.
  ///   - daysPerPeriod: The length of a period in days where periods are numbers; positive.
  public init(
    unit: String, period: String, stage: String, stages: [String], terms: [StageTerm] = [],
    daysPerPeriod: Double = 7
  ) {
    precondition(daysPerPeriod > 0, "a period has a length")
    self.unit = unit
    self.period = period
    self.stage = stage
    self.stages = stages
    self.terms = terms
    self.daysPerPeriod = daysPerPeriod
  }
}
