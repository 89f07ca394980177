/// The columns of a table of units, as the user named them.
public struct UnitColumns: Sendable, Equatable {
  /// Names the units; the first column where nil.
  public var unit: String?
  /// Names the cluster of a unit; nil without clusters.
  public var cluster: String?
  /// Columns whose combinations are strata, or categories that matches share; empty without any.
  public var strata: [String]
  /// Columns that are balanced or matched on, `log1p(column)` for the logarithm of one more.
  public var covariates: [String]

  /// Columns by name.
  public init(
    unit: String? = nil, cluster: String? = nil, strata: [String] = [], covariates: [String] = []
  ) {
    self.unit = unit
    self.cluster = cluster
    self.strata = strata
    self.covariates = covariates
  }

  /// What stands between the parts of the name of a stratum.
  static let separator = " / "

  /// The name of each unit's stratum, from the cells of the columns of strata.
  static func labels(_ columns: [[String]]) -> [String]? {
    guard let first = columns.first else { return nil }
    return first.indices.map { row in
      columns.map { $0[row] }.joined(separator: separator)
    }
  }
}
