import Statistics
import Testing

/// Expected values: forty digits with mpmath 1.3.0, rounded.
@Suite("Special functions")
struct SpecialFunctionTests {
  @Test(
    "include the incomplete gamma function to twelve digits in both tails",
    arguments: [
      [0.01, 1e-5, 0.8963367982671973, 0.1036632017328028],
      [0.5, 0.3, 0.5614219739190002, 0.4385780260809999],
      [1, 1, 0.6321205588285577, 0.36787944117144233],
      [3.5, 2, 0.22022259152428408, 0.779777408475716],
      [3.5, 12, 0.9988606488210525, 0.0011393511789474656],
      [15.9, 20, 0.8492444200629012, 0.1507555799370987],
      [16.1, 3, 1.0447306306281e-07, 0.9999998955269369],
      [100, 90, 0.15822098918643016, 0.8417790108135699],
      [100, 140, 0.9998389428252874, 0.00016105717471255585],
      [1e4, 9800, 0.022207543813969693, 0.9777924561860303],
      [1e4, 10300, 0.9985295051036143, 0.0014704948963856813],
      [1e6, 1_002_000, 0.9771959041012301, 0.022804095898769864],
    ])
  func incompleteGamma(row: [Double]) {
    #expect(isClose(IncompleteGamma.lower(row[0], row[1]), row[2], relative: 1e-12))
    #expect(isClose(IncompleteGamma.upper(row[0], row[1]), row[3], relative: 1e-12))
  }

  @Test("include an incomplete gamma function with exact ends")
  func incompleteGammaEnds() {
    #expect(IncompleteGamma.lower(2, 0) == 0)
    #expect(IncompleteGamma.upper(2, 0) == 1)
    #expect(IncompleteGamma.lower(2, .infinity) == 1)
    #expect(IncompleteGamma.upper(2, .infinity) == 0)
  }

  @Test(
    "include the incomplete beta function to twelve digits",
    arguments: [
      [0.001, 0.5, 0.5, 0.020135041633377492], [0.3, 2, 3, 0.3483], [0.9, 2, 3, 0.9963],
      [0.01, 0.02, 7, 0.956417279678159], [0.5, 100, 110, 0.7553958894253663],
      [0.4, 1_000, 1_400, 0.048405576628867415], [0.02, 2_000, 97_500, 0.41331416954796146],
      [0.999, 50, 0.5, 0.7523690199653766],
    ])
  func incompleteBeta(row: [Double]) {
    let value = IncompleteBeta.regularized(row[0], a: row[1], b: row[2])
    #expect(isClose(value, row[3], relative: 1e-12))
    let mirrored = IncompleteBeta.regularized(
      1 - row[0], complement: row[0], a: row[2], b: row[1])
    #expect((1 - mirrored - row[3]).magnitude < 1e-12)
  }
}
