import Interchange

/// A generalized linear model that its observations cannot determine; rows are counted from 0.
public enum GeneralizedLinearError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A value of a variable is not finite.
  case notFinite(variable: String, row: Int)

  /// An outcome is negative or not whole where counts are modeled.
  case notCount(outcome: String, row: Int, value: Double)

  /// An outcome is neither 0 nor 1 where there are no trials.
  case notBinary(outcome: String, row: Int, value: Double)

  /// Successes exceed trials, or trials are not a positive whole number.
  case notShareOfTrials(outcome: String, row: Int, successes: Double, trials: Double)

  /// A weight is not positive.
  case notPositiveWeight(row: Int)

  /// An outcome that is to be explained is 0 in every row.
  case allZero(outcome: String)

  /// Every trial succeeded.
  case allSuccesses(outcome: String)

  /// There are fewer rows than columns to explain them.
  case tooFewRows(rows: Int, columns: Int)

  /// Columns that are combinations of each other: `rank` of `columns` are independent.
  case collinear(names: [String], rank: Int, columns: Int)

  /// A column whose effect within units is asked for does not vary within any.
  case constantWithinUnits(column: String)

  /// Along these columns the likelihood rises for ever: they predict some rows perfectly.
  case separated(outcome: String, columns: [String])

  /// The counts vary no more than Poisson counts, so that alpha has no positive maximum.
  case notOverdispersed(outcome: String)

  /// The search ended before its criterion was met.
  ///
  /// `distance` is how far the maximum still is, in standard errors, where that can be told.
  case notConverged(outcome: String, iterations: Int, distance: Double)

  /// Too few clusters to judge how they differ.
  case tooFewClusters(clusters: Int)

  /// No more rows than coefficients, so that no scale can be learned.
  case noDegreesOfFreedom(rows: Double, coefficients: Int)

  /// A prediction was asked for other columns than those of the fit.
  case otherColumns(expected: [String], found: [String])

  /// What is wrong, what is accepted and what would fix it.
  public var description: String {
    switch self {
    case .notFinite(let variable, let row):
      "\(variable), row \(row): not a finite number; remove or replace it"
    case .notCount(let outcome, let row, let value):
      "\(outcome), row \(row): \(value) is not a count; use whole numbers from 0 up"
    case .notBinary(let outcome, let row, let value):
      "\(outcome), row \(row): \(value) is neither 0 nor 1; recode it, or give trials"
    case .notShareOfTrials(let outcome, let row, let successes, let trials):
      "\(outcome), row \(row): \(successes) successes in \(trials) trials; use whole numbers, with "
        + "at least one trial and no more successes than trials"
    case .notPositiveWeight(let row):
      "weights, row \(row): not a positive number; drop rows that shall not count"
    case .allZero(let outcome):
      "\(outcome): 0 in every row, which no finite coefficient explains; use rows with events"
    case .allSuccesses(let outcome):
      "\(outcome): every trial succeeded, which no finite coefficient explains; use rows with "
        + "failures"
    case .tooFewRows(let rows, let columns):
      "the design: \(rows) rows cannot determine \(columns) columns; add rows or drop columns"
    case .collinear(let names, let rank, let columns) where names.count == 1:
      "\(names[0]): 0 in every row (rank \(rank) of \(columns)); drop it"
    case .collinear(let names, let rank, let columns):
      "\(names.joined(separator: ", ")): collinear (rank \(rank) of \(columns)); drop one"
    case .constantWithinUnits(let column):
      "\(column): does not vary within units, whose intercepts take its place; drop it"
    case .separated(let outcome, let columns):
      "\(outcome): some rows are predicted perfectly by \(columns.joined(separator: ", ")), so "
        + "that coefficients would be infinite; drop columns, merge their levels or add a penalty"
    case .notOverdispersed(let outcome):
      "\(outcome): varies no more than Poisson counts would, and alpha would be 0; fit Poisson"
    case .notConverged(let outcome, let iterations, let distance):
      "\(outcome): no maximum of the likelihood after \(iterations) iterations, "
        + "\(HumanNumber.text(distance)) standard errors away; check outliers and units of columns"
    case .tooFewClusters(let clusters):
      "clusters: \(clusters) cannot give clustered errors; use at least 2, better 40"
    case .noDegreesOfFreedom(let rows, let coefficients):
      "the design: \(HumanNumber.text(rows)) rows leave no degrees of freedom beside "
        + "\(coefficients) coefficients; add rows or drop columns"
    case .otherColumns(let expected, let found):
      "the design: has the columns \(found.joined(separator: ", ")); the fit needs "
        + expected.joined(separator: ", ")
    }
  }
}
