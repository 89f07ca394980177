import ArgumentParser
import Estimation
import Foundation
import Interchange
import Studies
import Synchronization
import Workbench

struct MixFitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit a mix model to a table of data.",
    discussion: """
      The table has one row per period, or per unit and period; an arm of a forecast does as well.
      Says first what the data cannot tell apart, then fits, checks, and keeps draws and tables. The
      folder is printed last.
      """)

  @OptionGroup var source: MixDataArgument

  @Option(
    help: "Specification of the model (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var spec: String

  @Option(help: "Experiments that take part (CSV: channel, from, to, estimate, standard_error).")
  var lift: String?

  @OptionGroup var threads: ThreadOption
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let file = try MixSpecFile(path: spec)
      let data = try source.read(for: file.spec)
      let panel = try file.spec.panel(data.csv)
      let design = try MixDesign(file.spec, panel)
      let experiments = try lift.map { try LiftTestFile(path: $0) }
      let order = FitOrder(
        name: file.name, specification: file.bytes, panel: panel, design: design,
        lifts: try experiments?.tests(for: design) ?? [],
        inputs: [data.input] + (experiments.map { [(name: "lift", hash: $0.hash)] } ?? []),
        options: data.options)
      try await order.fill(threads: threads.count, keep: keep, json: output.json)
    }
  }
}

/// A fit that is to be made and kept.
struct FitOrder {
  let name: String
  let specification: [UInt8]
  let panel: Panel
  let design: MixDesign
  let lifts: [LiftTest]
  let inputs: [(name: String, hash: UInt64)]
  var options: [(name: String, value: String)] = []

  private var seed: UInt64 {
    switch design.spec.method {
    case .bayes(let sampling): sampling.seed
    case .ridge(let search): search.seed
    case .regression: 1
    }
  }

  /// Fits, keeps, and prints the answer.
  func fill(threads: Int, keep: KeepOptions, json: Bool) async throws {
    warn(json: json)
    let fitting = try MixFitting(design, lifts: lifts)
    let run = StudyRun(
      MixFitRecord.study, named: name,
      document: RunFile(MixFitRecord.specificationName, specification), inputs: inputs, seed: seed,
      options: options, tableNames: MixAnswer.tableNames, threads: threads, root: keep.out)
    let answer = try await run.answer(again: keep.again) {
      let progress = Mutex(ProgressLine(total: fitting.steps, label: "", noun: "steps"))
      defer { progress.withLock { $0.finish() } }
      let (fit, search) = try await fitting.run(threads: threads) { done in
        progress.withLock { $0.update(done) }
        return true
      }
      let record =
        search.map {
          MixFitRecord($0, specification: specification, panel: panel, seed: seed)
        } ?? MixFitRecord(fit, specification: specification, panel: panel, seed: seed)
      let answer = MixAnswer(fit, search: search)
      return StudyRun.Result(
        tables: answer.tables(), text: { answer.text(width: $0) }, files: try record.files())
    }
    try answer.show(tables: ["channels", "checks"], contents: "Fit", json: json)
  }

  /// Says what is not identified before a number is printed.
  private func warn(json: Bool) {
    guard !json else { return }
    for check in MixIdentification(design).checks where check.verdict == .bad {
      FrontDoor.complain("\(design.spec.title): NOT IDENTIFIED: \(check.sentence)")
    }
  }
}
