/// Which columns of a table make a panel.
public struct PanelLayout: Sendable, Equatable {
  /// The column of dates or numbers of periods.
  public var time: String
  /// The column of units; nil for a national series.
  public var unit: String?
  /// The column of groups of units; nil without groups.
  public var group: String?
  /// The columns of numbers.
  public var variables: [PanelVariable]
  /// Whether a row that a unit lacks stands for zeros, as where only what happened is written down.
  ///
  /// A period in which no unit has a row is a gap all the same.
  public var absentRowsAreZero: Bool

  /// The columns that make a panel.
  ///
  /// - Parameters:
  ///   - time: The column of dates (`YYYY-MM-DD`) or whole numbers of periods.
  ///   - unit: The column of units; nil for a national series.
  ///   - group: The column of groups of units, constant in time; nil without groups.
  ///   - variables: The columns of numbers, each once.
  ///   - absentRowsAreZero: Whether a row that a unit lacks stands for zeros.
  public init(
    time: String, unit: String? = nil, group: String? = nil, variables: [PanelVariable],
    absentRowsAreZero: Bool = false
  ) {
    self.time = time
    self.unit = unit
    self.group = group
    self.variables = variables
    self.absentRowsAreZero = absentRowsAreZero
  }
}
