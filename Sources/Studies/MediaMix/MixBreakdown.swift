public import Estimation
public import Interchange
import Statistics

/// What channels brought and returned in some periods.
public struct MixBreakdown: Sendable {
  private let fit: MixFit
  private let decomposition: MixDecomposition
  private let returns: [ChannelReturn]

  /// Splits the outcome of some periods.
  ///
  /// - Parameters:
  ///   - fit: The fit.
  ///   - periods: Fitted periods, counted from the first of the data.
  public init(_ fit: MixFit, periods: Range<Int>) {
    self.fit = fit
    decomposition = MixDecomposition(fit, periods: periods)
    returns = ChannelReturn.all(decomposition, fit.design)
  }

  private var units: UnitReturns? { UnitReturns(decomposition, fit.design) }

  /// The tables of the run; `units` only where there are units.
  public func tables() -> [Table] {
    [
      MixAnswer.table(of: returns, drawCount: fit.draws.rows),
      MixAnswer.table(of: decomposition, fit.design),
    ] + (units.map { [$0.table()] } ?? [])
  }

  /// The breakdown in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let design = fit.design
    let title = "\(design.spec.title): what channels brought"
    let first = design.periods.label(of: decomposition.periods.lowerBound)
    let last = design.periods.label(of: decomposition.periods.upperBound - 1)
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(
      "\(decomposition.periods.count) periods, \(first) to \(last). Outcome: "
        + "\(design.spec.outcome.column). Return: money back per money; marginal: per further money. "
        + "Brackets hold 90 % of the draws.", width: width)
    lines += ["", MixAnswer.grid(returns).plain(width: width, maximumRows: nil)]
    let others = decomposition.parts.indices.filter {
      !decomposition.channels.contains(decomposition.parts[$0])
    }
    for part in others {
      let total = Spread(decomposition.total(part))
      lines += wrapped("\(decomposition.parts[part]): \(total.compact) outcomes.", width: width)
    }
    for sentence in units?.sentences() ?? [] { lines += wrapped(sentence, width: width) }
    return lines.joined(separator: "\n") + "\n"
  }
}
