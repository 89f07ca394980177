public import Interchange
public import Journeys

/// What a run shows about a target.
public struct TargetFinding: Sendable {
  /// The target.
  public let target: Target
  /// The measured figure in every replicate.
  public let values: [Double]
  /// Its spread over replicates.
  public let spread: Spread

  init(_ target: Target, values: [Double]) {
    self.target = target
    self.values = values
    spread = Spread(values)
  }

  /// Whether the mean over replicates lies in the target's interval.
  public var holds: Bool { spread.mean >= target.low && spread.mean <= target.high }

  /// The `targets` table.
  public static func table(_ findings: [TargetFinding]) -> Table {
    var rows = TableBuilder()
    rows.text("target", "Name of the target.")
    rows.text("holds", "yes when the mean lies in the interval.")
    rows.number("measured", unit: "", "Mean over replicates.")
    rows.number("p05", unit: "", "5 % quantile over replicates.")
    rows.number("p95", unit: "", "95 % quantile over replicates.")
    rows.number("low", unit: "", "Lowest figure that holds.")
    rows.number("high", unit: "", "Highest figure that holds.")
    rows.text("setting", "Setting in which it is measured.")
    rows.text("question", "What is asked.")
    rows.text("source", "Source of the interval.")
    rows.text("note", "What it means, or why it may fail.")
    rows.count("replicates", unit: "replicates", "Worlds behind the figure.")
    for finding in findings {
      rows.add("target", finding.target.name)
      rows.add("holds", finding.holds ? "yes" : "NO")
      rows.add("measured", finding.spread.mean)
      rows.add("p05", finding.spread.p05)
      rows.add("p95", finding.spread.p95)
      rows.add("low", finding.target.low)
      rows.add("high", finding.target.high)
      rows.add("setting", finding.target.setting ?? "as written")
      rows.add("question", finding.target.question)
      rows.add("source", finding.target.source)
      rows.add("note", finding.target.note)
      rows.add("replicates", finding.values.count)
    }
    return rows.table("targets", meaning: "What the scenario's targets ask, and what a run shows.")
  }

  /// The findings as a terminal shows them: figures with their intervals in one cell.
  public static func readableTable(_ findings: [TargetFinding]) -> Table {
    func column(_ name: String, _ text: (TargetFinding) -> String) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: "", values: .text(findings.map(text)))
    }
    func range(_ low: Double, _ high: Double) -> String {
      "\(HumanNumber.compact(low)) to \(HumanNumber.compact(high))"
    }
    return Table(
      "targets", meaning: "",
      columns: [
        column("holds") { $0.holds ? "yes" : "NO" }, column("target") { $0.target.name },
        column("measured") { HumanNumber.compact($0.spread.mean) },
        column("5–95 %") { range($0.spread.p05, $0.spread.p95) },
        column("wanted") { range($0.target.low, $0.target.high) },
        column("setting") { $0.target.setting ?? "as written" },
        column("source") { $0.target.source },
      ])
  }
}
