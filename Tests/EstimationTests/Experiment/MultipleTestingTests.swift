import Estimation
import Testing

@Suite("Multiple testing")
struct MultipleTestingTests {
  /// The 15 *p*-values of Benjamini and Hochberg (1995), section 4.
  static let pValues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
    0.6528, 0.759, 1.0,
  ]

  /// Adjusted by statsmodels 0.15.0, `multipletests`.
  static let adjusted: [MultipleTesting: [Double]] = [
    .bonferroni: [
      0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885, 1, 1, 1, 1, 1, 1,
    ],
    .holm: [
      0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1,
    ],
    .benjaminiHochberg: [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063_857_142_857_142_86, 0.063_857_142_857_142_86,
      0.0645, 0.0765, 0.486, 0.581_181_818_181_818_2, 0.714875, 0.753_230_769_230_769_3,
      0.813_214_285_714_285_7, 1,
    ],
  ]

  /// Claims at 0.05 in the same figures.
  static let claims: [MultipleTesting: Int] = [.bonferroni: 3, .holm: 3, .benjaminiHochberg: 4]

  @Test("adjusts as statsmodels does", arguments: MultipleTesting.allCases)
  func oracle(method: MultipleTesting) throws {
    let expected = try #require(Self.adjusted[method])
    expectClose(method.adjusted(Self.pValues), expected, within: 1e-12)
    #expect(expected.count { $0 < 0.05 } == Self.claims[method])
    // The order of the effects does not matter.
    let turned = Array(Self.pValues.reversed())
    expectClose(method.adjusted(turned), expected.reversed(), within: 1e-12)
  }

  @Test(
    "leaves a single effect as it is, and nothing of nothing", arguments: MultipleTesting.allCases)
  func limits(method: MultipleTesting) {
    #expect(method.adjusted([0.04]) == [0.04])
    #expect(method.adjusted([Double]()) == [])
    #expect(method.adjusted([EffectEstimate]()).isEmpty)
    let effect = EffectEstimate(0.4, standardError: 0.2, degrees: 17)
    let alone = method.adjusted([effect])
    #expect(alone[0].pValue == effect.pValue)
    expectClose(
      [alone[0].interval.lowerBound, alone[0].interval.upperBound],
      [effect.interval.lowerBound, effect.interval.upperBound], within: 1e-12)
  }

  @Test("gives intervals that decide as the p-values do", arguments: MultipleTesting.allCases)
  func intervals(method: MultipleTesting) {
    for scale in [0.3, 1, 1.4, 2] {
      let effects = [3.1, 2.8, -2.5, 2.41, 2.3, 2.0, 1.2, -0.1, 0].map {
        EffectEstimate($0 * scale, standardError: 1, degrees: 30)
      }
      for confidence in [0.8, 0.95] {
        let adjusted = method.adjusted(effects, confidence: confidence)
        #expect(adjusted.map(\.pValue) == method.adjusted(effects.map(\.pValue)))
        for (raw, effect) in zip(effects, adjusted) {
          #expect(effect.isSignificant == !effect.interval.contains(0))
          #expect(effect.value == raw.value && effect.interval.contains(raw.value))
        }
      }
    }
  }

  @Test("of Bonferroni and Holm widens intervals by the steps")
  func widths() {
    let effects = [4.0, 3, 0.5].map { EffectEstimate($0, standardError: 1) }
    func half(_ error: Double) -> Double {
      EffectEstimate(0, standardError: 1, confidence: 1 - error).interval.upperBound
    }
    let bonferroni = MultipleTesting.bonferroni.adjusted(effects)
    let holm = MultipleTesting.holm.adjusted(effects)
    expectClose(
      zip(bonferroni, effects).map { $0.interval.upperBound - $1.value },
      Array(repeating: half(0.05 / 3), count: 3), within: 1e-12)
    expectClose(
      zip(holm, effects).map { $0.interval.upperBound - $1.value },
      [half(0.05 / 2), half(0.05 / 2), half(0.05)], within: 1e-12)
  }
}
