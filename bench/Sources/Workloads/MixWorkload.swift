public import Estimation
import Foundation
import Interchange

/// A marketing-mix model with its data.
public struct MixWorkload: Sendable {
  /// The work in a few words, with its size.
  public let name: String

  /// The model, as users write it.
  public let specification: String

  /// The data, as comma-separated text.
  public let table: String

  /// A series of four years: six channels, of which one has no known spend, three controls, trend
  /// and season, which with the intercept are fifteen columns.
  public static let weeklyRidge = MixWorkload(
    name: "208 simulated weeks × 15 columns",
    specification: ridge(
      time: "week", outcome: "sales", spends: ["tv", "ooh", "print", "social", "search"],
      controls: ["price", "event_1", "event_2"], cycle: 52.18),
    table: SimulatedMarket(
      weeks: 208,
      channels: [
        channel("tv", campaigns: 0.5, effect: 0.3, retention: 0.6),
        channel("ooh", campaigns: 0.3, effect: 0.15, retention: 0.3),
        channel("print", campaigns: 0.3, effect: 0.1, retention: 0.4),
        channel("social", campaigns: 0.6, effect: 0.2, retention: 0.1),
        channel("search", campaigns: 0.8, effect: 0.15, retention: 0.05),
        channel("newsletter", campaigns: 0.7, effect: 0.05, retention: 0.2),
      ]
    ).table())

  /// The same model of the weekly series that Robyn is demonstrated with.
  ///
  /// - Parameter folder: The folder of `robyn_dt_simulated_weekly.csv`.
  /// - Returns: The work; its two events are columns of 0 and 1.
  /// - Throws: An error of the file system, or when the table is not as it is published.
  public static func robyn(in folder: String) throws -> MixWorkload {
    let csv = try file("robyn_dt_simulated_weekly.csv", in: folder)
    let events = try csv.column(named: "events")
    let header = csv.header + ["event_1", "event_2"]
    let rows = zip(csv.rows, events).map { row, event in
      row + ["event1", "event2"].map { event == $0 ? "1" : "0" }
    }
    return MixWorkload(
      name: "Robyn's weekly series × 15 columns",
      specification: ridge(
        time: "DATE", outcome: "revenue",
        spends: ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"],
        controls: ["competitor_sales_B", "event_1", "event_2"], cycle: 365.25),
      table: ([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n")
  }

  /// A series in the shape of the example of PyMC-Marketing: one channel that is always on, one with
  /// campaigns in a fifth of the weeks, two events, a trend and a season.
  ///
  /// - Parameter seed: Seed of the draws.
  /// - Returns: The work, sampled just enough for 1,000 effective draws of each parameter.
  public static func weeklyBayes(seed: Int) -> MixWorkload {
    MixWorkload(
      name: "179 simulated weeks, 2 channels",
      specification: bayes(time: "week", outcome: "sales", cycle: 52.18, draws: 5_000, seed: seed),
      table: SimulatedMarket(
        weeks: 179,
        channels: [
          SimulatedMarket.Channel(
            name: "x1", campaigns: 0.1, high: 0.9...1, low: 0...0.45, retention: 0.4, rate: 4,
            effect: 0.36),
          SimulatedMarket.Channel(
            name: "x2", campaigns: 0.2, high: 0.8...1, low: 0...0, retention: 0.2, rate: 3,
            effect: 0.25),
        ]
      ).table())
  }

  /// The example of PyMC-Marketing itself.
  ///
  /// - Parameters:
  ///   - folder: The folder of `pymc_mmm_example.csv`.
  ///   - seed: Seed of the draws.
  /// - Returns: The work, sampled in the manner of ``weeklyBayes(seed:)``.
  /// - Throws: An error of the file system.
  public static func pymc(in folder: String, seed: Int) throws -> MixWorkload {
    MixWorkload(
      name: "PyMC's example, 179 weeks, 2 channels",
      specification: bayes(
        time: "date_week", outcome: "y", cycle: 365.25, draws: 4_000, seed: seed),
      table: try text("pymc_mmm_example.csv", in: folder))
  }

  /// Forty places over three years with four channels, whose base and effects differ by place.
  public static let places = MixWorkload(
    name: "40 places × 156 weeks, 4 channels",
    specification: """
      title: Places
      time: week
      unit: place
      outcome: sales
      channels: { tv: { spend: tv }, print: { spend: print }, social: { spend: social },
        search: { spend: search } }
      controls: [price]
      season: { terms: 2, cycle: 52.18 }
      trend: linear
      sampling: { chains: 2, warmup: 500, draws: 1_000, targetAcceptance: 0.8 }
      """,
    table: SimulatedMarket(
      places: 40, weeks: 156,
      channels: [
        channel("tv", campaigns: 0.5, effect: 0.3, retention: 0.6),
        channel("print", campaigns: 0.3, effect: 0.1, retention: 0.4),
        channel("social", campaigns: 0.6, effect: 0.2, retention: 0.1),
        channel("search", campaigns: 0.8, effect: 0.15, retention: 0.05),
      ]
    ).table())

  /// The model and its data, ready to be fitted.
  ///
  /// - Returns: The design.
  /// - Throws: What is wrong with the specification or the data.
  public func design() throws -> MixDesign {
    let spec = try MixSpec(yaml: specification, name: name)
    return try MixDesign(spec, try spec.panel(CSVFile(text: table, name: name)))
  }

  private static func channel(
    _ name: String, campaigns: Double, effect: Double, retention: Double
  ) -> SimulatedMarket.Channel {
    SimulatedMarket.Channel(
      name: name, campaigns: campaigns, high: 0.2...1, low: 0...0, retention: retention, rate: 3,
      effect: effect)
  }

  /// Geometric carryover and Hill's saturation, both searched.
  private static func ridge(
    time: String, outcome: String, spends: [String], controls: [String], cycle: Double
  ) -> String {
    """
    title: Weekly series
    time: \(time)
    outcome: \(outcome)
    channels: { \(spends.map { "\($0): { spend: \($0) }" }.joined(separator: ", ")), newsletter: }
    controls: [\(controls.joined(separator: ", "))]
    trend: linear
    season: { terms: 2, cycle: \(cycle) }
    method: ridge
    search: { trials: 10_000 }
    """
  }

  /// The priors are those of PyMC-Marketing's example.
  ///
  /// The warm-up is too short for a dense metric,
  /// so that trajectories are long and draws few, as draws cost more than steps where all of them are
  /// decomposed and written.
  private static func bayes(
    time: String, outcome: String, cycle: Double, draws: Int, seed: Int
  ) -> String {
    """
    title: Weekly series
    time: \(time)
    outcome: \(outcome)
    channels:
      x1: { spend: x1, effect: { halfNormal: 1.3126390269400678 } }
      x2: { spend: x2, effect: { halfNormal: 0.687360973059932 } }
    controls: [event_1, event_2, t]
    season: { terms: 2, cycle: \(cycle) }
    sampling: { chains: 2, warmup: 220, draws: \(draws), targetAcceptance: 0.8, seed: \(seed) }
    """
  }

  private static func text(_ name: String, in folder: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  private static func file(_ name: String, in folder: String) throws -> CSVFile {
    try CSVFile(text: text(name, in: folder), name: name)
  }
}
