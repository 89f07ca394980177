import Estimation
import Journeys

/// A figure taken from the record of single agents.
struct AgentMeasure {
  let measure: Target.Measure

  init(_ measure: Target.Measure) { self.measure = measure }

  /// The figure in one world; `.nan` when the record does not determine it.
  func value(_ record: AgentRecord) -> Double {
    let rows = record.isIncluded.indices.filter { record.isIncluded[$0] }
    guard rows.count > 1 else { return .nan }
    if let statistic = measure.panelStatistic {
      return statistic.value(
        outcome: panel(record.events, rows, record),
        effort: statistic.needsEffort ? panel(record.touches, rows, record) : [], units: rows.count)
    }
    switch measure {
    case .exposed:
      let events = sums(record.events, rows, record)
      let isTouched = sums(record.touches, rows, record).map { $0 > 0 }
      let touched = mean(events, where: isTouched)
      let others = mean(events, where: isTouched.map { !$0 })
      return others > 0 ? touched / others : .nan
    case .agentShare(_, let least):
      let steps = Double(record.periodCount * record.periodSteps)
      let meeting = sums(record.events, rows, record).filter { $0 >= least * steps }.count
      return Double(meeting) / Double(rows.count)
    default: return .nan
    }
  }

  /// The mean of the values that are chosen; `.nan` when none is.
  private func mean(_ values: [Double], where isChosen: [Bool]) -> Double {
    let chosen = zip(values, isChosen).filter(\.1).map(\.0)
    return chosen.isEmpty ? .nan : chosen.reduce(0, +) / Double(chosen.count)
  }

  private func panel(_ counts: [UInt32], _ rows: [Int], _ record: AgentRecord) -> [Double] {
    rows.flatMap { row in
      counts[row * record.periodCount..<(row + 1) * record.periodCount].map { Double($0) }
    }
  }

  private func sums(_ counts: [UInt32], _ rows: [Int], _ record: AgentRecord) -> [Double] {
    rows.map { row in
      counts[row * record.periodCount..<(row + 1) * record.periodCount].reduce(0) {
        $0 + Double($1)
      }
    }
  }
}

extension Target.Measure {
  /// What it measures of the panel of events and touches by agent and period; `nil` where it is no
  /// statistic of a panel.
  fileprivate var panelStatistic: PanelStatistic? {
    switch self {
    case .elasticity(_, _, let isWithin): .elasticity(isWithin ? .within : .pooled)
    case .correlation: .correlation
    case .topShare(_, let top): .of(.outcome, .topShare(top))
    case .gini: .of(.outcome, .gini)
    case .dispersion: .of(.outcome, .dispersion)
    case .autocorrelation(_, let lag): .of(.outcome, .autocorrelation(lag: lag))
    case .value, .exposed, .agentShare, .contentGaps: nil
    }
  }
}
