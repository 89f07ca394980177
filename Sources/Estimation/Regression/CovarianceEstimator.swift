/// What is assumed about the errors of a regression, when the errors of its coefficients are asked
/// for.
public enum CovarianceEstimator: Sendable, Equatable {
  /// How squared residuals stand for the variance of each row.
  public enum Heteroskedasticity: Sendable, Equatable, CaseIterable {
    /// As they are. White (1980).
    case hc0

    /// Times `n / (n − k)`. Hinkley (1977).
    case hc1

    /// Each over `1 − h` with its leverage h. Horn, Horn and Duncan (1975).
    case hc2

    /// Each over `(1 − h)²`; close to the jackknife. MacKinnon and White (1985).
    case hc3
  }

  /// Whether sums over residuals are enlarged for the coefficients that shaped them.
  public enum Correction: Sendable, Equatable {
    /// No.
    case none

    /// By `n / (n − k)`; for clusters by `G / (G − 1) · (n − 1) / (n − k)`.
    case smallSample
  }

  /// Independent errors of one variance.
  case classical

  /// Independent errors, each with a variance of its own.
  case heteroskedastic(Heteroskedasticity)

  /// Rows in the order of time whose errors depend on the errors of a few rows before.
  ///
  /// Products of rows up to `lags` apart count with Bartlett's weights `1 − l / (lags + 1)`. Newey
  /// and West (1987). Without the correction as in statsmodels by default.
  case neweyWest(lags: Int, correction: Correction)

  /// Errors that depend on each other within clusters of rows, and not between them.
  ///
  /// One label per row, in any order. With the correction CR1, the default of Stata and
  /// statsmodels, without it CR0. Liang and Zeger (1986). Tests and intervals then use one degree
  /// of freedom less than there are clusters.
  case clustered(by: [Int], correction: Correction)

  /// Errors that depend on each other within clusters, from residuals adjusted for the leverage of
  /// their cluster, for few clusters and unequal ones.
  ///
  /// Tests and intervals use Satterthwaite's degrees of freedom for each coefficient. Bell and
  /// McCaffrey (2002).
  case clusterAdjusted(by: [Int], ClusterAdjustment)

  /// How the residuals of a cluster are adjusted for its block H of the hat matrix.
  public enum ClusterAdjustment: Sendable, Equatable {
    /// Times `(I − H)^−½`: unbiased for independent errors of one variance. CR2.
    case cr2

    /// Times `(I − H)⁻¹`, close to the jackknife over clusters. CR3.
    case cr3
  }
}
