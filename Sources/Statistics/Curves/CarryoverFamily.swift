/// The kinds of carryover, without their parameters.
public enum CarryoverFamily: String, CaseIterable, Sendable {
  /// ``Carryover/none``: an exposure acts in its own period only.
  case none
  /// ``Carryover/geometric(retention:)``.
  case geometric
  /// ``Carryover/delayed(retention:peak:)``.
  case delayed
  /// ``Carryover/weibullDensity(shape:scale:)``.
  case weibullDensity
  /// ``Carryover/weibullSurvival(shape:scale:)``.
  case weibullSurvival
  /// ``Carryover/binomial(retention:)``.
  case binomial

  /// The names of the parameters, in the order of ``carryover(_:)`` and of partial derivatives.
  public var parameterNames: [String] {
    switch self {
    case .none: []
    case .geometric, .binomial: ["retention"]
    case .delayed: ["retention", "peak"]
    case .weibullDensity, .weibullSurvival: ["shape", "scale"]
    }
  }

  /// The carryover of given parameters.
  ///
  /// - Parameter parameters: One value for each of ``parameterNames``, in that order.
  /// - Returns: The carryover of this kind.
  public func carryover(_ parameters: [Double]) -> Carryover {
    precondition(parameters.count == parameterNames.count, "one value for each parameter")
    return switch self {
    case .none: .none
    case .geometric: .geometric(retention: parameters[0])
    case .delayed: .delayed(retention: parameters[0], peak: parameters[1])
    case .weibullDensity: .weibullDensity(shape: parameters[0], scale: parameters[1])
    case .weibullSurvival: .weibullSurvival(shape: parameters[0], scale: parameters[1])
    case .binomial: .binomial(retention: parameters[0])
    }
  }
}
