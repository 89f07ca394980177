/// Binomial counts by inversion of one uniform number.
public enum Binomial {
  /// The count at a uniform number: the smallest `k` with `P(X ≤ k) ≥ uniform`.
  ///
  /// Never falls when the chance or the number rises, so that panels of different completeness share
  /// what they capture.
  ///
  /// - Parameters:
  ///   - trials: The number of trials, from 0 to 1e9.
  ///   - chance: The chance of success in each, from 0 to 1.
  ///   - uniform: A number in `[0, 1)`, such as ``RandomStream/uniform(agent:step:draw:)``.
  /// - Returns: The number of successes, at most `trials`.
  /// - Complexity: O(mean) up to a mean of 128, then O(standard deviation).
  public static func count(trials: Int, chance: Double, uniform: Double) -> Int {
    precondition((0...1_000_000_000).contains(trials), "trials are in 0...1e9")
    precondition((0...1).contains(chance), "a chance is in 0...1")
    precondition((0..<1).contains(uniform), "a uniform number is in 0..<1")
    guard trials > 0, chance > 0, uniform > 0 else { return 0 }
    guard chance < 1 else { return trials }
    let size = Double(trials)
    let complement = 1 - chance
    let mean = size * chance
    var start = 0
    var mass = Elementary.exp(size * Elementary.log1p(-chance))
    var cumulative = mass
    if mean > Inversion.largestMeanFromZero {
      let deviation = (mean * complement).squareRoot()
      let guess = Inversion.guess(
        uniform: uniform, mean: mean, deviation: deviation,
        skewness: deviation > 0 ? (1 - 2 * chance) / deviation : 0)
      start = min(max(1, guess), trials - 1)
      mass = SaddlePoint.binomialMass(
        Double(start), size - Double(start), chance: chance, complement: complement)
      cumulative = IncompleteBeta.regularized(
        complement, complement: chance, a: size - Double(start), b: Double(start) + 1)
    }
    let odds = chance / complement
    let count = Inversion.count(
      uniform: uniform, start: start, mass: mass, cumulative: cumulative
    ) { (size - $0) / ($0 + 1) * odds }
    return min(count, trials)
  }
}
