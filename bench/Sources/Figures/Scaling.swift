import Foundation
import Journeys
import Workloads

/// Prints how time grows with agents, weeks, channels, arms and threads, as CSV for `plot.py`.
struct Scaling {
  private let repeats: Int

  init(_ options: Options) { repeats = options.repeats }

  /// Measures every point and prints it as soon as it is known.
  func print() async throws {
    Swift.print("dimension,value,work,agent_steps,seconds,processor_seconds")
    for physicians in [300, 1_000, 3_000, 10_000, 30_000] {
      try await measure(
        "agents", physicians * 101,
        [.journeyMini(physicians: physicians, patients: physicians * 100)])
    }
    for weeks in [13, 26, 52, 104, 208] {
      try await measure(
        "weeks", weeks, [.journeyMini(physicians: 3_000, patients: 300_000, weeks: weeks)])
    }
    for count in [1, 2, 4, 8, 16] { try await measure("channels", count, [.channels(count)]) }
    let arms = try Workload.specialtyLaunch.document(Workload.specialtyLaunch.text()).arms
      .filter { !$0.isOnlyForTargets }.map(\.name)
    for count in 1...arms.count {
      try await measure("arms", count, arms.prefix(count).map { .specialtyLaunch(arm: $0) })
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    for threads in 1...cores {
      try await measure("threads in a world", threads, [.largeJourneyMini], threads: threads)
    }
    for threads in 1...cores { try await measureReplicates(threads: threads) }
  }

  /// Times the worlds of some workloads, one after the other.
  private func measure(
    _ dimension: String, _ value: Int, _ works: [Workload], threads: Int = 1
  ) async throws {
    let plans = try works.map { SimulationPlan(try $0.scenario()) }
    let timing = try await Timing.median(of: repeats) { replicate in
      var worlds = plans.map { Simulation($0, replicate: replicate) }
      return try await Timing {
        for world in worlds.indices { try await worlds[world].run(threads: threads) }
      }
    }
    show(
      dimension, value, works[0].file, agentSteps: plans.reduce(0) { $0 + $1.agentSteps }, timing)
  }

  /// Times eight replicates of the launch, of which as many run at a time as there are threads;
  /// their people are drawn within, as in a study.
  private func measureReplicates(threads: Int) async throws {
    let plan = SimulationPlan(try Workload.specialtyLaunch.scenario())
    let count = 8
    var timings: [Timing] = []
    for _ in 0..<repeats {
      let before = clock()
      let start = ContinuousClock.now
      _ = try await runReplicates(count, threads: threads) { replicate in
        var world = Simulation(plan, replicate: replicate)
        try world.run()
        return world.nextStep
      }
      timings.append(
        Timing(
          elapsed: (ContinuousClock.now - start) / .seconds(1),
          busy: Double(clock() - before) / 1e6))
    }
    show(
      "threads over replicates", threads, "specialty-launch.yaml",
      agentSteps: count * plan.agentSteps, .median(timings))
  }

  private func show(
    _ dimension: String, _ value: Int, _ work: String, agentSteps: Int, _ timing: Timing
  ) {
    let seconds = String(format: "%.5f,%.5f", timing.elapsed, timing.busy)
    Swift.print("\(dimension),\(value),\(work),\(agentSteps),\(seconds)")
  }
}
