import Foundation
import Journeys
import Workloads

/// Prints what the simulator and the program take for the benchmarks' work, as one Markdown table.
///
/// What is made before a measurement (the scenario, the plan, the people) does not count towards
/// it. Processor seconds below seconds mean that others used the machine at the same time.
struct Figures {
  private let options: Options
  private let program: Program
  private var table: FigureTable

  init(_ options: Options) {
    self.options = options
    program = Program(path: URL(filePath: options.program).path)
    table = FigureTable(repeats: options.repeats)
  }

  /// Measures everything and prints it.
  mutating func print() async throws {
    if options.part.includes(.simulation) {
      try await measureWorlds()
      try measurePreparations()
      try measureStart()
      if options.isFull { try measureCommands() }
    }
    if options.part.includes(.mix) {
      try await MixFigures(options, program).measure(into: &table)
    }
    if options.part.includes(.experiments) {
      try ExperimentFigures(program).measure(into: &table)
    }
    if options.part.includes(.calibration) {
      try CalibrationFigures(program).measure(into: &table)
    }
    table.show(
      "\(Machine.processor); median of \(options.repeats); \(options.date), revision "
        + "\(options.revision). One thread where none is named.")
  }

  private mutating func measureWorlds() async throws {
    _ = try await measureRun(.smallJourneyMini)
    let one = try await measureRun(.largeJourneyMini)
    let two = try await measureRun(.largeJourneyMini, threads: 2)
    table.say(
      String(
        format: "Two threads run the large journey-mini %.2f times as fast as one.",
        one.elapsed / two.elapsed))
    _ = try await measureRun(.specialtyLaunch)
    // Both arms have the same people and steps, so their seconds compare as agent-steps do.
    let siloed = try await measureRun(.siloed)
    let omnichannel = try await measureRun(.omnichannel)
    table.say(
      String(
        format: "The full omnichannel policy takes %.2f times the processor time of the silos.",
        omnichannel.busy / siloed.busy))
  }

  private mutating func measurePreparations() throws {
    for work in [Workload.largeJourneyMini, .specialtyLaunch] {
      let scenario = try work.scenario()
      let plan = SimulationPlan(scenario)
      let agents = scenario.populations.reduce(0) { $0 + $1.size }
      table.measure("set up people: \(work.name)", amount: (agents, "agents")) { replicate in
        Timing { _ = Simulation(plan, replicate: replicate) }
      }
    }
    let work = Workload.specialtyLaunch
    let text = try work.text()
    try table.measure("read and check: \(work.file), every arm and setting") { _ in
      try Timing { _ = try work.document(text) }
    }
    let scenario = try work.scenario()
    table.measure("compile the plan: \(work.file), one arm") { _ in
      Timing { _ = SimulationPlan(scenario) }
    }
  }

  /// The program as a whole, from its start to its end: loading, reading, running and writing.
  private mutating func measureStart() throws {
    let program = program
    let tiny = Workload.path(ofScenario: "tiny.yaml")
    try table.measure("start and end: rounds --version") { _ in try program.timing(["--version"]) }
    try table.measure("start to end: rounds run tiny.yaml --replicates 1") { _ in
      try program.timing(["run", tiny, "--replicates", "1"])
    }
  }

  /// What takes long: a planning question, and a nation.
  private mutating func measureCommands() throws {
    let launch = try ScenarioDocument(yaml: Workload.specialtyLaunch.text(), name: "launch")
    let arms = ["face-to-face", "multichannel"]
    let worlds = 100 * ([launch.baseline] + arms).count
    try measureCommand(
      [
        "run", "specialty-launch.yaml", "--arms", arms.joined(separator: ","), "--replicates",
        "100",
      ],
      agentSteps: worlds * SimulationPlan(try Workload.specialtyLaunch.scenario()).agentSteps)
    try measureCommand(
      ["run", "us-national.yaml", "--replicates", "1"],
      agentSteps: 4 * SimulationPlan(try Workload.nation.scenario()).agentSteps)
  }

  /// Times one run of a command with two threads; runs of minutes need no repeats.
  private mutating func measureCommand(_ words: [String], agentSteps: Int) throws {
    let file = Workload.path(ofScenario: words[1])
    let timing = try program.timing([words[0], file] + words.dropFirst(2) + ["--threads", "2"])
    table.add(
      "rounds \(words.joined(separator: " ")) --threads 2, once",
      amount: (agentSteps, "agent-steps"), timing)
  }

  /// Times a world from its first step to its last.
  private mutating func measureRun(_ work: Workload, threads: Int = 1) async throws -> Timing {
    let plan = SimulationPlan(try work.scenario())
    let timing = try await Timing.median(of: options.repeats) { replicate in
      var simulation = Simulation(plan, replicate: replicate)
      return try await Timing { try await simulation.run(threads: threads) }
    }
    table.add(
      "run: \(work.name)\(threads == 1 ? "" : ", \(threads) threads")",
      amount: (plan.agentSteps, "agent-steps"), timing)
    return timing
  }
}
