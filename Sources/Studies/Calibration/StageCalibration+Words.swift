import Estimation
import Interchange
import Journeys
import Statistics

extension StageCalibration {
  /// What was learned, in sentences and tables for a terminal.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text.
  public func text(width: Int) -> String {
    var lines = wrapped(opening, width: width)
    lines += ["", parameterGrid.plain(width: width, maximumRows: nil)]
    lines += (sampling + journey.remarks).flatMap { wrapped($0, width: width) }
    lines += [""] + wrapped(fitSentence, width: width)
    lines += ["", moveGrid.plain(width: width, maximumRows: 40)]
    return lines.joined(separator: "\n") + "\n"
  }

  private var opening: String {
    let count = parameters.count
    return
      "\(spec.title): \(count) parameter\(count == 1 ? "" : "s") of \(scenario) learned from the stages of "
      + "\(HumanNumber.grouped(size.units)) \(journey.population) at \(HumanNumber.grouped(size.pairs)) "
      + "pairs of observations, by their likelihood; no world was simulated."
  }

  private func column(_ name: String, _ texts: [String]) -> TableColumn {
    TableColumn(name: name, unit: "", meaning: "", values: .text(texts))
  }

  private func range(_ middle: Double, _ low: Double, _ high: Double) -> String {
    "\(HumanNumber.text(middle)) [\(HumanNumber.text(low)) to \(HumanNumber.text(high))]"
  }

  /// Prior and posterior of each parameter, one row each.
  private var parameterGrid: Table {
    let priors = parameters.map { parameter in
      func at(_ share: Double) -> Double {
        parameter.prior?.quantile(share, center: parameter.value) ?? .nan
      }
      return range(at(0.5), at(0.05), at(0.95))
    }
    return Table(
      "parameters", meaning: "",
      columns: [
        column("parameter", parameters.map(\.name)), column("prior, 5–95 %", priors),
        column("posterior, 5–95 %", beliefs.map { range($0.median, $0.low, $0.high) }),
        column("verdict", accounts.map(\.word)),
        column(
          "effective draws",
          beliefs.map { HumanNumber.text(min($0.bulkSize, $0.tailSize).rounded()) }),
      ])
  }

  /// Whether the draws can be trusted, and what is not known of the parameters.
  private var sampling: [String] {
    var sentences: [String] = []
    let worst = beliefs.max { $0.rHat < $1.rHat }
    if let worst, !(worst.rHat <= 1.01) {
      sentences.append(
        "The chains do not agree on \(worst.name) (R̂ \(HumanNumber.text(worst.rHat))): sample longer, "
          + "with more sampling.warmup and sampling.draws.")
    }
    let count = fit.sampling.divergences
    if count > 0 {
      sentences.append(
        "\(count) draw\(count == 1 ? "" : "s") diverged: the posterior has corners that were not reached; "
          + "narrow the priors.")
    }
    return sentences + accounts.filter { $0.verdict != .identified }.map(\.sentence)
  }

  private var fitSentence: String {
    let figures = check.moves + check.shares
    let met = figures.count { StageCheck.isMet($0) }
    return
      "\(met) of \(figures.count) figures, \(check.moves.count) of moves and \(check.shares.count) of "
      + "stages by period, are as panels of the posterior would have them: the chance p of more than was "
      + "observed lies between 0.05 and 0.95. One in ten lies outside where all is well."
  }

  private var moveGrid: Table {
    let moves = check.moves
    return Table(
      "moves", meaning: "",
      columns: [
        column("from", moves.map { $0.from.map { journey.model.stages[$0] } ?? "" }),
        column("to", moves.map { journey.model.stages[$0.stage] }),
        column("observed", moves.map { HumanNumber.text($0.observed) }),
        column("panels, 5–95 %", moves.map { range($0.expected, $0.low, $0.high) }),
        column("p", moves.map { HumanNumber.text(($0.chanceAbove * 1000).rounded() / 1000) }),
        column("usual", moves.map { StageCheck.isMet($0) ? "yes" : "NO" }),
      ])
  }
}
