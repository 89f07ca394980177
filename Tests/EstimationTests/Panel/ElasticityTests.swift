import Estimation
import Statistics
import Testing

@Suite("Panel elasticity")
struct ElasticityTests {
  static let units = 6
  static let periods = 5

  /// A small panel in which effort goes to units that would have sold anyway.
  static func targeted() -> (outcome: [Double], effort: [Double]) {
    var outcome: [Double] = []
    var effort: [Double] = []
    for unit in 0..<units {
      for period in 0..<periods {
        let x = (unit * 7 + period * period * 3 + unit * period % 4) % 11 + unit
        effort.append(Double(x))
        outcome.append(
          Double(20 + 5 * unit) + 1.5 * Double(x) + Double((unit * 13 + period * 29) % 7))
      }
    }
    return (outcome, effort)
  }

  /// NumPy 2.4.6: least squares on dummies for units and periods, sandwich CR1 with the same count
  /// of coefficients.
  @Test("equals least squares on dummies with clustered errors")
  func oracle() throws {
    let (outcome, effort) = Self.targeted()
    let plain = try PanelElasticity(outcome: outcome, effort: effort, units: Self.units)
    #expect((plain.pooled.elasticity / 0.4846683270606374 - 1).magnitude < 1e-12)
    #expect((plain.pooled.standardError / 0.07341832269743472 - 1).magnitude < 1e-12)
    #expect((plain.within.elasticity / 0.24400722909557185 - 1).magnitude < 1e-12)
    #expect((plain.within.standardError / 0.02239449651818679 - 1).magnitude < 1e-12)
    let both = try PanelElasticity(
      outcome: outcome, effort: effort, units: Self.units, removingPeriodMeans: true)
    #expect(both.pooled == plain.pooled)
    #expect((both.within.elasticity / 0.24476834117410973 - 1).magnitude < 1e-12)
    #expect((both.within.standardError / 0.02607883161717784 - 1).magnitude < 1e-12)
  }

  @Test("is exact where outcome is a straight line of effort")
  func straightLine() throws {
    let effort = [1, 2, 4, 3, 5, 9.0]
    let outcome = effort.map { 10 + 2 * $0 }
    let result = try PanelElasticity(outcome: outcome, effort: effort, units: 3)
    #expect((result.pooled.elasticity - 8 / 18.0).magnitude < 1e-14)
    #expect((result.within.elasticity - 8 / 18.0).magnitude < 1e-14)
    #expect(result.within.standardError < 1e-14)
  }

  @Test("within units ignores what differs between units only")
  func unitLevels() throws {
    let (outcome, effort) = Self.targeted()
    let shift = [40, -3, 0, 12, 7, -56.0]
    let shifted = outcome.indices.map { outcome[$0] + shift[$0 / Self.periods] }
    let before = try PanelElasticity(outcome: outcome, effort: effort, units: Self.units)
    let after = try PanelElasticity(outcome: shifted, effort: effort, units: Self.units)
    #expect((before.within.elasticity - after.within.elasticity).magnitude < 1e-12)
    #expect((before.pooled.elasticity - after.pooled.elasticity).magnitude > 0.01)
  }

  @Test("with period means removed ignores a common season")
  func season() throws {
    let (outcome, effort) = Self.targeted()
    let seasonal = outcome.indices.map { outcome[$0] + [3, -9, 4, 2, 0][$0 % Self.periods] }
    let before = try PanelElasticity(
      outcome: outcome, effort: effort, units: Self.units, removingPeriodMeans: true)
    let after = try PanelElasticity(
      outcome: seasonal, effort: effort, units: Self.units, removingPeriodMeans: true)
    #expect((before.within.elasticity - after.within.elasticity).magnitude < 1e-12)
  }

  /// An estimate that must fail, and the words it fails with.
  private func expect(
    _ outcome: [Double], _ effort: [Double], units: Int, says words: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: EstimationError.self, sourceLocation: sourceLocation) {
      try PanelElasticity(
        outcome: outcome, effort: effort, units: units, outcomeName: "trx", effortName: "visits")
    }
    #expect(error?.description == words, sourceLocation: sourceLocation)
  }

  @Test("says which variable stands in the way, and what would help")
  func messages() {
    expect(
      [1, 2, 3, 4], [5, 5, 5, 5], units: 2,
      says: "visits: has the same value everywhere; an elasticity needs a variable that varies")
    expect(
      [2, 2, 2, 2], [1, 5, 5, 5], units: 2,
      says: "trx: has the same value everywhere; an elasticity needs a variable that varies")
    expect(
      [1, 2, 3, 4], [0.1, 0.1, 0.7, 0.7], units: 2,
      says: "visits: does not vary within units; use more periods or the pooled elasticity")
    expect(
      [-1, 1, 3, -3], [1, 2, 3, 5], units: 2,
      says: "trx: the mean is 0, and an elasticity is relative to it; use a slope instead")
    expect(
      [1, 2, 3, 4], [1, 2, 3, 5], units: 1,
      says: "units: 1 cannot give clustered errors; use at least 2")
    expect(
      [1, 2, .nan, 4], [1, 2, 3, 5], units: 2,
      says: "trx: unit 1, period 0 is not a finite number; remove or replace it")
  }
}
