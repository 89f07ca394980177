import Estimation
import Interchange

/// What keeps a question about markets from having an answer.
struct GeoPlanCheck {
  let history: Panel
  let outcome: String
  let columns: (time: String, unit: String)
  let question: GeoQuestion

  /// The fewest control markets; *chosen*: of fewer, no combination is better than a market alone.
  static let leastControls = 3
  /// The fewest fitted periods, however short the test; *chosen*: ten residuals are the least that can
  /// tell a p-value of 0.1.
  static let leastFitted = 10
  /// Fitted periods and markets that GeoLift's guide advises.
  static let advised = (periods: 25, markets: 20)
  /// The fewest imagined tests that say how far lifts scatter; *chosen* as those of a short history.
  static let advisedLookBacks = 7

  /// The periods that so many imagined tests need: in the earliest of them a control is fitted to at
  /// least as many periods as are tested.
  static func neededPeriods(length: Int, lookBacks: Int) -> Int {
    length + lookBacks - 1 + max(leastFitted, length)
  }

  /// Throws everything that is wrong.
  func throwIfAny() throws(PanelErrors) {
    let errors = names() + numbers() + periods() + outcomes()
    if !errors.isEmpty { throw PanelErrors(errors) }
  }

  private func error(_ column: String, _ problem: String) -> PanelError {
    PanelError(file: history.name, line: 0, column: column, problem: problem)
  }

  private func names() -> [PanelError] {
    let lists = [
      ("--include", question.included), ("--exclude", question.excluded),
      ("--leave-out", question.leftOut),
    ]
    var errors: [PanelError] = []
    for (option, names) in lists {
      for name in names where !history.units.contains(name) {
        let near = nearestKey(to: name, among: history.units)
        let known = history.units.prefix(5).joined(separator: ", ")
        let remedy =
          near.map { "did you mean \($0)?" }
          ?? "the first of \(history.units.count) are \(known)"
        errors.append(
          error(columns.unit, "\(option) names \"\(name)\", which is no market; \(remedy)"))
      }
    }
    for name in question.included where question.excluded.contains(name) {
      errors.append(error(columns.unit, "\(name) is under --include and --exclude; name it once"))
    }
    for name in question.leftOut
    where question.included.contains(name) || question.excluded.contains(name) {
      errors.append(
        error(columns.unit, "\(name) is under --leave-out and another option; name it once"))
    }
    return errors
  }

  private func numbers() -> [PanelError] {
    var errors: [PanelError] = []
    let least = max(question.sizes.lowerBound, 1)
    let count = history.units.count { !question.leftOut.contains($0) }
    if count < least + Self.leastControls {
      let room = count - Self.leastControls
      errors.append(
        error(
          columns.unit,
          "\(count) markets take part, and a test of \(least) needs \(least + Self.leastControls), "
            + "\(Self.leastControls) of them controls; "
            + (room > 0 ? "write --markets \(room), or add markets" : "add markets")))
    }
    let included = question.included.count
    if included > question.sizes.upperBound {
      errors.append(
        error(
          columns.unit,
          "--include names \(included) markets, and tests have at most "
            + "\(question.sizes.upperBound); write --markets \(included)"))
    }
    let free = history.units.count {
      !question.leftOut.contains($0) && !question.excluded.contains($0)
    }
    if count >= least + Self.leastControls, free < least {
      errors.append(
        error(
          columns.unit,
          "\(free) markets may be treated, and a test has \(least); exclude fewer, or write "
            + "--markets \(max(1, free))"))
    }
    return errors
  }

  private func periods() -> [PanelError] {
    let have = history.periods.count
    func needed(_ length: Int, _ lookBacks: Int) -> Int {
      Self.neededPeriods(length: length, lookBacks: lookBacks)
    }
    let longest = question.lengths.max() ?? 1
    guard have < needed(longest, question.lookBacks) else { return [] }
    var remedies: [String] = []
    if let length = (1..<longest).last(where: { needed($0, question.lookBacks) <= have }) {
      remedies.append("test at most \(length) period\(length == 1 ? "" : "s")")
    }
    if let fewer = (1..<question.lookBacks).last(where: { needed(longest, $0) <= have }) {
      remedies.append("write --look-backs \(fewer)")
    }
    remedies.append("add periods before the first")
    return [
      error(
        columns.time,
        "the history has \(have) periods, and tests of \(longest) periods in "
          + "\(question.lookBacks) window\(question.lookBacks == 1 ? "" : "s") need "
          + "\(needed(longest, question.lookBacks)); "
          + remedies.joined(separator: ", or "))
    ]
  }

  /// Markets without any outcome, of which there is no share to gain.
  private func outcomes() -> [PanelError] {
    guard let values = history[outcome] else { return [] }
    let count = history.periods.count
    return history.units.indices.compactMap { unit in
      let own = values[unit * count..<(unit + 1) * count]
      let name = history.units[unit]
      guard own.allSatisfy({ $0 == 0 }), !question.leftOut.contains(name) else { return nil }
      return error(
        columns.unit,
        "\"\(name)\" has no outcome at all; write --leave-out \"\(name)\", or correct the column")
    }
  }

  /// Why none of the designs will do, and what would make one feasible.
  func infeasible(_ designs: [GeoDesign], markets: [String]) -> PanelErrors {
    func words(_ design: GeoDesign) -> String {
      design.markets.map { markets[$0] }.joined(separator: ", ") + " over \(design.length) periods"
    }
    let largest = question.effects.max { $0.magnitude < $1.magnitude } ?? 0
    let honest = designs.filter { $0.falsePositives <= question.mostFalsePositives }
    let detecting = honest.filter { $0.detectable != nil }
    let finding = detecting.filter { !$0.isLostInBias }
    if let best = detecting.min(by: { $0.power.bias.magnitude < $1.power.bias.magnitude }),
      finding.isEmpty
    {
      return PanelErrors([
        error(
          "",
          "every design estimates as much where there is no lift as it finds; the one with the least "
            + "bias, \(words(best)), estimates \(HumanNumber.percent(best.power.bias)): leave out "
            + "markets that go their own way, begin the history later, or write --ridge")
      ])
    }
    guard !finding.isEmpty else {
      let best = designs.max { ($0.power.power.last ?? 0) < ($1.power.power.last ?? 0) }
      let power = best?.power.power.last ?? 0
      let found =
        honest.isEmpty
        ? "every design finds lifts where there are none, in more than "
          + "\(HumanNumber.percent(question.mostFalsePositives)) of the imagined tests; leave out markets that "
          + "go their own way, begin the history later, or write --ridge"
        : "no design finds a lift of \(HumanNumber.percent(largest)) with power "
          + "\(HumanNumber.percent(question.power)); the best, \(best.map(words) ?? "none"), has "
          + "\(HumanNumber.percent(power)): allow larger --effects, longer tests, more --markets or a "
          + "larger --alpha"
      return PanelErrors([error("", found)])
    }
    let roomy = finding.filter { $0.holdoutShare >= question.holdout }
    guard let cheapest = roomy.min(by: { ($0.cost ?? 0) < ($1.cost ?? 0) }) else {
      let most = finding.max { $0.holdoutShare < $1.holdoutShare }
      return PanelErrors([
        error(
          "",
          "no design leaves \(HumanNumber.percent(question.holdout)) of the outcomes outside; the one "
            + "that leaves most, \(most.map(words) ?? "none"), leaves "
            + "\(HumanNumber.percent(most?.holdoutShare ?? 0)): write a smaller --holdout, or fewer "
            + "--markets")
      ])
    }
    let cost = (cheapest.cost ?? 0).rounded(.up)
    return PanelErrors([
      error(
        "",
        "--budget \(HumanNumber.text(question.budget ?? 0)) is below the cheapest design that finds its "
          + "lift, \(words(cheapest)), which costs \(HumanNumber.text(cost)); write --budget "
          + "\(JSONText.number(cost)), or test a cheaper market")
    ])
  }
}
