import Statistics

/// How much of each change of a unit goes into its anchor, by which the sampler places the unit.
///
/// Counts tell the mean log rate of all periods far better than that of the first, so that the first
/// and the changes behind it are strongly correlated given the counts, and the sampler would have to
/// take small steps. The start plus the changes in these proportions is nearly independent of them:
/// they are the changes' weights in the mean of all periods, shrunk by what the other units say of the
/// start. The proportions are fixed and their Jacobian is 1, so that they change the sampler's
/// coordinates and not the model. Papaspiliopoulos, Roberts and Sköld (2007), "A general framework for
/// the parametrization of hierarchical models", Statistical Science 22.
struct UnitAnchors: Sendable {
  /// For each unit, what a change goes into the anchor with per period that it lasts.
  private let perPeriod: [Double]
  private let periods: Int

  /// The proportions at the middle of the priors, where only speed depends on them.
  init(_ outcome: [Double], periods: Int, _ parameters: CountPanelParameters) {
    self.periods = periods
    func middle(_ place: Int) -> Double { parameters.all[place].prior.quantile(0.5) }
    let spread = middle(CountPanelParameters.spread)
    let ratio = 1 + middle(CountPanelParameters.excess)
    let meanOutcome = outcome.reduce(0, +) / Double(outcome.count)
    perPeriod = (0..<outcome.count / periods).map { unit in
      // Half a count, as where chains begin.
      let total = outcome[unit * periods..<(unit + 1) * periods].reduce(0.5, +)
      let relative = total / Double(periods) / meanOutcome
      let movement =
        middle(CountPanelParameters.movement)
        * Elementary.pow(relative, -middle(CountPanelParameters.steadiness))
      let precision = total / ratio
      return movement / Double(periods) * precision / (precision + 1 / (spread * spread))
    }
  }

  /// The proportion of a unit's change in a period, from 1.
  func share(of unit: Int, in period: Int) -> Double {
    perPeriod[unit] * Double(periods - period)
  }
}
