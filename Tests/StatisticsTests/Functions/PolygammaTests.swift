import Statistics
import Testing

@Suite("Polygamma functions")
struct PolygammaTests {
  /// Fifty digits with mpmath 1.3.0, rounded; SciPy 1.17.1 agrees to 1e-15.
  @Test(
    "agree with SciPy to thirteen digits, beside the root of digamma and near zero too",
    arguments: [
      [1e-100, -1e+100, 1e+200],
      [1e-08, -100000000.57721564, 1.0000000000000002e+16],
      [0.001, -1000.5755719318103, 1000001.6425331958],
      [0.1, -10.423754940411076, 101.43329915079275],
      [0.5, -1.9635100260214235, 4.934802200544679],
      [1, -0.5772156649015329, 1.6449340668482264],
      [1.2, -0.2890398965921884, 1.2673772054237793],
      [1.22, -0.2639837000442202, 1.2384521360362908],
      [1.3, -0.16919088886679962, 1.1342534349966193],
      [1.46, -0.0015805619870834522, 0.9691196215098878],
      [1.4616, -3.110625123034165e-05, 0.9677007114650835],
      [1.4616321449683622, -9.241265521729427e-17, 0.9676722454476212],
      [1.4616321449683625, 1.2245374622004068e-16, 0.9676722454476211],
      [1.47, 0.008066489011364869, 0.9603162090511507],
      [1.6, 0.12604745277347632, 0.8584318931245798],
      [1.7, 0.2085478748734939, 0.7932328301639984],
      [1.72, 0.2242928871461575, 0.7813264485557689],
      [2, 0.42278433509846713, 0.6449340668482264],
      [3.7, 1.1671535393615113, 0.3100378576700383],
      [9.999, 2.2516474172057355, 0.10517738667672887],
      [10, 2.251752589066721, 0.10516633568168575],
      [10.5, 2.3030010342976865, 0.09991695605912673],
      [25, 3.198742512851974, 0.04081066325722558],
      [100, 4.600161852738087, 0.010050166663333571],
      [10000.0, 9.210290371142849, 0.00010000500016666666],
      [100000000.0, 18.420680738952367, 1.000000005e-08],
      [1000000000000000.0, 34.538776394910684, 1.0000000000000005e-15],
    ])
  func oracle(row: [Double]) {
    #expect(isClose(Polygamma.digamma(row[0]), row[1], relative: 1e-13))
    #expect(isClose(Polygamma.trigamma(row[0]), row[2], relative: 1e-14))
  }

  /// 0.25 around the root and 10 are where the method changes.
  @Test(
    "obey their recurrences on both sides of every switch",
    arguments: [0.05, 0.46, 0.7, 1.211, 1.212, 1.711, 1.712, 8.999, 9, 9.001, 40])
  func recurrence(x: Double) {
    let digamma = Polygamma.digamma(x) + 1 / x
    #expect((Polygamma.digamma(x + 1) - digamma).magnitude < 1e-14 * (1 + 1 / x))
    let trigamma = Polygamma.trigamma(x) - 1 / (x * x)
    #expect((Polygamma.trigamma(x + 1) - trigamma).magnitude < 1e-14 * (1 + 1 / (x * x)))
  }

  @Test("are infinite where their reciprocals overflow")
  func ends() {
    #expect(Polygamma.digamma(.leastNonzeroMagnitude) == -.infinity)
    #expect(Polygamma.trigamma(1e-200) == .infinity)
  }

  @Test("stop at zero and below")
  func domain() async {
    await #expect(processExitsWith: .failure) { _ = Polygamma.digamma(0) }
    await #expect(processExitsWith: .failure) { _ = Polygamma.trigamma(-1) }
  }
}
