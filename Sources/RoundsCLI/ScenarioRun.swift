import Interchange
import Journeys
import Studies
import Workbench

/// A forecast as it is kept on disk, with its notebook.
struct ScenarioRun {
  private let study: ForecastStudy
  private let scenario: Scenario
  private let run: StudyRun

  /// - Parameters:
  ///   - study: What is run.
  ///   - file: Where the scenario was read from.
  ///   - changes: Changes that hold for this call.
  ///   - threads: Replicates that run at a time; not part of the identity.
  ///   - root: Folder of all runs.
  /// - Throws: `SpecProblems` when the baseline or the setting does not exist.
  init(
    _ study: ForecastStudy, file: ScenarioFile, changes: [(path: String, value: String)],
    threads: Int, root: String
  ) throws {
    self.study = study
    scenario = try study.document.scenario(arm: study.document.baseline, setting: study.setting)
    run = StudyRun(
      "forecast", of: scenario, file: file, changes: changes, seed: study.seed ?? scenario.seed,
      replicates: study.replicates,
      options: [
        (name: "arms", value: study.arms.joined(separator: ",")),
        (name: "setting", value: study.setting ?? ""),
        (name: "contributions", value: study.measuresContributions ? "yes" : "no"),
        (name: "parameters", value: study.drawsParameters ? "drawn" : "fixed"),
      ],
      tableNames: Forecast.tableNames, threads: threads, root: root)
  }

  /// The same run, if it was made before and all of its tables are still there.
  func existing() -> RunFolder? { run.existing() }

  /// Makes sure that the run can be kept before it is computed.
  func probe() throws { try run.probe() }

  /// Keeps the tables, the summary and a notebook.
  ///
  /// - Returns: The run's folder.
  func write(_ tables: [Table], summary: String) throws -> String {
    let outcome = scenario.events[scenario.outcome]
    return try run.write(
      tables, summary: summary,
      notebook: Notebook(
        title: scenario.title, question: study.document.root["description"]?.text ?? "",
        outcome: outcome.name, outcomeTitle: outcome.title, baseline: study.arms[0]))
  }
}
