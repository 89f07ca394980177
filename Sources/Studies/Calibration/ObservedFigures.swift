import Estimation
import Interchange
import Journeys

/// Collects what the data and the document say of each figure.
struct ObservedFigures {
  /// What is wrong; `nil` when nothing is.
  private(set) var problem: String?
  /// The figures, in the order in which they were added.
  private(set) var statistics = ObservedStatistics()
  /// The figures that were held out.
  private(set) var heldOut = ObservedStatistics()

  private let panel: Panel?
  private let periods: CalibrationPeriods?
  /// Where each figure stands in the calibration's document, and what it is called there.
  private(set) var origins: [FigureOrigin] = []

  init(panel: Panel?, periods: CalibrationPeriods?) {
    self.panel = panel
    self.periods = periods
  }

  /// Adds the figures of a goal.
  mutating func add(_ goal: CalibrationSpec.Goal) {
    switch goal.measure {
    case .figure(_, let value): append("", value, goal)
    case .series(let column, _):
      guard let panel, let periods else { return }
      let sums = totals(column)
      for (period, sum) in sums.enumerated() {
        append(
          panel.periods.label(of: period), sum, goal, isHeldOut: period >= periods.trained)
      }
    case .panel(_, _, let outcome, let effort, let statistics):
      guard let panel, let periods else { return }
      func column(_ name: String?) -> [Double] {
        name.flatMap { panel[$0] }.map {
          OutcomeHistory.columns($0, 0..<periods.trained, of: periods.count)
        } ?? []
      }
      for statistic in statistics {
        let value = statistic.value(
          outcome: column(outcome), effort: column(effort), units: panel.units.count)
        if !value.isFinite {
          report(
            "\(goal.place.path): \(statistic.name) cannot be told from the data: "
              + "\(reason(statistic, outcome, effort)); leave it out")
        }
        append(statistic.name, value, goal)
      }
    }
  }

  /// Refuses a panel of another number of people than the world has: its figures would differ by
  /// chance alone.
  mutating func compareUnits(
    _ goal: CalibrationSpec.Goal, population: Int, in scenario: Scenario
  ) {
    guard case .panel(let question, _, _, _, _) = goal.measure, question.only.isEmpty, let panel
    else { return }
    let people = scenario.populations[population]
    if people.size != panel.units.count {
      report(
        "\(goal.place.path): the data have \(panel.units.count) units, the population "
          + "\(people.name) \(people.size) people; make them the same")
    }
  }

  /// The sum over units by period.
  private func totals(_ column: String) -> [Double] {
    guard let panel, let values = panel[column] else { return [] }
    var sums = [Double](repeating: 0, count: panel.periods.count)
    for (row, value) in values.enumerated() { sums[row % sums.count] += value }
    return sums
  }

  private func reason(_ statistic: PanelStatistic, _ outcome: String, _ effort: String?) -> String {
    for name in [outcome] + (statistic.needsEffort ? [effort].compactMap { $0 } : []) {
      guard let values = panel?[name], let first = values.first else { continue }
      if values.allSatisfy({ $0 == first }) {
        return "\(name) is \(HumanNumber.text(first)) in every row"
      }
    }
    return "there are too few units or periods, or units that never change"
  }

  /// Adds a figure; `part` tells the figures of one goal apart.
  private mutating func append(
    _ part: String, _ value: Double, _ goal: CalibrationSpec.Goal, isHeldOut: Bool = false
  ) {
    let figure = ObservedStatistics(
      names: [part.isEmpty ? goal.name : "\(goal.name) \(part)"], values: [value],
      tolerances: [goal.tolerance.deviation(of: value)], weights: [goal.weight])
    guard !isHeldOut else { return heldOut.append(figure) }
    statistics.append(figure)
    origins.append(FigureOrigin(line: goal.place.line, path: goal.place.path, part: part))
  }

  private mutating func report(_ text: String) {
    problem = problem.map { "\($0)\n\(text)" } ?? text
  }
}

/// Where a figure stands in a calibration's document.
struct FigureOrigin: Sendable, Equatable {
  /// The line of its target.
  let line: Int
  /// The path of its target.
  let path: String
  /// What tells it from the other figures of the target; empty where it is the only one.
  let part: String

  /// A problem of the figure, at its place.
  func problem(_ text: String, in document: String) -> SpecProblem {
    SpecProblem(
      document: document, line: line, path: path, problem: part.isEmpty ? text : "\(part): \(text)")
  }
}
