/// What a transition can depend on: a number made of one column of a stage panel.
public enum StageTerm: Sendable, Hashable {
  /// The column as it is; a ratio is per unit.
  case perUnit(column: String)
  /// The logarithm of the column to the base 2; a ratio is per doubling.
  case perDoubling(column: String)
  /// 1 where the column has a level and 0 elsewhere; a ratio is against the other levels.
  case level(column: String, level: String)

  /// The name of the column.
  public var column: String {
    switch self {
    case .perUnit(let column), .perDoubling(let column), .level(let column, _): column
    }
  }

  /// What tables call it, such as `calls` or `segment high`.
  public var name: String {
    switch self {
    case .perUnit(let column): column
    case .perDoubling(let column): "\(column) per doubling"
    case .level(let column, let level): "\(column) \(level)"
    }
  }
}
