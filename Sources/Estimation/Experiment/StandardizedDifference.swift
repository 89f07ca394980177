import Statistics

/// How far the means of a covariate lie apart between two groups, in standard deviations.
///
/// The difference over the root of the mean of the two variances. Unlike a p-value it does not grow
/// with the number of units. Austin (2009), "Balance diagnostics for comparing the distribution of
/// baseline covariates between treatment groups in propensity-score matched samples".
public struct StandardizedDifference: Sendable, Equatable {
  /// What was compared.
  public let name: String
  /// The mean of the treated.
  public let treatedMean: Double
  /// The mean of the control.
  public let controlMean: Double
  /// Treated less control in standard deviations; 0 where neither varies and means agree.
  public let value: Double

  /// The distance from which a difference is flagged, after Austin (2009).
  public static let level = 0.1

  /// Compares a covariate.
  ///
  /// - Parameters:
  ///   - name: What tables call it.
  ///   - treated: At least one value.
  ///   - control: At least one value.
  public init(_ name: String, treated: [Double], control: [Double]) {
    let pair = CovariateBalance(column: name, group: treated, reference: control)
    self.name = name
    treatedMean = pair.mean
    controlMean = pair.referenceMean
    value = pair.standardizedDifference
  }

  /// Whether the groups differ by more than ``level``.
  public var isImbalanced: Bool { value.magnitude > Self.level }

  /// The distance of means, in standard deviations, that the largest of several comparisons passes in
  /// one of twenty draws of this size or fewer; smaller experiments pass ``level`` without any fault
  /// of the draw.
  ///
  /// - Parameters:
  ///   - treated: Units that were drawn, or clusters.
  ///   - control: The same of the other group.
  ///   - comparisons: Covariates, times the arms that are compared with a control.
  /// - Returns: For one comparison Student's 5 % bound, 1.96 of many units, of a difference of means of
  ///   standard deviation one; of several after Bonferroni.
  public static func chance(treated: Int, control: Int, comparisons: Int = 1) -> Double {
    StudentT.halfWidth(
      coverage: 1 - 0.05 / Double(comparisons), degrees: Double(treated + control - 2))
      * (1 / Double(treated) + 1 / Double(control)).squareRoot()
  }
}

extension ExperimentSample {
  /// The balance of every covariate between the arms.
  public var balance: [StandardizedDifference] {
    covariates.map {
      StandardizedDifference(
        $0.name, treated: values($0.values, treated: true),
        control: values($0.values, treated: false))
    }
  }
}
