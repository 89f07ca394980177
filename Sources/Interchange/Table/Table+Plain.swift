extension Table {
  /// The table in aligned columns for a terminal.
  ///
  /// Numbers stand on the right and are rounded for people. Where the lines would be too long, the
  /// widest texts are shortened with `…`; if that is not enough, columns on the right are left out.
  ///
  /// - Parameters:
  ///   - width: The characters of a line.
  ///   - maximumRows: The rows to show, the first ones; nil for all. A last line says how many are
  ///     left out.
  /// - Returns: A header, one line per row, and remarks on what is left out.
  public func plain(width: Int, maximumRows: Int?) -> String {
    let shown = shownRows(maximumRows)
    var grid = columns.map { column in
      [column.name] + (0..<shown).map { Self.onOneLine(column.readableCell($0)) }
    }
    if columns.contains(where: { !$0.unit.isEmpty }) {
      for (index, column) in columns.enumerated() { grid[index].insert(column.unit, at: 1) }
    }
    var widths = grid.map { cells in cells.map(\.count).max() ?? 0 }
    let kept = Self.fit(&widths, numeric: columns.map(\.isNumeric), width: width)

    var result = ""
    for line in 0..<(grid.first?.count ?? 0) {
      let cells = (0..<kept).map { index in
        Self.aligned(grid[index][line], to: widths[index], onRight: columns[index].isNumeric)
      }
      var text = cells.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      result += text + "\n"
    }
    for remark in [
      Self.remark(leftOut: columns.count - kept, of: "column"),
      Self.remark(leftOut: rowCount - shown, of: "row"),
    ] {
      if let remark { result += remark + "\n" }
    }
    return result
  }

  /// Narrows text columns and then drops columns until a line fits.
  ///
  /// - Returns: The number of columns that are kept, at least one if there are any.
  private static func fit(_ widths: inout [Int], numeric: [Bool], width: Int) -> Int {
    // Chosen: fewer than eight letters seldom tell one label from another.
    let narrowestText = 8
    var excess = widths.reduce(0, +) + 2 * max(0, widths.count - 1) - width
    while excess > 0 {
      let candidates = widths.indices.filter { !numeric[$0] && widths[$0] > narrowestText }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    var kept = widths.count
    while excess > 0, kept > 1 {
      kept -= 1
      excess -= widths[kept] + 2
    }
    return kept
  }

  private static func aligned(_ cell: String, to width: Int, onRight: Bool) -> String {
    guard cell.count <= width else { return cell.prefix(max(0, width - 1)) + "…" }
    let blanks = String(repeating: " ", count: width - cell.count)
    return onRight ? blanks + cell : cell + blanks
  }

  private static func onOneLine(_ cell: String) -> String {
    String(cell.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}
