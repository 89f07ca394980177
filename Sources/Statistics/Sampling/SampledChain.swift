/// The draws of one chain, and how they came about.
public struct SampledChain: Sendable, Equatable {
  /// How many coordinates a draw has.
  public let dimension: Int

  /// The draws after warm-up, draw by draw: coordinate `j` of draw `i` is at `i · dimension + j`.
  public internal(set) var draws: [Double] = []

  /// The log density of each draw, up to the density's constant.
  public internal(set) var logDensities: [Double] = []

  /// The energy at the start of each draw's trajectory: kinetic energy less log density.
  public internal(set) var energies: [Double] = []

  /// The doublings of each draw's trajectory.
  public internal(set) var depths: [Int] = []

  /// The leapfrog steps of each draw's trajectory: evaluations of the density.
  public internal(set) var leapfrogSteps: [Int] = []

  /// The draws, ascending and from 0, whose trajectory lost more than 1000 units of energy.
  ///
  /// Some part of the density is too curved for the step size; raise the target acceptance or
  /// parameterize anew.
  public internal(set) var divergences: [Int] = []

  /// The mean acceptance statistic after warm-up, in `[0, 1]`; 0 without draws.
  public internal(set) var meanAcceptance = 0.0

  /// The step size after warm-up.
  public internal(set) var stepSize = 0.0

  /// The inverse metric after warm-up.
  public internal(set) var inverseMetric: InverseMetric

  /// The leapfrog steps of the whole warm-up, the search for first step sizes included.
  public internal(set) var warmupSteps = 0

  /// How many draws the chain has.
  public var count: Int { logDensities.count }

  /// The draws of one coordinate, in order.
  public func column(_ coordinate: Int) -> [Double] {
    precondition((0..<dimension).contains(coordinate), "a coordinate is in 0..<dimension")
    return (0..<count).map { draws[$0 * dimension + coordinate] }
  }
}
