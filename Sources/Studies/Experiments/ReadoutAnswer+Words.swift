import Estimation
import Interchange
import Statistics

extension ReadoutAnswer {
  /// The whole answer for a terminal: a paragraph, the effects, the checks.
  ///
  /// - Parameter width: The characters of a line.
  /// - Returns: Lines without a line end behind the last.
  public func text(width: Int) -> String {
    var lines = wrapped(paragraph, width: width)
    lines += ["", shown(tables[0]).plain(width: width, maximumRows: nil)]
    lines += checkLines(width: width)
    if let table = tables.first(where: { $0.name == "groups" }) {
      lines += ["", shown(table).plain(width: width, maximumRows: nil)]
      lines += wrapped(groupSentence, width: width)
    }
    return lines.joined(separator: "\n")
  }

  /// What came out in plain words.
  public var paragraph: String {
    let main = comparisons.filter(\.isMain).map(sentence)
    let failed = checks.filter { $0.verdict == .fail }
    let looked = checks.filter { $0.verdict == .look }
    let checked =
      if !failed.isEmpty {
        "Do not use this yet: \(failed.map(\.name).joined(separator: ", ")) failed."
      } else if looked.isEmpty {
        checks.isEmpty ? "" : "All checks are in order."
      } else {
        "Read with care: \(Self.unique(looked.map(\.name)).joined(separator: ", "))."
      }
    return (main + lookSentences + [checked]).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// One effect in words.
  private func sentence(_ comparison: Comparison) -> String {
    let readout = comparison.readout
    let effect = readout.effect
    let size = HumanNumber.text(effect.value.magnitude)
    let direction = effect.value < 0 ? "less" : "more"
    var inside: [String] = []
    if let relative = readout.relative {
      inside.append(
        "\(HumanNumber.percent(relative.value)) of \(HumanNumber.text(readout.controlLevel))")
    }
    inside.append("\(HumanNumber.percent(confidence)) interval \(Self.range(effect))")
    if let adjusted = comparison.adjustedPValue {
      inside.append("p \(ReadoutStudy.chance(adjusted)), both after Holm")
    } else {
      inside.append("p \(ReadoutStudy.chance(effect.pValue))")
    }
    let head =
      "\(comparison.name): \(size) \(direction) \(outcomeName) per unit "
      + "(\(inside.joined(separator: "; ")))."
    return "\(head) \(meaning(comparison))"
  }

  /// What an effect means, and what could have been found.
  private func meaning(_ comparison: Comparison) -> String {
    let readout = comparison.readout
    let detectable = readout.effect.minimumDetectableEffect()
    let level = readout.controlLevel
    let size =
      detectable.isFinite
      ? HumanNumber.text(detectable)
        + (level > 0 ? " (\(HumanNumber.percent(detectable / level)))" : "")
      : nil
    if comparison.decidingPValue < 1 - confidence {
      return "Chance alone hardly explains that"
        + (size.map { "; effects from \($0) on are found four times in five." } ?? ".")
    }
    return "Chance alone could well explain a difference of this size"
      + (size.map { "; only effects from \($0) on would be found four times in five." } ?? ".")
  }

  /// Checks as lines: verdict, name and finding.
  private func checkLines(width: Int) -> [String] {
    let names = checks.map(\.name.count).max() ?? 0
    return checks.flatMap { check in
      let head = Self.padded(check.verdict.rawValue, 6) + Self.padded(check.name, names + 2)
      let lines = wrapped(check.sentence, width: max(20, width - head.count))
      return lines.enumerated().map { ($0 == 0 ? head : Self.padded("", head.count)) + $1 }
    }
  }

  /// What groups allow to say.
  private var groupSentence: String {
    let arms = Set(groups.compactMap(\.arm)).sorted().map { arm in
      Self.heterogeneity(of: groups.filter { $0.arm == arm })
    }
    let (spread, degrees) = arms.reduce((0.0, 0)) { ($0.0 + $1.spread, $0.1 + $1.degrees) }
    guard spread.isFinite, degrees > 0 else { return "" }
    let pValue = IncompleteGamma.upper(Double(degrees) / 2, spread / 2)
    let looked =
      arms.count == 1
      ? "\(groups.count) groups were looked at"
      : "\(groups.count / arms.count) groups were looked at in each of \(arms.count) arms"
    return
      "\(looked): p_adjusted counts that (Holm), and an effect in one "
      + "group and none in another is no difference by itself. Effects differ between groups "
      + (pValue < 1 - confidence ? "by more than chance" : "no more than by chance")
      + " (Cochran's Q\(arms.count == 1 ? "" : " within arms"), p \(ReadoutStudy.chance(pValue)))."
  }

  /// Cochran's Q of the effects of one arm in its groups, with its degrees of freedom.
  ///
  /// Cochran (1954), "The combination of estimates from different experiments".
  private static func heterogeneity(of groups: [Comparison]) -> (spread: Double, degrees: Int) {
    let weights = groups.map { 1 / ($0.readout.effect.scale * $0.readout.effect.scale) }
    let effects = groups.map(\.readout.effect.value)
    let mean = zip(weights, effects).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    let spread = zip(weights, effects).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    return (spread, groups.count - 1)
  }

  /// What a terminal shows of effects: of one comparison its methods, of several the first of each.
  private func shown(_ table: Table) -> Table {
    let rows = table.name == "groups" ? groups : comparisons
    let numbers = ["effect", "low", "high", "p"]
    guard table.name == "groups" || Set(rows.map(\.name)).count > 1 else {
      return table.selecting(["method"] + numbers + ["lift", "mde", "treated_n", "control_n"])
    }
    var seen: Set<String> = []
    let first = rows.indices.filter { seen.insert(rows[$0].name).inserted }
    let adjusted = rows.contains { $0.adjustedPValue != nil } ? ["p_adjusted"] : []
    return table.filtered(rows: first)
      .selecting(["comparison"] + numbers + adjusted + ["lift", "mde"])
  }

  /// The ends of an interval in words.
  static func range(_ effect: EffectEstimate) -> String {
    func end(_ value: Double) -> String {
      value.isFinite ? HumanNumber.text(value) : value < 0 ? "minus infinity" : "infinity"
    }
    return "\(end(effect.interval.lowerBound)) to \(end(effect.interval.upperBound))"
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
