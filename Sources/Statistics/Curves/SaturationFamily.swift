/// The kinds of saturation, without their parameters.
public enum SaturationFamily: String, CaseIterable, Sendable {
  /// ``SaturationCurve/hill(half:slope:)``.
  case hill
  /// ``SaturationCurve/logistic(rate:)``.
  case logistic
  /// ``SaturationCurve/michaelisMenten(half:)``.
  case michaelisMenten
  /// ``SaturationCurve/tanh(scale:)``.
  case tanh
  /// ``SaturationCurve/root(exponent:)``.
  case root
  /// ``SaturationCurve/identity``: the response is the exposure.
  case none

  /// The names of the parameters, in the order of ``curve(_:)`` and of partial derivatives.
  public var parameterNames: [String] {
    switch self {
    case .hill: ["half", "slope"]
    case .logistic: ["rate"]
    case .michaelisMenten: ["half"]
    case .tanh: ["scale"]
    case .root: ["exponent"]
    case .none: []
    }
  }

  /// The curve of given parameters.
  ///
  /// - Parameter parameters: One positive value for each of ``parameterNames``, in that order.
  /// - Returns: The curve of this kind.
  public func curve(_ parameters: [Double]) -> SaturationCurve {
    precondition(parameters.count == parameterNames.count, "one value for each parameter")
    return switch self {
    case .hill: .hill(half: parameters[0], slope: parameters[1])
    case .logistic: .logistic(rate: parameters[0])
    case .michaelisMenten: .michaelisMenten(half: parameters[0])
    case .tanh: .tanh(scale: parameters[0])
    case .root: .root(exponent: parameters[0])
    case .none: .identity
    }
  }
}

extension SaturationCurve {
  /// The curve's kind.
  public var family: SaturationFamily {
    switch self {
    case .hill: .hill
    case .logistic: .logistic
    case .michaelisMenten: .michaelisMenten
    case .tanh: .tanh
    case .root: .root
    case .identity: .none
    }
  }

  /// The values of the parameters, in the order of ``SaturationFamily/parameterNames``.
  public var parameters: [Double] {
    switch self {
    case .hill(let half, let slope): [half, slope]
    case .logistic(let rate): [rate]
    case .michaelisMenten(let half): [half]
    case .tanh(let scale): [scale]
    case .root(let exponent): [exponent]
    case .identity: []
    }
  }

  /// How many parameters the curve has: 2 for Hill's, 0 for ``identity``, otherwise 1.
  public var parameterCount: Int {
    switch self {
    case .hill: 2
    case .identity: 0
    case .logistic, .michaelisMenten, .tanh, .root: 1
    }
  }
}
