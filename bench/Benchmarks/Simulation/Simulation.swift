import Benchmark
import Journeys
import Workloads

/// Agent-steps in a second, so that sizes compare.
private let agentSteps = BenchmarkMetric.custom(
  "agent-steps per second", polarity: .prefersLarger, useScalingFactor: false)

/// Measures one thread of the simulator through its public interface.
///
/// Inputs are made outside the measured part; `Sources/Figures` prints the same work as one table.
let benchmarks: @Sendable () -> Void = {
  let runs = Benchmark.Configuration(
    metrics: [.wallClock, .peakMemoryResident, agentSteps], warmupIterations: 1,
    maxDuration: .seconds(20), maxIterations: 10)
  let preparations = Benchmark.Configuration(
    metrics: [.wallClock], warmupIterations: 1, maxDuration: .seconds(5), maxIterations: 100)
  for work in [Workload.smallJourneyMini, .largeJourneyMini, .specialtyLaunch] {
    Benchmark("run, \(work.name)", configuration: runs) { benchmark in
      let plan = SimulationPlan(try work.scenario())
      for replicate in benchmark.scaledIterations {
        var simulation = Simulation(plan, replicate: replicate)
        let clock = ContinuousClock()
        benchmark.startMeasurement()
        let elapsed = try clock.measure { try simulation.run() }
        benchmark.stopMeasurement()
        blackHole(simulation.ledger)
        benchmark.measurement(agentSteps, Int(Double(plan.agentSteps) / (elapsed / .seconds(1))))
      }
    }
  }
  for work in [Workload.largeJourneyMini, .specialtyLaunch] {
    Benchmark("set up, \(work.name)", configuration: preparations) { benchmark in
      let plan = SimulationPlan(try work.scenario())
      benchmark.startMeasurement()
      for replicate in benchmark.scaledIterations {
        blackHole(Simulation(plan, replicate: replicate))
      }
    }
  }
  Benchmark("read, specialty-launch.yaml", configuration: preparations) {
    benchmark in
    let text = try Workload.specialtyLaunch.text()
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try Workload.specialtyLaunch.document(text))
    }
  }
  Benchmark("compile, specialty-launch, arm multichannel", configuration: preparations) {
    benchmark in
    let scenario = try Workload.specialtyLaunch.scenario()
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(SimulationPlan(scenario)) }
  }
}
