import Interchange
import Statistics

/// The words of the language for the parameters of a carryover.
extension CarryoverFamily {
  /// The names of the parameters, in the order of a channel's priors.
  var parameterKeys: [String] {
    switch self {
    case .none: []
    case .geometric, .binomial: ["retention"]
    case .delayed: ["retention", "peak"]
    case .weibullDensity, .weibullSurvival: ["shape", "scale"]
    }
  }
}

/// The words of the language for the parameters of a saturation.
extension SaturationFamily {
  /// The names of the parameters, in the order of a channel's priors.
  var parameterKeys: [String] {
    switch self {
    case .none: []
    case .hill: ["half", "slope"]
    case .logistic: ["rate"]
    case .michaelisMenten: ["half"]
    case .tanh: ["scale"]
    case .root: ["exponent"]
    }
  }
}
