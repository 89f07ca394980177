/// One column for every row, at the smallest total cost.
///
/// Rows come in one after another; each finds the cheapest path of exchanges to a free column, in costs
/// reduced by prices of rows and columns that keep all of them at zero or above. Kuhn (1955), "The
/// Hungarian method for the assignment problem", with shortest paths as in Jonker and Volgenant (1987).
enum MinimumCostAssignment {
  /// Assigns columns to rows.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - columns: How many columns, at least as many.
  ///   - cost: The cost of a row and a column; infinite where they must not meet. Every row can have a
  ///     column of its own.
  /// - Returns: The column of each row.
  /// - Complexity: O(rows² · columns).
  static func columns(
    rows: Int, columns: Int, cost: (_ row: Int, _ column: Int) -> Double
  ) -> [Int] {
    precondition(rows <= columns, "every row needs a column")
    var rowPrices = [Double](repeating: 0, count: rows)
    var columnPrices = [Double](repeating: 0, count: columns)
    var rowOfColumn = [Int?](repeating: nil, count: columns)
    for newRow in 0..<rows {
      var distances = [Double](repeating: .infinity, count: columns)
      var before = [Int?](repeating: nil, count: columns)
      var isReached = [Bool](repeating: false, count: columns)
      var reached: [Int] = []
      var (row, last): (Int, Int?) = (newRow, nil)
      var length = 0.0
      while true {
        var nearest = -1
        for column in 0..<columns where !isReached[column] {
          let reduced = cost(row, column) - rowPrices[row] - columnPrices[column] + length
          if reduced < distances[column] {
            distances[column] = reduced
            before[column] = last
          }
          if nearest < 0 || distances[column] < distances[nearest] { nearest = column }
        }
        precondition(nearest >= 0 && distances[nearest].isFinite, "every row can have a column")
        length = distances[nearest]
        isReached[nearest] = true
        reached.append(nearest)
        last = nearest
        guard let next = rowOfColumn[nearest] else { break }
        row = next
      }
      // Prices move so that the path found costs nothing and nothing costs less.
      rowPrices[newRow] += length
      for column in reached {
        let slack = length - distances[column]
        columnPrices[column] -= slack
        if let owner = rowOfColumn[column] { rowPrices[owner] += slack }
      }
      while let column = last {
        let previous = before[column]
        rowOfColumn[column] = previous.flatMap { rowOfColumn[$0] } ?? newRow
        last = previous
      }
    }
    var found = [Int](repeating: 0, count: rows)
    for (column, row) in rowOfColumn.enumerated() {
      if let row { found[row] = column }
    }
    return found
  }
}
