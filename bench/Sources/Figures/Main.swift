import Foundation
import Journeys
import Workloads

/// Measures speed: `rounds-bench figures`, `rounds-bench scaling`, `rounds-bench once work=NAME`.
@main
enum Main {
  static func main() async {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      switch options.mode {
      case .figures:
        var figures = Figures(options)
        try await figures.print()
      case .scaling: try await Scaling(options).print()
      case .once: try runOnce(options.work, repeats: options.repeats)
      }
    } catch let misuse as Options.Misuse {
      complain(misuse.description, status: 64)
    } catch {
      complain("\(error)", status: 1)
    }
  }

  /// Runs one world to its end, for a profiler, and prints its agent-steps.
  private static func runOnce(_ name: String, repeats: Int) throws {
    let works: [String: Workload] = [
      "journey-mini": .smallJourneyMini, "journey-mini-large": .largeJourneyMini,
      "specialty-launch": .specialtyLaunch(arm: "multichannel", weeks: 13),
      "specialty-launch-large": .specialtyLaunch,
    ]
    guard let work = works[name] else {
      throw Options.Misuse(
        description: "rounds-bench: work=\(name): unknown; write one of "
          + works.keys.sorted().joined(separator: ", "))
    }
    let plan = SimulationPlan(try work.scenario())
    for replicate in 0..<repeats {
      var world = Simulation(plan, replicate: replicate)
      try profiledSteps(of: &world)
    }
    print(plan.agentSteps)
  }

  /// Runs a world to its end in a function of its own, at which `profile.py` begins to count.
  @inline(never)
  private static func profiledSteps(of world: inout Simulation) throws {
    try world.run()
  }

  private static func complain(_ text: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
    exit(status)
  }
}
