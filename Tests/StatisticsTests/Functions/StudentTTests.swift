import Statistics
import Testing

@Suite("Student's t")
struct StudentTTests {
  /// SciPy 1.17.1: `stats.t.sf`, `stats.t.cdf`, `stats.t.ppf`.
  @Test(
    "has SciPy's chances",
    arguments: [
      (0.5, 3, 0.651447964848151, 0.6742760175759245),
      (2.1, 7.5, 0.07123707145807809, 0.9643814642709609),
      (-4, 30, 0.0003818456360837564, 0.0001909228180418782),
      (40, 12, 3.851229580772032e-14, 0.9999999999999808),
      (1e-9, 5, 0.9999999992407866, 0.5000000003796067),
      (300, 2, 1.1110925929355216e-05, 0.9999944445370353),
    ])
  func chances(t: Double, degrees: Double, twoSided: Double, cumulative: Double) {
    #expect(isClose(StudentT.twoSided(t, degrees: degrees), twoSided, relative: 1e-12))
    #expect(isClose(StudentT.cumulative(t, degrees: degrees), cumulative, relative: 1e-12))
  }

  @Test(
    "has SciPy's quantiles",
    arguments: [
      (0.95, 1, 12.706204736174694), (0.9, 26, 1.7056179197592727), (0.99, 4.5, 4.272823993011293),
      (0.5, 1000, 0.6747351646070093),
    ])
  func quantiles(coverage: Double, degrees: Double, halfWidth: Double) {
    #expect(
      isClose(StudentT.halfWidth(coverage: coverage, degrees: degrees), halfWidth, relative: 1e-12))
  }

  @Test("is even, and certain at its ends")
  func limits() {
    #expect(StudentT.twoSided(0, degrees: 4) == 1)
    #expect(StudentT.twoSided(-.infinity, degrees: 4) == 0)
    #expect(StudentT.cumulative(.infinity, degrees: 4) == 1)
    #expect(StudentT.twoSided(.nan, degrees: 4).isNaN)
    #expect(StudentT.twoSided(2, degrees: 4) == StudentT.twoSided(-2, degrees: 4))
    #expect(StudentT.halfWidth(coverage: 0, degrees: 4) < 1e-12)
  }

  /// mpmath 1.3.0, thirty digits; on both sides of the switch to the expansion.
  @Test(
    "has mpmath's quantiles for many degrees",
    arguments: [
      (0.95, 99999, 1.959987707771844),
      (0.95, 100001, 1.959987707297379),
      (0.95, 2500000.0, 1.959964933448998),
      (0.5, 150000, 0.6744913857657889),
      (0.999999, 150000, 4.891841715358535),
    ])
  func manyDegrees(coverage: Double, degrees: Double, halfWidth: Double) {
    #expect(
      isClose(StudentT.halfWidth(coverage: coverage, degrees: degrees), halfWidth, relative: 1e-12))
  }
}
