public import Statistics

/// A question that the data cannot answer.
public enum EstimationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where a variable fails to vary.
  public enum Scope: Equatable, Sendable {
    /// Over all units and periods.
    case everywhere

    /// Around the means of units, or of units and periods.
    case withinUnits
  }

  /// A variable has one value, so that no slope can be learned from it or for it.
  case noVariation(variable: String, scope: Scope)

  /// The mean of a variable is zero, so that changes have no relative size.
  case zeroMean(variable: String)

  /// There are too few units to judge how units differ.
  case tooFewUnits(units: Int, needed: Int)

  /// A value is not finite; unit and period are counted from 0.
  case notFinite(variable: String, unit: Int, period: Int)

  /// More channels than a model can enumerate the sets of.
  case tooManyChannels(channels: Int, most: Int)

  /// A mix model that its data cannot carry, in words.
  case mixModel(String)

  /// A panel of stages that tells no finite estimate, in words.
  case stages(String)

  /// The least squares problem behind the estimate has no trustworthy answer.
  case leastSquares(NumericalError)

  /// What is wrong and what would fix it.
  public var description: String {
    switch self {
    case .noVariation(let variable, .everywhere):
      "\(variable): has the same value everywhere; an elasticity needs a variable that varies"
    case .noVariation(let variable, .withinUnits):
      "\(variable): does not vary within units; use more periods or the pooled elasticity"
    case .zeroMean(let variable):
      "\(variable): the mean is 0, and an elasticity is relative to it; use a slope instead"
    case .tooFewUnits(let units, let needed):
      "units: \(units) cannot give clustered errors; use at least \(needed)"
    case .notFinite(let variable, let unit, let period):
      "\(variable): unit \(unit), period \(period) is not a finite number; remove or replace it"
    case .tooManyChannels(let channels, let most):
      "paths: \(channels) channels have more sets than can be enumerated; use at most \(most), or "
        + "the model shapley"
    case .mixModel(let problem), .stages(let problem):
      problem
    case .leastSquares(let error):
      error.description
    }
  }
}
