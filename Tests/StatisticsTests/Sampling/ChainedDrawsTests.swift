import Statistics
import Testing

/// Expected values: ArviZ 0.23.4, by `Oracles/sampling_diagnostics.py`.
@Suite("Draws in chains")
struct ChainedDrawsTests {
  /// The first draws of the first chains of a recorded quantity with 251 draws in four chains.
  static func draws(_ quantity: String, chains: Int, length: Int) throws -> ChainedDraws {
    let column = try OracleTable("sampling_draws.csv").column(quantity)
    let values = (0..<chains).flatMap { column[$0 * 251..<$0 * 251 + length] }
    return ChainedDraws(values, chains: chains)
  }

  @Test("have the diagnostics of ArviZ, for odd and even lengths, stuck and antithetic chains")
  func oracle() throws {
    let table = try OracleTable("sampling_diagnostics.csv")
    #expect(table.rows.count == 20)
    for row in table.rows {
      let chains = try #require(Int(row[1]))
      let draws = try Self.draws(row[0], chains: chains, length: try #require(Int(row[2])))
      let expected = row.dropFirst(3).map { Double($0) ?? .nan }
      let values = [
        draws.rHat, draws.bulkEffectiveSize, draws.tailEffectiveSize, draws.meanEffectiveSize,
        draws.effectiveSize(ofQuantile: 0.5), draws.meanStandardError,
        draws.standardError(ofQuantile: 0.05), draws.standardError(ofQuantile: 0.5),
        draws.standardError(ofQuantile: 0.9),
      ]
      for (place, value) in values.enumerated() {
        // ArviZ has no R̂ for a single chain.
        if place == 0 && chains == 1 { continue }
        #expect(isClose(value, expected[place], relative: 1e-8), "\(row), diagnostic \(place)")
      }
    }
  }

  @Test("show chains that were stuck, in place or in spread, and pass those that mix")
  func verdicts() throws {
    #expect(try Self.draws("mixing", chains: 4, length: 250).rHat < 1.02)
    #expect(try Self.draws("stuck", chains: 4, length: 250).rHat > 1.2)
    #expect(try Self.draws("wider", chains: 4, length: 250).rHat > 1.1)
    // One chain that drifts differs between its halves.
    let values = (0..<100).map { draw in Double(draw * 37 % 10) + (draw < 50 ? 0 : 8) }
    let drift = ChainedDraws(values, chains: 1)
    #expect(drift.rHat > 1.5)
  }

  @Test("count draws that repeat one value, and have no scale reduction")
  func constant() {
    let draws = ChainedDraws(Array(repeating: 3, count: 40), chains: 2)
    #expect(draws.bulkEffectiveSize == 40)
    #expect(draws.rHat.isNaN)
    #expect(draws.meanStandardError == 0)
  }

  @Test("give no number where a draw is not finite", arguments: [Double.nan, .infinity])
  func notFinite(value: Double) {
    var values = (0..<40).map { Double($0 * 7 % 11) }
    values[17] = value
    let draws = ChainedDraws(values, chains: 2)
    #expect(draws.rHat.isNaN)
    #expect(draws.bulkEffectiveSize.isNaN)
    #expect(draws.tailEffectiveSize.isNaN)
    #expect(draws.meanStandardError.isNaN)
    #expect(draws.standardError(ofQuantile: 0.5).isNaN)
  }

  @Test("are the same whatever increasing function is applied, as far as ranks go")
  func ranks() throws {
    let draws = try Self.draws("mixing", chains: 4, length: 250)
    let logs = ChainedDraws(draws.values.map(Elementary.log), chains: 4)
    #expect(draws.bulkEffectiveSize == logs.bulkEffectiveSize)
    #expect(draws.meanEffectiveSize != logs.meanEffectiveSize)
  }

  @Test("refuse chains of different lengths")
  func lengths() async {
    await #expect(processExitsWith: .failure) { _ = ChainedDraws([1, 2, 3, 4, 5], chains: 2) }
  }
}
