public import Estimation
import Interchange
import Statistics

/// How a test is read that is looked at more than once.
public enum ReadoutLook: Sendable, Equatable {
  /// The last look so far of those that were planned, and what share of the planned information each look
  /// so far had; evenly apart when nil.
  case planned(Int, of: Int, SpendingFunction, shares: [Double]?)
  /// Any look: an interval that holds at all times, narrowest for effects of about a size that is fixed
  /// before the first look, in units of the outcome.
  case anyTime(usualEffect: Double)
}

extension ReadoutStudy {
  /// The effect of a test that is looked at more than once, and what the look means for it.
  ///
  /// - Parameters:
  ///   - comparison: The effect as of a test with one look.
  ///   - look: How the test is looked at.
  /// - Returns: The effect by the bounds of the looks, and sentences.
  /// - Throws: `StudyError` for an effect without a standard error, and looks that cannot be.
  func looked(
    _ comparison: ReadoutAnswer.Comparison, _ look: ReadoutLook
  ) throws(StudyError) -> (comparison: ReadoutAnswer.Comparison, sentences: [String]) {
    let effect = comparison.readout.effect
    guard effect.standardError > 0, effect.standardError.isFinite else {
      throw StudyError(
        document: results.name,
        problem:
          "\(comparison.readout.method) has no standard error, which looks before the end need; choose "
          + "another --method, or read out once at the end")
    }
    let (estimate, name, sentence): (EffectEstimate, String, String)
    switch look {
    case .anyTime(let usual):
      let sequence = ConfidenceSequence(.variance(usual * usual), confidence: confidence)
      estimate = sequence.estimate(effect.value, standardError: normalError(of: effect))
      name = "at any time"
      sentence =
        "Interval and p-value hold however often the test is looked at; they are wider than those of planned "
        + "looks."
    case .planned(let number, let count, let spending, let shares):
      let found = try sequential(
        effect, number, of: count, spending, shares: shares, level: comparison.readout.controlLevel)
      estimate = found.estimate
      name = "look \(number) of \(count)"
      sentence = "Look \(number) of \(count): \(words(found))"
    }
    let readout = comparison.readout
    let level = readout.controlLevel
    var changed = ReadoutAnswer.Comparison(
      name: comparison.name,
      readout: Readout(
        method: "\(readout.method), \(name)", effect: estimate,
        relative: level > 0 ? estimate.scaled(by: 1 / level) : nil, controlLevel: level,
        treated: readout.treatedCount, control: readout.controlCount), isMain: true)
    changed.adjustedPValue = comparison.adjustedPValue
    return (changed, [sentence])
  }

  /// The standard error at which the normal distribution gives the p-value of the effect, which may refer
  /// to few degrees of freedom; bounds of looks are normal.
  private func normalError(of effect: EffectEstimate) -> Double {
    let z = -Normal.quantile(max(effect.pValue, 1e-300) / 2)
    return effect.value != 0 && z > 0 ? effect.value.magnitude / z : effect.standardError
  }

  private func sequential(
    _ effect: EffectEstimate, _ number: Int, of count: Int, _ spending: SpendingFunction,
    shares: [Double]?, level: Double
  ) throws(StudyError) -> SequentialReadout {
    guard (1...count).contains(number), shares.map({ $0.count == number }) ?? true else {
      throw StudyError(
        document: results.name,
        problem:
          "look \(number) of \(count): write --look from 1 to \(count), and with --at one share for each "
          + "look so far")
    }
    let plan: GroupSequentialPlan
    do {
      let planned = try GroupSequentialDesign(
        shares: (1...count).map { Double($0) / Double(count) }, boundary: .spending(spending),
        alpha: 1 - confidence, power: design.analysis.power ?? 0.8)
      plan = GroupSequentialPlan(
        try shares.map { try planned.seen(at: $0, isComplete: number == count) } ?? planned)
    } catch {
      throw StudyError(document: results.name, problem: "\(error)")
    }
    return SequentialReadout(
      plan, look: number - 1, value: effect.value, standardError: normalError(of: effect),
      plannedEffect: design.analysis.smallestLift.map { $0 * level })
  }

  private func words(_ found: SequentialReadout) -> String {
    let z = HumanNumber.text(found.z)
    switch found.verdict {
    case .gain: return "stop, a gain is proven (z \(z) is beyond the bound)."
    case .loss: return "stop, a loss is proven (z \(z) is beyond the bound)."
    case .givenUp: return "give the test up (z \(z))."
    case .ended: return "the test has ended, and nothing is proven (z \(z))."
    case .goesOn:
      let chances = found.outlook.map {
        " A gain will be proven later in \(HumanNumber.percent($0.powerUnderPlan)) of cases if the planned effect is "
          + "true, in \(HumanNumber.percent($0.powerUnderTrend)) if it is as seen so far, and in "
          + "\(HumanNumber.percent($0.predictivePower)) given all that the data allow."
      }
      return "go on, no bound is reached (z \(z)).\(chances ?? "")"
    }
  }
}
