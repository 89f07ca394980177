import Estimation
import Interchange

extension PowerRequestReader {
  /// What is compared, with a stand-in where something is missing.
  mutating func outcome() -> ComparedOutcome {
    checkSpread()
    let after = Double(max(1, periodsAfter))
    switch kind {
    case .mean:
      let spread = request.standardDeviation ?? request.history?.standardDeviation
      if spread == nil {
        problems.append(
          "--sd: a mean needs the standard deviation between units; write it, or --dispersion for a "
            + "rate, --kind proportion for a share, or a --history")
      }
      return .mean(control: spread ?? 1, treated: spread ?? 1)
    case .proportion:
      return .proportion(neededBaseline("a share of units, such as 0.12"), request.proportionTest)
    case .rate, .count:
      if request.dispersion == nil, request.history?.dispersion == nil {
        notes.append(
          "No --dispersion: units are taken to have one and the same rate (Poisson). Prescribers "
            + "differ, usually by 0.5 to 2, and need many times as many units.")
      }
      return .rate(
        neededBaseline("events per unit and period"),
        dispersion: request.dispersion ?? request.history?.dispersion ?? 0, exposure: after,
        request.rateTest)
    }
  }

  private mutating func neededBaseline(_ meaning: String) -> Double {
    if let baseline { return baseline }
    problems.append("--baseline: is missing; write \(meaning)")
    return 0.5
  }

  /// What belongs to other kinds of outcome.
  private mutating func checkSpread() {
    if request.dispersion != nil, kind != .rate {
      problems.append(
        "--dispersion: is of rates, and this is a \(kind.rawValue); leave it out or write --kind rate"
      )
    }
    if request.standardDeviation != nil, kind != .mean {
      problems.append(
        "--sd: is of means, and this is a \(kind.rawValue), whose variance follows from its baseline"
          + "\(kind == .rate ? " and --dispersion" : ""); leave it out or write --kind mean")
    }
    if let before = request.periodsBefore, !(0...1_000).contains(before) {
      problems.append("--pre-periods: \(before) is not from 0 to 1000; write 0 for none")
    }
    if let after = request.periodsAfter, !(1...1_000).contains(after) {
      problems.append("--post-periods: \(after) is not from 1 to 1000; write 1 for one")
    }
  }

  /// The effect, the margin, and the difference that is assumed beside it.
  mutating func effect(_ question: inout PowerQuestion) {
    if request.lift != nil, request.difference != nil {
      problems.append("--lift and --difference: say the same thing twice; write one of them")
    }
    var effect = request.difference
    if let lift = request.lift {
      if let baseline, baseline != 0 {
        effect = lift * baseline
      } else {
        problems.append(
          baseline == nil
            ? "--lift: is relative to a --baseline, and there is none; write it, or --difference"
            : "--lift: is relative to a --baseline, and that is 0; write another one, or --difference"
        )
      }
    }
    if hasMargin {
      question.effect = request.margin
      question.assumedDifference = effect ?? 0
    } else {
      question.effect = effect
      if let effect, request.isDecrease, effect > 0 { question.effect = -effect }
    }
  }

  /// What adjusting for the past, and summing up periods, leaves of the variance.
  mutating func varianceFactor() -> Double {
    guard design != .paired else {
      if request.periodsBefore != nil {
        problems.append("--pre-periods: pairs are compared without adjustment; leave it out")
      }
      return 1
    }
    if let correlation = request.correlation, !(-1..<1).contains(correlation) {
      problems.append(
        "--correlation: \(HumanNumber.text(correlation)) is not from -1 to below 1; a unit's own "
          + "past usually correlates by 0.5 to 0.9")
      return 1
    }
    let before =
      request.history?.before ?? request.periodsBefore ?? (request.correlation == nil ? 0 : 1)
    let after = periodsAfter
    guard before >= 0, after >= 1, before > 0 || after > 1 else { return 1 }
    if kind == .mean, request.history == nil || request.standardDeviation != nil {
      guard let correlation = request.correlation ?? request.history?.correlation else {
        problems.append(
          "--correlation: several periods need the correlation of two periods of a unit; write it, or "
            + "a --history")
        return 1
      }
      let factor = RepeatedMeasures(before: before, after: after, correlation: correlation).adjusted
      noteAdjustment(before: before, kept: factor, correlation: correlation)
      return factor
    }
    guard before > 0 else { return 1 }
    return windowFactor(before: before, after: after)
  }

  /// What adjusting for the window before leaves, by the correlation of both windows.
  private mutating func windowFactor(before: Int, after: Int) -> Double {
    var correlation = request.correlation ?? request.history?.correlation
    if correlation == nil, kind == .rate, let baseline, baseline > 0 {
      let dispersion = request.dispersion ?? 0
      correlation = RepeatedMeasures.countCorrelation(
        dispersion: max(0, dispersion), before: baseline * Double(before),
        after: baseline * Double(after))
    }
    guard let correlation else {
      problems.append(
        "--correlation: adjusting for the past needs the correlation of both windows; write it, or a "
          + "--history")
      return 1
    }
    let factor = RepeatedMeasures(before: 1, after: 1, correlation: correlation).adjusted
    noteAdjustment(before: before, kept: factor, correlation: correlation)
    return factor
  }

  private mutating func noteAdjustment(before: Int, kept: Double, correlation: Double) {
    guard before > 0 else { return }
    let source =
      request.correlation != nil
      ? ""
      : request.history?.correlation != nil
        ? ", from the history" : ", which the dispersion implies if units keep their rates"
    notes.append(
      "The readout adjusts for \(before) \(before == 1 ? "period" : "periods") before the start "
        + "(correlation \(HumanNumber.text(correlation))\(source)), which leaves "
        + "\(HumanNumber.percent(kept)) of the variance of \(kind == .mean ? "a period" : "a unit")."
    )
  }
}
