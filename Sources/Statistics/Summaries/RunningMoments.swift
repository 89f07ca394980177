/// The mean and variance of values that arrive one at a time.
///
/// Welford (1962) for single values and Chan, Golub and LeVeque (1979) for merging; neither
/// subtracts large squares. Merging in another order changes the last bits: merge in the order of
/// replicates.
public struct RunningMoments: Sendable, Equatable {
  /// How many values were added.
  public private(set) var count = 0

  /// The arithmetic mean of the values, in their unit; 0 before the first.
  public private(set) var mean = 0.0

  /// The sum of squared deviations from the mean, in the squared unit.
  public private(set) var squaredDeviations = 0.0

  /// The moments of no values.
  public init() {}

  /// The moments of values, added in their order.
  public init(_ values: [Double]) {
    for value in values { add(value) }
  }

  /// The unbiased variance, with divisor `count − 1`; 0 below two values, which have no spread.
  public var variance: Double {
    count > 1 ? squaredDeviations / Double(count - 1) : 0
  }

  /// The root of ``variance``, in the unit of the values.
  public var standardDeviation: Double { variance.squareRoot() }

  /// The standard error of the mean of independent values; 0 below two values.
  public var standardError: Double {
    count > 1 ? (variance / Double(count)).squareRoot() : 0
  }

  /// Adds one value.
  public mutating func add(_ value: Double) {
    count += 1
    let deviation = value - mean
    mean += deviation / Double(count)
    squaredDeviations += deviation * (value - mean)
  }

  /// Adds all values that another instance has seen.
  public mutating func merge(_ other: RunningMoments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let total = Double(count + other.count)
    let deviation = other.mean - mean
    let otherShare = Double(other.count) / total
    squaredDeviations +=
      other.squaredDeviations + deviation * deviation * Double(count) * otherShare
    mean += deviation * otherShare
    count += other.count
  }
}
