extension PopulationLedger {
  /// The counts of a column in consecutive steps, over all cells or of one.
  func series(steps: Range<Int>, cell: Int?, column: (LedgerLayout) -> Int) -> [Double] {
    let column = column(layout)
    let width = layout.width
    let cells = cell.map { $0..<$0 + 1 } ?? 0..<cellCount
    var sums = [Double](repeating: 0, count: steps.count)
    for (place, step) in steps.enumerated() {
      for cell in cells {
        sums[place] += Double(counts[(step * cellCount + cell) * width + column])
      }
    }
    return sums
  }

  /// Trust summed over the agents in consecutive steps, over all cells or of one.
  func trustSeries(steps: Range<Int>, cell: Int?) -> [Double] {
    steps.map { step in
      let row = trust[(step * cellCount)..<((step + 1) * cellCount)]
      return cell.map { row[row.startIndex + $0] } ?? row.reduce(0, +)
    }
  }
}

extension ApprovalLedger {
  /// Counts of the queue in consecutive steps; zero where nothing was counted.
  func series(_ which: ApprovalCount, steps: Range<Int>) -> [Double] {
    let counts =
      switch which {
      case .submitted: submitted
      case .approved: approved
      case .days: days
      }
    return steps.map { $0 < counts.count ? counts[$0] : 0 }
  }
}
