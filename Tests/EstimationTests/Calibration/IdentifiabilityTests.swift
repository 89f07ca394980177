import Statistics
import Testing

@testable import Estimation

@Suite("Identifiability")
struct IdentifiabilityTests {
  /// Equal draws of five parameters: known, halfway, unknown, and two that are known in sum.
  private func accounts(_ columns: [[Double]], _ names: [String]) -> [Identifiability] {
    var points = Matrix(rows: columns[0].count, columns: 0)
    for column in columns { points.appendColumn(column) }
    let weights = [Double](repeating: 1, count: points.rows)
    return Identifiability.all(WeightedDraws(points: points, weights: weights), names: names)
  }

  /// Standard normal quantiles in an order of its own for each parameter.
  private func normals(_ step: Int) -> [Double] {
    (0..<501).map { Normal.quantile((Double($0 * step % 501) + 0.5) / 501) }
  }

  @Test("tells what data say from what the prior said")
  func verdicts() {
    let unknown = normals(1)
    let accounts = accounts(
      [
        normals(10).map { 1 + 0.3 * $0 }, normals(26).map { 0.7 * $0 }, unknown,
        normals(101).map { -0.9 * $0 + 0.01 }, normals(101).map { 0.95 * $0 },
        normals(77).map { 3 + 0.2 * $0 },
      ], ["reach", "carryover", "seasonality", "effect", "retention", "ceiling"])
    #expect(
      accounts.map(\.verdict) == [
        .identified, .weak, .unidentified, .togetherWith("retention", isOpposite: true),
        .togetherWith("effect", isOpposite: true), .againstPrior(isLow: false),
      ])
    #expect(abs(accounts[0].deviation - 0.3) < 0.005)
    #expect(abs(accounts[0].contraction - 0.91) < 0.005)
    #expect(abs(accounts[0].interval.lowerBound - (1 - 0.3 * 1.645)) < 0.01)
    #expect(abs(accounts[3].correlations[4] + 1) < 1e-9)
    #expect(accounts[0].correlations[0] == 1)
  }

  @Test("is said in a sentence with its remedy")
  func sentences() {
    let accounts = accounts(
      [
        normals(10).map { 1 + 0.3 * $0 }, normals(26).map { 0.7 * $0 }, normals(1),
        normals(101).map { -0.9 * $0 + 0.01 }, normals(101).map { 0.95 * $0 },
        normals(77).map { -3 + 0.2 * $0 },
      ], ["reach", "carryover", "seasonality", "effect", "retention", "ceiling"])
    #expect(
      accounts.map(\.sentence) == [
        "reach: identified; the data leave 30 % of the prior's spread.",
        "carryover: weakly identified; the data leave 70 % of the prior's spread, so that the prior"
          + " still matters.",
        "seasonality: not identified; the data say next to nothing, and the posterior is the prior."
          + " Fix it, or add a target that depends on it.",
        "effect: identified only together with retention; worlds that raise one and lower the other"
          + " fit alike. Add a target that tells them apart, or a narrower prior for one.",
        "retention: identified only together with effect; worlds that raise one and lower the other"
          + " fit alike. Add a target that tells them apart, or a narrower prior for one.",
        "ceiling: pushed against the low end of its prior; the prior may exclude what the data"
          + " want. Widen it, or doubt the targets that push.",
      ])
  }
}
