/// The score interval of a proportion, which holds near 0 and 1 and for few trials.
///
/// Wilson (1927), "Probable inference, the law of succession, and statistical inference".
public struct WilsonInterval: Sendable, Equatable {
  /// Lower end, in `[0, 1]`.
  public let low: Double

  /// Upper end, in `[0, 1]`.
  public let high: Double

  /// The interval of successes among trials; from 0 to 1 without a trial.
  ///
  /// - Parameters:
  ///   - successes: How many succeeded, from 0 to `trials`.
  ///   - trials: How many independent trials there were.
  ///   - confidence: Chance that such intervals hold the truth, such as 0.9; between 0 and 1.
  public init(successes: Int, trials: Int, confidence: Double = 0.9) {
    precondition(
      (0...max(0, trials)).contains(successes), "successes are some of the trials")
    precondition(confidence > 0 && confidence < 1, "a confidence is between 0 and 1")
    guard trials > 0 else {
      (low, high) = (0, 1)
      return
    }
    let z = Normal.quantile(0.5 + confidence / 2)
    let n = Double(trials)
    let share = Double(successes) / n
    let middle = share + z * z / (2 * n)
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    low = successes == 0 ? 0 : max(0, (middle - half) / scale)
    high = successes == trials ? 1 : min(1, (middle + half) / scale)
  }
}
