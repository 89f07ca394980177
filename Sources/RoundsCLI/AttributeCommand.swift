import ArgumentParser
import Foundation
import Interchange
import Journeys
import Studies
import Workbench

struct AttributeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attribute",
    abstract: "Set attribution models beside what each channel truly adds, and read the paths.",
    discussion: """
      Follows people through one arm, credits their conversions to the channels that they engaged
      with before (first, last, linear, time decay, U, W, Markov removal, Shapley), and runs the
      same worlds without each channel to see what it truly adds. Also pathways, drop-off, times to
      conversion and what follows an engagement. Parameters keep their own values.
      """)

  @OptionGroup var options: ScenarioOptions
  @OptionGroup var asked: AttributionOptions

  @OptionGroup var keep: KeepOptions

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let study = try AttributionStudy(
        try file.document(changes: changes), try asked.question(), replicates: asked.replicates,
        seed: asked.seed)
      let run = StudyRun(
        "attribution", of: study.scenario, file: file, changes: changes,
        seed: study.scenario.seed, replicates: study.replicates, options: identity(of: study),
        tableNames: Attribution.tableNames, threads: asked.threadCount, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let attribution = try await compute(study)
        return StudyRun.Result(tables: attribution.tables(), text: attribution.text)
      }
      try answer.show(
        tables: ["attribution", "models", "exposure", "engagement"], json: output.json)
    }
  }

  private func compute(_ study: AttributionStudy) async throws -> Attribution {
    var progress = ProgressLine(
      total: study.replicates, label: " of \(study.worldsPerReplicate) worlds")
    defer { progress.finish() }
    return try await study.run(threads: asked.threadCount) { progress.update($0) }
  }

  /// Everything that determines the result besides scenario, seed and replicates.
  private func identity(of study: AttributionStudy) -> [(name: String, value: String)] {
    let question = study.question
    let stages = study.scenario.populations[study.population].journey.stages
    let custom = question.custom.map { "\($0.first),\($0.middle),\($0.last)" }
    return [
      (name: "arm", value: study.arm), (name: "setting", value: question.setting ?? ""),
      (name: "event", value: study.scenario.events[study.event].name),
      (name: "milestone", value: stages[study.milestone]),
      (name: "agents", value: "\(study.followed)"),
      (name: "lookbackDays", value: "\(question.lookbackDays)"),
      (name: "halfLifeDays", value: "\(question.halfLifeDays)"),
      (name: "custom", value: custom ?? ""),
      (name: "shapley", value: question.measuresShapley ? "yes" : "no"),
    ]
  }
}

/// What to attribute, and how.
struct AttributionOptions: ParsableArguments {
  @Option(help: "Arm; the last one that is not only for targets unless given.")
  var arm: String?

  @Option(help: "Setting of the scenario, for example seed-calibrated.")
  var setting: String?

  @Option(help: "Event that counts as a conversion; the scenario's outcome unless given.")
  var event: String?

  @Option(help: "People whose paths are followed.")
  var agents = 5_000

  @Option(help: "Replicates, each with a world for every channel left out.")
  var replicates = AttributionStudy.defaultReplicates

  @Option(help: "Seed of every random number; the scenario's own unless given.")
  var seed: UInt64?

  @Option(help: "Replicates that run at a time; all cores unless given.")
  var threads: Int?

  @Flag(help: "Run all combinations of at most 8 channels, for the Shapley values of the truth.")
  var shapley = false

  @Option(help: "Days from a touch to the last conversion that it can be credited with.")
  var lookbackDays = 90

  @Option(help: "Days in which the credit of a touch halves under time decay.")
  var halfLifeDays = 28.0

  @Option(help: "Stage whose entry is the middle peak of the W-shaped model.")
  var milestone: String?

  @Option(
    help: ArgumentHelp(
      "A model of your own: weights of the first touch, those between, and the last.",
      valueName: "first,middle,last"))
  var custom: String?

  /// Threads to use.
  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  func validate() throws {
    for (name, number, range) in [
      ("agents", agents, 1...100_000_000), ("replicates", replicates, 1...1_000_000),
      ("threads", threads ?? 1, 1...1_024), ("lookback-days", lookbackDays, 0...100_000),
    ] where !range.contains(number) {
      throw ValidationError(
        "--\(name) \(number): write a number from \(range.lowerBound) to \(range.upperBound)")
    }
    guard halfLifeDays > 0, halfLifeDays.isFinite else {
      throw ValidationError("--half-life-days \(halfLifeDays): write a positive number")
    }
    _ = try weights()
  }

  /// The weights of the model of one's own.
  private func weights() throws -> (first: Double, middle: Double, last: Double)? {
    guard let custom else { return nil }
    let numbers = custom.split(separator: ",", omittingEmptySubsequences: false)
      .compactMap { Double($0) }
    guard numbers.count == 3, numbers.allSatisfy({ (0...1e6).contains($0) }),
      numbers.contains(where: { $0 > 0 }), custom.filter({ $0 == "," }).count == 2
    else {
      throw ValidationError(
        "--custom \(custom): write three weights from 0 to 1000000, not all 0, such as 30,40,30")
    }
    return (numbers[0], numbers[1], numbers[2])
  }

  /// The question that these options ask.
  func question() throws -> AttributionStudy.Question {
    var question = AttributionStudy.Question()
    question.arm = arm
    question.setting = setting
    question.event = event
    question.milestone = milestone
    question.agents = agents
    question.lookbackDays = lookbackDays
    question.halfLifeDays = halfLifeDays
    question.custom = try weights()
    question.measuresShapley = shapley
    return question
  }
}
