import Statistics

/// Where the score of a test that has not stopped may be: a density, on the nodes of an integral.
///
/// The score is the *z* value times the root of the share of information. It moves like a Brownian
/// motion: from share `s` to share `t` it gains a normal amount of mean `drift · (t − s)` and variance
/// `t − s`. The density is kept without drift and tilted when it is asked about one, which is exact.
///
/// Source: Armitage, McPherson and Rowe (1969); Jennison and Turnbull (2000), chapter 19.
struct ContinuationDensity: Sendable {
  /// Share of information at the last look, or at the start.
  private(set) var share: Double

  /// Share of information and score at which the motion starts.
  private let start: (share: Double, score: Double)

  /// Scores at the nodes, growing.
  private var scores: [Double]

  /// Density without drift times weight, at each node.
  private var masses: [Double]

  /// Scores beyond so many standard deviations are left out: chosen, their chance is below 1e-32.
  private static let reach = 12.0

  /// Steps beyond so many standard deviations are left out: chosen, their density is below 1e-21.
  private static let band = 10.0

  /// A motion that stands at a score.
  init(share: Double = 0, score: Double = 0) {
    self.share = share
    start = (share, score)
    scores = [score]
    masses = [1]
  }

  /// The chance of not having stopped and being at or above a *z* value at a later look.
  func chance(above z: Double, at later: Double, drift: Double = 0) -> Double {
    tail(z, at: later, drift: drift, sign: 1)
  }

  /// The chance of not having stopped and being at or below a *z* value at a later look.
  func chance(below z: Double, at later: Double, drift: Double = 0) -> Double {
    tail(z, at: later, drift: drift, sign: -1)
  }

  private func tail(_ z: Double, at later: Double, drift: Double, sign: Double) -> Double {
    let step = later - share
    let scale = sign / (2 * step).squareRoot()
    let edge = z * later.squareRoot() - drift * step
    let penalty = drift * drift * (share - start.share) / 2
    var sum = 0.0
    // Smaller masses do not count, whatever the drift, and their tilt would overflow.
    for (score, mass) in zip(scores, masses) where mass > 1e-290 {
      let tilt =
        drift == 0 ? 1 : Elementary.exp(drift * (score - start.score) - penalty)
      sum += mass * tilt * Elementary.erfc((edge - score) * scale)
    }
    return sum / 2
  }

  /// The density at a later look at which the test goes on between two *z* values.
  ///
  /// - Parameters:
  ///   - later: Share of information of the look.
  ///   - lower: The test goes on above this *z* value; −∞ for no bound.
  ///   - upper: The test goes on below this *z* value; ∞ for no bound.
  ///   - next: Share of information of the look after it, to which the nodes must be fine enough.
  /// - Returns: The density there, without mass when the bounds leave no room.
  func advanced(
    to later: Double, above lower: Double, below upper: Double, before next: Double
  ) -> ContinuationDensity {
    var result = self
    let root = later.squareRoot()
    let low = max(lower, -Self.reach) * root
    let high = max(low, min(upper, Self.reach) * root)
    let deviation = (later - share).squareRoot()
    let panels = GaussLegendre.panels(
      low...high, width: min(deviation, (next - later).squareRoot()))
    result.share = later
    result.scores = panels.nodes
    result.masses = []
    result.masses.reserveCapacity(panels.nodes.count)
    let factor = 1 / (deviation * (2 * Double.pi).squareRoot())
    var first = 0
    for (score, weight) in zip(panels.nodes, panels.weights) {
      while first < scores.count, scores[first] < score - Self.band * deviation { first += 1 }
      var sum = 0.0
      var place = first
      while place < scores.count, scores[place] <= score + Self.band * deviation {
        let distance = (score - scores[place]) / deviation
        sum += masses[place] * Elementary.exp(-0.5 * distance * distance)
        place += 1
      }
      result.masses.append(weight * factor * sum)
    }
    return result
  }
}
