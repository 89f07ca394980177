/// A way to read out two arms whose units have one row each.
public enum ReadoutMethod: String, Sendable, CaseIterable {
  /// ``ExperimentSample/welch(confidence:)``
  case welch
  /// ``ExperimentSample/regression(_:errors:confidence:)`` with common slopes.
  case ancova
  /// The same with slopes per arm.
  case lin
  /// ``ExperimentSample/cuped(_:confidence:)``
  case cuped
  /// ``ExperimentSample/cupac(confidence:)``
  case cupac
  /// ``ExperimentSample/stratified(confidence:)``
  case stratified
  /// ``ExperimentSample/matchedPairs(confidence:)``
  case pairs
  /// ``ExperimentSample/clusterMeansTest(confidence:)``
  case clusterMeans = "cluster-means"
  /// ``ExperimentSample/mixedModel(confidence:)``
  case mixed
  /// ``ExperimentSample/proportions(confidence:)``
  case proportions
  /// ``ExperimentSample/logistic(confidence:)``
  case logistic
  /// ``ExperimentSample/rateRatio(_:confidence:)`` of Poisson counts.
  case poisson
  /// The same of negative binomial counts.
  case negativeBinomial = "negative-binomial"
  /// ``ExperimentSample/randomization(draws:seed:confidence:)``
  case randomization

  /// Whether the method takes a count before the experiment as its logarithm.
  public var isOnLogarithm: Bool { self == .poisson || self == .negativeBinomial }

  /// Whether its errors hold where whole clusters were drawn.
  public var knowsClusters: Bool {
    switch self {
    case .welch, .cuped, .cupac, .stratified, .proportions: false
    case .ancova, .lin, .pairs, .clusterMeans, .mixed, .logistic, .poisson, .negativeBinomial,
      .randomization:
      true
    }
  }
}

extension ExperimentSample {
  /// What is measured of every unit.
  public enum OutcomeKind: String, Sendable, CaseIterable {
    /// An amount.
    case mean
    /// A number of events.
    case count
    /// 1 for a success and 0 for none.
    case proportion
  }

  /// The readout that a design and an outcome call for.
  ///
  /// Pairs are compared as pairs. Whole clusters, and strata, by regression with errors that know
  /// of them; counts by a negative binomial ratio where units or at least ``clustersOfLikelihoods``
  /// clusters were drawn; shares by the score test, or with covariates by logistic regression;
  /// amounts with something known before by analysis of covariance, and others by Welch's test.
  ///
  /// - Parameters:
  ///   - kind: What is measured.
  ///   - isPaired: Whether blocks are pairs.
  /// - Returns: A method that the sample has what it needs for.
  public func defaultMethod(_ kind: OutcomeKind, isPaired: Bool) -> ReadoutMethod {
    if isPaired { return .pairs }
    let clusterCount = clusters.map { Set($0).count }
    if kind == .count, clusterCount.map({ $0 >= Self.clustersOfLikelihoods }) ?? true {
      return .negativeBinomial
    }
    if clusterCount != nil || blocks != nil { return .ancova }
    if kind == .proportion { return covariates.isEmpty ? .proportions : .logistic }
    return covariates.isEmpty ? .welch : .ancova
  }

  /// The readout by a method.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - confidence: Confidence of the interval.
  ///   - draws: Draws of a randomization that cannot be enumerated.
  ///   - seed: What those follow from.
  /// - Returns: The effect per unit.
  /// - Throws: ``ReadoutError`` where the sample lacks what the method needs.
  public func readout(
    by method: ReadoutMethod, confidence: Double = 0.95, draws: Int = 10_000, seed: UInt64 = 1
  ) throws(ReadoutError) -> Readout {
    switch method {
    case .welch: return welch(confidence: confidence)
    case .ancova: return try regression(.common, confidence: confidence)
    case .lin: return try regression(.perArm, confidence: confidence)
    case .cuped: return try cuped(confidence: confidence)
    case .cupac: return try cupac(confidence: confidence)
    case .stratified: return try stratified(confidence: confidence)
    case .pairs: return try matchedPairs(confidence: confidence)
    case .clusterMeans: return try clusterMeansTest(confidence: confidence)
    case .mixed: return try mixedModel(confidence: confidence)
    case .proportions: return try proportions(confidence: confidence)
    case .logistic: return try logistic(confidence: confidence)
    case .poisson: return try rateRatio(.poisson, confidence: confidence)
    case .negativeBinomial: return try rateRatio(.negativeBinomial, confidence: confidence)
    case .randomization:
      return try randomization(draws: draws, seed: seed, confidence: confidence)
    }
  }
}
