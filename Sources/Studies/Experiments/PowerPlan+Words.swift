import Estimation
import Interchange

extension PowerPlan {
  /// The answer in words, the power around it, and what it rests on.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    var lines = wrapped(headline, width: width)
    if let sentence = holdoutSentence { lines += wrapped(sentence, width: width) }
    lines += ["", "Power by \(grid().columns.first?.name ?? "") and \(sizeNoun):"]
    lines.append(grid().plain(width: width, maximumRows: nil))
    lines += assumptions.flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What sizes count, for words.
  var sizeNoun: String {
    let noun = reading.question.design.sizeNoun
    guard reading.question.ratio != 1 else { return noun.rawValue }
    switch noun {
    case .unitsPerArm: return "units in the control arm"
    case .clustersPerArm: return "clusters in the control arm"
    case .pairs, .unitsPerCluster, .clusters, .unitsPerCell, .unitsPerCombination:
      return noun.rawValue
    }
  }

  /// The answer in a sentence.
  var headline: String {
    let power =
      answer.power > 0.9995
      ? "more than 99.9 %" : HumanNumber.percent((answer.power * 1_000).rounded() / 1_000)
    switch asked {
    case .size:
      return "You need \(sizeWords) to \(aim) with a power of \(power)."
    case .effect:
      return reading.question.assumedDifference == nil
        ? "With \(sizeWords) you can find \(effectWords(of: answer.effect)) with a power of \(power); "
          + "smaller ones will often be missed."
        : "With \(sizeWords) you can exclude a loss of \(effectWords(of: answer.effect)) with a power of "
          + "\(power)."
    case .power:
      return "With \(sizeWords) you \(aim) with a power of \(power)."
    }
  }

  private var aim: String {
    guard reading.question.assumedDifference != nil else {
      return "find \(effectWords(of: answer.effect))"
    }
    return "show that no more than \(effectWords(of: answer.effect)) is lost"
  }

  /// An effect with what it brings the baseline to.
  private func effectWords(of effect: Double) -> String {
    if reading.question.assumedDifference != nil { return HumanNumber.text(effect) }
    guard let baseline = reading.baseline, let lift = lift(of: effect) else {
      return "a difference of \(HumanNumber.text(effect))"
    }
    return "a lift of \(HumanNumber.percent(lift)) in \(request.metric) "
      + "(\(HumanNumber.text(baseline)) to \(HumanNumber.text(baseline + effect)))"
  }

  /// How many units where.
  private var sizeWords: String {
    let question = reading.question
    let heads = heads(at: answer.size)
    let size = HumanNumber.text(answer.size)
    let all = "\(HumanNumber.text(heads.all)) units in all"
    switch question.design.sizeNoun {
    case .unitsPerArm:
      guard question.ratio != 1 else { return "\(size) units in each arm (\(all))" }
      return "\(size) units in the control arm and \(HumanNumber.text(heads.treated)) in "
        + "\(question.test.comparisons > 1 ? "each treated arm" : "the treated arm") (\(all))"
    case .clustersPerArm:
      let treated = (answer.size * question.ratio).rounded(.up)
      return question.ratio == 1
        ? "\(size) clusters in each arm (\(all))"
        : "\(size) clusters in the control arm and \(HumanNumber.text(treated)) in "
          + "\(question.test.comparisons > 1 ? "each treated arm" : "the treated arm") (\(all))"
    case .unitsPerCluster: return "\(size) units in each cluster (\(all))"
    case .pairs: return "\(size) pairs (\(all))"
    case .clusters:
      return "\(size) clusters (\(all) over all periods)"
    case .unitsPerCell: return "\(size) units in each cluster and period (\(all))"
    case .unitsPerCombination: return "\(size) units in each of the combinations (\(all))"
    }
  }

  /// What the control arm costs.
  private var holdoutSentence: String? {
    guard let holdout else { return nil }
    let lost = HumanNumber.text(holdout.outcomesForgone.magnitude)
    let money = HumanNumber.text(holdout.opportunityCost.magnitude)
    let units = HumanNumber.text(holdout.heldOut)
    return holdout.outcomesForgone > 0
      ? "Leaving \(units) units untreated forgoes \(lost) in \(request.metric), worth \(money), if the lift "
        + "is real."
      : "Leaving \(units) units untreated keeps \(lost) in \(request.metric), worth \(money), if the "
        + "decrease is real."
  }
}
