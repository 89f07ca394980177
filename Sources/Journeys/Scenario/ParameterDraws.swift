/// Equally likely values of named parameters that are known together: what a calibration leaves.
///
/// Values of one row belong together, so what the data say about two parameters jointly is kept.
public struct ParameterDraws: Sendable, Equatable {
  /// The column that numbers the draws where they stand in a table; no parameter may be called so.
  public static let numberColumn = "draw"

  /// Names of the parameters.
  public let names: [String]
  /// One row per draw, with a value for each name.
  public let rows: [[Double]]
  /// What a reader of results should know of them, in a sentence; `nil` where there is nothing.
  public var remark: String?

  /// Draws of parameters.
  ///
  /// - Parameters:
  ///   - names: Names of the parameters, each once.
  ///   - rows: One row per draw, at least one, with a finite value for each name.
  public init(names: [String], rows: [[Double]]) {
    precondition(!rows.isEmpty, "draws need a row")
    precondition(rows.allSatisfy { $0.count == names.count }, "a row has a value for each name")
    self.names = names
    self.rows = rows
  }

  /// The value of a parameter in a draw.
  ///
  /// - Parameters:
  ///   - name: Name of the parameter.
  ///   - draw: Number of the draw; after the last row the first follows.
  /// - Returns: `nil` when the draws do not hold the parameter.
  public func value(of name: String, draw: Int) -> Double? {
    names.firstIndex(of: name).map { rows[draw % rows.count][$0] }
  }
}
