import Interchange
import Journeys

/// What must hold for tests to fit into a scenario, each said in one sentence with what would make it fit.
struct ExperimentChecks {
  let document: ScenarioDocument
  let question: TestQuestion
  let scenario: Scenario

  private func error(_ problem: String) -> StudyError {
    StudyError(document: document.name, problem: problem)
  }

  /// The population whose people are assigned.
  func population() throws(StudyError) -> Int {
    let own = scenario.events[scenario.outcome].population
    guard let name = question.population else { return own }
    var line = [own]
    while let parent = scenario.populations[line[line.count - 1]].parent { line.append(parent) }
    guard let found = line.first(where: { scenario.populations[$0].name == name }) else {
      throw error(
        "the outcome \(scenario.events[scenario.outcome].name) is of "
          + "\(scenario.populations[own].name); people who can be assigned are "
          + line.map { scenario.populations[$0].name }.joined(separator: ", "))
    }
    return found
  }

  /// The first step of the test.
  func start() throws(StudyError) -> Int {
    let (steps, longest) = (scenario.time.count, question.durations.max() ?? 0)
    let past = question.pastSteps.max() ?? 0
    let word = scenario.time.step == .week ? "weeks" : "days"
    guard longest > 0, longest + past <= steps else {
      throw error(
        "a test of \(longest) \(word) after \(past) \(word) of history does not fit into the horizon of "
          + "\(steps); shorten the test or its history, or lengthen time.horizonWeeks")
    }
    let start = question.start ?? steps - longest
    guard start >= past, start + longest <= steps else {
      throw error(
        "a test that starts after \(start) \(word) needs \(past) before and \(longest) after its start, of "
          + "\(steps) in all; start it after \(past) to \(steps - longest) \(word)")
    }
    return start
  }

  /// Refuses attributes that are not there, designs that cannot be, and more people than there are.
  func checkUnits(population: Int, arms: Int) throws(StudyError) {
    let spec = scenario.populations[population]
    for design in question.designs {
      try checkCategories(of: design, spec)
      switch design {
      case .individual: break
      case .stratified(let names):
        if names.isEmpty {
          throw error("a stratified test needs strata; name categories of \(spec.name) with --by")
        }
      case .pairs: try checkPairs(arms: arms)
      case .cluster(let name): try checkClusters(name, spec, atLeast: 2 * arms, "two in each arm")
      case .stepped(let name, let waves):
        try checkClusters(name, spec, atLeast: 2 * waves, "two in each wave")
        try checkWaves(waves, arms: arms)
      }
    }
    for case let size? in question.sizes where size > spec.size || size < 8 {
      throw error(
        "a test of \(HumanNumber.grouped(size)) people: \(spec.name) has \(HumanNumber.grouped(spec.size)), "
          + "and a test needs at least 8; choose a size between")
    }
  }

  private func checkCategories(of design: TestDesign, _ spec: PopulationSpec) throws(StudyError) {
    var wanted = design.clusters.map { [$0] } ?? []
    if case .stratified(let names) = design { wanted = names }
    // Clusters may be groups too many for a category of tables.
    let categories = spec.attributes.filter {
      design.clusters == nil ? $0.isCategorical : !$0.isReal
    }.map(\.name)
    for name in wanted where !categories.contains(name) {
      throw error(
        "no category \"\(name)\" of \(spec.name); "
          + (nearestKey(to: name, among: categories).map { "did you mean \($0)?" }
            ?? (categories.isEmpty
              ? "declare it as an attribute" : "known are \(categories.joined(separator: ", "))"))
      )
    }
  }

  private func checkPairs(arms: Int) throws(StudyError) {
    if question.controlShares.contains(where: { $0 != 0.5 }) || arms > 2 {
      throw error(
        "a pair has one person in either of two arms; plan pairs with two arms and --control-share 0.5"
      )
    }
    if question.pastSteps.contains(0) {
      throw error(
        "pairs are matched on the outcome before the test; give --pre a length above 0 only")
    }
  }

  private func checkClusters(
    _ name: String, _ spec: PopulationSpec, atLeast least: Int, _ reason: String
  ) throws(StudyError) {
    let count = spec.attributes.first { $0.name == name }?.levels.count ?? 0
    if count < least {
      throw error(
        "\(name) has \(count) levels, and this test needs at least \(least), \(reason); assign people or "
          + "declare more")
    }
  }

  private func checkWaves(_ waves: Int, arms: Int) throws(StudyError) {
    let shortest = question.durations.min() ?? 0
    if arms > 2 || waves < 2 || shortest <= waves {
      throw error(
        "a stepped wedge of \(waves) waves: clusters cross from one arm to one other in at least two waves, and "
          + "a test of \(shortest) steps has room for \(max(0, shortest - 1)); change --arms, --waves or --weeks"
      )
    }
  }

  /// Refuses arms that have other people.
  func checkArms(_ names: [String], setting: String?) throws {
    guard names.count > 1, Set(names).count == names.count else {
      throw error("a test compares arms; name at least two different ones with --arms")
    }
    for name in names.dropFirst() {
      let other = try document.scenario(arm: name, setting: setting, seed: scenario.seed)
      guard scenario.sharesPast(with: other) else {
        throw error(
          "the arms \(names[0]) and \(name) cannot live side by side: sizes, stages, channels or "
            + "services differ; leave a channel out with channelsInUse")
      }
    }
  }

  /// Most memory for counts of single people in one replicate, in GiB; *chosen* for a machine of 16 with
  /// two replicates at a time.
  private static let largestCounts = 3.0

  /// Refuses worlds whose people cannot be counted one by one.
  func checkMemory(arms: Int) throws(StudyError) {
    let event = scenario.events[scenario.outcome]
    let longest = question.durations.max() ?? 0
    let steps = Double(question.start.map { $0 + longest } ?? scenario.time.count)
    let waves = question.designs.map { if case .stepped(_, let waves) = $0 { waves } else { 1 } }
    // Worlds of everybody under each arm, and those of a test beside them.
    let worlds = 2 * arms + (waves.max() ?? 1)
    let bytes = 4 * steps * Double(scenario.populations[event.population].size * worlds)
    guard bytes / 0x1p30 > Self.largestCounts else { return }
    throw error(
      "counting \(event.name) of every person would take \(HumanNumber.text(bytes / 0x1p30)) GiB; plan with "
        + "a smaller population (--set populations."
        + "\(scenario.populations[event.population].name).size=…) or a shorter horizon")
  }
}
