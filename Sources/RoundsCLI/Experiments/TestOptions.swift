import ArgumentParser
import Foundation
import Interchange
import Journeys
import Studies
import Workbench

/// When a planned test runs.
struct TestTimingOptions: ParsableArguments {
  @Option(
    help: """
      Lengths of the test in steps of the scenario, separated by commas; two from the horizon unless given.
      """)
  var weeks: String?

  @Option(
    name: .customLong("pre"),
    help: """
      Lengths of the history that the readout adjusts for, in steps, separated by commas; 0 for none.
      """)
  var past: String?

  @Option(
    help: "First step of the test, counted from 0; the latest that the horizon allows unless given."
  )
  var start: Int?

  /// Lengths of tests and of their histories.
  ///
  /// - Parameters:
  ///   - horizon: Steps that there are for tests.
  ///   - before: Steps of history that there are; those before the longest test when nil.
  ///   - share: Share of the horizon that the longest test takes unless said.
  /// - Returns: Lengths in steps.
  /// - Throws: `ValidationError` for what is no length.
  func windows(
    horizon: Int, before: Int? = nil, longest share: Double
  ) throws -> (durations: [Int], past: [Int]) {
    func steps(_ text: String, _ option: String, atLeast least: Int) throws -> [Int] {
      try list(text, option).map { word in
        guard let count = Int(word), count >= least else {
          throw ValidationError("\(option) \(word): write whole numbers of at least \(least)")
        }
        return count
      }
    }
    let durations =
      try weeks.map { try steps($0, "--weeks", atLeast: 1) }
      ?? [0.5, 1].map { max(1, Int($0 * share * Double(horizon))) }
    let longest = durations.max() ?? 1
    let past =
      try past.map { try steps($0, "--pre", atLeast: 0) }
      ?? [0, min(before ?? max(0, horizon - longest), horizon / 4)]
    return (durations, Set(past).sorted())
  }
}

/// Error chances of a planned test.
struct TestLevelOptions: ParsableArguments {
  @Option(help: "Chance to find an effect where there is none, two-sided.")
  var alpha = 0.05

  @Option(help: "Chance to find the effect that is wanted.")
  var power = 0.8

  func validate() throws {
    if !(alpha > 0 && alpha < 0.5) {
      throw ValidationError("--alpha \(alpha): write a chance between 0 and 0.5, such as 0.05")
    }
    if !(power > alpha && power < 1) {
      throw ValidationError("--power \(power): write a chance between alpha and 1, such as 0.8")
    }
  }
}

/// Runs a planning study under a progress line, or finds it on disk.
struct ExperimentRunner {
  private let study: ExperimentStudy
  private let run: StudyRun
  private let threads: Int
  private let keep: KeepOptions
  private let json: Bool

  init(
    _ name: String, _ study: ExperimentStudy, file: ScenarioFile,
    changes: [(path: String, value: String)], past: HistoryFile? = nil, tableNames: Set<String>,
    threads: Int, keep: KeepOptions, json: Bool
  ) {
    self.study = study
    self.threads = threads
    self.keep = keep
    self.json = json
    run = StudyRun(
      name, of: study.scenario, file: file, changes: changes, seed: study.scenario.seed,
      replicates: study.replicates,
      options: Self.options(study.question) + [
        (name: "arms", value: study.arms.joined(separator: ",")),
        (name: "setting", value: study.setting ?? ""),
        (name: "parameters", value: study.drawsParameters ? "drawn" : "fixed"),
        (name: "history", value: past?.identity ?? ""),
      ],
      tableNames: tableNames, threads: threads, root: keep.out)
  }

  /// What was asked, as it is kept with the run.
  private static func options(_ question: TestQuestion) -> [(name: String, value: String)] {
    func list<Value>(_ values: [Value], _ text: (Value) -> String) -> String {
      values.map(text).joined(separator: ",")
    }
    return [
      (
        "designs",
        list(question.designs) { design in
          switch design {
          case .stratified(let names): "stratified by \(names.joined(separator: " and "))"
          case .stepped(let name, let waves): "stepped by \(name) in \(waves) waves"
          case .individual, .pairs, .cluster:
            design.clusters.map { "\(design.name) by \($0)" } ?? design.name
          }
        }
      ),
      ("sizes", list(question.sizes) { $0.map { String($0) } ?? "all" }),
      ("control_shares", list(question.controlShares) { JSONText.number($0) }),
      ("steps", list(question.durations) { String($0) }),
      ("past_steps", list(question.pastSteps) { String($0) }),
      ("start", question.start.map { String($0) } ?? "latest"),
      ("population", question.population ?? "of the outcome"),
      ("alpha", JSONText.number(question.alpha)), ("power", JSONText.number(question.power)),
    ]
  }

  func run(shown: [String], _ result: (ExperimentPlan) -> StudyRun.Result) async throws {
    let answer = try await run.answer(again: keep.again) {
      var progress = ProgressLine(
        total: study.replicates, label: " of \(study.worldsPerReplicate) worlds")
      defer { progress.finish() }
      return result(try await study.run(threads: threads) { progress.update($0) })
    }
    try answer.show(tables: shown, json: json)
  }
}
