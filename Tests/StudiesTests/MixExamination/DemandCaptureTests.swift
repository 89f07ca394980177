import Interchange
import Journeys
import Statistics
import Studies
import Testing

@Suite("A market in which search follows demand")
struct DemandCaptureTests {
  /// 60 worlds with an experiment of a year in each, fitted by a naive regression.
  static let examination = Task {
    let worlds = try MixWorlds(
      try Worlds.shipped("demand-capture"), arm: "both", count: 60,
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

  @Test("lets a naive regression overstate search more than ten times, and video far less")
  func overstated() async throws {
    let accuracies = try await Self.examination.value.accuracies()
    let search = try #require(accuracies.first { $0.channel == "search" })
    let video = try #require(accuracies.first { $0.channel == "video" })
    print(
      search.meanTruth, search.meanEstimate, search.coverage, video.meanTruth, video.meanEstimate,
      video.coverage)
    #expect(search.meanTruth > 150 && search.meanTruth < 300)
    #expect(zip(search.estimates, search.truths).allSatisfy { $0.value > 10 * $1 })
    #expect(search.coverage == 0)
    #expect(video.relativeBias.magnitude < 0.1 * search.relativeBias.magnitude)
  }

  @Test("is read out honestly by a holdout, whose interval leaves the regression outside")
  func readout() async throws {
    let examination = try await Self.examination.value
    let lifts = examination.lifts(of: "search")
    #expect(lifts.count == 60)
    // Of 60 intervals of 90 %, fewer than 46 hold the truth by chance in 7 of 10,000 suites; a readout
    // with errors a third too small would fail in most.
    print(lifts.count { $0.readout.holds($0.incrementalOutcome) == true })
    #expect(lifts.count { $0.readout.holds($0.incrementalOutcome) == true } >= 46)
    // The mean error is within 4 standard errors of zero: a false alarm in 16,000.
    let errors = lifts.map { $0.readout.value - $0.incrementalOutcome }
    let mean = errors.reduce(0, +) / 60
    let width = 4 * (lifts.reduce(0) { $0 + $1.standardError * $1.standardError }).squareRoot() / 60
    print(mean, width, lifts[0].standardError)
    #expect(abs(mean) < width)
    // The regression's share of the window lies above every interval.
    let search = try #require(examination.accuracies().first { $0.channel == "search" })
    for (lift, estimate) in zip(lifts, search.estimates) {
      #expect(lift.readout.high < 0.4 * estimate.value)
    }
  }

  @Test("is told in words and tables")
  func words() async throws {
    let examination = try await Self.examination.value
    let text = examination.text(width: 200)
    print(text)
    #expect(text.contains("Branded search that follows demand: models held against the truth"))
    #expect(text.contains("Farthest off: search by least squares on nation, "))
    #expect(text.contains("The holdout of search says "))
    let tables = examination.tables()
    #expect(Set(tables.map(\.name)) == MixExamination.tableNames)
    let table = examination.table()
    #expect(try table.texts("channel") == ["search", "video"])
    #expect(try table.texts("quantity") == ["outcome", "outcome"])
    #expect(try table.numbers("worlds") == [60, 60])
    #expect(examination.worldTable().rowCount == 120)
    #expect(examination.liftTable().rowCount == 60)
  }
}
