import Statistics

/// Clusters that all start without the treatment and switch to it one group after the other.
///
/// With `T` periods there are `T − 1` groups of equally many clusters, the sequences; the group `s`
/// is treated from period `s + 1` on. In each cluster and period the outcome of `n` units is measured,
/// different ones each time. The effect is estimated by generalized least squares on the means of
/// clusters and periods, with an intercept per period and a known covariance between the means of a
/// cluster:
///
/// | decay | covariance of two periods that are `l` apart |
/// | --- | --- |
/// | exchangeable (Hussey and Hughes 2007) | `icc` |
/// | nested exchangeable (Hooper et al. 2016) | `icc · cac` |
/// | exponential (Kasza et al. 2019) | `icc · cac^l` |
///
/// and `icc + (1 − icc) / n` within a period, all in units of the variance between units.
public struct SteppedWedge: Sendable, Equatable {
  /// How the resemblance of a cluster with itself fades between periods.
  public enum Decay: String, Sendable, Equatable, CaseIterable {
    /// Once, between any two periods; with a cluster autocorrelation of 1 not at all.
    case nested
    /// Further with every period between.
    case exponential
  }

  /// What is given; the other one is what a question asks for.
  public enum Known: Sendable, Equatable {
    /// Units measured in a cluster and period.
    case cellSize(Double)
    /// Clusters over all sequences.
    case clusters(Double)
  }

  /// What is given.
  public var known: Known

  /// Periods, at least 2.
  public var periods: Int

  /// The intracluster correlation within a period, in `[0, 1]`.
  public var correlation: Double

  /// The cluster autocorrelation: correlation of a cluster's level in two periods, in `[0, 1]`.
  public var autocorrelation: Double

  /// How it fades.
  public var decay: Decay

  /// A stepped wedge.
  ///
  /// - Parameters:
  ///   - known: Units in a cluster and period, or clusters over all sequences.
  ///   - periods: Periods, at least 2.
  ///   - correlation: The intracluster correlation within a period, in `[0, 1]`.
  ///   - autocorrelation: Correlation of a cluster's level in two periods, in `[0, 1]`.
  ///   - decay: How it fades with the distance of periods.
  public init(
    _ known: Known, periods: Int, correlation: Double, autocorrelation: Double = 1,
    decay: Decay = .nested
  ) {
    self.known = known
    self.periods = periods
    self.correlation = correlation
    self.autocorrelation = autocorrelation
    self.decay = decay
  }

  /// Groups of clusters that switch together.
  public var sequences: Int { periods - 1 }

  /// Clusters over all sequences and units in a cell, where a question tries a size.
  func cells(at size: Double) -> (clusters: Double, size: Double) {
    switch known {
    case .cellSize(let units): (size, units)
    case .clusters(let clusters): (clusters, size)
    }
  }

  /// The variance of the estimated effect over the variance between units.
  ///
  /// Period intercepts leave of each sequence's treatment its deviation from the mean over sequences;
  /// the information is the sum of these deviations weighted by the inverse covariance. 0 where the
  /// covariance is singular: units that do not scatter show the effect exactly.
  ///
  /// - Parameters:
  ///   - clusters: Clusters over all sequences, equally many in each; need not be whole.
  ///   - cellSize: Units in a cluster and period.
  /// - Returns: A positive number.
  public func variance(clusters: Double, cellSize: Double) -> Double {
    var covariance = Matrix(rows: periods, columns: periods)
    for first in 0..<periods {
      for second in 0..<periods where first != second {
        let lag = decay == .nested ? 1 : Double((first - second).magnitude)
        covariance[first, second] = correlation * Elementary.pow(autocorrelation, lag)
      }
      covariance[first, first] = correlation + (1 - correlation) / cellSize
    }
    guard let factor = try? Cholesky(covariance) else { return 0 }
    var information = 0.0
    for sequence in 0..<sequences {
      let deviation = (0..<periods).map { period in
        (period > sequence ? 1 : 0) - Double(period) / Double(sequences)
      }
      information += zip(deviation, factor.solve(deviation)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return Double(sequences) / (clusters * information)
  }
}
