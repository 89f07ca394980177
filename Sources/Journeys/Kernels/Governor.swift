/// Limits on contacts over all functions.
extension PopulationWorld {
  /// Takes away touches that the contact governor holds back.
  ///
  /// Touches of one agent stand together in the list, so one look back finds those of this step.
  mutating func dropGoverned(channel: Int, step: Int, funnel: inout FunnelCounts) {
    guard let governor = plan.governor, governor.isGoverned[channel] else { return }
    let cells = columns.cells
    let isCapped = !touchesInWindow[channel].isEmpty
    var last = -1
    var kept = 0
    for place in 0..<touchTotal where isDelivered[place] {
      let row = Int(touchRows[place])
      if row != last {
        last = row
        kept = 0
      }
      let isTooMany = governor.capTouches.map { Int(rules.governedInWindow[row]) + kept >= Int($0) }
      let isTooSoon =
        governor.minimumSteps > 0
        && (kept > 0 || step - Int(rules.lastGoverned[row]) < governor.minimumSteps)
      if (isTooMany ?? false) || isTooSoon {
        isDelivered[place] = false
        isUntouchedList = false
        if isCapped { touchesInWindow[channel][row] -= 1 }
        funnel.add(1, .held, cell: cells.isEmpty ? 0 : Int(cells[row]))
      } else {
        kept += 1
      }
    }
  }

  /// Counts delivered touches against the governor's limits.
  @inline(__always)
  mutating func noteGoverned(channel: Int, row: Int, count: Int, step: Int) {
    guard let governor = plan.governor, governor.isGoverned[channel] else { return }
    rules.governedInWindow[row] = UInt8(clamping: Int(rules.governedInWindow[row]) + count)
    rules.lastGoverned[row] = Int32(step)
  }

  /// Opens the governor's window anew.
  mutating func openGovernedWindow(step: Int) {
    guard let governor = plan.governor, governor.capTouches != nil else { return }
    let window = governor.windowSteps
    guard ((step % window) + window) % window == 0 else { return }
    for row in rules.governedInWindow.indices { rules.governedInWindow[row] = 0 }
  }
}
