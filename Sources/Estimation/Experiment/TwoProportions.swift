import Statistics

/// Successes among trials in two independent groups.
///
/// The readout is the score test with the interval that inverts it, for the difference after Mee
/// (1984), "Confidence bounds for the difference between two probabilities", and for the ratio
/// after Koopman (1984), "Confidence intervals for the ratio of two binomial proportions". At no
/// effect both are the pooled z test, so that one p-value belongs to both intervals.
public struct TwoProportions: Sendable, Equatable {
  /// Successes and trials of the treated group.
  public let treated: (successes: Int, trials: Int)
  /// Successes and trials of the control group.
  public let control: (successes: Int, trials: Int)

  /// Two groups with at least one trial each.
  public init(treated: (successes: Int, trials: Int), control: (successes: Int, trials: Int)) {
    for group in [treated, control] {
      precondition(
        group.trials > 0 && (0...group.trials).contains(group.successes),
        "successes are some of the trials")
    }
    self.treated = treated
    self.control = control
  }

  /// Whether counts are equal.
  public static func == (first: TwoProportions, second: TwoProportions) -> Bool {
    first.treated == second.treated && first.control == second.control
  }

  /// The share of successes of the treated group.
  public var treatedShare: Double { Double(treated.successes) / Double(treated.trials) }
  /// The share of successes of the control group.
  public var controlShare: Double { Double(control.successes) / Double(control.trials) }
  /// Treated less control share.
  public var difference: Double { treatedShare - controlShare }

  /// The standard error of the difference with each group's own variance.
  public var unpooledError: Double {
    (treatedShare * (1 - treatedShare) / Double(treated.trials)
      + controlShare * (1 - controlShare) / Double(control.trials)).squareRoot()
  }

  /// Wald's test and interval: the unpooled error on both sides.
  ///
  /// Its coverage falls short for few successes; see ``score(confidence:)``.
  public func wald(confidence: Double = 0.95) -> EffectEstimate {
    EffectEstimate(difference, standardError: unpooledError, confidence: confidence)
  }

  /// The difference by the score test, whose p-value is that of the pooled z test.
  public func score(confidence: Double = 0.95) -> EffectEstimate {
    let bound = EffectEstimate.halfWidth(confidence, .infinity)
    let low = end(from: difference, to: -1, bound) { z(difference: $0, ratio: 1) }
    let high = end(from: difference, to: 1, bound) { z(difference: $0, ratio: 1) }
    return EffectEstimate(
      difference, pValue: pooledPValue, interval: low...high, confidence: confidence,
      standardError: unpooledError, degrees: .infinity)
  }

  /// The effect as a share of the control share by the same score test; nil without a control
  /// success.
  public func relativeScore(confidence: Double = 0.95) -> EffectEstimate? {
    guard control.successes > 0 else { return nil }
    let bound = EffectEstimate.halfWidth(confidence, .infinity)
    let ratio = treatedShare / controlShare
    let low = ratio == 0 ? 0 : end(from: ratio, to: 0, bound) { z(difference: 0, ratio: $0) }
    // Beyond this ratio even one control success is rejected.
    var far = max(ratio, 1) * 2
    while z(difference: 0, ratio: far).magnitude < bound, far < 1e12 { far *= 2 }
    let high = end(from: ratio, to: far, bound) { z(difference: 0, ratio: $0) }
    return EffectEstimate(
      ratio - 1, pValue: pooledPValue, interval: low - 1...high - 1, confidence: confidence,
      standardError: ratio * logRatioError, degrees: .infinity)
  }

  /// The pooled z statistic, the score statistic at no effect.
  public var pooledZ: Double { z(difference: 0, ratio: 1) }

  /// The two-sided p-value of the pooled z test.
  public var pooledPValue: Double { Elementary.erfc(pooledZ.magnitude / 2.0.squareRoot()) }

  /// Newcombe's interval of the difference, from the Wilson interval of each share.
  ///
  /// Newcombe (1998), "Interval estimation for the difference between independent proportions",
  /// method 10. No test is inverted by it, so it stands beside no p-value.
  public func newcombe(confidence: Double = 0.95) -> ClosedRange<Double> {
    let first = WilsonInterval(
      successes: treated.successes, trials: treated.trials, confidence: confidence)
    let second = WilsonInterval(
      successes: control.successes, trials: control.trials, confidence: confidence)
    func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    return difference
      - length(treatedShare - first.low, second.high - controlShare)...difference
      + length(first.high - treatedShare, controlShare - second.low)
  }

  /// The standard error of the logarithm of the ratio of shares; infinite without successes.
  public var logRatioError: Double {
    (1 / Double(treated.successes) - 1 / Double(treated.trials) + 1 / Double(control.successes)
      - 1 / Double(control.trials)).squareRoot()
  }

  /// How far the data lie from a treated share of `difference + ratio · control share`, in standard
  /// errors at the shares that are likeliest under it.
  private func z(difference: Double, ratio: Double) -> Double {
    let second = likeliestControl(difference, ratio)
    let first = min(1, max(0, difference + ratio * second))
    let gap = treatedShare - difference - ratio * controlShare
    let variance =
      first * (1 - first) / Double(treated.trials)
      + ratio * ratio * second * (1 - second) / Double(control.trials)
    if variance > 0 { return gap / variance.squareRoot() }
    return gap.magnitude < 1e-12 ? 0 : gap * .infinity
  }

  /// The control share of the largest likelihood on the line; the score falls along it.
  private func likeliestControl(_ difference: Double, _ ratio: Double) -> Double {
    if difference == 0, ratio == 1 {
      return Double(treated.successes + control.successes)
        / Double(treated.trials + control.trials)
    }
    var low = max(0, -difference / max(ratio, .leastNormalMagnitude))
    var high = min(1, (1 - difference) / max(ratio, .leastNormalMagnitude))
    func rise(_ successes: Int, _ trials: Int, at share: Double) -> Double {
      (successes > 0 ? Double(successes) / share : 0)
        - (successes < trials ? Double(trials - successes) / (1 - share) : 0)
    }
    // Halving to the last bits.
    for _ in 0..<70 {
      let middle = (low + high) / 2
      let slope =
        ratio * rise(treated.successes, treated.trials, at: difference + ratio * middle)
        + rise(control.successes, control.trials, at: middle)
      if slope > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The value farthest from the estimate that is not rejected, by halving.
  private func end(
    from estimate: Double, to limit: Double, _ bound: Double, _ statistic: (Double) -> Double
  ) -> Double {
    var (inside, outside) = (estimate, limit)
    guard statistic(limit).magnitude > bound else { return limit }
    for _ in 0..<70 {
      let middle = (inside + outside) / 2
      if statistic(middle).magnitude <= bound { inside = middle } else { outside = middle }
    }
    return inside
  }
}

extension ExperimentSample {
  /// The difference of two shares by the score test; the outcome is 0 or 1.
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The difference of shares, and the ratio less one.
  /// - Throws: ``ReadoutError/notBinary(outcome:unit:value:)``.
  public func proportions(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    try checkBinary()
    func group(_ treated: Bool) -> (successes: Int, trials: Int) {
      let values = outcomes(treated: treated)
      return (values.count { $0 == 1 }, values.count)
    }
    let groups = TwoProportions(treated: group(true), control: group(false))
    return Readout(
      method: "two proportions, score", effect: groups.score(confidence: confidence),
      relative: groups.relativeScore(confidence: confidence), controlLevel: groups.controlShare,
      treated: groups.treated.trials, control: groups.control.trials)
  }

  /// Throws the first outcome that is neither 0 nor 1.
  func checkBinary() throws(ReadoutError) {
    if let unit = outcome.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .notBinary(outcome: outcomeName, unit: unit, value: outcome[unit])
    }
  }
}
