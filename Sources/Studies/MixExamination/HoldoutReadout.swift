import Journeys

/// The difference between the cells of a holdout, as a team would compute it.
///
/// Outcomes per person in the window; where there is a past, less what each person's past outcome
/// lets expect (Deng, Xu, Kohavi and Walker 2013, "Improving the Sensitivity of Online Controlled
/// Experiments by Utilizing Pre-Experiment Data"). The error is Welch's, over people.
struct HoldoutReadout {
  /// Outcomes per person more in the cell that was reached.
  let difference: Double
  /// Standard error of the difference.
  let standardError: Double
  /// Share of the people from whom the channel was withheld.
  let withheldShare: Double
  /// People of both cells.
  let people: Int

  /// - Parameters:
  ///   - outcome: Outcomes of each person in the window.
  ///   - past: Outcomes of each person before it; empty without a past.
  ///   - isWithheld: Who went without.
  init(outcome: [Double], past: [Double], isWithheld: [Bool]) {
    var adjusted = outcome
    if !past.isEmpty {
      let slope = Self.slope(outcome, past, isWithheld)
      for row in adjusted.indices { adjusted[row] -= slope * past[row] }
    }
    func moments(_ isMeant: Bool) -> (count: Double, mean: Double, variance: Double) {
      let values = adjusted.indices.filter { isWithheld[$0] == isMeant }.map { adjusted[$0] }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / max(1, count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (count, mean, squares / max(1, count - 1))
    }
    let (reached, withheld) = (moments(false), moments(true))
    difference = reached.mean - withheld.mean
    standardError =
      (reached.variance / max(1, reached.count) + withheld.variance / max(1, withheld.count))
      .squareRoot()
    people = outcome.count
    withheldShare = withheld.count / max(1, Double(people))
  }

  /// The slope of the outcome on the past within the cells.
  private static func slope(
    _ outcome: [Double], _ past: [Double], _ isWithheld: [Bool]
  ) -> Double {
    var products = 0.0
    var squares = 0.0
    for cell in [false, true] {
      let rows = outcome.indices.filter { isWithheld[$0] == cell }
      let count = max(1, Double(rows.count))
      let meanOutcome = rows.reduce(0) { $0 + outcome[$1] } / count
      let meanPast = rows.reduce(0) { $0 + past[$1] } / count
      for row in rows {
        products += (outcome[row] - meanOutcome) * (past[row] - meanPast)
        squares += (past[row] - meanPast) * (past[row] - meanPast)
      }
    }
    return squares > 0 ? products / squares : 0
  }
}

extension Holdout {
  /// Records of single people that the readout needs: the window, and what came before it.
  func records(in scenario: Scenario) -> [AgentRecord] {
    let window = AgentRecord(
      event: scenario.outcome, channel: nil, periodSteps: steps.count,
      firstStep: steps.lowerBound, scenario: scenario)
    if steps.lowerBound == 0 { return [window] }
    let past = AgentRecord(
      event: scenario.outcome, channel: nil, periodSteps: steps.lowerBound, scenario: scenario)
    return [window, past]
  }

  /// What a team reads out of a world with the experiment in it.
  func readout(of simulation: Simulation, _ scenario: Scenario) -> HoldoutReadout? {
    let population = scenario.events[scenario.outcome].population
    let attributes = scenario.populations[population].attributes
    guard let place = attributes.firstIndex(where: { $0.name == split.attribute }) else {
      return nil
    }
    let made = simulation.records
    let found = records(in: scenario).map { record in made.first { $0.asksTheSame(as: record) } }
    guard let window = found.first ?? nil else { return nil }
    let isLevelWithheld = attributes[place].levels.map { split.withheld.contains($0) }
    func first(_ record: AgentRecord) -> [Double] {
      (0..<record.size).map { Double(record.events[$0 * record.periodCount]) }
    }
    return HoldoutReadout(
      outcome: first(window),
      past: found.count > 1 ? found[1].map { first($0) } ?? [] : [],
      isWithheld: simulation.levels(population: population, attribute: place).map {
        isLevelWithheld[Int($0)]
      })
  }
}
