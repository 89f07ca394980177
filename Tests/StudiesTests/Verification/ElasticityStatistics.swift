import Interchange
import Journeys
import Statistics
import Studies
import TestSupport
import Testing

/// Elasticities in a world whose response is known in closed form.
///
/// In a week with a touch a person's Poisson rate is twice that of a week without, so that over a
/// period of four weeks with `X` touches the mean is `v (4 + X)`, and `X` is binomial with chance
/// `p`. Half of the 4,000 people have `v = 1` and `p = 0.1`, the other half `v = 4` and `p = 0.4`:
/// touches follow volume.
@Suite("Elasticity statistics")
struct ElasticityStatistics {
  private let groups: [(volume: Double, chance: Double)] = [(1, 0.1), (4, 0.4)]

  private func findings(_ chances: (Double, Double)) async throws -> [String: Double] {
    let people = (0..<4_000).map { $0 % 2 == 0 ? "low,1" : "high,4" }.joined(separator: "\n")
    func question(_ design: String) -> String {
      "{ arm: plan, elasticity: { event: tick, channel: call, design: \(design) }, between: [0, 1] }"
    }
    let document = try Worlds.small(
      """
      populations:
        people:
          agents: people.csv
          attributes:
            kind: { column: kind, levels: [low, high] }
            volume: { numberColumn: volume }
          journey: { stages: [a], start: a, transitions: {} }
      channels:
        call:
          population: people
          plan: { cadence: { perWeek: { by: kind, values: { low: \(chances.0), high: \(chances.1) } } } }
          saturation: { half: 1 }
      events:
        tick:
          population: people
          while: a
          ratePerWeek: 1
          times: volume
          effects: { channels: { call: 4 } }
      targets:
        pooled: \(question("pooled"))
        within: \(question("within"))
        follow: { arm: plan, correlation: { event: tick, channel: call }, between: [0, 1] }
      """, weeks: 52, files: ["people.csv": "kind,volume\n\(people)\n"])
    let found = try await VerificationStudy(document, replicates: 1).run()
    return Dictionary(uniqueKeysWithValues: found.map { ($0.target.name, $0.spread.mean) })
  }

  @Test("finds the truth within people, and takes targeting for effect when it pools them")
  func targeted() async throws {
    // Slopes: within Σ v p(1 − p) / Σ p(1 − p); pooled adds the covariance of the groups' means.
    let spreads = groups.map { 4 * $0.chance * (1 - $0.chance) }
    let touches = groups.map { 4 * $0.chance }
    let ticks = groups.map { 4 * $0.volume * (1 + $0.chance) }
    let (meanTouches, meanTicks) = ((touches[0] + touches[1]) / 2, (ticks[0] + ticks[1]) / 2)
    let ownSpread = (spreads[0] + spreads[1]) / 2
    let ownProduct = (groups[0].volume * spreads[0] + groups[1].volume * spreads[1]) / 2
    let product = (touches[1] - touches[0]) * (ticks[1] - ticks[0]) / 4
    let spread = (touches[1] - touches[0]) * (touches[1] - touches[0]) / 4
    let scale = meanTouches / meanTicks
    let within = ownProduct / ownSpread * scale
    let pooled = (ownProduct + product) / (ownSpread + spread) * scale
    #expect(abs(within - 0.237_5) < 1e-3 && abs(pooled - 0.548_7) < 1e-3)
    let found = try await findings((groups[0].chance, groups[1].chance))
    // Standard errors: 4,000 × 13 periods, Poisson variance of 17.5 (22.4 in the larger group),
    // and 0.4 % for the mean of touches. A bias of 5 % is seen with power above 99 %.
    let band = StatisticalBand.mean(within, standardDeviation: 0.002, samples: 1, falseAlarm: 1e-6)
    #expect(band.contains(try #require(found["within"])), "\(found)")
    let wide = StatisticalBand.mean(pooled, standardDeviation: 0.003, samples: 1, falseAlarm: 1e-6)
    #expect(wide.contains(try #require(found["pooled"])), "\(found)")
    #expect(try #require(found["follow"]) > 0.9)
  }

  @Test("agrees between the two readings where nobody is targeted")
  func untargeted() async throws {
    let found = try await findings((0.25, 0.25))
    // Touches raise everybody's ticks by the same part: p / (1 + p). Pooled, the volumes of the two
    // groups are noise: 7.5 ticks times 3.1 touches a person give a standard error of 0.0035.
    let band = StatisticalBand.mean(0.2, standardDeviation: 0.004, samples: 1, falseAlarm: 1e-6)
    #expect(band.contains(try #require(found["within"])), "\(found)")
    #expect(band.contains(try #require(found["pooled"])), "\(found)")
    // Who was touched more by luck ticks a little more: 0.08, with a standard error of 0.016.
    let luck = StatisticalBand.mean(0.08, standardDeviation: 0.016, samples: 1, falseAlarm: 1e-6)
    #expect(luck.contains(try #require(found["follow"])), "\(found)")
  }
}
