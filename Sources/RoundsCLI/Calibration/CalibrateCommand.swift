import ArgumentParser
import Foundation
import Interchange
import Journeys
import Studies
import Synchronization
import Workbench

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Learn a scenario's parameters from the past: draws that `run --posterior` takes.",
    discussion: """
      The calibration names the free parameters and the figures that must be reproduced: columns of a table
      of data, figures of a panel of units and periods, or published figures. History matching rules out
      what cannot be, sequential approximate Bayesian computation draws from the rest. A calibration that
      is stopped goes on where it was when the same command is given again.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(
    help: "Calibration: parameters and figures (YAML).",
    completion: .file(extensions: ["yaml", "yml"]))
  var spec: String

  @Option(
    help: "Table of the past: a row per period, or per unit and period (CSV).",
    completion: .file(extensions: ["csv"]))
  var data: String?

  @Flag(
    help: """
      Calibrate to simulated pasts whose truth is known, and say how often intervals hold it.
      """)
  var selfTest = false

  @Option(help: "Simulated pasts of the self-test.")
  var repeats = 200

  @OptionGroup var threads: ThreadOption
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (20...100_000).contains(repeats) else {
      throw ValidationError("--repeats \(repeats): write a number from 20 to 100000")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let document = try file.document(changes: changes)
      let calibration = try CalibrationFile(path: spec)
      let table = try data.map { try DataFile(path: $0) }
      if try calibration.isOfStages() {
        try await learnStages(document, file, calibration, table, changes)
      } else {
        try await learnFigures(document, file, calibration, table, changes)
      }
    }
  }

  /// Learns from figures that worlds show.
  private func learnFigures(
    _ document: ScenarioDocument, _ file: ScenarioFile, _ calibration: CalibrationFile,
    _ table: DataFile?, _ changes: [(path: String, value: String)]
  ) async throws {
    let question = try calibration.spec(of: document)
    let panel = try panel(table, question)
    let worlds = try CalibrationWorlds(document, question, panel: panel)
    let run = StudyRun(
      selfTest ? "self-test" : CalibrationFolder.study,
      of: try document.scenario(arm: question.arm, setting: question.setting), file: file,
      changes: changes, inputs: [calibration.input] + (table.map { [$0.input] } ?? []),
      seed: question.seed, replicates: selfTest ? repeats : 1, options: [],
      tableNames: selfTest ? SelfTest.tableNames : Calibration.tableNames, threads: threads.count,
      root: keep.out)
    let answer = try await run.answer(again: keep.again) {
      var files = [RunFile(CalibrationFolder.document, calibration.bytes)]
      if !changes.isEmpty {
        let lines = changes.map { "\($0.path)=\($0.value)\n" }.joined()
        files.append(RunFile(CalibratedScenario.changesName, Array(lines.utf8)))
      }
      return selfTest
        ? try await tested(worlds, files: files)
        : try await learned(worlds, files: files, journalFor: run.folder)
    }
    SimulationJournal.remove(forRun: run.folder)
    try answer.show(
      tables: selfTest ? ["coverage"] : ["parameters", "fit"],
      contents: selfTest ? "Self-test" : "Calibration", json: output.json)
  }

  /// Learns from observed stages.
  private func learnStages(
    _ document: ScenarioDocument, _ file: ScenarioFile, _ calibration: CalibrationFile,
    _ table: DataFile?, _ changes: [(path: String, value: String)]
  ) async throws {
    if selfTest {
      throw ValidationError("--self-test: \(spec) is of observed stages; leave it out")
    }
    guard let table else {
      throw ValidationError("--data: \(spec) is of observed stages; name the table of them")
    }
    let question = try calibration.stageSpec(of: document)
    let run = StudyRun(
      CalibrationFolder.study,
      of: try document.scenario(arm: question.arm, setting: question.setting), file: file,
      changes: changes, inputs: [calibration.input, table.input], seed: question.seed,
      replicates: 1, options: [], tableNames: StageCalibration.tableNames,
      threads: threads.count, root: keep.out)
    let answer = try await run.answer(again: keep.again) {
      let found = try await StageCalibration.run(
        document, question, csv: table.csv, threads: threads.count)
      let tables = found.tables()
      return StudyRun.Result(
        tables: tables, text: { found.text(width: $0) },
        files: [RunFile(CalibrationFolder.document, calibration.bytes)]
          + CalibrationFolder.seal(of: tables))
    }
    try answer.show(tables: ["parameters"], contents: "Calibration", json: output.json)
  }

  /// The data as a panel, where the calibration needs them.
  private func panel(_ table: DataFile?, _ question: CalibrationSpec) throws -> Panel? {
    guard let layout = question.data?.layout else {
      if table != nil {
        throw ValidationError("--data: no target of \(spec) needs data; leave it out")
      }
      return nil
    }
    guard let table else {
      throw ValidationError("--data: \(spec) has targets of data; name the table")
    }
    return try Panel(csv: table.csv, layout: layout)
  }

  private func learned(
    _ worlds: CalibrationWorlds, files: [RunFile], journalFor folder: String
  ) async throws -> StudyRun.Result {
    let journal = try SimulationJournal(forRun: folder)
    let progress = Mutex(
      ProgressLine(total: worlds.spec.simulations, label: "", noun: "worlds"))
    defer { progress.withLock { $0.finish() } }
    let start = ContinuousClock.now
    let allowed = worlds.spec.minutes.map { Duration.seconds($0 * 60) }
    let interruption = Interruption(
      saying: "stopped; the same command goes on where this one ended")
    defer { interruption.end() }
    do {
      let calibration = try await CalibrationStudy(worlds).run(
        threads: threads.count,
        log: SimulationLog(journal.entries) { try journal.append($0, after: $1) },
        isOutOfTime: { allowed.map { ContinuousClock.now - start > $0 } ?? false },
        finished: { done in progress.withLock { $0.update(done) } })
      let tables = calibration.tables()
      return StudyRun.Result(
        tables: tables, text: { calibration.text(width: $0) },
        files: files + CalibrationFolder.seal(of: tables))
    } catch {
      // A refusal is an answer, which the same command would give again.
      if error is CalibrationRefusal || error is StudyError {
        SimulationJournal.remove(forRun: folder)
      }
      throw error
    }
  }

  private func tested(
    _ worlds: CalibrationWorlds, files: [RunFile]
  ) async throws -> StudyRun.Result {
    let progress = Mutex(ProgressLine(total: repeats, label: "", noun: "calibrations"))
    defer { progress.withLock { $0.finish() } }
    let test = try await SelfTestStudy(worlds, repeats: repeats).run(threads: threads.count) {
      done in progress.withLock { $0.update(done) }
    }
    return StudyRun.Result(tables: test.tables(), text: { test.text(width: $0) }, files: files)
  }
}
