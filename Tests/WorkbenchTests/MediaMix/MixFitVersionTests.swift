import Estimation
import Foundation
import Interchange
import Statistics
import Testing

@testable import Workbench

@Suite("Fits kept by earlier programs")
struct MixFitVersionTests {
  /// Folders that the first program of each version kept, `mix-fit-VERSION/NAME`.
  ///
  /// They are never written anew: what was kept once loads for ever.
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  private func load(_ name: String) throws -> MixFitFolder {
    try MixFitFolder(path: Self.fixtures.appending(path: name).path)
  }

  @Test("of version 1 load after sampling, with what they said then")
  func sampled() throws {
    let folder = try load("mix-fit-1/sampled")
    let fit = folder.fit
    #expect(fit.chains == 2 && fit.draws.rows == 12 && fit.draws.columns == 26)
    #expect(fit.design.units == ["=SUM(A1)", "Bern, Stadt", "-5", "\"q\""])
    #expect(fit.design.fittedPeriods == 26 && fit.design.periods.count == 30)
    #expect(
      fit.lifts == [
        LiftTest(
          channel: 1, unit: 1, periods: 3..<9, removed: 1, estimate: 100 / 3.0,
          standardError: 20.1),
        LiftTest(
          channel: 0, unit: nil, periods: 25..<26, removed: -0.1, estimate: 0,
          standardError: 1000),
      ])
    #expect(
      fit.sampling
        == MixFit.SamplingReport(
          divergences: 0, deepest: 0, leapfrogSteps: 5620, acceptance: 0.9871372321772598,
          missingInformation: [1.514372199421349, 1.458089698981169]))
    #expect(fit.values(ofDraw: 4).last == 0.022251996885089408)
    expectTotals(fit, [2166.851058393626, 1457.1411922747238])
    #expect(folder.toolVersion.hasPrefix("0.1.0+") && folder.record.seed == 7)
  }

  @Test("of version 1 load after a search, with what they said then")
  func searched() throws {
    let folder = try load("mix-fit-1/searched")
    expectTotals(folder.fit, [2384.829044097005, 1979.8509020040242])
    let search = try #require(folder.record.search)
    #expect(search.objectives == [.fit, .validation, .decomposition] && search.drawn == 1)
    #expect(
      search.front.map(\.penalty) == [0.020150403415420924, 5.791017261704667, 0.1325290340100647])
    #expect(search.front[1].place.first == 0.1617546204914106)
    #expect(search.front[2].losses[1] == 0.11989876867328438)
    #expect(search.front[0].values.last == 0.03444246110808349)
  }

  /// What the channels brought in the fifth draw; not to the last bit, which is the computer's.
  private func expectTotals(_ fit: MixFit, _ recorded: [Double]) {
    let totals = MixDecomposition(fit)
    for (channel, figure) in recorded.enumerated() {
      #expect((totals.total(ofChannel: channel)[4] - figure).magnitude < 1e-9 * figure)
    }
  }
}
