import Estimation
import Statistics

/// The table of the candidates that a ridge fit was chosen among, the best compromise first.
enum MixFitFront {
  /// The names of the columns: rank, penalty, a loss per objective, a side per transform that was
  /// searched and one for the penalty, and a value per parameter.
  static func header(of search: MixFit.Searched, parameters: MixParameters) -> [String] {
    header(
      objectives: search.objectives, sides: search.front.first?.place.count ?? 0,
      parameters: parameters)
  }

  static func header(
    objectives: [RidgeCandidate.Objective], sides: Int, parameters: MixParameters
  ) -> [String] {
    ["rank", "penalty"] + objectives.map { "loss:\($0.rawValue)" }
      + (0..<sides).map { "place:\($0 + 1)" } + parameters.all.map(\.name)
  }

  /// One row per candidate.
  static func rows(of search: MixFit.Searched) -> Matrix {
    let rows = search.front.enumerated().map { rank, candidate in
      [Double(rank + 1), candidate.penalty] + candidate.losses + candidate.place
        + candidate.values
    }
    var table = Matrix(rows: rows.count, columns: 0)
    for column in rows.first?.indices ?? 0..<0 { table.appendColumn(rows.map { $0[column] }) }
    return table
  }

  /// The candidates of rows as ``rows(of:)`` makes them.
  static func candidates(_ table: Matrix, losses: Int, sides: Int) -> [RidgeCandidate] {
    (0..<table.rows).map { row in
      let numbers = (0..<table.columns).map { table[row, $0] }
      let firstSide = 2 + losses
      return RidgeCandidate(
        place: Array(numbers[firstSide..<firstSide + sides]),
        values: Array(numbers[(firstSide + sides)...]), penalty: numbers[1],
        losses: Array(numbers[2..<firstSide]))
    }
  }
}
