import Estimation
import Statistics
import Testing

@Suite("Effect estimate")
struct EffectEstimateTests {
  static let stream = RandomStream(seed: 5, replicate: 0, purpose: "test/effects")

  static func uniform(_ row: Int, _ draw: Int) -> Double {
    stream.uniform(agent: row, step: 0, draw: draw)
  }

  /// Whether p-value, interval and verdict say the same.
  static func agrees(_ effect: EffectEstimate) -> Bool {
    let rejects = effect.pValue < 1 - effect.confidence
    return rejects == !effect.interval.contains(0) && rejects == effect.isSignificant
  }

  @Test("never contradicts itself, at any size, degrees and confidence")
  func agreement() throws {
    for row in 0..<20_000 {
      let size = Elementary.exp(40 * Self.uniform(row, 0) - 20)
      let degrees = row.isMultiple(of: 3) ? .infinity : Elementary.exp(8 * Self.uniform(row, 1))
      let confidence = row.isMultiple(of: 2) ? 0.95 : 0.5 + 0.4999 * Self.uniform(row, 2)
      let half = EffectEstimate(0, standardError: 1, degrees: degrees, confidence: confidence)
        .interval.upperBound
      // Every second estimate is where test and interval turn, up to a few last bits.
      var value = size * half * (row.isMultiple(of: 2) ? 1 : 3 * Self.uniform(row, 3) - 1.5)
      for _ in 0..<Int(7 * Self.uniform(row, 4)) { value = value.nextUp }
      for _ in 0..<Int(7 * Self.uniform(row, 5)) { value = value.nextDown }
      let effect = EffectEstimate(
        row.isMultiple(of: 4) ? -value : value, standardError: size, degrees: degrees,
        confidence: confidence)
      #expect(Self.agrees(effect), "\(effect)")
      #expect(Self.agrees(effect.scaled(by: 0.37)))
      if effect.interval.upperBound < 500, effect.interval.lowerBound > -500 {
        #expect(Self.agrees(effect.exponentiated), "\(effect)")
      }
      let level = ComparisonLevel(
        size * (1 + 9 * Self.uniform(row, 6)), standardError: size * Self.uniform(row, 7) / 5,
        covariance: -size * size * Self.uniform(row, 8) / 30)
      guard let relative = effect.relative(to: level) else { continue }
      #expect(Self.agrees(relative) && relative.pValue == effect.pValue, "\(effect)")
    }
  }

  @Test("never contradicts itself for proportions, whatever the counts")
  func proportions() {
    for row in 0..<1_500 {
      let trials = (0..<2).map { 1 + Int(Self.uniform(row, 20 + $0) * (row % 3 == 0 ? 8 : 300)) }
      let successes = (0..<2).map { Int(Self.uniform(row, 22 + $0) * Double(trials[$0] + 1)) }
      let groups = TwoProportions(
        treated: (successes[0], trials[0]), control: (successes[1], trials[1]))
      let score = groups.score()
      #expect(Self.agrees(score) && score.interval.contains(score.value), "\(groups)")
      #expect(score.interval.lowerBound >= -1 && score.interval.upperBound <= 1)
      guard let relative = groups.relativeScore() else { continue }
      #expect(Self.agrees(relative) && relative.pValue == score.pValue, "\(groups)")
    }
  }

  @Test("never contradicts itself for rearrangements, and holds what they do not reject")
  func rearrangements() throws {
    for row in 0..<60 {
      let outcome = (0..<10).map { Double(Int(12 * Self.uniform(row, 30 + $0))) }
      let isTreated = (0..<10).map { $0 < 4 + row % 3 }
      let shifted = outcome.indices.map { outcome[$0] + (isTreated[$0] ? Double(row % 9) : 0) }
      guard let sample = try? ExperimentSample(shifted, isTreated: isTreated) else { continue }
      let effect = try RandomizationInference(sample).effect
      #expect(Self.agrees(effect))
      // The test of another effect is the test of no effect after taking it away.
      for end in [effect.interval.lowerBound, effect.interval.upperBound] where end.isFinite {
        for (step, isInside) in [(1e-6, true), (-1e-6, false)] {
          let probe = end + (end < effect.value ? step : -step)
          let moved = shifted.indices.map { shifted[$0] - (isTreated[$0] ? probe : 0) }
          let p = try RandomizationInference(
            ExperimentSample(moved, isTreated: isTreated)
          ).effect.pValue
          #expect(
            (p >= 0.05) == isInside || effect.interval.lowerBound == effect.interval.upperBound)
        }
      }
    }
  }

  @Test("takes an estimate without scatter for certain and one without error for unknown")
  func extremes() {
    #expect(EffectEstimate(2, standardError: 0).pValue == 0)
    #expect(EffectEstimate(2, standardError: 0).interval == 2...2)
    #expect(EffectEstimate(0, standardError: 0).pValue == 1)
    #expect(EffectEstimate(2, standardError: .nan).pValue == 1)
    #expect(EffectEstimate(2, standardError: .infinity).interval == -.infinity ... .infinity)
  }

  @Test("has no relative size where its level cannot be told from zero")
  func noLevel() {
    let effect = EffectEstimate(1, standardError: 0.1)
    #expect(effect.relative(to: ComparisonLevel(0.1, standardError: 0.1, covariance: 0)) == nil)
    #expect(effect.relative(to: ComparisonLevel(5, standardError: 0.1, covariance: 0)) != nil)
  }
}
