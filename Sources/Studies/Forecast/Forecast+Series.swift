public import Interchange
import Journeys

extension Forecast {
  /// The `forecast` table: metrics by arm, date and breakdown, with their spread.
  public func forecastTable() -> Table {
    var rows = TableBuilder()
    rows.text("arm", "Arm of the scenario.")
    rows.text("date", "First day of the step.")
    rows.count("step", unit: "steps", "Number of the step, from 0.")
    rows.text("population", "Population that is counted; all for money over everybody.")
    rows.text("breakdown", "Cell of the breakdown; all for everybody.")
    rows.text("metric", "What is counted; stages at the end of the step, the rest during it.")
    rows.text("unit", "What the numbers of the row are measured in.")
    rows.spread(unit: "as in unit")
    rows.count("replicates", unit: "replicates", "Worlds behind the numbers.")
    for arm in scenarios.indices {
      for metric in tabulated(arm: arm) { addSeries(metric, arm: arm, to: &rows) }
    }
    return rows.table(
      "forecast", meaning: "What happens in each step under each arm, over replicates.")
  }

  /// Metrics of the forecast table: those that can differ from zero.
  private func tabulated(arm: Int) -> [Metric] {
    let scenario = scenarios[arm]
    return Metric.all(in: scenario).filter { metric in
      switch metric {
      case .transition: false
      case .touches(_, let funnel): funnel == .delivered || funnel == .engaged
      case .eventValue(let event): scenario.events[event].value != 0
      case .channelCost(let channel):
        scenario.channels[channel].cost.perTouch + scenario.channels[channel].cost.perEngagement
          + scenario.channels[channel].cost.perWeek > 0
      default: true
      }
    }
  }

  private func addSeries(_ metric: Metric, arm: Int, to rows: inout TableBuilder) {
    let scenario = scenarios[arm]
    let population = metric.population(in: scenario)
    let breakdown = population.map { Breakdown(scenario.populations[$0]) }
    var cells: [Int?] = [nil]
    if let breakdown, breakdown.cellCount > 1 {
      switch metric {
      case .stage, .event: cells += (0..<breakdown.cellCount).map { Optional($0) }
      default: break
      }
    }
    let name = metric.name(in: scenario)
    let unit = metric.unit(in: scenario)
    let steps = 0..<scenario.time.count
    let dates = steps.map { scenario.time.date(of: $0).description }
    let owner = population.map { scenario.populations[$0].name } ?? "all"
    for cell in cells {
      let label = cell.flatMap { breakdown?.label(ofCell: $0) } ?? "all"
      let series = worlds.map {
        $0[arm].reading.series(metric, in: $0[arm].ledger, steps: steps, cell: cell)
      }
      for step in steps {
        rows.add("arm", study.arms[arm])
        rows.add("date", dates[step])
        rows.add("step", step)
        rows.add("population", owner)
        rows.add("breakdown", label)
        rows.add("metric", name)
        rows.add("unit", unit)
        rows.add(Spread(series.map { $0[step] }))
        rows.add("replicates", worlds.count)
      }
    }
  }

  /// The `paths` table: what happened to the sampled agents in the first replicate.
  ///
  /// `nil` when no population keeps paths.
  public func pathTable() -> Table? {
    guard scenario.populations.contains(where: { $0.paths > 0 }), let first = worlds.first else {
      return nil
    }
    var rows = TableBuilder()
    rows.text("arm", "Arm of the scenario.")
    rows.text("population", "Population of the agent.")
    rows.count("agent", unit: "", "Row of the agent in its population.")
    rows.text("date", "First day of the step in which it happened.")
    rows.text(
      "kind",
      "start, move, touch, detail (of the touch before), event, thread, trigger, action, appointment, "
        + "experience or optout.")
    rows.text("name", "Stage reached, channel, event, rule, service or experience.")
    rows.text("detail", "What else there is to say: engaged or not, the number of events, a fate.")
    for (arm, world) in first.enumerated() {
      for (population, steps) in world.paths.enumerated() {
        addPaths(steps, arm: arm, population: population, to: &rows)
      }
    }
    return rows.table(
      "paths", meaning: "What happened to each sampled agent, in the first replicate.")
  }

  private func addPaths(
    _ steps: [PathStep], arm: Int, population: Int, to rows: inout TableBuilder
  ) {
    let scenario = scenarios[arm]
    let dates = (0..<scenario.time.count).map { scenario.time.date(of: $0).description }
    let names = PathNames(scenario, population: population)
    let ordered = steps.indices.sorted { (steps[$0].agent, $0) < (steps[$1].agent, $1) }
    for step in ordered.lazy.map({ steps[$0] }) {
      rows.add("arm", study.arms[arm])
      rows.add("population", scenario.populations[population].name)
      rows.add("agent", step.agent)
      rows.add("date", dates[step.step])
      let words = step.words(names)
      rows.add("kind", words.kind)
      rows.add("name", words.name)
      rows.add("detail", words.detail)
    }
  }
}
