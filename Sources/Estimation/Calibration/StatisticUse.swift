import Interchange

/// What a wave of history matching made of a statistic.
public enum StatisticUse: Sendable, Equatable {
  /// It is emulated and rules parameters out; with the share of its values that the others predict
  /// worse than by three standard deviations.
  case emulated(leftOutShare: Double)

  /// Its emulator predicts too many left-out values badly, so that it rules nothing out.
  case unreliable(leftOutShare: Double)

  /// Every simulated world gives this value.
  case constant(Double)

  /// Too few worlds determine it.
  case undetermined(worlds: Int, of: Int)

  /// The observed value is not a number.
  case notObserved

  /// Whether it rules parameters out.
  public var isUsed: Bool {
    if case .emulated = self { return true }
    return false
  }

  /// What a reader should know of it; nil where it is used as intended.
  ///
  /// - Parameter name: The statistic's name.
  /// - Returns: A sentence.
  public func sentence(_ name: String) -> String? {
    switch self {
    case .emulated: nil
    case .unreliable(let share):
      "\(name): the emulator predicts \(HumanNumber.text(100 * share)) % of left-out worlds worse than by three"
        + " standard deviations; it was not used to rule parameters out"
    case .constant(let value):
      "\(name): every simulated world gives \(HumanNumber.text(value));"
        + " it says nothing about the parameters"
    case .undetermined(let worlds, let all):
      "\(name): only \(worlds) of \(all) simulated worlds determine it;"
        + " it was not used to rule parameters out"
    case .notObserved:
      "\(name): the observed value is not a number; it was not used"
    }
  }
}
