import Estimation
import Foundation
import Interchange
import Journeys
import Testing

@testable import Studies

/// Whether intervals of calibrations hold truths that were simulated.
@Suite("Self-test of calibrations")
struct SelfTestStatistics {
  private func test(_ repeats: Int, simulations: Int) async throws -> SelfTest {
    let document = try Worlds.shipped("three-parameters")
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "scenarios/calibration/three-parameters.yaml"),
      encoding: .utf8)
    let spec = try CalibrationSpec(
      yaml: text.replacing("simulations: 2000", with: "simulations: \(simulations)"),
      name: "three-parameters.yaml",
      scenario: document)
    let worlds = try CalibrationWorlds(document, spec, panel: nil)
    return try await SelfTestStudy(worlds, repeats: repeats).run(threads: 2)
  }

  /// Of 20 intervals of 90 % that are right, fewer than 11 hold the truth once in a million.
  @Test("holds most truths in a short run")
  func short() async throws {
    let test = try await test(20, simulations: 700)
    for parameter in 0..<3 { #expect(test.inside(0.9, of: parameter) >= 11) }
    #expect(test.failures <= 2)
    #expect(test.tables().map(\.name).sorted() == SelfTest.tableNames.sorted())
  }

  /// An error of observation that is larger than the luck of worlds puts half of the truths outside of
  /// the middle half of what is learned; without it 76 of 96 were inside.
  ///
  /// Right intervals hold fewer than 30 or more than 66 of 96 truths about once in 7,500.
  @Test("observes its pasts with their error")
  func error() async throws {
    let document = try Worlds.small(CalibrationSpecTests.market, weeks: 10)
    let yaml = """
      arm: usual
      parameters: [rate]
      targets: { ticks: { figure: { value: { metric: "event:tick" } }, is: 600, tolerance: 80 } }
      budget: { simulations: 500 }
      """
    let spec = try CalibrationSpec(yaml: yaml, name: "c.yaml", scenario: document)
    let test = try await SelfTestStudy(
      try CalibrationWorlds(document, spec, panel: nil), repeats: 96
    ).run(threads: 2)
    #expect((30..<67).contains(test.inside(0.5, of: 0)) && test.failures == 0)
  }

  /// The wanted figure: 85 to 95 % of 200.
  ///
  /// Intervals that are right fail one of six ends about once
  /// in fifty.
  @Test("holds 85 to 95 % of 200 truths in intervals of 90 %", .enabled(if: Slow.isWanted))
  func long() async throws {
    let test = try await test(200, simulations: 2_000)
    for parameter in 0..<3 {
      #expect((170...190).contains(test.inside(0.9, of: parameter)))
      #expect(test.ranks[parameter].isUniform)
    }
    #expect(test.failures == 0)
  }
}
