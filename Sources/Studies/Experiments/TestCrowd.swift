import Interchange
import Journeys

/// The people of a market as a planner counts them: outcomes of everybody, and what they are assigned by.
struct TestCrowd {
  /// Number of people of the assigned population.
  let count: Int
  /// Person of the assigned population that each person with an outcome belongs to; empty where they
  /// are the same.
  private let owner: [Int32]
  private let world: Simulation
  private let study: ExperimentStudy

  init(_ world: Simulation, _ study: ExperimentStudy) {
    self.world = world
    self.study = study
    let scenario = study.scenario
    count = scenario.populations[study.population].size
    var place = scenario.events[scenario.outcome].population
    var owner: [Int32] = []
    while place != study.population, let parent = scenario.populations[place].parent {
      let parents = world.parents(population: place)
      owner = owner.isEmpty ? parents : owner.map { parents[Int($0)] }
      place = parent
    }
    self.owner = owner
  }

  /// Outcomes of every person in a window of a world.
  func sums(_ world: Simulation, steps: Range<Int>) -> [Double] {
    let record = world.records[0]
    var sums = [Double](repeating: 0, count: count)
    let events = record.events.span
    for row in 0..<record.size {
      var sum: UInt32 = 0
      for place in row * record.periodCount + steps.lowerBound..<row * record.periodCount
        + steps.upperBound
      {
        sum &+= events[place]
      }
      sums[owner.isEmpty ? row : Int(owner[row])] += Double(sum)
    }
    return sums
  }

  /// Mean outcome of some people in every step.
  func course(_ world: Simulation, of rows: [Int], steps: Range<Int>) -> [Double] {
    let record = world.records[0]
    var isMeant = [Bool](repeating: false, count: count)
    for row in rows { isMeant[row] = true }
    var sums = [Double](repeating: 0, count: steps.count)
    for row in 0..<record.size where isMeant[owner.isEmpty ? row : Int(owner[row])] {
      let first = row * record.periodCount
      for step in steps { sums[step - steps.lowerBound] += Double(record.events[first + step]) }
    }
    return sums.map { $0 / Double(max(1, rows.count)) }
  }

  /// Most people in a panel; *chosen*: 100 MB over two years of weeks.
  private static let mostInPanel = 100_000

  /// People and steps of a world as a panel, with clusters as its groups.
  ///
  /// - Parameters:
  ///   - past: The world up to the start of the test.
  ///   - world: The world from there on.
  ///   - steps: Steps, which may begin before the start.
  ///   - clusters: Attribute that says who belongs together; none when nil.
  /// - Returns: Everybody, or the first so many.
  func panel(_ past: Simulation, _ world: Simulation, steps: Range<Int>, clusters: String?) -> Panel
  {
    let people = min(count, Self.mostInPanel)
    let groups = clusters.map { levels($0).prefix(people).map { String($0) } } ?? []
    var panel = Panel(
      name: study.document.name, units: (0..<people).map { String($0) }, groups: groups,
      periods: PeriodAxis(first: steps.lowerBound, step: .number, count: steps.count))
    var values = [Double](repeating: 0, count: people * steps.count)
    for (source, window) in [
      (past, steps.clamped(to: 0..<study.start)), (world, steps.clamped(to: study.start..<Int.max)),
    ] {
      let record = source.records[0]
      for row in 0..<record.size {
        let person = owner.isEmpty ? row : Int(owner[row])
        if person >= people { continue }
        for step in window {
          values[person * steps.count + step - steps.lowerBound] += Double(
            record.events[row * record.periodCount + step])
        }
      }
    }
    panel.add("outcome", values)
    return panel
  }

  /// The mean over everybody.
  func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, count)) }

  /// What a design assigns by.
  func candidates(for design: TestDesign, past: [Double]) -> TestAssignment.Candidates {
    var candidates = TestAssignment.Candidates(count: count)
    switch design {
    case .individual: break
    case .pairs: candidates.past = past
    case .cluster(let name), .stepped(let name, _): candidates.clusters = levels(name)
    case .stratified(let names):
      candidates.strata = names.reduce([Int](repeating: 0, count: count)) { strata, name in
        zip(strata, levels(name)).map { $0 * Attribute.mostLevels + $1 }
      }
    }
    return candidates
  }

  private func levels(_ name: String) -> [Int] {
    let attributes = study.scenario.populations[study.population].attributes
    guard let place = attributes.firstIndex(where: { $0.name == name }) else { return [] }
    return world.groups(population: study.population, attribute: place).map { Int($0) }
  }
}
