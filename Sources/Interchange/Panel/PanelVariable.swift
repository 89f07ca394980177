/// A column that a panel needs, and what it may hold.
public struct PanelVariable: Sendable, Equatable {
  /// What a column is for.
  public enum Role: Sendable, Equatable {
    /// What is explained: any number.
    case outcome
    /// What is explained, as a count: a whole number of at least 0.
    case count
    /// What is bought: a number of at least 0.
    case exposure
    /// What it costs: a number of at least 0.
    case spend
    /// What else moves the outcome: any number.
    case control
    /// How large a unit is: a positive number, the same in all of its periods.
    case size
  }

  /// The name of the column.
  public let name: String
  /// What the column is for.
  public let role: Role
  /// Whether a cell may be empty or `NA`, which reads as NaN.
  public let mayBeMissing: Bool
  /// Whether an outcome may be 0 or missing in all rows of a unit.
  public let mayBeZero: Bool

  /// A column that a panel needs.
  ///
  /// - Parameters:
  ///   - name: The name of the column.
  ///   - role: What the column is for.
  ///   - mayBeMissing: Whether a cell may be empty or `NA`, which reads as NaN.
  ///   - mayBeZero: Whether an outcome may be 0 or missing in all rows of a unit.
  public init(
    _ name: String, _ role: Role, mayBeMissing: Bool = false, mayBeZero: Bool = false
  ) {
    self.name = name
    self.role = role
    self.mayBeMissing = mayBeMissing
    self.mayBeZero = mayBeZero
  }

  /// Whether the column is what is explained.
  var isOutcome: Bool { role == .outcome || role == .count }

  /// What is wrong with a number in this column; nil when it is accepted.
  func problem(in number: Double) -> String? {
    let shown = JSONText.number(number)
    switch role {
    case .outcome, .control: return nil
    case .count:
      if number >= 0, number == number.rounded() { return nil }
      return "\(shown) is not a count; write a whole number of at least 0"
    case .exposure, .spend:
      if number >= 0 { return nil }
      return "\(shown) is negative; write a number of at least 0: set it to 0, or move refunds to "
        + "the period they belong to"
    case .size:
      if number > 0 { return nil }
      return "\(shown) is not a size; write a positive number"
    }
  }

  /// What is wrong with a missing cell in this column.
  func problem(inMissing text: String) -> String {
    let found = text.isEmpty ? "the cell is empty" : "the cell says \(text)"
    switch role {
    case .exposure, .spend: return "\(found); write a number, and 0 where nothing was done"
    case .count: return "\(found); write a whole number, and 0 where nothing happened"
    case .outcome, .control, .size: return "\(found); write a number"
    }
  }
}
