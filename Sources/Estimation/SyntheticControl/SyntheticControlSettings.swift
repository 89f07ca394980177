public import Statistics

/// How control units are combined to stand in for treated ones.
public struct SyntheticControlSettings: Sendable, Equatable {
  /// What is fitted where several units are treated.
  public enum Pooling: Sendable, Equatable {
    /// One synthetic control of the average treated unit.
    case average
    /// One synthetic control of each treated unit, averaged afterwards.
    case each
  }

  /// What corrects the imbalance that shares leave.
  public enum Augmentation: Sendable, Equatable {
    /// Nothing: shares stay between 0 and 1.
    case none
    /// Ridge regression of what is left; Ben-Michael, Feller and Rothstein (2021), "The Augmented
    /// Synthetic Control Method".
    case ridge(Penalty)
  }

  /// How the penalty of a ridge regression is found.
  public enum Penalty: Sendable, Equatable {
    /// A given penalty on squared changes of shares, positive, in squared outcome units.
    case fixed(Double)
    /// The one with the least error when each fitted period in turn is left out.
    case leastError
    /// The largest one whose error is within a standard error of the least.
    case oneStandardError
  }

  /// Whether units may differ by a constant: each is taken less its own mean before the test.
  public var hasIntercept: Bool
  /// What is fitted where several units are treated.
  public var pooling: Pooling
  /// What corrects the imbalance that shares leave.
  public var augmentation: Augmentation
  /// What else units should be alike in: one row per covariate and one column per unit; nil for
  /// nothing.
  ///
  /// Each is scaled to the spread of the donors' outcomes, as augsynth does.
  public var covariates: Matrix?

  /// How control units are combined.
  ///
  /// - Parameters:
  ///   - hasIntercept: Whether units may differ by a constant, as in Doudchenko and Imbens (2016) and
  ///     GeoLift's default.
  ///   - pooling: What is fitted where several units are treated.
  ///   - augmentation: What corrects the imbalance that shares leave.
  ///   - covariates: One row per covariate and one column per unit; nil for none.
  public init(
    hasIntercept: Bool = true, pooling: Pooling = .average, augmentation: Augmentation = .none,
    covariates: Matrix? = nil
  ) {
    self.hasIntercept = hasIntercept
    self.pooling = pooling
    self.augmentation = augmentation
    self.covariates = covariates
  }
}
