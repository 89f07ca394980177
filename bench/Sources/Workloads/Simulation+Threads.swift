public import Journeys

extension Simulation {
  /// Runs a world to its end on so many threads: the one place where the benchmarks do.
  ///
  /// One world runs on one thread for now, whatever is asked for.
  ///
  /// - Parameter threads: Threads that work on this world.
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  public mutating func finish(threads: Int) throws {
    // `run(threads: threads)` stands here as soon as a world can use several.
    try run()
  }
}
