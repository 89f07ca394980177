import Estimation
import Interchange
import Statistics

extension MixCurves {
  /// The curves for a terminal: what half, the same and one and a half times the spend would bring.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, ending in a line feed.
  public func text(width: Int) -> String {
    let design = fit.design
    let title = "\(design.spec.title): response curves"
    var lines = [title, String(repeating: "─", count: min(width, title.count))]
    lines += wrapped(
      "Outcomes of the fitted periods with half, all and one and a half times the exposures of a channel; "
        + "all else as it was. Marginal: money back per further money at one and a half times. Brackets hold "
        + "90 % of the draws. The last column says within how many periods 90 % of the effect falls.",
      width: width)
    let response = responseTable()
    let carryover = carryoverTable()
    var rows = TableBuilder()
    for name in [
      "channel", "at 50 %", "at 100 %", "at 150 %", "marginal at 150 %", "periods",
    ] {
      rows.text(name, "")
    }
    for spec in design.spec.channels {
      let name = spec.name
      rows.add("channel", name)
      for (column, factor) in [("at 50 %", 0.5), ("at 100 %", 1.0), ("at 150 %", 1.5)] {
        rows.add(column, Self.cell(response, name, factor, "outcome"))
      }
      rows.add("marginal at 150 %", Self.cell(response, name, 1.5, "marginal_return"))
      rows.add("periods", Self.reach(carryover, name))
    }
    lines += ["", rows.table("curves", meaning: "").plain(width: width, maximumRows: nil)]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Mean and interval of a figure of a channel at a factor.
  private static func cell(
    _ table: Table, _ channel: String, _ factor: Double, _ figure: String
  ) -> String {
    guard let row = table.row(where: "channel", channel, "factor", factor),
      let mean = table.number("\(figure)_mean", row), mean.isFinite,
      let low = table.number("\(figure)_p05", row), let high = table.number("\(figure)_p95", row)
    else { return "" }
    let isRatio = figure == "marginal_return"
    func text(_ value: Double) -> String {
      isRatio ? HumanNumber.text((value * 100).rounded() / 100) : HumanNumber.compact(value)
    }
    if low == high { return text(mean) }
    return "\(text(mean)) [\(text(low))\(low < 0 ? " to " : "–")\(text(high))]"
  }

  private static func reach(_ table: Table, _ channel: String) -> String {
    var sum = 0.0
    var lag = 0.0
    while let row = table.row(where: "channel", channel, "lag", lag),
      let weight = table.number("weight_mean", row)
    {
      sum += weight
      lag += 1
      if sum >= 0.9 { return HumanNumber.text(lag) }
    }
    return "longer"
  }
}

extension Table {
  /// The first row with a text in one column and a number in another.
  func row(where text: String, _ wanted: String, _ number: String, _ value: Double) -> Int? {
    guard case .text(let texts)? = self[text]?.values else { return nil }
    return texts.indices.first { texts[$0] == wanted && self.number(number, $0) == value }
  }

  /// A number of a row.
  func number(_ column: String, _ row: Int) -> Double? {
    switch self[column]?.values {
    case .number(let cells): cells[row]
    case .count(let cells): Double(cells[row])
    case .text, nil: nil
    }
  }
}
