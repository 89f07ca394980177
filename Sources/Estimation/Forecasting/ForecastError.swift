/// Why a method cannot forecast a history.
public enum ForecastError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The history is shorter than the method needs.
  case tooFewPeriods(found: Int, needed: Int)
  /// There is no season to go by.
  case noSeason
  /// The regression behind the method has no trustworthy answer.
  case regression(GeneralizedLinearError)
  /// The model behind the method cannot be learned, in words.
  case model(String)

  /// A calibrated scenario cannot be asked, and why.
  case simulation(String)

  /// What is wrong and what would fix it, without the name of the method.
  public var description: String {
    switch self {
    case .tooFewPeriods(let found, let needed):
      "needs \(needed) periods to learn from and has \(found)"
    case .noSeason:
      "no season is known; write the periods of a season under season"
    case .regression(let error): error.description
    case .model(let problem): problem
    case .simulation(let reason): reason
    }
  }
}
