import Interchange

/// A target that the model cannot reach within its priors.
public struct UnreachableTarget: Sendable, Equatable {
  /// The statistic's name.
  public let name: String
  /// Its place among the observed ones.
  public let statistic: Int
  /// The observed value.
  public let observed: Double
  /// The value of a simulated world: of the one nearest to the observed value where the target fails
  /// alone, and of the one nearest to all targets where they fail together.
  public let nearest: Double
  /// The parameters of that world, as normal scores; nil where all worlds give the value.
  public let point: [Double]?
  /// How far the observed value is from it, in standard deviations between worlds and of its
  /// tolerance.
  public let distance: Double
  /// The smallest and largest simulated value.
  public let simulated: ClosedRange<Double>
  /// Whether the target is out of reach whatever becomes of the others.
  public let isAlone: Bool

  /// The finding in words, without the target's name.
  ///
  /// - Parameter place: The parameters of the nearest world, such as `base = 2, calls = 0.5`; empty
  ///   where nobody names them.
  /// - Returns: What is wrong; what is accepted; the remedy.
  public func problem(at place: String = "") -> String {
    let text = HumanNumber.text
    let giver = place.isEmpty ? "" : " at \(place)"
    if simulated.lowerBound == simulated.upperBound {
      return
        "the model cannot reach \(text(observed)) within the priors; every simulated world gives"
        + " \(text(nearest)); widen the priors or change the model"
    }
    let range =
      "simulated worlds give \(text(simulated.lowerBound)) to \(text(simulated.upperBound))"
    guard isAlone else {
      return
        "\(text(observed)) cannot be reached together with the other targets; the world nearest"
        + " to all of them gives \(text(nearest))\(giver) (\(range)); loosen a tolerance, widen the"
        + " priors or change the model"
    }
    guard !simulated.contains(observed) else {
      return "no part of the priors gives \(text(observed)) often enough; \(range), the nearest"
        + " \(text(nearest))\(giver); loosen the tolerance or raise budget.simulations"
    }
    return "the model cannot reach \(text(observed)) within the priors; \(range), the nearest"
      + " \(text(nearest))\(giver); widen the priors, change the model or correct the target"
  }
}
