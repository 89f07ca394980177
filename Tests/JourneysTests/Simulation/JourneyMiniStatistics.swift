import Foundation
import Interchange
import Journeys
import Statistics
import TestSupport
import Testing

/// False alarms: one in a million per series and week.
///
/// The reference means carry the error of 400 replicates, ours that of 40; the counts are close to
/// normal. A bias of seven standard errors of our mean, such as 2.5 % of the first adopters, is
/// caught with power above 98 %.
@Suite("Journey-mini, statistics")
struct JourneyMiniStatistics {
  static let replicates = 40

  /// A series at a week of the reference.
  struct Reference {
    let week: Int
    let metric: String
    let mean: Double
    let deviation: Double
    let replicates: Double
  }

  private func references() throws -> [Reference] {
    let text = try RepositoryFile.text("Tests/JourneysTests/Oracles/journey_mini.csv")
    let body = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    let csv = try CSVFile(text: body, name: "journey_mini.csv")
    let weeks = try csv.numbers(in: "week")
    let names = try csv.column(named: "series")
    let means = try csv.numbers(in: "mean")
    let deviations = try csv.numbers(in: "sd")
    let counts = try csv.numbers(in: "replicates")
    return weeks.indices.map {
      Reference(
        week: Int(weeks[$0]), metric: Self.metric(names[$0]), mean: means[$0],
        deviation: deviations[$0], replicates: counts[$0])
    }
  }

  /// The scenario's name of a series of the reference.
  private static func metric(_ series: String) -> String {
    if series == "prescriptions" { return "event:prescription" }
    if series == "patients_stage_7" { return "stage:lost" }
    return
      series
      .replacing("physicians_stage_", with: "stage:physician_")
      .replacing("patients_stage_", with: "stage:patient_")
      .replacing("touches_channel_", with: "delivered:channel_")
  }

  @Test("agrees with two independent programs in every mean and spread of the reference")
  func reference() async throws {
    let document = try ScenarioDocument(
      yaml: RepositoryFile.text("scenarios/journey-mini.yaml"), name: "journey-mini.yaml",
      changes: [("time.horizonWeeks", "52")])
    let plan = SimulationPlan(try document.scenario(arm: "all"))
    let references = try references()
    #expect(references.count == 5 * 20)
    let runs = try await runReplicates(Self.replicates, threads: 2) { replicate in
      var simulation = Simulation(plan, replicate: replicate)
      try simulation.run()
      return simulation.ledger
    }
    let reading = LedgerReading(plan)
    let limit = -Normal.quantile(1e-6 / 2)
    for reference in references {
      let metric = try #require(Metric(reference.metric, in: plan.scenario))
      var moments = RunningMoments()
      for ledger in runs {
        moments.add(reading.value(metric, in: ledger, step: reference.week - 1))
      }
      let shares = 1 / reference.replicates + 1 / Double(Self.replicates)
      let error = reference.deviation * shares.squareRoot()
      let miss = abs(moments.mean - reference.mean)
      #expect(
        miss <= limit * error,
        "\(reference.metric) after \(reference.week) weeks: \(moments.mean) for \(reference.mean)")
      guard reference.deviation > 0 else { continue }
      // The ratio of two variances of normal counts, at both tails of Fisher's distribution.
      let ratio = moments.variance / (reference.deviation * reference.deviation)
      let (a, b) = (Double(Self.replicates) - 1, reference.replicates - 1)
      let place = a * ratio / (a * ratio + b)
      let below = IncompleteBeta.regularized(place, complement: 1 - place, a: a / 2, b: b / 2)
      #expect(
        (5e-7...1 - 5e-7).contains(below),
        "\(reference.metric) after \(reference.week) weeks: variance ratio \(ratio)")
    }
  }
}
