/// What is believed of a number before data.
public enum Prior: Sendable, Equatable {
  /// The number is known.
  case fixed(Double)
  /// Normal with a mean and a standard deviation.
  case normal(mean: Double, sd: Double)
  /// The absolute value of a normal number of mean 0.
  case halfNormal(sd: Double)
  /// Laplace: `exp(−|x − location| / scale) / (2 · scale)`.
  case laplace(location: Double, scale: Double)
  /// Student's t, moved and scaled.
  case student(degreesOfFreedom: Double, location: Double, scale: Double)
  /// The absolute value of Student's t of location 0.
  case halfStudent(degreesOfFreedom: Double, scale: Double)
  /// The exponential of a normal number.
  case lognormal(logMean: Double, logSD: Double)
  /// Gamma with mean `shape / rate`.
  case gamma(shape: Double, rate: Double)
  /// Exponential with mean `1 / rate`.
  case exponential(rate: Double)
  /// Beta on `(0, 1)`.
  case beta(a: Double, b: Double)
  /// Uniform between two numbers.
  case uniform(low: Double, high: Double)

  /// Where a number can lie.
  public enum Support: Sendable, Equatable {
    /// At one point.
    case point(Double)
    /// Anywhere.
    case real
    /// Above 0.
    case positive
    /// Between two numbers.
    case interval(Double, Double)
  }

  /// Where the number can lie.
  public var support: Support {
    switch self {
    case .fixed(let value): .point(value)
    case .normal, .laplace, .student: .real
    case .halfNormal, .halfStudent, .lognormal, .gamma, .exponential: .positive
    case .beta: .interval(0, 1)
    case .uniform(let low, let high): .interval(low, high)
    }
  }

  /// Whether the number is known.
  public var isFixed: Bool {
    if case .fixed = self { true } else { false }
  }
}
