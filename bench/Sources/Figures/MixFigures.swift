import Estimation
import Foundation
import Interchange
import Statistics
import Workloads

/// Measures what marketing-mix models take.
///
/// Data are simulated; where the environment names a folder of published examples as `ROUNDS_DATA`,
/// these are measured too.
struct MixFigures {
  private let program: Program
  private let repeats: Int
  private let folder: String?

  /// Worlds of an examination; *chosen* for a few seconds.
  private static let worlds = 20

  init(_ options: Options, _ program: Program) {
    self.program = program
    repeats = options.repeats
    folder = ProcessInfo.processInfo.environment["ROUNDS_DATA"]
  }

  /// Measures everything.
  func measure(into table: inout FigureTable) async throws {
    try measureSearch(.weeklyRidge, into: &table)
    if let folder { try measureSearch(.robyn(in: folder), into: &table) }
    try measureFit({ .weeklyBayes(seed: $0) }, into: &table)
    if let folder { try measureFit({ try .pymc(in: folder, seed: $0) }, into: &table) }
    try await measureSampling(.places, into: &table)
    try measureExamination(into: &table)
  }

  /// Ridge fits, each with transforms of its own, and what a search makes of them.
  private func measureSearch(_ work: MixWorkload, into table: inout FigureTable) throws {
    let design = try work.design()
    guard case .ridge(let settings) = design.spec.method else { return }
    table.measure("ridge fits: \(work.name)", amount: (settings.trials, "fits")) { _ in
      var search = RidgeSearch(design, settings)
      return Timing { _ = search.run() }
    }
  }

  /// The program from command to draws and tables on disk, with another seed each time.
  private func measureFit(
    _ work: (Int) throws -> MixWorkload, into table: inout FigureTable
  ) throws {
    let name = try work(1).name
    guard case .bayes(let sampling) = try work(1).design().spec.method else { return }
    var sizes: [Double] = []
    try table.measure(
      "rounds mmm fit: \(name), \(sampling.chains) chains × \(sampling.draws) draws, 2 threads",
      amount: (sampling.chains * sampling.draws, "draws")
    ) { repeated in
      let work = try work(repeated + 1)
      return try program.timing(
        ["mmm", "fit", "data.csv", "--spec", "spec.yaml", "--threads", "2"],
        texts: ["data.csv": work.table, "spec.yaml": work.specification],
        reading: { sizes.append(try Self.smallestEffectiveSize(in: $0)) })
    }
    // The first of them is the run that does not count, whose seed comes again.
    let smallest = sizes.min() ?? .nan
    let least = String(format: "%.0f", smallest)
    table.say(
      "\(name): the smallest bulk effective sample size of a parameter is \(least) in \(repeats) seeds."
    )
  }

  /// The smallest bulk effective sample size in the table of parameters of a fit.
  private static func smallestEffectiveSize(in folder: URL) throws -> Double {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let tables = (files?.compactMap { $0 as? URL } ?? [])
      .filter { $0.lastPathComponent == "parameters.csv" }
    guard let path = tables.first else { return .nan }
    let text = try String(contentsOf: path, encoding: .utf8)
    let column = try CSVFile(text: text, name: path.path).column(named: "bulk_ess")
    return column.compactMap { Double($0) }.filter(\.isFinite).min() ?? .nan
  }

  /// A posterior of some hundred parameters, sampled once, and its gradient.
  private func measureSampling(_ work: MixWorkload, into table: inout FigureTable) async throws {
    let design = try work.design()
    guard case .bayes(let sampling) = design.spec.method else { return }
    var density = MixDensity(design)
    var fit: MixFit?
    let timing = try await Timing {
      fit = try await MixFit.sampled(design, sampling: sampling, threads: 2)
    }
    guard let fit, let report = fit.sampling else { return }
    let draws = fit.draws.rows
    table.add(
      "sample: \(work.name), \(density.dimension) parameters, \(sampling.chains) chains × "
        + "\(sampling.draws) draws after \(sampling.warmup), 2 threads, once",
      amount: (draws, "draws"), timing)
    let evaluations = 1_000
    let positions = (0..<10).map { density.position(of: fit.values(ofDraw: $0 * (draws / 10))) }
    var gradient = positions[0]
    table.measure(
      "log density and gradient: \(work.name)", amount: (evaluations, "evaluations")
    ) { _ in
      Timing {
        for index in 0..<evaluations {
          _ = density.logDensity(at: positions[index % positions.count], gradient: &gradient)
        }
      }
    }
    let sampled = fit.parameters.free.map {
      ChainedDraws(Array(fit.draws.column($0)), chains: fit.chains)
    }
    table.say(
      "\(work.name): "
        + String(
          format: "%.1f leapfrog steps a draw after warm-up, %d divergences, R-hat at most %.3f, "
            + "bulk effective sample sizes of at least %.0f.",
          Double(report.leapfrogSteps) / Double(draws), report.divergences,
          sampled.map(\.rHat).max() ?? .nan, sampled.map(\.bulkEffectiveSize).min() ?? .nan))
  }

  /// Worlds whose truth is known, shown to every model with and without a holdout.
  private func measureExamination(into table: inout FigureTable) throws {
    let words = ["--worlds", "\(Self.worlds)", "--holdout", "search", "--threads", "2"]
    let scenario = Workload.path(ofScenario: "demand-capture.yaml")
    let timing = try program.timing(["mmm", "examine", scenario] + words)
    table.add(
      "rounds mmm examine demand-capture.yaml \(words.joined(separator: " ")), once",
      amount: (Self.worlds, "worlds"), timing)
  }
}
