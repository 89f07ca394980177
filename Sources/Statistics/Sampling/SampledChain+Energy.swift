extension SampledChain {
  /// The estimated Bayesian fraction of missing information: how freely the energy moves.
  ///
  /// The mean squared change of the energy from draw to draw over its variance. Below 0.3 the chain
  /// walks slowly through energies, and with it through tails. Betancourt (2016), "Diagnosing
  /// Suboptimal Cotangent Disintegrations in Hamiltonian Monte Carlo". NaN below two draws.
  public var energyFraction: Double {
    guard count > 1 else { return .nan }
    var changes = 0.0
    for draw in 1..<count {
      let change = energies[draw] - energies[draw - 1]
      changes += change * change
    }
    return changes / RunningMoments(energies).squaredDeviations
  }
}
