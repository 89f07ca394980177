import Statistics
import Testing

@testable import Journeys

/// Sojourns and steps agree in distribution.
@Suite("Sojourns against steps")
struct SojournStatistics {
  /// Counts of two programs of one world, over 60 doctors' panels, differ by chance alone.
  ///
  /// Patients of a doctor share its path, so that replicates are the units: 24 of each kernel, with
  /// other seeds. Of 80 comparisons, 40 in each season, none lies beyond 4.5 standard errors of
  /// Student's t with 46 degrees of freedom: a false alarm in about one of 270 fixed seeds.
  @Test("in stages, moves and events over the horizon", arguments: [false, true])
  func kernels(season: Bool) throws {
    let steps = 40
    let replicates = 24
    let names =
      ["well", "ill", "treated", "lost"].map { "stage:\($0)" }
      + ["fall_ill", "seek", "give_up", "relapse"].map { "transition:\($0)" }
      + ["event:tick", "event:visit"]
    func figures(_ isByStep: Bool) throws -> [[Double]] {
      let world = try World(
        SojournWorlds.sections(size: 6_000, doctors: 60, isByStep: isByStep, season: season),
        steps: steps, seed: isByStep ? 11 : 12)
      let patients = try #require(
        world.scenario.populations.firstIndex { $0.name == "patients" })
      #expect(
        world.plan.kernelDescription(population: patients).contains("stage by stage") != isByStep)
      return try (0..<replicates).map { replicate in
        let history = try world.run(replicate: replicate)
        return try names.flatMap { name -> [Double] in
          let series = try history.series(name)
          return [series[0], series[steps / 2], series[steps - 1], series.reduce(0, +)]
        }
      }
    }
    let bySojourn = try figures(false)
    let byStep = try figures(true)
    for place in bySojourn[0].indices {
      let a = RunningMoments(bySojourn.map { $0[place] })
      let b = RunningMoments(byStep.map { $0[place] })
      let error = ((a.variance + b.variance) / Double(replicates)).squareRoot()
      let t = error > 0 ? (a.mean - b.mean) / error : 0
      #expect(abs(t) < 4.5, "\(names[place / 4]), figure \(place % 4): \(a.mean) and \(b.mean)")
    }
  }

  /// A million steps of each of five chances: each of 200 steps' counts within 5 standard
  /// deviations, which fails for about one of 1,700 fixed seeds.
  @Test("happen at their chance", arguments: [0.000_004, 0.013, 0.5, 0.777, 0.999_99])
  func stepChance(chance: Double) {
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "test")
    let own = StepChance(chance)
    let agents = 5_000
    var total = 0
    for step in 0..<200 {
      var count = 0
      for agent in 0..<agents where own.happens(stream, agent: agent, step: step) { count += 1 }
      let deviation = (Double(agents) * chance * (1 - chance)).squareRoot()
      #expect(abs(Double(count) - Double(agents) * chance) < max(6, 5 * deviation))
      total += count
    }
    let deviation = (1e6 * chance * (1 - chance)).squareRoot()
    #expect(abs(Double(total) - 1e6 * chance) < 4.5 * deviation)
  }

  /// More bits settle a tie.
  ///
  /// At a chance of 80.25 parts of 256, one step in 256 of a million ties, 3,906, and a quarter of
  /// those happen. Both numbers within 4.5 standard deviations: a false alarm in about one of
  /// 70,000 fixed seeds.
  @Test("settle ties by their chance")
  func ties() {
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "test")
    let own = StepChance(80.25 / 256)
    var ties = 0
    var happenings = 0
    for step in 0..<200 {
      for agent in 0..<5_000 where own.ties(stream, agent: agent, step: step) {
        ties += 1
        if own.happens(stream, agent: agent, step: step) { happenings += 1 }
      }
    }
    #expect(abs(Double(ties) - 1e6 / 256) < 4.5 * (1e6 / 256).squareRoot())
    let expected = Double(ties) / 4
    #expect(abs(Double(happenings) - expected) < 4.5 * (expected * 0.75).squareRoot())
  }
}
