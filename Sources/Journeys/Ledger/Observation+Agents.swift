import Interchange
import Statistics

extension Observation {
  /// Records of single people that the panel needs; none for other units.
  ///
  /// - Parameter scenario: The scenario of the run.
  /// - Returns: A record of each event of the outcome, and one of each channel of the population.
  /// - Throws: ``ObservationError`` when the scenario lacks what is asked for.
  public func records(in scenario: Scenario) throws(ObservationError) -> [AgentRecord] {
    guard case .agents = units else { return [] }
    if showsEngaged { throw .notRecorded("engagements") }
    guard case .steps(let length) = period else { throw .notRecorded("months") }
    let terms = try terms(scenario)
    guard let first = terms.first else { return [] }
    // Delays are of steps, so steps are what has to be recorded.
    let steps = imperfections.delay.count > 1 ? 1 : length
    let population = scenario.events[first.event].population
    func record(_ event: Int, _ channel: Int?, every length: Int) -> AgentRecord {
      AgentRecord(event: event, channel: channel, periodSteps: length, scenario: scenario)
    }
    return terms.map { record($0.event, nil, every: steps) }
      + scenario.ownChannels.filter { scenario.channels[$0].population == population }.map {
        record(first.event, $0, every: length)
      }
  }

  /// The rows of the people in an agent panel, evenly spaced.
  ///
  /// - Parameter scenario: The scenario of the run.
  /// - Returns: Rows of the outcome's population; none for other units.
  /// - Throws: ``ObservationError`` when the scenario lacks the outcome.
  public func agentRows(in scenario: Scenario) throws(ObservationError) -> [Int] {
    guard case .agents(_, let atMost) = units, let event = try terms(scenario).first?.event else {
      return []
    }
    let size = scenario.populations[scenario.events[event].population].size
    let count = min(size, atMost ?? size)
    return (0..<count).map { $0 * size / count }
  }

  func agentPanel(
    _ simulation: Simulation, replicate: Int, name: String, periods: ObservedPeriods,
    attributes: [String]
  ) throws(ObservationError) -> Panel {
    let plan = simulation.plan
    let ledger = simulation.ledger
    let scenario = plan.scenario
    let rows = try agentRows(in: scenario)
    let terms = try terms(scenario)
    let made = simulation.records
    let asked = try self.records(in: scenario)
    let records = asked.compactMap { record in made.first { $0.asksTheSame(as: record) } }
    precondition(
      records.count == asked.count, "an agent panel is made of the records that it asks for")
    var panel = Panel(name: name, units: rows.map { "\($0)" }, periods: periods.axis)
    let count = periods.axis.count
    var outcome = [Double](repeating: 0, count: rows.count * count)
    for (term, record) in zip(terms, records) {
      add(term, record, to: &outcome, rows, scenario, replicate: replicate, periods: periods)
    }
    panel.add(outcomeName(in: scenario), outcome)
    let reading = LedgerReading(plan)
    for record in records.dropFirst(terms.count) {
      guard let channel = record.channel else { continue }
      let touches = rows.flatMap { row in
        (0..<count).map { Double(record.touches[row * record.periodCount + $0]) }
      }
      let title = scenario.channels[channel].name
      panel.add("\(title)_touches", touches)
      if !showsSpend { continue }
      // Money is spread over touches, so that its sum over all people is that of the ledger.
      let money = periods.sums(reading.spend(channel, in: ledger, cell: nil, share: 1))
      let all = periods.sums(
        reading.series(
          .touches(channel: channel, .delivered), in: ledger, steps: 0..<plan.stepCount))
      let spend = touches.indices.map { place in
        let period = place % count
        return all[period] > 0 ? touches[place] * money[period] / all[period] : 0
      }
      panel.add(
        "\(title)_spend",
        noisy(spend, channel: title, scenario, replicate: replicate, periods: count))
    }
    try addAttributes(attributes, rows, simulation, periods: count, to: &panel)
    return panel
  }

  /// Adds an event's recorded counts, person by person.
  private func add(
    _ term: (event: Int, weight: Double), _ record: AgentRecord, to outcome: inout [Double],
    _ rows: [Int], _ scenario: Scenario, replicate: Int, periods: ObservedPeriods
  ) {
    let streams = ObservationStreams(scenario, event: term.event, replicate: replicate)
    let count = periods.axis.count
    for (unit, row) in rows.enumerated() {
      let own = record.events[row * record.periodCount..<(row + 1) * record.periodCount]
      let recorded = imperfections.recorded(
        own.map { Int($0) }, row: row, capture: streams.capture, reporting: streams.reporting)
      let isByStep = record.periodSteps == 1
      for (place, events) in recorded.enumerated() {
        guard let period = isByStep ? periods.period[place] : place, period < count else {
          continue
        }
        outcome[unit * count + period] += term.weight * Double(events)
      }
    }
  }

  /// Adds attributes, constant in time: a number as it is, a level as the number that its name is,
  /// or else its place from 1.
  private func addAttributes(
    _ attributes: [String], _ rows: [Int], _ simulation: Simulation, periods: Int,
    to panel: inout Panel
  ) throws(ObservationError) {
    let scenario = simulation.plan.scenario
    guard let event = try terms(scenario).first?.event else { return }
    let index = scenario.events[event].population
    let spec = scenario.populations[index]
    for name in attributes {
      guard let place = spec.attributes.firstIndex(where: { $0.name == name }) else {
        throw .unknownAttribute(
          name, population: spec.name, known: spec.attributes.map(\.name))
      }
      let values: [Double]
      if !spec.attributes[place].isReal {
        let levels = spec.attributes[place].levels
        let numbers = levels.map { Double($0) }
        let isNumbered = numbers.allSatisfy { $0 != nil }
        let groups = simulation.groups(population: index, attribute: place)
        values = rows.map { row in
          let level = Int(groups[row])
          return isNumbered ? numbers[level] ?? .nan : Double(level + 1)
        }
      } else {
        let numbers = simulation.numbers(population: index, attribute: place)
        values = rows.map { numbers[$0] }
      }
      panel.add(name, values.flatMap { repeatElement($0, count: periods) })
    }
  }
}
