import Statistics

/// The counts of units as shares of their totals, unit after unit.
struct UnitShares {
  /// The counts of the units that have any, unit after unit.
  let outcome: [Double]

  /// Their rows of the design.
  let design: GeneralizedLinearDesign

  /// Their offsets.
  let offset: [Double]

  /// The rows of each unit.
  let ranges: [Range<Int>]

  /// The total of each unit, positive.
  let totals: [Double]

  /// How many units have no events.
  let droppedUnitCount: Int

  /// How many units are left.
  var unitCount: Int { ranges.count }

  /// Sorts rows by unit, in the order in which units first appear, and drops units without events.
  init(_ outcome: [Double], units: [Int], design: GeneralizedLinearDesign, offset: [Double]) {
    var places: [Int: Int] = [:]
    var members: [[Int]] = []
    for (row, unit) in units.enumerated() {
      let place = places[unit] ?? members.count
      if place == members.count {
        places[unit] = place
        members.append([])
      }
      members[place].append(row)
    }
    var (order, ranges, totals): ([Int], [Range<Int>], [Double]) = ([], [], [])
    for rows in members {
      let total = rows.reduce(0) { $0 + outcome[$1] }
      guard total > 0 else { continue }
      ranges.append(order.count..<order.count + rows.count)
      totals.append(total)
      order += rows
    }
    var matrix = Matrix(rows: order.count, columns: 0)
    for index in design.names.indices {
      let column = design.matrix.column(index)
      matrix.appendColumn(order.map { column[column.startIndex + $0] })
    }
    self.outcome = order.map { outcome[$0] }
    self.design = GeneralizedLinearDesign(names: design.names, matrix: matrix)
    self.offset = order.map { offset[$0] }
    self.ranges = ranges
    self.totals = totals
    droppedUnitCount = members.count - ranges.count
  }

  /// Throws the first column that is the same in all rows of every unit.
  func checkVariation() throws(GeneralizedLinearError) {
    for (index, name) in design.names.enumerated() {
      let column = design.matrix.column(index)
      let varies = ranges.contains { rows in
        rows.contains {
          column[column.startIndex + $0] != column[column.startIndex + rows.lowerBound]
        }
      }
      guard varies else { throw .constantWithinUnits(column: name) }
    }
  }

  /// The logarithms of the multinomial coefficients.
  var constant: Double {
    totals.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
      - outcome.reduce(0) { $0 + Elementary.logGamma($1 + 1) }
  }

  /// The multinomial log-likelihood, without its constant, near some coefficients.
  ///
  /// The second derivatives are minus the Gram matrix of the columns' deviations from their means
  /// over the unit's shares, each row times the root of its expected count.
  func problem(at coefficients: [Double]) -> WorkingProblem {
    var predictor = offset
    design.matrix.multiply(coefficients, into: &predictor, keeping: 1)
    var logLikelihood = 0.0
    var expected = predictor
    for (rows, total) in zip(ranges, totals) {
      let largest = rows.reduce(-Double.infinity) { max($0, predictor[$1]) }
      var sum = 0.0
      for row in rows {
        expected[row] = Elementary.exp(predictor[row] - largest)
        sum += expected[row]
      }
      let logSum = largest + Elementary.log(sum)
      for row in rows {
        expected[row] *= total / sum
        if outcome[row] > 0 { logLikelihood += outcome[row] * (predictor[row] - logSum) }
      }
    }
    let roots = expected.map { $0.squareRoot() }
    return WorkingProblem(
      logLikelihood: logLikelihood, predictor: predictor,
      design: deviations(expected).scalingRows(by: roots),
      response: outcome.indices.map {
        roots[$0] > 0 ? (outcome[$0] - expected[$0]) / roots[$0] : 0
      })
  }

  /// The score of each unit at a problem's coefficients.
  func scores(of problem: WorkingProblem) -> Matrix {
    var scores = Matrix(rows: unitCount, columns: design.names.count)
    for column in design.names.indices {
      for (unit, rows) in ranges.enumerated() {
        scores[unit, column] = rows.reduce(0) {
          $0 + problem.design[$1, column] * problem.response[$1]
        }
      }
    }
    return scores
  }

  /// The columns less their means over each unit's expected counts.
  private func deviations(_ expected: [Double]) -> Matrix {
    var deviations = design.matrix
    for column in design.names.indices {
      for (rows, total) in zip(ranges, totals) {
        let mean = rows.reduce(0) { $0 + expected[$1] * deviations[$1, column] } / total
        for row in rows { deviations[row, column] -= mean }
      }
    }
    return deviations
  }
}
