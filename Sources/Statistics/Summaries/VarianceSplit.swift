/// How much of the spread of results comes from chance and how much from unknown parameters.
///
/// Values come in pairs that share a draw of the parameters and differ in the random seed. The
/// one-way random-effects analysis of variance (Searle, Casella and McCulloch 1992, chapter 3) then
/// separates the two: what differs within a pair is noise, what differs between pairs beyond it is
/// due to parameters.
public struct VarianceSplit: Sendable, Equatable {
  /// The standard deviation of one value around the grand mean, in the unit of the values.
  ///
  /// The root of half the sum of the mean squares between and within pairs, which has no bias,
  /// unlike the plain variance of values that are alike in pairs.
  public let total: Double

  /// The standard deviation of a value around the mean of its parameter draw.
  ///
  /// The root of the mean of the variances within pairs.
  public let noise: Double

  /// The standard deviation of the mean result over parameter draws.
  ///
  /// The root of the total variance less the noise variance. The difference can fall below zero by
  /// chance when parameters matter little; it is then reported as 0, and ``total`` stays below
  /// ``noise``.
  public let parameters: Double

  /// The split of values whose neighbors `2d` and `2d + 1` share parameter draw `d`.
  ///
  /// There is none for an odd number of values, for fewer than two pairs, or with a value that is
  /// not finite.
  ///
  /// - Parameter values: Results in one unit, pair after pair.
  public init?(pairs values: [Double]) {
    guard values.count >= 4, values.count.isMultiple(of: 2) else { return nil }
    guard values.allSatisfy(\.isFinite) else { return nil }
    var within = RunningMoments()
    var means = RunningMoments()
    for first in stride(from: 0, to: values.count, by: 2) {
      let difference = values[first] - values[first + 1]
      within.add(difference * difference / 2)
      means.add(values[first + 1] + difference / 2)
    }
    let noiseVariance = within.mean
    let totalVariance = means.variance + noiseVariance / 2
    total = totalVariance.squareRoot()
    noise = noiseVariance.squareRoot()
    parameters = max(0, totalVariance - noiseVariance).squareRoot()
  }
}
