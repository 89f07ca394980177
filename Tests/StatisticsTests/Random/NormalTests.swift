import Statistics
import Testing

@Suite("Normal distribution")
struct NormalTests {
  /// Forty digits with mpmath 1.3.0, rounded; both sides of every switch of AS 241.
  @Test(
    "has the quantiles of high-precision arithmetic",
    arguments: [
      (1e-300, -37.0470962993612), (1e-20, -9.262340089798407), (0x1p-33, -6.3379577545537895),
      (1e-6, -4.753424308822899), (0.025, -1.9599639845400543), (0.07499, -1.4396021182393162),
      (0.0751, -1.43882539275254), (0.3, -0.5244005127080408), (0.92501, 1.4396021182393162),
      (0.999, 3.090232306167813), (1 - 0x1p-33, 6.3379577545537895),
    ])
  func quantile(p: Double, value: Double) {
    #expect(isClose(Normal.quantile(p), value, relative: 1e-15 * 8))
  }

  @Test("has a cumulative function that its quantiles invert")
  func inverse() {
    for p in [1e-250, 1e-9, 0.001, 0.2, 0.5, 0.7] {
      #expect(isClose(Normal.cumulative(Normal.quantile(p)), p, relative: 1e-12))
    }
  }

  @Test("is symmetric, and infinite at the ends")
  func ends() {
    #expect(Normal.quantile(0.5) == 0)
    #expect(Normal.quantile(0.25) == -Normal.quantile(0.75))
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(1) == .infinity)
    #expect(Normal.cumulative(0) == 0.5)
  }
}
