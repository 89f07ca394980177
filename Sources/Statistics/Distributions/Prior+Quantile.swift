extension Prior {
  /// The chance of a number of at most `x`.
  public func cumulative(_ x: Double) -> Double {
    switch self {
    case .fixed(let value): return x >= value ? 1 : 0
    case .normal(let mean, let sd): return Normal.cumulative((x - mean) / sd)
    case .halfNormal(let sd): return x <= 0 ? 0 : 2 * Normal.cumulative(x / sd) - 1
    case .laplace(let location, let scale):
      let z = (x - location) / scale
      return z < 0 ? 0.5 * Elementary.exp(z) : 1 - 0.5 * Elementary.exp(-z)
    case .student(let degrees, let location, let scale):
      return StudentT.cumulative((x - location) / scale, degrees: degrees)
    case .halfStudent(let degrees, let scale):
      return x <= 0 ? 0 : 1 - StudentT.twoSided(x / scale, degrees: degrees)
    case .lognormal(let logMean, let logSD):
      return x <= 0 ? 0 : Normal.cumulative((Elementary.log(x) - logMean) / logSD)
    case .gamma(let shape, let rate): return x <= 0 ? 0 : IncompleteGamma.lower(shape, rate * x)
    case .exponential(let rate): return x <= 0 ? 0 : -Elementary.expm1(-rate * x)
    case .beta(let a, let b): return IncompleteBeta.regularized(min(max(x, 0), 1), a: a, b: b)
    case .uniform(let low, let high): return min(max((x - low) / (high - low), 0), 1)
    }
  }

  /// The number that a share `p` of the belief lies below, by the closed form or by halving.
  ///
  /// - Parameter p: The share, in `(0, 1)`.
  /// - Returns: The quantile, to about 1e-12 of its size.
  public func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile belongs to a share between 0 and 1")
    switch self {
    case .fixed(let value): return value
    case .normal(let mean, let sd): return mean + sd * Normal.quantile(p)
    case .halfNormal(let sd): return sd * Normal.quantile(0.5 + p / 2)
    case .laplace(let location, let scale):
      return p < 0.5
        ? location + scale * Elementary.log(2 * p) : location - scale * Elementary.log(2 * (1 - p))
    case .lognormal(let logMean, let logSD):
      return Elementary.exp(logMean + logSD * Normal.quantile(p))
    case .exponential(let rate): return -Elementary.log1p(-p) / rate
    case .uniform(let low, let high): return low + p * (high - low)
    case .student(let degrees, let location, let scale):
      let tail = min(p, 1 - p)
      let distance = Self.halved { StudentT.twoSided($0, degrees: degrees) > 2 * tail }
      return p < 0.5 ? location - scale * distance : location + scale * distance
    case .halfStudent(let degrees, let scale):
      return scale * Self.halved { StudentT.twoSided($0, degrees: degrees) > 1 - p }
    case .gamma(let shape, let rate):
      return Self.halved { IncompleteGamma.lower(shape, $0) < p } / rate
    case .beta: return Self.halved(below: 1) { cumulative($0) < p }
    }
  }

  /// The positive number from which on a condition no longer holds, by halving a bracket; 0 where it
  /// holds for no number of at least 1e-300.
  ///
  /// - Parameters:
  ///   - end: A number that it does not hold for; found by doubling unless given.
  ///   - holds: Whether a number lies below the wanted one.
  /// - Returns: The number.
  private static func halved(below end: Double? = nil, _ holds: (Double) -> Bool) -> Double {
    var low = 0.0
    var high = end ?? 1
    if end == nil {
      while high < .infinity, holds(high) { (low, high) = (high, 2 * high) }
    }
    guard holds(1e-300) else { return 0 }
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high, high - low > 1e-14 * middle else { return middle }
      if holds(middle) { low = middle } else { high = middle }
    }
  }
}
