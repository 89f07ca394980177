import Estimation
import Interchange
import Journeys

extension Calibration {
  /// What was learned, in sentences and tables for a terminal.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text.
  public func text(width: Int) -> String {
    var lines = wrapped(opening, width: width)
    lines += [""] + [parameterGrid.plain(width: width, maximumRows: nil)]
    for account in accounts where account.verdict != .identified {
      lines += wrapped(account.sentence, width: width)
    }
    lines += strongPairs.flatMap { wrapped($0, width: width) }
    lines += [""] + wrapped(fitSentence, width: width)
    lines += ["", fitGrid.plain(width: width, maximumRows: 40)]
    for sentence in posterior.matching.sentences + oddFigures {
      lines += wrapped(sentence, width: width)
    }
    if worlds.figures.heldOut.count > 0 { lines += wrapped(heldOutSentence, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }

  private var opening: String {
    let spec = worlds.spec
    let count = spec.parameters.count
    let figures = worlds.figures.observed.count
    let left = posterior.matching.region.priorShare
    return
      "\(spec.title): \(count) parameter\(count == 1 ? "" : "s") of \(worlds.document.name) learned from "
      + "\(figures) figure\(figures == 1 ? "" : "s") with \(simulations) simulated worlds"
      + (resumed > 0 ? ", \(resumed) of them by an earlier process that was stopped" : "") + ". "
      + "History matching left \(HumanNumber.percent(left)) of the prior in "
      + "\(posterior.matching.waves.count) wave\(posterior.matching.waves.count == 1 ? "" : "s"); "
      + "the draws are worth \(HumanNumber.text(posterior.draws.effectiveSize.rounded())) independent "
      + "ones."
  }

  /// Prior and posterior of each parameter, one row each.
  private var parameterGrid: Table {
    let table = parameterTable()
    func numbers(_ name: String) -> [Double] {
      guard case .number(let values)? = table.columns.first(where: { $0.name == name })?.values
      else { return [] }
      return values
    }
    func range(_ low: String, _ middle: String, _ high: String) -> [String] {
      zip(numbers(middle), zip(numbers(low), numbers(high))).map { middle, ends in
        "\(HumanNumber.text(middle)) [\(HumanNumber.text(ends.0)) to \(HumanNumber.text(ends.1))]"
      }
    }
    func column(_ name: String, _ texts: [String]) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: "", values: .text(texts))
    }
    return Table(
      "parameters", meaning: "",
      columns: [
        column("parameter", worlds.spec.parameters.map(\.name)),
        column("prior, 5–95 %", range("prior_p05", "prior_p50", "prior_p95")),
        column("posterior, 5–95 %", range("p05", "p50", "p95")),
        column("verdict", accounts.map(\.word)),
      ])
  }

  /// Parameters that are known together, where that was not said already.
  private var strongPairs: [String] {
    let accounts = accounts
    var sentences: [String] = []
    for (place, account) in accounts.enumerated() {
      for other in accounts.indices where other > place {
        let correlation = account.correlations[other]
        if correlation.magnitude >= Identifiability.strongCorrelation {
          sentences.append(
            "\(account.name) and \(accounts[other].name) are known together (correlation "
              + "\(HumanNumber.text(correlation))): keep their draws in pairs.")
        }
      }
    }
    return sentences
  }

  private var fitSentence: String {
    let checks = checks()
    let usual = checks.count { $0.posterior.isUsual }
    return
      "\(usual) of \(checks.count) figures are as \(outcomes.count) worlds of the posterior would "
      + "have them: the chance p of more than was observed lies between 0.05 and 0.95."
  }

  private var fitGrid: Table {
    let observed = worlds.figures.observed
    let checks = checks()
    let number: (Double) -> String = { $0.isFinite ? HumanNumber.text($0) : "–" }
    func column(_ name: String, _ text: (Int) -> String) -> TableColumn {
      TableColumn(
        name: name, unit: "", meaning: "", values: .text(observed.names.indices.map(text)))
    }
    let spreads = checks.map(\.spread)
    return Table(
      "fit", meaning: "",
      columns: [
        column("figure") { observed.names[$0] },
        column("observed") { number(observed.values[$0]) },
        column("worlds, 5–95 %") {
          "\(number(spreads[$0].mean)) [\(number(spreads[$0].p05)) to \(number(spreads[$0].p95))]"
        },
        column("p") { number((checks[$0].posterior.chance * 1000).rounded() / 1000) },
        column("usual") { checks[$0].posterior.isUsual ? "yes" : "NO" },
      ])
  }

  /// Figures that the worlds do not have, with the world that came nearest to each.
  private var oddFigures: [String] {
    let checks = checks()
    return checks.enumerated().filter { !$0.element.posterior.isUsual }.map { figure, found in
      let text = HumanNumber.text
      let check = found.posterior
      guard check.chance.isFinite, let nearest = found.nearest else {
        return
          "\(check.name): none of \(outcomes.count) worlds of the posterior determines it; leave it out."
      }
      let place = worlds.place(of: nearest.point)
      guard nearest.isReached else {
        let worlds = HumanNumber.grouped(seen.count - seen.lacking(figure))
        return "\(check.name): not reached; "
          + (nearest.isConstant
            ? "each of \(worlds) worlds gives \(text(nearest.value)), not the observed "
              + "\(text(check.observed)): "
            : "of \(worlds) worlds none comes nearer to the observed \(text(check.observed)) than "
              + "\(text(nearest.value)), at \(place): ")
          + "widen a prior, loosen a tolerance, or the model lacks what makes it."
      }
      let pulled =
        checks.count > 1
        ? ", so that other figures pull it away." : ", but few worlds come so near."
      return
        "\(check.name): worlds of the posterior show \(check.chance < 0.05 ? "less" : "more") than the "
        + "observed \(text(check.observed)); a world at \(place) shows \(text(nearest.value))\(pulled)"
    }
  }

  private var heldOutSentence: String {
    let scores = heldOutScores
    let inside = scores.count { $0.isInside(level: ForecastScore.levels.count - 1) }
    return "Held out: \(inside) of \(scores.count) figures lie in the worlds' 90 % intervals."
  }
}
