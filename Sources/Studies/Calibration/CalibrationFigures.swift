import Estimation
import Interchange
import Journeys

/// The figures of a calibration: as they were observed, and as worlds show them.
struct CalibrationFigures: Sendable {
  /// What has to be recorded of single agents, by arm.
  var records: [String: [AgentRecord]] { reading.wanted.byArm }
  /// The figures as they were observed.
  let observed: ObservedStatistics
  /// Where each figure stands in the calibration's document.
  let origins: [FigureOrigin]
  /// Where the periods of the data lie; `nil` without data.
  let periods: CalibrationPeriods?
  /// The figures that were held out, as they were observed: period by period of every series.
  let heldOut: ObservedStatistics

  private var reading: TargetReading
  private let sources: [Source]

  /// Where figures come from, in their order.
  private enum Source: Sendable {
    case series(Target.Quantity)
    case panel(WantedRecords.Place, [PanelStatistic])
    case figure(TargetReading.Prepared)
  }

  /// Compiles the goals of a calibration.
  ///
  /// - Parameters:
  ///   - spec: The calibration.
  ///   - study: The worlds that are run.
  ///   - panel: The data; `nil` when no goal needs them.
  /// - Throws: `StudyError` when data and scenario do not fit together, or a figure cannot be told
  ///   from the data.
  init(_ spec: CalibrationSpec, _ study: ForecastStudy, panel: Panel?) throws {
    let scenarios = try study.arms.map { try study.scenario(arm: $0, draw: nil) }
    var reading = TargetReading(arms: study.arms, scenarios: scenarios)
    let own = scenarios[study.arms.firstIndex(of: spec.arm) ?? 0]
    periods = try spec.data.flatMap { data in
      try panel.map { try CalibrationPeriods($0, data, in: own.time) }
    }
    let periods = periods
    var collected = ObservedFigures(panel: panel, periods: periods)
    sources = spec.goals.compactMap { goal in
      collected.add(goal)
      switch goal.measure {
      case .series(_, let quantity): return .series(quantity)
      case .figure(let measure, _): return .figure(reading.prepare(measure))
      case .panel(var question, let channel, _, _, let statistics):
        question.periodSteps = periods?.stepsPerPeriod ?? question.periodSteps
        question.firstStep = periods?.firstStep ?? question.firstStep
        collected.compareUnits(goal, population: own.events[question.event].population, in: own)
        return reading.prepare(question, channel: channel).map { .panel($0, statistics) }
      }
    }
    if let problem = collected.problem {
      throw StudyError(document: panel?.name ?? spec.document, problem: problem)
    }
    observed = collected.statistics
    origins = collected.origins
    heldOut = collected.heldOut
    self.reading = reading
  }

  /// The figures of one replicate, in the order of ``observed``; not a number where the worlds do not
  /// determine one.
  func values(in worlds: [World]) -> [Double] {
    sources.flatMap { source -> [Double] in
      switch source {
      case .series(let quantity):
        return series(quantity, 0..<(periods?.trained ?? 0), in: worlds)
      case .figure(let prepared): return [reading.value(prepared, in: worlds)]
      case .panel(let place, let statistics):
        let panel = RecordedPanel(
          reading.wanted.record(at: place, in: worlds), periods: periods?.trained ?? 0)
        guard panel.units > 0 else { return statistics.map { _ in .nan } }
        return statistics.map {
          $0.value(outcome: panel.outcome, effort: panel.effort, units: panel.units)
        }
      }
    }
  }

  /// The figures of one replicate that were held out.
  func heldOut(in worlds: [World]) -> [Double] {
    guard let periods else { return [] }
    return sources.flatMap { source -> [Double] in
      guard case .series(let quantity) = source else { return [] }
      return series(quantity, periods.trained..<periods.count, in: worlds)
    }
  }

  private func series(
    _ quantity: Target.Quantity, _ wanted: Range<Int>, in worlds: [World]
  ) -> [Double] {
    guard let periods else { return [] }
    return wanted.map { period in
      var part = quantity
      part.steps = periods.steps(of: period)
      return reading.value(part, in: worlds)
    }
  }
}

/// The first periods of a record as columns.
struct RecordedPanel {
  /// Events, unit-major.
  let outcome: [Double]
  /// Delivered touches in the same layout; empty where none were recorded.
  let effort: [Double]
  /// Agents that belong to the question.
  let units: Int

  init(_ record: AgentRecord, periods: Int) {
    let rows = record.isIncluded.indices.filter { record.isIncluded[$0] }
    func column(_ counts: [UInt32]) -> [Double] {
      guard !counts.isEmpty else { return [] }
      var values: [Double] = []
      values.reserveCapacity(rows.count * periods)
      for row in rows {
        let first = row * record.periodCount
        for place in first..<first + periods { values.append(Double(counts[place])) }
      }
      return values
    }
    outcome = column(record.events)
    effort = column(record.touches)
    units = rows.count
  }
}
