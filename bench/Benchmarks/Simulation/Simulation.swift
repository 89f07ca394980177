// Measures the step of a simulation, in agent-steps per second, so that sizes compare:
// one thread and all threads, with and without replicates, on scenarios scaled by code.
import Benchmark

let benchmarks: @Sendable () -> Void = {}
