import Interchange
import Statistics

/// How values spread over replicates.
public struct Spread: Sendable, Equatable {
  /// Fewer values than this have no interval that is worth printing; *chosen*.
  static let fewestForAnInterval = 5

  /// Number of values.
  public let count: Int
  /// Mean.
  public let mean: Double
  /// Standard deviation between replicates.
  public let sd: Double
  /// 5 % quantile.
  public let p05: Double
  /// Lower quartile.
  public let p25: Double
  /// Median.
  public let p50: Double
  /// Upper quartile.
  public let p75: Double
  /// 95 % quantile.
  public let p95: Double

  /// The spread of one value per replicate; values that are not finite are left out.
  public init(_ values: [Double]) {
    let finite = values.filter(\.isFinite)
    count = finite.count
    guard !finite.isEmpty else {
      (mean, sd) = (.nan, .nan)
      (p05, p25, p50, p75, p95) = (.nan, .nan, .nan, .nan, .nan)
      return
    }
    var moments = RunningMoments()
    for value in finite { moments.add(value) }
    let points = quantiles(of: finite, [0.05, 0.25, 0.5, 0.75, 0.95])
    mean = moments.mean
    sd = moments.variance.squareRoot()
    (p05, p25, p50, p75, p95) = (points[0], points[1], points[2], points[3], points[4])
  }

  /// Mean and 90 % interval for people: `41 [35–56]`, or `-3 [-5 to 1]` where a number is negative.
  var compact: String { text { HumanNumber.compact($0) } }

  /// Mean and 90 % interval, with numbers written as one likes.
  func text(_ number: (Double) -> String) -> String {
    guard mean.isFinite else { return "–" }
    let (low, middle, high) = (number(p05), number(mean), number(p95))
    if low == high || count < Self.fewestForAnInterval { return middle }
    return low.hasPrefix("-") || high.hasPrefix("-")
      ? "\(middle) [\(low) to \(high)]" : "\(middle) [\(low)–\(high)]"
  }
}
