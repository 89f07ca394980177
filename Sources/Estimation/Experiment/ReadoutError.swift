/// An experiment that its results cannot answer, and what would answer it.
public enum ReadoutError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A value is not finite; units count from 0.
  case notFinite(variable: String, unit: Int)

  /// An arm has fewer units, pairs or clusters than its spread can be judged by.
  case tooFew(what: String, arm: String, count: Int, needed: Int)

  /// The outcome has one value everywhere.
  case noVariation(outcome: String)

  /// A covariate that the method adjusts for has one value everywhere.
  case constantCovariate(String)

  /// The method adjusts for a covariate, and there is none.
  case noCovariate(method: String)

  /// The method needs clusters, strata or pairs, and the units have none.
  case noGroups(method: String, groups: String)

  /// A cluster has units of both arms.
  case splitCluster(cluster: Int)

  /// Too few clusters for the errors of a likelihood.
  case tooFewClusters(count: Int, needed: Int)

  /// Columns that do not vary within clusters are as many as the clusters, which leaves no spread.
  case saturatedClusters(count: Int, columns: [String])

  /// A pair is not one unit of each arm.
  case brokenPair(pair: Int, treated: Int, control: Int)

  /// The level of the control arm is zero, or no ratio can be formed.
  case zeroLevel(outcome: String)

  /// An outcome is neither 0 nor 1.
  case notBinary(outcome: String, unit: Int, value: Double)

  /// More units and periods than a readout has columns for.
  case tooManyLevels(levels: Int, most: Int)

  /// A regression behind the readout failed.
  case regression(RegressionError)

  /// A likelihood behind the readout failed.
  case likelihood(GeneralizedLinearError)

  /// What is wrong, and what would help.
  public var description: String {
    switch self {
    case .notFinite(let variable, let unit):
      "\(variable), unit \(unit): not a finite number; remove or replace it"
    case .tooFew(let what, let arm, let count, let needed):
      "the \(arm) arm has \(count) \(count == 1 ? String(what.dropLast()) : what); its spread "
        + "needs at least \(needed)"
    case .noVariation(let outcome):
      "\(outcome) has the same value for every unit; a readout needs an outcome that varies"
    case .constantCovariate(let name):
      "\(name) has the same value for every unit and adjusts nothing; leave it out"
    case .noCovariate(let method):
      "\(method) adjusts for a covariate; name one, such as the outcome before the experiment"
    case .noGroups(let method, let groups):
      "\(method) needs \(groups), and the units have none; name their column"
    case .splitCluster(let cluster):
      "cluster \(cluster) has units of both arms; arms of a cluster design hold whole clusters"
    case .tooFewClusters(let count, let needed):
      "\(count) clusters are too few for a count or logistic regression, which needs \(needed); "
        + "use a regression with CR2 errors or a test of cluster means"
    case .saturatedClusters(let count, let columns):
      "\(count) clusters are too few for \(columns.count) columns that do not vary within them "
        + "(\(columns.joined(separator: ", "))), which leave no spread to judge the effect by; adjust "
        + "for fewer columns or use a test of cluster means"
    case .brokenPair(let pair, let treated, let control):
      "pair \(pair) has \(treated) treated and \(control) control units; a pair is one of each"
    case .zeroLevel(let outcome):
      "\(outcome): the level of the control arm is 0, and a ratio is relative to it"
    case .notBinary(let outcome, let unit, let value):
      "\(outcome), unit \(unit): \(value) is neither 0 nor 1; read it as a mean or a count"
    case .tooManyLevels(let levels, let most):
      "\(levels) units and periods are more than the \(most) that have a level each; name "
        + "clusters, or give one row per unit with its outcome before"
    case .regression(let error): error.description
    case .likelihood(let error): error.description
    }
  }
}
