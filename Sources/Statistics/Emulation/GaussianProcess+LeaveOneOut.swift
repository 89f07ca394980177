extension GaussianProcess {
  /// What a process would say of each of its values, had it not seen that one.
  public struct LeftOut: Sendable, Equatable {
    /// The mean of each value given all others.
    public let means: [Double]
    /// The variance of each value given all others, its noise included.
    public let variances: [Double]
    /// The value less its mean, in standard deviations; about standard normal where the process
    /// suits the values.
    public let standardizedResiduals: [Double]

    /// The share of values further than so many standard deviations from their means.
    ///
    /// - Parameter distance: Standard deviations, such as 3.
    /// - Returns: A share between 0 and 1.
    public func share(beyond distance: Double) -> Double {
      let outside = standardizedResiduals.count { !($0.magnitude <= distance) }
      return Double(outside) / Double(max(1, standardizedResiduals.count))
    }
  }

  /// The values, each predicted from all others with the same lengths and variances.
  ///
  /// The trend is fitted anew each time. In closed form, by Dubrule (1983), "Cross validation of
  /// kriging in a unique neighborhood".
  ///
  /// - Parameter values: The values that the process was given.
  /// - Returns: One mean, variance and residual per value.
  public func leaveOneOut(_ values: [Double]) -> LeftOut {
    precondition(values.count == points.rows, "there is one value per point")
    let projection = solution.projection
    let precisions = values.indices.map { projection.elements[$0 * (values.count + 1)] }
    let residuals = values.indices.map { solution.weights[$0] / precisions[$0] }
    return LeftOut(
      means: values.indices.map { values[$0] - residuals[$0] },
      variances: precisions.map { 1 / $0 },
      standardizedResiduals: values.indices.map { residuals[$0] * precisions[$0].squareRoot() })
  }
}
