import ArgumentParser
import Interchange
import Journeys
import Studies
import Workbench

struct PlanHoldoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holdout",
    abstract: "Plan a universal control group: what shares of the people cost and can detect.",
    discussion: """
      A share of the people is kept from everything that an arm does. Each share and length is simulated, read
      out, and held against the truth; the sales that the group gives up are its price. It is held out from
      the first day unless --start says later; up to then everybody lives under the arm.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Shares of the people that are held out, separated by commas.")
  var shares = "0.02,0.05,0.1,0.2"

  @Option(
    help:
      "Arm that everybody else lives under; the baseline, or the first that does something, unless given."
  )
  var arm: String?

  @Option(help: "Arm of those who are held out; zero unless given.")
  var without: String?

  @Option(help: "Population whose people are held out; that of the outcome unless given.")
  var population: String?

  @OptionGroup var timing: TestTimingOptions

  @OptionGroup var levels: TestLevelOptions

  @Option(help: "Setting of the scenario, for example seed-calibrated.")
  var setting: String?

  @Flag(help: "Keep parameters at their own values instead of drawing them from their priors.")
  var fixedParameters = false

  @OptionGroup var amount: RunOptions

  @OptionGroup var keep: KeepOptions

  @OptionGroup var output: OutputOptions

  func validate() throws { _ = try question(horizon: 1) }

  private func question(horizon: Int) throws -> TestQuestion {
    var question = TestQuestion()
    question.controlShares = try RoundsCLI.shares(shares, "--shares")
    question.population = population
    question.start = timing.start ?? 0
    (question.durations, question.pastSteps) = try timing.windows(
      horizon: horizon - (timing.start ?? 0), before: timing.start ?? 0, longest: 1)
    (question.alpha, question.power) = (levels.alpha, levels.power)
    return question
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let document = try file.document(changes: changes)
      let horizon = try document.scenario(arm: document.baseline).time.count
      let held = without ?? ScenarioDocument.nothing
      let others = document.arms.filter { $0.name != held && !$0.isOnlyForTargets }
      let promoted = arm ?? (others.first { $0.name == document.baseline } ?? others.first)?.name
      let study = try ExperimentStudy(
        document, arms: [held] + (promoted.map { [$0] } ?? []), before: promoted == nil ? 0 : 1,
        setting: setting,
        question: question(horizon: horizon), replicates: amount.replicates, seed: amount.seed,
        drawsParameters: !fixedParameters)
      try await ExperimentRunner(
        "plan-holdout", study, file: file, changes: changes,
        tableNames: ExperimentPlan.holdoutTableNames, threads: amount.threadCount,
        keep: keep, json: output.json
      ).run(shown: ["holdout"]) {
        StudyRun.Result(tables: $0.holdoutTables(), text: $0.holdoutText)
      }
    }
  }
}
