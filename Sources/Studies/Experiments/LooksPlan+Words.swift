import Estimation
import Interchange

extension LooksPlan {
  /// The plan for a team: a line for each look, and what to expect.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let count = plan.rule.count
    let title = count == 1 ? "One look at a test" : "\(count) looks at a test"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(question, width: width)
    lines += ["", grid().plain(width: width, maximumRows: nil)]
    lines += sentences.flatMap { wrapped($0, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What follows from the plan, in whole sentences.
  public var sentences: [String] {
    var sentences = [rule, largest]
    if plan.rule.count > 1 { sentences += [expected, peeking] }
    return sentences
  }

  private var question: String {
    let design = plan.design
    return "\(design.isTwoSided ? "Two-sided test" : "Test of a gain") with an error of "
      + "\(HumanNumber.percent(design.alpha)) in all and a power of "
      + "\(HumanNumber.percent(design.power))\(plan.rule.count == 1 ? "" : "; \(bounds)")."
  }

  /// The kind of bounds in words.
  private var bounds: String {
    let upper =
      switch plan.design.boundary {
      case .pocock: "bounds of Pocock"
      case .obrienFleming: "bounds of O'Brien and Fleming"
      case .wangTsiatis(let exponent): "bounds of Wang and Tsiatis with exponent \(exponent)"
      case .spending(let spending): "error spent \(words(spending))"
      }
    guard let futility = plan.design.futility else { return upper }
    return
      "\(upper); given up by a chance of missing the effect spent \(words(futility.spending)), "
      + (futility.isBinding ? "which binds" : "which does not bind")
  }

  private func words(_ spending: SpendingFunction) -> String {
    switch spending {
    case .obrienFleming: "in the manner of O'Brien and Fleming"
    case .pocock: "in the manner of Pocock"
    case .power(let exponent): "by the power \(HumanNumber.text(exponent)) of the information"
    case .hwangShihDeCani(let gamma):
      "after Hwang, Shih and DeCani with \(HumanNumber.text(gamma))"
    }
  }

  private func grid() -> Table {
    var rows = TableBuilder()
    rows.count("look", unit: "", "")
    for name in columns { rows.number(name, unit: "", "") }
    for (look, share) in plan.rule.shares.enumerated() {
      rows.add("look", look + 1)
      rows.add("share", share)
      if let units { rows.add("units", (units * plan.inflation * share - 1e-6).rounded(.up)) }
      if let weeks { rows.add("weeks", weeks * plan.inflation * share) }
      rows.add("stop ≥", plan.rule.upper[look])
      if plan.design.futility != nil { rows.add("give up ≤", plan.rule.lower[look]) }
      rows.add("nominal p", plan.nominal[look])
      rows.add("error", plan.spent[look])
      rows.add("ends, no effect", plan.underNone.ends[look])
      rows.add("ends, effect", plan.underEffect.ends[look])
    }
    return rows.table("looks", meaning: "")
  }

  private var columns: [String] {
    ["share"] + (units == nil ? [] : ["units"]) + (weeks == nil ? [] : ["weeks"])
      + ["stop ≥"] + (plan.design.futility == nil ? [] : ["give up ≤"])
      + ["nominal p", "error", "ends, no effect", "ends, effect"]
  }

  private var rule: String {
    let start = "At each look divide the estimate by its standard error, which is z."
    guard plan.rule.count > 1 else {
      return "\(start) The effect is proven at \(HumanNumber.text(plan.rule.upper[0])) or beyond."
    }
    if plan.design.isTwoSided {
      return
        "\(start) Stop when it reaches the bound on either side: a gain is proven above, a loss "
        + "below zero. Otherwise go on."
    }
    guard let futility = plan.design.futility else {
      return "\(start) Stop when it reaches the bound: a gain is proven. Otherwise go on."
    }
    return
      "\(start) Stop when it reaches the upper bound: a gain is proven. Give up at the lower one"
      + (futility.isBinding
        ? ", without exception: the error counts on it. " : "; going on anyway costs no error. ")
      + "Given up or ended without proof: \(HumanNumber.percent(1 - plan.underNone.power)) of tests "
      + "without effect, \(HumanNumber.percent(1 - plan.underEffect.power)) of those with the planned "
      + "one."
  }

  private var largest: String {
    plan.rule.count == 1
      ? "This is the test with one look\(amounts(1))."
      : "The sample becomes at most \(change(plan.inflation)) than with one look and the same "
        + "power\(amounts(plan.inflation))."
  }

  private var expected: String {
    let early = plan.underEffect.ends.dropLast().reduce(0, +)
    return "With the planned effect the test ends before the last look in "
      + "\(HumanNumber.percent(early)) of cases and its sample is "
      + "\(change(plan.expectedSampleUnderEffect)) than with one look on average"
      + "\(amounts(plan.expectedSampleUnderEffect)); without an effect, "
      + "\(change(plan.expectedSampleUnderNone))\(amounts(plan.expectedSampleUnderNone))."
  }

  private var peeking: String {
    "Stopping at the first of these looks with a plain p-value below "
      + "\(HumanNumber.text(plan.design.alpha)) would claim an effect that is not there in "
      + "\(HumanNumber.percent(plan.peekingError)) of tests, not in "
      + "\(HumanNumber.percent(plan.design.alpha))."
  }

  /// A sample against that of a test with one look.
  private func change(_ ratio: Double) -> String {
    "\(HumanNumber.percent((ratio - 1).magnitude)) \(ratio < 1 ? "smaller" : "larger")"
  }

  /// A sample in units and weeks, in brackets, as far as they are known.
  private func amounts(_ ratio: Double) -> String {
    let parts = [
      units.map { "\(HumanNumber.grouped(Int(($0 * ratio - 1e-6).rounded(.up)))) units" },
      weeks.map { "\(HumanNumber.text(($0 * ratio * 10).rounded() / 10)) weeks" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}
