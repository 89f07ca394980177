import Interchange
import Journeys
import Studies
import Workbench

/// A forecast as it is kept on disk: its identity, and its folder.
struct ScenarioRun {
  private let study: ForecastStudy
  private let file: ScenarioFile
  private let scenario: Scenario
  private let identity: RunIdentity
  private let threads: Int
  private let store: RunStore

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
    self.file = file
    self.threads = threads
    scenario = try study.document.scenario(arm: study.document.baseline, setting: study.setting)
    identity = RunIdentity(
      study: "forecast", scenario: scenario.name, scenarioBytes: file.bytes, inputs: file.inputs,
      seed: study.seed ?? scenario.seed, replicates: study.replicates,
      options: [
        (name: "arms", value: study.arms.joined(separator: ",")),
        (name: "setting", value: study.setting ?? ""),
        (name: "contributions", value: study.measuresContributions ? "yes" : "no"),
        (name: "parameters", value: study.drawsParameters ? "drawn" : "fixed"),
      ]
        + changes.enumerated().map {
          // Later changes win, so their order is part of the run.
          (name: "set \($0.offset + 1)", value: "\($0.element.path)=\($0.element.value)")
        })
    store = RunStore(root: root)
  }

  /// The same run, if it was made before and all of its tables are still there.
  func existing() -> RunFolder? {
    let found = store.existing(
      scenario: scenario.name, study: "forecast", identity: identity.text)
    return found.flatMap { Set($0.tableNames).isSuperset(of: Forecast.tableNames) ? $0 : nil }
  }

  /// Makes sure that the run can be kept before it is computed.
  func probe() throws {
    try store.probe(scenario: scenario.name, study: "forecast", identity: identity.text)
  }

  /// Keeps the tables, the summary and a notebook.
  ///
  /// - Returns: The run's folder.
  func write(_ tables: [Table], summary: String) throws -> String {
    let outcome = scenario.events[scenario.outcome]
    return try store.write(
      RunRecord(
        scenarioName: scenario.name, study: "forecast", identity: identity.text,
        scenarioText: file.bytes, tables: tables,
        provenance: identity.provenance(threads: threads, recorded: WallClock.now()),
        summary: summary,
        notebook: Notebook(
          title: scenario.title,
          question: study.document.root["description"]?.text ?? "", outcome: outcome.name,
          outcomeTitle: outcome.title, baseline: study.arms[0])))
  }
}
