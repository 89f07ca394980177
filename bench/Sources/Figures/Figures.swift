import Foundation
import Journeys
import Workloads

/// Prints what the simulator takes for the benchmarks' work, as one Markdown table.
///
/// Usage: `rounds-bench [repeats] [revision] [date]`. Everything runs on one thread; what is made
/// before a measurement (the scenario, the plan, the people) does not count towards it. Processor
/// seconds below seconds mean that others used the machine at the same time.
@main
struct Figures {
  private let repeats: Int
  private var rows: [String] = []
  /// What coordination costs in time, in a sentence.
  private var comparison = ""

  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    let repeats = words.first.flatMap { Int($0) } ?? 5
    guard repeats >= 1 else {
      print("rounds-bench \(repeats): write a number of repeats of at least 1")
      exit(64)
    }
    var figures = Figures(repeats: repeats)
    try figures.measureAll()
    figures.show(
      revision: words.dropFirst().first ?? "not stated",
      date: words.dropFirst(2).first ?? "not stated")
  }

  private init(repeats: Int) { self.repeats = repeats }

  private mutating func measureAll() throws {
    for work in [Workload.smallJourneyMini, .largeJourneyMini, .specialtyLaunch] {
      _ = try measureRun(work)
    }
    // Both arms have the same people and steps, so their seconds compare as agent-steps do.
    let siloed = try measureRun(.siloed)
    let omnichannel = try measureRun(.omnichannel)
    comparison = String(
      format: "The full omnichannel policy takes %.2f times the processor time of the silos.",
      omnichannel / siloed)
    for work in [Workload.largeJourneyMini, .specialtyLaunch] {
      let plan = SimulationPlan(try work.scenario())
      measure("set up people: \(work.name)", agentSteps: nil) { replicate in
        Timing { _ = Simulation(plan, replicate: replicate) }
      }
    }
    let work = Workload.specialtyLaunch
    let text = try work.text()
    try measure("read and check: \(work.file), every arm and setting", agentSteps: nil) { _ in
      try Timing { _ = try work.document(text) }
    }
    let scenario = try work.scenario()
    measure("compile the plan: \(work.file), one arm", agentSteps: nil) { _ in
      Timing { _ = SimulationPlan(scenario) }
    }
  }

  /// Times a world from its first step to its last.
  private mutating func measureRun(_ work: Workload) throws -> Double {
    let plan = SimulationPlan(try work.scenario())
    return try measure("run: \(work.name)", agentSteps: plan.agentSteps) {
      var simulation = Simulation(plan, replicate: $0)
      return try Timing { try simulation.run() }
    }
  }

  /// Times a piece of work after one run that does not count, and keeps the medians.
  ///
  /// - Returns: Processor seconds.
  @discardableResult
  private mutating func measure(
    _ name: String, agentSteps: Int?, _ timed: (Int) throws -> Timing
  ) rethrows -> Double {
    _ = try timed(0)
    var timings: [Timing] = []
    for replicate in 0..<repeats { timings.append(try timed(replicate)) }
    let elapsed = timings.map(\.elapsed).sorted()[repeats / 2]
    let busy = timings.map(\.busy).sorted()[repeats / 2]
    let steps = agentSteps.map { String(format: "%.1f", Double($0) / 1e6) } ?? "–"
    let rate = agentSteps.map { String(format: "%.1f", Double($0) / elapsed / 1e6) } ?? "–"
    rows.append("| \(name) | \(steps) | \(Self.text(elapsed)) | \(Self.text(busy)) | \(rate) |")
    return busy
  }

  /// Seconds with as many places as a millionth needs.
  private static func text(_ seconds: Double) -> String {
    String(format: seconds < 0.001 ? "%.6f" : "%.4f", seconds)
  }

  private func show(revision: String, date: String) {
    print("One thread of \(Self.processor); median of \(repeats); \(date), revision \(revision).")
    print()
    print(
      "| Work | Million agent-steps | Seconds | Processor seconds | Million agent-steps a second |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for row in rows { print(row) }
    print()
    print(comparison)
  }

  /// The model of the processor as the system calls it.
  private static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    func value(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix(key) }?
        .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let instructions = value("flags").map { " \($0) ".contains(" avx512f ") } ?? false
    return (value("model name") ?? "an unknown processor") + (instructions ? " (AVX-512)" : "")
  }
}

/// What a piece of work takes.
struct Timing {
  /// Seconds on the clock.
  let elapsed: Double

  /// Seconds in which the processor was at work; fewer when others used the machine, too.
  let busy: Double

  init(_ work: () throws -> Void) rethrows {
    let before = clock()
    elapsed = try ContinuousClock().measure(work) / .seconds(1)
    busy = Double(clock() - before) / 1e6
  }
}
