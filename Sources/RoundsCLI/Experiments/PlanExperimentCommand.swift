import ArgumentParser
import Interchange
import Journeys
import Studies
import Workbench

struct PlanExperimentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract:
      "Simulate tests within a scenario: power, MDE, bias and cost by design, size and length.",
    discussion: """
      The scenario is the market. Every combination of designs, sizes, lengths and histories is a test that
      is run and read out in every replicate, and held against the truth of giving the arm to everybody.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(
    help: "Designs, separated by commas: individual, stratified, pairs, cluster, stepped.")
  var design = "individual"

  @Option(help: "Category whose levels are the clusters, such as territory.")
  var unit: String?

  @Option(help: "Waves in which the clusters of a stepped design cross.")
  var waves = 4

  @Option(help: "Categories whose combinations are the strata, separated by commas.")
  var by: String?

  @Option(help: "Population whose people are assigned; that of the outcome unless given.")
  var population: String?

  @Option(help: "People in the test, separated by commas; all for everybody.")
  var sizes = "all"

  @Option(help: "Share of the test that is the control group; several separated by commas.")
  var controlShare = "0.5"

  @Option(help: "Table of the past of your people, a row per person and period (CSV).")
  var history: String?

  @Option(help: "Columns of that table: person, period, outcome, and cluster where there is one.")
  var columns = "hcp_id,period,outcome"

  @OptionGroup var timing: TestTimingOptions

  @OptionGroup var levels: TestLevelOptions

  @OptionGroup var arms: ArmOptions

  @OptionGroup var amount: RunOptions

  @OptionGroup var keep: KeepOptions

  @OptionGroup var output: OutputOptions

  func validate() throws { _ = try question(horizon: 1) }

  /// What is planned.
  private func question(horizon: Int) throws -> TestQuestion {
    var question = TestQuestion()
    question.designs = try list(design, "--design").map { name in
      switch name {
      case "individual": return .individual
      case "pairs": return .pairs
      case "stratified":
        guard let by else {
          throw ValidationError("--design stratified: name the strata with --by")
        }
        return .stratified(by: try list(by, "--by"))
      case "cluster":
        guard let unit else {
          throw ValidationError("--design cluster: name the clusters with --unit")
        }
        return .cluster(by: unit)
      case "stepped":
        guard let unit else {
          throw ValidationError("--design stepped: name the clusters with --unit")
        }
        return .stepped(by: unit, waves: waves)
      default:
        throw ValidationError(
          "--design \(name): write individual, stratified, pairs, cluster or stepped")
      }
    }
    question.sizes = try list(sizes, "--sizes").map { word in
      if word == "all" { return nil }
      guard let size = Int(word), size > 0 else {
        throw ValidationError("--sizes \(word): write numbers of people, or all")
      }
      return size
    }
    question.controlShares = try shares(controlShare, "--control-share")
    question.population = population
    question.start = timing.start
    (question.durations, question.pastSteps) = try timing.windows(
      horizon: horizon, before: timing.start, longest: 0.5)
    (question.alpha, question.power) = (levels.alpha, levels.power)
    return question
  }

  /// The past of the user's people, where a table was given.
  private func pastFile() throws -> HistoryFile? {
    guard let history else { return nil }
    let names = try list(columns, "--columns")
    guard (3...4).contains(names.count) else {
      throw ValidationError(
        "--columns \(columns): name person, period, outcome, and perhaps cluster")
    }
    return try HistoryFile(
      path: history, outcome: names[2], unit: names[0], period: names[1],
      cluster: names.count == 4 ? names[3] : nil)
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(
        path: options.scenario, changes: changes, posterior: arms.posterior)
      let document = try file.document(changes: changes)
      if let remark = file.remark { FrontDoor.complain(remark) }
      let horizon = try document.scenario(arm: document.baseline).time.count
      var study = try ExperimentStudy(
        document, arms: arms.armNames, setting: arms.setting, question: question(horizon: horizon),
        replicates: amount.replicates, seed: amount.seed, drawsParameters: !arms.fixedParameters)
      let past = try pastFile()
      study.history = past.map {
        TestHistory(
          $0.panel, variable: $0.outcome, daysPerStep: study.scenario.time.step.days)
      }
      try await ExperimentRunner(
        "plan-experiment", study, file: file, changes: changes, past: past,
        tableNames: ExperimentPlan.tableNames,
        threads: amount.threadCount,
        keep: keep, json: output.json
      ).run(shown: ["experiment"]) {
        StudyRun.Result(tables: $0.tables(), text: $0.text)
      }
    }
  }
}
