import Estimation
public import Interchange
import Journeys
import Statistics

extension SelfTest {
  /// The tables that a complete self-test has.
  public static let tableNames: Set<String> = ["coverage", "ranks", "repeats"]

  /// Levels of intervals that are counted.
  static let levels = [0.5, 0.8, 0.9]

  /// All tables.
  public func tables() -> [Table] { [coverageTable(), rankTable(), repeatTable()] }

  func coverageTable() -> Table {
    var rows = TableBuilder()
    rows.text("parameter", "Name of the parameter.")
    rows.number("level", unit: "share", "Share of pasts that a central interval should hold.")
    rows.count("inside", unit: "pasts", "Pasts whose truth it holds.")
    rows.count("repeats", unit: "pasts", "Pasts in all; from some nothing may have been learned.")
    rows.number("coverage", unit: "share", "Share of pasts whose truth it holds.")
    rows.number("low", unit: "share", "Lower end of the share's 95 % interval.")
    rows.number("high", unit: "share", "Upper end of it.")
    rows.number("rank_p", unit: "chance", "Chance of ranks as uneven if posteriors are right.")
    for (place, parameter) in worlds.spec.parameters.enumerated() {
      let ranks = ranks[place]
      for level in Self.levels {
        let inside = inside(level, of: place)
        let interval = WilsonInterval(successes: inside, trials: cases.count, confidence: 0.95)
        rows.add("parameter", parameter.name)
        rows.add("level", level)
        rows.add("inside", inside)
        rows.add("repeats", cases.count)
        rows.add("coverage", Double(inside) / Double(cases.count))
        rows.add("low", interval.low)
        rows.add("high", interval.high)
        rows.add("rank_p", min(ranks.pValue, ranks.cumulativePValue))
      }
    }
    return rows.table("coverage", meaning: "How often intervals hold the truth.")
  }

  private func rankTable() -> Table {
    var rows = TableBuilder()
    rows.text("parameter", "Name of the parameter.")
    rows.number("from", unit: "share", "Lower end of the cell: share of draws below the truth.")
    rows.number("to", unit: "share", "Upper end of the cell.")
    rows.count(
      "count", unit: "pasts", "Pasts whose truth ranks there; even if posteriors are right.")
    for (place, parameter) in worlds.spec.parameters.enumerated() {
      let counts = ranks[place].counts
      for (cell, count) in counts.enumerated() {
        rows.add("parameter", parameter.name)
        rows.add("from", Double(cell) / Double(counts.count))
        rows.add("to", Double(cell + 1) / Double(counts.count))
        rows.add("count", count)
      }
    }
    return rows.table("ranks", meaning: "Where truths rank among the draws.")
  }

  private func repeatTable() -> Table {
    var rows = TableBuilder()
    rows.count("repeat", unit: "", "Number of the simulated past.")
    rows.text("parameter", "Name of the parameter.")
    rows.number("truth", unit: "as the parameter", "The true value.")
    rows.number("p05", unit: "as the parameter", "5 % point of the posterior.")
    rows.number("p50", unit: "as the parameter", "Median of the posterior.")
    rows.number("p95", unit: "as the parameter", "95 % point of the posterior.")
    rows.number("rank", unit: "share", "Share of the draws below the truth.")
    rows.text("failure", "Why nothing was learned; empty where something was.")
    for (number, past) in cases.enumerated() {
      let truth = worlds.values(at: past.truth)
      let points = (0..<3).map { point in
        past.points.isEmpty
          ? truth.map { _ in Double.nan } : worlds.values(at: past.points.map { $0[point] })
      }
      for (place, parameter) in worlds.spec.parameters.enumerated() {
        rows.add("repeat", number)
        rows.add("parameter", parameter.name)
        rows.add("truth", truth[place])
        rows.add("p05", points[0][place])
        rows.add("p50", points[1][place])
        rows.add("p95", points[2][place])
        rows.add("rank", past.shares.isEmpty ? .nan : past.shares[place])
        rows.add("failure", past.failure ?? "")
      }
    }
    return rows.table("repeats", meaning: "Truth and posterior of every simulated past.")
  }

  /// What was found, in sentences and a table for a terminal.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text.
  public func text(width: Int) -> String {
    let names = worlds.spec.parameters.map(\.name)
    func cell(_ place: Int, _ level: Double) -> String {
      let share = Double(inside(level, of: place)) / Double(cases.count)
      return HumanNumber.percent(share)
    }
    func column(_ name: String, _ text: (Int) -> String) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: "", values: .text(names.indices.map(text)))
    }
    let grid = Table(
      "coverage", meaning: "",
      columns: [column("parameter") { names[$0] }]
        + Self.levels.map { level in
          column("in \(HumanNumber.percent(level)) interval") { cell($0, level) }
        } + [
          column("ranks even") { ranks[$0].isUniform ? "yes" : "NO" }
        ])
    var lines = wrapped(
      "\(worlds.spec.title): \(cases.count) pasts simulated with parameters drawn from their priors, and "
        + "\(worlds.spec.simulations) worlds to learn each. An interval is right where it holds the truth "
        + "about as often as it says.", width: width)
    lines += ["", grid.plain(width: width, maximumRows: nil)]
    if failures > 0 {
      lines += wrapped(
        "From \(failures) past\(failures == 1 ? "" : "s") nothing was learned, because everything was "
          + "ruled out or too few worlds determine the figures; they count as not held.",
        width: width)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
