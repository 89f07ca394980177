import Interchange

/// A target that the model cannot reach within its priors.
public struct UnreachableTarget: Sendable, Equatable {
  /// The statistic's name.
  public let name: String
  /// The observed value.
  public let observed: Double
  /// The value that comes nearest: the expected or simulated one of all parameters where the target
  /// fails alone, and the expected one of the best compromise where targets fail together.
  public let nearest: Double
  /// The parameters that give it, as normal scores; nil where all do.
  public let point: [Double]?
  /// How far the observed value is from it, in standard deviations of what remains uncertain.
  public let distance: Double
  /// The smallest and largest simulated value.
  public let simulated: ClosedRange<Double>
  /// Whether the target is out of reach whatever becomes of the others.
  public let isAlone: Bool

  /// The finding in words.
  public var sentence: String {
    let text = HumanNumber.text
    let range =
      "simulated worlds give \(text(simulated.lowerBound)) to \(text(simulated.upperBound))"
    guard isAlone else {
      return "\(name): \(text(observed)) cannot be reached together with the other targets;"
        + " the best compromise gives \(text(nearest)) (\(range));"
        + " loosen a tolerance, widen the priors or change the model"
    }
    return "\(name): the model cannot reach \(text(observed)) within the priors; the nearest it"
      + " comes is \(text(nearest)) (\(range)); widen the priors or change the model"
  }
}
