import Statistics

/// The binomial probability of successes among trials; with one trial, of yes or no.
public enum BinomialLikelihood {
  /// The logarithm of the probability, the binomial coefficient included.
  ///
  /// - Parameters:
  ///   - successes: A whole number from 0 to `trials`.
  ///   - trials: A positive whole number.
  ///   - logOdds: The logarithm of the odds of success in one trial.
  /// - Returns: A logarithm, at most 0 up to rounding.
  public static func logDensity(successes: Double, trials: Double, logOdds: Double) -> Double {
    let coefficient =
      trials > 1
      ? Elementary.logGamma(trials + 1) - Elementary.logGamma(successes + 1)
        - Elementary.logGamma(trials - successes + 1) : 0
    // The form without cancellation where the chance of what happened is near 1.
    return coefficient - successes * logOnePlusExp(-logOdds)
      - (trials - successes) * logOnePlusExp(logOdds)
  }

  /// The log density and its derivatives by the log odds.
  ///
  /// - Parameters:
  ///   - successes: A whole number from 0 to `trials`.
  ///   - trials: A positive whole number.
  ///   - logOdds: The logarithm of the odds of success in one trial.
  /// - Returns: The slope is `y − np`, the curvature `−np(1 − p)`.
  public static func derivatives(
    successes: Double, trials: Double, logOdds: Double
  ) -> LogDensityDerivatives {
    let chance = chance(logOdds: logOdds)
    let complement = self.chance(logOdds: -logOdds)
    let slope = successes * complement - (trials - successes) * chance
    return LogDensityDerivatives(
      logDensity: logDensity(successes: successes, trials: trials, logOdds: logOdds),
      slope: slope, curvature: -trials * chance * complement)
  }

  /// The chance of success, `1 / (1 + exp(−logOdds))`.
  public static func chance(logOdds: Double) -> Double {
    1 / (1 + Elementary.exp(-logOdds))
  }

  /// Twice the log density that a row loses against a chance equal to its share of successes.
  ///
  /// - Parameters:
  ///   - successes: A whole number from 0 to `trials`.
  ///   - trials: A positive whole number.
  ///   - logOdds: The logarithm of the odds of success in one trial.
  /// - Returns: A number from 0 up.
  public static func deviance(successes: Double, trials: Double, logOdds: Double) -> Double {
    let failures = trials - successes
    var sum = 0.0
    if successes > 0 {
      sum += successes * (Elementary.log(successes / trials) + logOnePlusExp(-logOdds))
    }
    if failures > 0 {
      sum += failures * (Elementary.log(failures / trials) + logOnePlusExp(logOdds))
    }
    return max(0, 2 * sum)
  }

  /// `log(1 + exp(x))` without overflow or cancellation.
  private static func logOnePlusExp(_ x: Double) -> Double {
    max(0, x) + Elementary.log1p(Elementary.exp(-x.magnitude))
  }
}
