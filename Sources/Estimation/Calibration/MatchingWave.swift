/// What one wave of history matching did.
public struct MatchingWave: Sendable, Equatable {
  /// The simulations of the wave.
  public let simulations: Int
  /// The prior probability of what is not ruled out after it; 0 where all is.
  ///
  /// Estimated anew after each wave, with a standard error of up to 10 % of itself where a twentieth
  /// is left, 20 % where a thousandth and 30 % where a millionth is, for a population of 512.
  public let priorShare: Double
  /// What became of each statistic, in the order of the observed ones.
  public let uses: [StatisticUse]
  /// The largest share of left-out values that an emulator predicts worse than by three standard
  /// deviations, over emulated and unreliable statistics; nil without any.
  public let worstLeftOutShare: Double?
  /// The variance of the emulators within the region as a share of that which remains with exact
  /// ones, for the statistic where it is largest; nil without emulators.
  public let emulatorVarianceShare: Double?

  init(
    simulations: Int, priorShare: Double, uses: [StatisticUse], emulatorVarianceShare: Double?
  ) {
    self.simulations = simulations
    self.priorShare = priorShare
    self.uses = uses
    self.emulatorVarianceShare = emulatorVarianceShare
    worstLeftOutShare =
      uses.compactMap { use -> Double? in
        switch use {
        case .emulated(let share), .unreliable(let share): share
        case .constant, .undetermined, .notObserved: nil
        }
      }.max()
  }
}

/// Why history matching ended.
public enum MatchingEnding: Sendable, Equatable {
  /// Everything is ruled out: the model cannot reach the targets within its priors.
  case empty
  /// The emulators are as exact as the spread between worlds and the tolerances allow to use.
  case precise
  /// The last wave ruled out less than a tenth of what was left.
  case settled
  /// The waves are used up.
  case waves
  /// The simulations are used up.
  case budget

  /// The reason in words.
  public var sentence: String {
    switch self {
    case .empty: "every point of the prior is ruled out"
    case .precise:
      "the emulators are more exact than the worlds and tolerances they are compared with"
    case .settled: "the last wave ruled out less than a tenth of what was left"
    case .waves: "all waves are used"
    case .budget: "the simulations are used up"
    }
  }
}
