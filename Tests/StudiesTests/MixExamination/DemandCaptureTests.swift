import Interchange
import Journeys
import Statistics
import Studies
import Testing

@Suite("A market in which search follows demand")
struct DemandCaptureTests {
  /// 30 worlds with an experiment of a year in each, fitted by a naive regression.
  static let examination = Task {
    let worlds = try MixWorlds(
      try Worlds.shipped("demand-capture"), arm: "both", count: 30,
      flighting: Flighting(
        shapes: [.pulses(onWeeks: 3...8, offWeeks: 2...6, low: 0.3)], exempt: ["search"]),
      holdouts: [Holdout(channel: "search", steps: 26..<78)])
    return try await worlds.run(threads: 2) { try naive($0) }
  }

  /// Least squares of the outcome on touches of the same week, nothing else.
  static func naive(_ world: MixWorld) throws -> [ChannelEstimate] {
    let seen = world.panels[0]
    let touches = seen.channels.map { seen.panel[$0.touches] ?? [] }
    let outcome = seen.panel[seen.outcome] ?? []
    let ones = [Double](repeating: 1, count: outcome.count)
    let design = Matrix(
      rows: outcome.count, columns: 1 + touches.count, elements: ones + touches.flatMap(\.self))
    let fit = try LeastSquares(outcome, on: design)
    let errors = fit.standardErrors ?? []
    return seen.channels.indices.map { channel in
      let sum = touches[channel].reduce(0, +)
      let (value, half) = (fit.coefficients[channel + 1] * sum, 1.645 * errors[channel + 1] * sum)
      return ChannelEstimate(
        granularity: seen.granularity, model: "least squares", channel: seen.channels[channel].name,
        outcome: IntervalEstimate(value, low: value - half, high: value + half))
    }
  }

  @Test("lets a naive regression overstate it many times")
  func overstated() async throws {
    let accuracies = try await Self.examination.value.accuracies()
    for a in accuracies { print(a.channel, a.quantity, a.meanTruth, a.meanEstimate, a.relativeBias, a.coverage, a.meanWidth) }
    let lifts = try await Self.examination.value.lifts(of: "search")
    print(lifts.map(\.incrementalOutcome), lifts.map(\.readout.value), lifts.map(\.standardError), lifts.count { $0.readout.holds($0.incrementalOutcome) ?? false })
    print(try await Self.examination.value.text(width: 100))
  }
}
