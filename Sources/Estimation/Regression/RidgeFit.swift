import Statistics

/// The ridge regression of a response on named columns, with an unpenalized intercept.
///
/// The conventions are those of ``RidgePath``. Some coefficients can be held at 0 or above, as
/// those of media usually are.
public struct RidgeFit: Sendable, Equatable {
  /// The columns, without a column of ones.
  public let design: Design

  /// The penalty L.
  public let penalty: Double

  /// The fitted value where every column is 0, in response units.
  public let intercept: Double

  /// One coefficient per column, in response units per column unit.
  public let coefficients: [Double]

  /// How close the fit is; ``FitQuality/parameters`` counts all columns and the intercept.
  public let quality: FitQuality

  /// The fitted values, one per row, in response units.
  public let fitted: [Double]

  /// The response less the fit, one value per row, in response units.
  public let residuals: [Double]

  /// The effective degrees of freedom, the intercept's one included; nil where signs are held.
  public let effectiveDegreesOfFreedom: Double?

  /// The residual of each row under the fit of all others; nil where signs are held and where a
  /// row determines its own fit.
  public let leaveOneOutErrors: [Double]?

  /// Fits a response at one penalty.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design.
  ///   - design: A column of ones in it is left out, since the intercept is not penalized.
  ///   - penalty: L, at least 0 and finite.
  ///   - nonNegative: The columns whose coefficients are held at 0 or above.
  ///   - name: What errors call the response.
  /// - Throws: ``RegressionError`` with the columns or rows at fault by name.
  public init(
    _ response: [Double], on design: Design, penalty: Double, nonNegative: [String] = [],
    named name: String = "the response"
  ) throws(RegressionError) {
    let columns = design.withoutIntercept
    try columns.checkColumns(withIntercept: true)
    try columns.checkResponse(response, named: name)
    self.design = columns
    self.penalty = penalty
    var signs = [PenalizedLeastSquares.Sign](repeating: .free, count: columns.names.count)
    for name in nonNegative { signs[try columns.column(named: name)] = .nonNegative }
    do {
      if nonNegative.isEmpty {
        let solution = try RidgePath(response, on: columns.matrix).solution(penalty: penalty)
        (intercept, coefficients) = (solution.intercept, solution.coefficients)
        effectiveDegreesOfFreedom = solution.effectiveDegreesOfFreedom
        leaveOneOutErrors = solution.leaveOneOutErrors
      } else {
        var search = PenalizedLeastSquares(
          rows: columns.rows, columns: columns.names.count, signs: signs)
        try search.fit(design: columns.matrix, response: response, penalty: penalty)
        (intercept, coefficients) = (search.intercept, search.coefficients)
        effectiveDegreesOfFreedom = nil
        leaveOneOutErrors = nil
      }
    } catch {
      throw columns.named(error, response: name)
    }
    let offset = intercept
    let fitted = columns.matrix.times(coefficients).map { $0 + offset }
    self.fitted = fitted
    residuals = response.indices.map { response[$0] - fitted[$0] }
    quality = FitQuality(
      fitted: fitted, observed: response, parameters: columns.names.count + 1)
  }

  /// The coefficient of a column.
  ///
  /// - Throws: ``RegressionError`` for a name that no column has.
  public func coefficient(of name: String) throws(RegressionError) -> Double {
    coefficients[try design.column(named: name)]
  }

  /// The values that the fit predicts for other rows of the same columns.
  ///
  /// - Parameter design: Columns of the same names in the same order; a column of ones counts only
  ///   as the intercept.
  /// - Returns: One value per row, in response units.
  public func predictions(on design: Design) -> [Double] {
    let columns =
      design.names == self.design.names
      ? design : design.selectingColumns(self.design.names.compactMap(design.names.firstIndex))
    precondition(columns.names == self.design.names, "predictions need the same columns")
    return columns.matrix.times(coefficients).map { $0 + intercept }
  }
}

extension Design {
  /// The design without its columns of ones, or of another single value.
  var withoutIntercept: Design {
    guard let intercept = interceptColumn else { return self }
    return selectingColumns(names.indices.filter { $0 != intercept })
  }
}
