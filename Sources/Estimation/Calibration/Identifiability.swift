import Statistics

/// What the data say of one parameter that the prior had not said.
public struct Identifiability: Sendable, Equatable {
  /// How well a parameter is known after the data.
  public enum Verdict: Sendable, Equatable {
    /// The data say where it is.
    case identified
    /// The data narrow it, and leave more than half of the prior's spread.
    case weak
    /// The data say next to nothing: the posterior is the prior.
    case unidentified
    /// The data say little of it alone, and more of it together with another parameter, by its
    /// name, which falls where this one rises, or rises with it.
    case togetherWith(String, isOpposite: Bool)
    /// The data push it against an end of its prior, which may exclude what they want.
    case againstPrior(isLow: Bool)
  }

  /// Name of the parameter.
  public let name: String
  /// The posterior's mean, in normal scores of the prior.
  public let mean: Double
  /// The posterior's standard deviation, in normal scores, in which the prior's is 1.
  public let deviation: Double
  /// Which share of the prior's variance the data took away; below 0 where they widened it.
  ///
  /// Schad, Betancourt and Vasishth (2021), "Toward a principled Bayesian workflow in cognitive
  /// science", call it the posterior contraction.
  public var contraction: Double { 1 - deviation * deviation }
  /// The central 90 % interval, in normal scores.
  public let interval: ClosedRange<Double>
  /// The correlation with each parameter in the posterior, with itself 1; 0 where one has no
  /// spread.
  public let correlations: [Double]
  /// How well it is known.
  public let verdict: Verdict

  /// The deviation up to which a parameter is identified; *chosen*: half of the prior's, with which
  /// three quarters of the variance are gone.
  public static let identifiedDeviation = 0.5
  /// The deviation from which on a parameter is not identified; *chosen*: a fifth of the variance
  /// is gone, which a few hundred draws tell from none.
  public static let unidentifiedDeviation = 0.9
  /// The correlation from which on two parameters are known together only; *chosen*: each would
  /// have 0.6 of its spread if the other were known.
  public static let strongCorrelation = 0.8
  /// The normal score beyond which the posterior's median is at an end of the prior.
  ///
  /// Chosen: that of the prior's outer hundredths. Priors that are right have an identified parameter there once in fifty.
  public static let endScore = 2.326

  /// What a posterior says of each parameter.
  ///
  /// - Parameters:
  ///   - draws: The posterior, in normal scores.
  ///   - names: The parameters' names, one per column.
  /// - Returns: One account per parameter.
  public static func all(_ draws: WeightedDraws, names: [String]) -> [Identifiability] {
    precondition(names.count == draws.points.columns, "every parameter has a name")
    let covariance = draws.covariance
    let deviations = names.indices.map { covariance[$0, $0].squareRoot() }
    return names.indices.map { parameter in
      let correlations = names.indices.map { other in
        let size = deviations[parameter] * deviations[other]
        return other == parameter ? 1 : size > 0 ? covariance[parameter, other] / size : 0
      }
      return Identifiability(draws, parameter, deviations[parameter], correlations, names)
    }
  }

  private init(
    _ draws: WeightedDraws, _ parameter: Int, _ deviation: Double, _ correlations: [Double],
    _ names: [String]
  ) {
    let quantiles = draws.quantiles([0.05, 0.5, 0.95], of: parameter)
    name = names[parameter]
    mean = draws.means[parameter]
    self.deviation = deviation
    interval = quantiles[0]...quantiles[2]
    self.correlations = correlations
    let others = names.indices.filter { $0 != parameter }
    let closest = others.max { correlations[$0].magnitude < correlations[$1].magnitude }
    if quantiles[1].magnitude > Self.endScore {
      verdict = .againstPrior(isLow: quantiles[1] < 0)
    } else if deviation <= Self.identifiedDeviation {
      verdict = .identified
    } else if let closest, correlations[closest].magnitude >= Self.strongCorrelation {
      verdict = .togetherWith(names[closest], isOpposite: correlations[closest] < 0)
    } else {
      verdict = deviation < Self.unidentifiedDeviation ? .weak : .unidentified
    }
  }

  /// The verdict in a sentence.
  public var sentence: String {
    switch verdict {
    case .identified:
      return "\(name): identified; the data leave \(percent(deviation)) of the prior's spread."
    case .weak:
      return "\(name): weakly identified; the data leave \(percent(deviation)) of the prior's"
        + " spread, so that the prior still matters."
    case .unidentified:
      return "\(name): not identified; the data say next to nothing, and the posterior is the"
        + " prior. Fix it, or add a target that depends on it."
    case .togetherWith(let other, let isOpposite):
      return "\(name): identified only together with \(other); worlds that raise one and"
        + " \(isOpposite ? "lower" : "raise") the other fit alike. Add a target that tells them"
        + " apart, or a narrower prior for one."
    case .againstPrior(let isLow):
      return "\(name): pushed against the \(isLow ? "low" : "high") end of its prior; the prior may"
        + " exclude what the data want. Widen it, or doubt the targets that push."
    }
  }

  private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}
