/// The cells that a population's counts are split by: every combination of the breakdown's levels.
public struct Breakdown: Sendable, Equatable {
  /// Names of the attributes.
  public let dimensions: [String]
  /// Names of the levels of each attribute.
  public let levels: [[String]]
  /// Number of cells; 1 without a breakdown.
  public let cellCount: Int

  /// The cells of a population; the last attribute varies fastest.
  public init(_ population: PopulationSpec) {
    self.dimensions = population.breakdown.map { population.attributes[$0].name }
    self.levels = population.breakdown.map { population.attributes[$0].levels }
    self.cellCount = levels.reduce(1) { $0 * max(1, $1.count) }
  }

  /// The level of a dimension in a cell.
  public func level(of dimension: Int, inCell cell: Int) -> Int {
    var rest = cell
    for index in levels.indices.reversed() {
      if index == dimension { return rest % levels[index].count }
      rest /= levels[index].count
    }
    return 0
  }

  /// The cell of a combination of levels, one per dimension.
  public func cell(of codes: [Int]) -> Int {
    zip(codes, levels).reduce(0) { $0 * $1.1.count + $1.0 }
  }

  /// How tables call a cell, for example `role=physician, access=open`.
  public func label(ofCell cell: Int) -> String {
    dimensions.indices
      .map { "\(dimensions[$0])=\(levels[$0][level(of: $0, inCell: cell)])" }
      .joined(separator: ", ")
  }
}
