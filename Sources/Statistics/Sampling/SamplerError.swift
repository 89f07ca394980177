/// A density from which no chain can be drawn, or a run that was stopped.
public enum SamplerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No random start had a finite log density and gradient.
  case noFiniteStart(tries: Int)

  /// The start that was asked for has no finite log density and gradient.
  case startNotFinite

  /// No step size keeps the energy: the density is discontinuous at the start, or its gradient is
  /// not that of its value.
  case noStepSize

  /// Even enormous steps keep the energy, so that the density does not fall off.
  case improper

  /// The caller stopped the run after so many iterations, warm-up included.
  case cancelled(iterations: Int)

  /// What is wrong and what would fix it.
  public var description: String {
    switch self {
    case .noFiniteStart(let tries):
      "sampler: the log density was not finite at \(tries) random starts with coordinates between "
        + "-2 and 2; give a start inside the support or rescale the parameters"
    case .startNotFinite:
      "sampler: the log density or its gradient is not finite at the given start; give a start "
        + "inside the support"
    case .noStepSize:
      "sampler: no step is small enough to keep the energy; the log density must be continuous "
        + "and the gradient its derivative"
    case .improper:
      "sampler: the log density does not fall off in some direction; give every parameter a "
        + "proper prior"
    case .cancelled(let iterations):
      "sampler: stopped after \(iterations) iterations; run it again for a whole chain"
    }
  }
}
