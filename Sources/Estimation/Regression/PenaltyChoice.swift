import Statistics

/// The ridge penalty that predicts later rows best from earlier ones.
///
/// Every fold is fitted for all penalties from one decomposition of its training rows, and judged
/// by the mean squared error of its test rows.
public struct PenaltyChoice: Sendable, Equatable {
  /// The penalties tried, in the order given.
  public let penalties: [Double]

  /// The mean over folds of the mean squared test error, one per penalty, in squared response
  /// units.
  public let meanSquaredErrors: [Double]

  /// The standard error of that mean over folds, one per penalty; 0 for a single fold.
  public let standardErrors: [Double]

  /// The penalty with the smallest error; the largest of them where several share it.
  public let best: Double

  /// The largest penalty whose error is within one standard error of the smallest.
  ///
  /// Breiman, Friedman, Olshen and Stone (1984), section 3.4.3: the simplest fit that is not
  /// clearly worse.
  public let mostCautious: Double

  /// Tries penalties.
  ///
  /// A column without variation among the training rows of a fold, such as an event that is still
  /// to come, has the coefficient 0 there.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design, in the order of time.
  ///   - design: A column of ones in it is left out, since the intercept is not penalized.
  ///   - folds: Splits of the rows.
  ///   - penalties: At least one, all positive and finite; by default ``penalties(rows:)``.
  ///   - name: What errors call the response.
  /// - Throws: ``RegressionError`` with the columns or rows at fault by name.
  public init(
    _ response: [Double], on design: Design, folds: TimeFolds, penalties: [Double]? = nil,
    named name: String = "the response"
  ) throws(RegressionError) {
    precondition(folds.rows == design.rows, "the folds split the rows of the design")
    let penalties = penalties ?? Self.penalties(rows: design.rows)
    precondition(!penalties.isEmpty, "there is a penalty to try")
    precondition(
      penalties.allSatisfy { $0 > 0 && $0 < .infinity }, "penalties are positive and finite")
    let columns = design.withoutIntercept
    try columns.checkColumns(withIntercept: true)
    try columns.checkResponse(response, named: name)
    var moments = [RunningMoments](repeating: RunningMoments(), count: penalties.count)
    for fold in folds.folds {
      let errors: [Double]
      do {
        errors = try Self.errors(of: fold, response, columns, penalties)
      } catch {
        throw columns.named(error, response: name)
      }
      for (index, error) in errors.enumerated() { moments[index].add(error) }
    }
    self.penalties = penalties
    meanSquaredErrors = moments.map(\.mean)
    standardErrors = moments.map(\.standardError)
    var least = 0
    for index in penalties.indices {
      let (new, old) = (moments[index].mean, moments[least].mean)
      if new < old || (new == old && penalties[index] > penalties[least]) { least = index }
    }
    best = penalties[least]
    let limit = moments[least].mean + moments[least].standardError
    mostCautious = penalties.indices.reduce(penalties[least]) { largest, index in
      moments[index].mean <= limit ? max(largest, penalties[index]) : largest
    }
  }

  /// Penalties to try where none are given: 61 from 1e-4 to 100 times the number of rows, evenly
  /// spaced in logarithms.
  ///
  /// Chosen: a standardized column with a squared length of n keeps between 99.99 % and 1 % of its
  /// coefficient, in steps of 26 %.
  ///
  /// - Parameter rows: How many rows are fitted, positive.
  /// - Returns: Positive numbers, ascending.
  public static func penalties(rows: Int) -> [Double] {
    (0...60).map { Double(rows) * Elementary.pow(10, Double($0) / 10 - 4) }
  }

  /// The mean squared test error of one fold at each penalty.
  private static func errors(
    of fold: TimeFolds.Fold, _ response: [Double], _ design: Design, _ penalties: [Double]
  ) throws(NumericalError) -> [Double] {
    let training = design.selectingRows(fold.training).matrix
    let test = design.selectingRows(fold.test).matrix
    let path = try RidgePath(Array(response[fold.training]), on: training)
    var errors: [Double] = []
    for penalty in penalties {
      let (intercept, coefficients) = try path.coefficients(penalty: penalty)
      let predicted = test.times(coefficients)
      var sum = 0.0
      for (place, row) in fold.test.enumerated() {
        let error = response[row] - intercept - predicted[place]
        sum += error * error
      }
      errors.append(sum / Double(fold.test.count))
    }
    return errors
  }
}
