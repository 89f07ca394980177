extension Prior {
  /// The logarithm of the density at a number, with its constant; −∞ outside the support and 0 for a
  /// known number.
  public func logDensity(_ x: Double) -> Double {
    guard contains(x) else { return -.infinity }
    switch self {
    case .fixed: return 0
    case .normal(let mean, let sd): return Self.logNormal((x - mean) / sd, sd)
    case .halfNormal(let sd): return Self.logTwo + Self.logNormal(x / sd, sd)
    case .laplace(let location, let scale):
      return -(x - location).magnitude / scale - Elementary.log(2 * scale)
    case .student(let degrees, let location, let scale):
      return Self.logStudent((x - location) / scale, degrees, scale)
    case .halfStudent(let degrees, let scale):
      return Self.logTwo + Self.logStudent(x / scale, degrees, scale)
    case .lognormal(let logMean, let logSD):
      let log = Elementary.log(x)
      return Self.logNormal((log - logMean) / logSD, logSD) - log
    case .gamma(let shape, let rate):
      return shape * Elementary.log(rate) - Elementary.logGamma(shape)
        + (shape - 1) * Elementary.log(x) - rate * x
    case .exponential(let rate): return Elementary.log(rate) - rate * x
    case .beta(let a, let b):
      return Elementary.logGamma(a + b) - Elementary.logGamma(a) - Elementary.logGamma(b)
        + Self.product(a - 1, Elementary.log(x)) + Self.product(b - 1, Elementary.log1p(-x))
    case .uniform(let low, let high): return -Elementary.log(high - low)
    }
  }

  /// The derivative of ``logDensity(_:)`` inside the support; 0 for a known number.
  public func logDensitySlope(_ x: Double) -> Double {
    switch self {
    case .fixed, .uniform: return 0
    case .normal(let mean, let sd): return -(x - mean) / (sd * sd)
    case .halfNormal(let sd): return -x / (sd * sd)
    case .laplace(let location, let scale):
      return (x < location ? 1 : x > location ? -1 : 0) / scale
    case .student(let degrees, let location, let scale):
      return Self.studentSlope(x - location, degrees, scale)
    case .halfStudent(let degrees, let scale): return Self.studentSlope(x, degrees, scale)
    case .lognormal(let logMean, let logSD):
      return -(1 + (Elementary.log(x) - logMean) / (logSD * logSD)) / x
    case .gamma(let shape, let rate): return (shape - 1) / x - rate
    case .exponential(let rate): return -rate
    case .beta(let a, let b): return (a - 1) / x - (b - 1) / (1 - x)
    }
  }

  /// Whether a number lies in the support; the ends of an interval do where the density is finite.
  private func contains(_ x: Double) -> Bool {
    switch self {
    case .fixed(let value): return x == value
    case .normal, .laplace, .student: return x.isFinite
    case .halfNormal, .halfStudent, .exponential: return x >= 0 && x.isFinite
    case .lognormal, .gamma: return x > 0 && x.isFinite
    case .beta: return (0...1).contains(x)
    case .uniform(let low, let high): return low <= x && x <= high
    }
  }

  private static let logTwo = 0.693147180559945309
  private static let halfLogTwoPi = 0.918938533204672742

  /// `factor · log`, with 0 · −∞ as 0.
  private static func product(_ factor: Double, _ log: Double) -> Double {
    factor == 0 ? 0 : factor * log
  }

  private static func logNormal(_ z: Double, _ sd: Double) -> Double {
    -0.5 * z * z - halfLogTwoPi - Elementary.log(sd)
  }

  private static func logStudent(_ z: Double, _ degrees: Double, _ scale: Double) -> Double {
    StudentT.logDensity(z, degrees: degrees) - Elementary.log(scale)
  }

  private static func studentSlope(_ x: Double, _ degrees: Double, _ scale: Double) -> Double {
    -(degrees + 1) * x / (degrees * scale * scale + x * x)
  }
}
