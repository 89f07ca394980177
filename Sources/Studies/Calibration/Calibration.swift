import Estimation
import Journeys
import Statistics

/// What the past says about the parameters of a scenario.
public struct Calibration: Sendable {
  /// The worlds, with scenario, calibration and data.
  public let worlds: CalibrationWorlds
  /// The posterior as normal scores of the priors.
  let posterior: CalibrationPosterior
  /// Equally likely draws of it, in an order by chance.
  let draws: [[Double]]
  /// What worlds of the posterior show.
  let outcomes: [CalibrationWorlds.Outcome]
  /// Every world that was simulated.
  let seen: SeenWorlds
  /// Worlds that were simulated.
  public let simulations: Int
  /// Those of them that an earlier process had simulated.
  public let resumed: Int

  /// What is known of each parameter.
  var accounts: [Identifiability] {
    Identifiability.all(posterior.draws, names: worlds.spec.parameters.map(\.name))
  }

  /// Figures of worlds of the prior, before anything was ruled out.
  var priorFigures: [[Double]] {
    CalibrationPosterior.firstWave(of: posterior.matching).statistics
  }

  /// Worlds of the prior that figures are held against.
  var priorCount: Int { priorFigures.count }

  /// A figure as worlds would have it observed.
  struct Check {
    /// Against worlds of the prior.
    let prior: PredictiveCheck
    /// Against worlds of the posterior.
    let posterior: PredictiveCheck
    /// What worlds of the posterior show, with the error of observation.
    let spread: Spread
    /// What came nearest of all worlds; `nil` where none determines the figure.
    let nearest: SeenWorlds.Nearest?
  }

  /// How each figure compares with worlds of the prior and of the posterior, with the error of
  /// observation in both.
  func checks() -> [Check] {
    let observed = worlds.figures.observed
    let errors = RandomStream(
      seed: worlds.spec.seed, replicate: 0, purpose: "calibration/check-error")
    func seen(_ worlds: [[Double]], step: Int) -> [[Double]] {
      worlds.enumerated().map { observed.withErrors($1, by: errors, step: step, draw: $0) }
    }
    let before = seen(priorFigures, step: 0)
    let after = seen(outcomes.map(\.figures), step: 1)
    return observed.names.indices.map { figure in
      let (name, value) = (observed.names[figure], observed.values[figure])
      let simulated = after.map { $0[figure] }
      // Slack: nine in ten errors of observation are smaller, as for figures that are usual.
      return Check(
        prior: PredictiveCheck(
          name: name, observed: value, simulated: before.map { $0[figure] }),
        posterior: PredictiveCheck(name: name, observed: value, simulated: simulated),
        spread: Spread(simulated),
        nearest: self.seen.nearest(figure, to: value, slack: 1.645 * observed.tolerances[figure]))
    }
  }

  /// The values of the parameters in every draw.
  public var values: [[Double]] { draws.map { worlds.values(at: $0) } }
}
